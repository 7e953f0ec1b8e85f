//! Carries out a commit's writes, in order, then numbers its changes.

use super::{
    Committed, Draft, Write, background, calls, channels, controls, draw, keys::Keys, links, log,
    maps, oauth, outlets, records, runs, search, vendor, webhooks,
};
use crate::{
    StoreError,
    driver::{Driver, values},
};

/// Writes everything. The caller has a transaction open, and ends it: on an error, with a rollback.
pub(crate) async fn apply(
    driver: &mut dyn Driver,
    Draft {
        commit,
        records: drafts,
    }: &Draft,
) -> Result<Committed, StoreError> {
    let mut done = Committed::default();
    if let Some(fence) = &commit.fence {
        // An update that changes nothing locks the row, so that the lease cannot pass on before us.
        let held = driver
            .execute(
                "UPDATE leases SET fence = fence WHERE location_id = $1 AND name = $2 AND fence = $3",
                &values![&commit.location, &fence.name, fence.number],
            )
            .await?;
        if held == 0 {
            return Err(StoreError::Fenced {
                what: fence.name.clone(),
            });
        }
    }
    let (mut keys, mut entries) = (Keys::default(), Vec::new());
    for (write, draft) in commit.writes.iter().zip(drafts) {
        match write {
            Write::Create { .. }
            | Write::Update { .. }
            | Write::Delete { .. }
            | Write::Restore { .. }
            | Write::Check { .. } => {
                let write = (write, draft.as_ref());
                records::write(driver, commit, write, &mut keys, &mut entries, &mut done).await?;
            }
            Write::Log {
                kind,
                record_id,
                root_id,
                action,
                detail,
            } => {
                entries.push(log::Entry::spoken(
                    *kind, record_id, root_id, *action, detail,
                )?);
            }
            Write::Link(link) => links::write(driver, commit, &link.link).await?,
            Write::Source(item) => links::source(driver, commit, item).await?,
            Write::Review(review) => controls::review(driver, commit, review).await?,
            Write::Control(write) => controls::write(driver, commit, write).await?,
            Write::Connection(connection) => links::connection(driver, commit, connection).await?,
            Write::Secret {
                name,
                sealed,
                version,
            } => {
                links::secret(driver, commit, name, sealed, *version).await?;
            }
            Write::Index(batch) => search::write(driver, commit, batch).await?,
            Write::Token(token) => links::token(driver, token).await?,
            Write::Answer(answer) => calls::answer(driver, commit, answer).await?,
            Write::Webhook(write) => webhooks::write(driver, commit, write, &mut done).await?,
            Write::Map(write) => maps::write(driver, commit, write).await?,
            Write::Draw(wanted) => done.drawn = Some(draw::draw(driver, commit, wanted).await?),
            Write::Outlet(write) => outlets::write(driver, commit, write).await?,
            Write::Channel(write) => channels::write(driver, commit, write).await?,
            Write::Run(write) => runs::write(driver, commit, write, &mut done).await?,
            Write::OAuth(write) => oauth::write(driver, commit, write).await?,
            Write::Vendor(write) => vendor::write(driver, commit, write, &mut done).await?,
            Write::Location(location) => links::location(driver, commit, location).await?,
            _ => background::write(driver, commit, write, &mut done).await?,
        }
    }
    keys.write(driver, commit).await?;
    if !entries.is_empty() {
        done.numbers = log::append(driver, commit, entries).await?;
        done.wakes = true;
    }
    Ok(done)
}
