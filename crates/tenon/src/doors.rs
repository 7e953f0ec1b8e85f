//! The ways to other systems, for the API: accounts, mailboxes and calendars tried before they are kept,
//! and files taken in as `tenon import` does.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use futures_util::{FutureExt as _, future::BoxFuture};
use serde_json::{Value, json};
use tenon_channels::{FeedClient, ImapSettings, try_mailbox};
use tenon_highlevel::{BASE_URL, Credentials, HighLevel, HighLevelConfig, Saved, TokenStore};
use tenon_houzz::{Opened, table::Meaning};
use tenon_operations::{
    Context, OperationError,
    doors::{Account, Doors, Upload},
};
use tenon_sync::{import::totals, remote::RemoteError};
use tenon_webhooks::Guard;

use crate::{
    failure::Failure,
    home::Home,
    import::{self, Mapped, Read},
};

/// As long as a person waits for an answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Things of a file that the report tells of one by one; those that need a look come first.
const TOLD: usize = 1_000;

/// The ways from this machine.
pub(crate) struct Ways {
    home: Arc<Home>,
    feeds: FeedClient,
    /// Addresses that HighLevel's API may be asked at, besides its own.
    others: Vec<String>,
}

impl Ways {
    /// `private`: calendars may be at private addresses.
    pub(crate) fn open(
        home: &Arc<Home>,
        private: bool,
        others: &[String],
    ) -> Result<Arc<dyn Doors>, Failure> {
        for other in others {
            if !other.starts_with("https://") && !other.starts_with("http://") {
                return Err(Failure::usage(
                    "--highlevel-url must start with https:// (or http://)",
                ));
            }
        }
        let trimmed = others
            .iter()
            .map(|url| url.trim_end_matches('/').to_owned());
        Ok(Arc::new(Self {
            home: Arc::clone(home),
            feeds: FeedClient::new(Guard::new(private).for_callers()).map_err(Failure::failed)?,
            others: trimmed.collect(),
        }))
    }
}

/// Credentials that are only tried.
struct Tried;

impl TokenStore for Tried {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, String>> {
        async { Ok(None) }.boxed()
    }

    fn save<'a>(&'a self, _: &'a Credentials) -> BoxFuture<'a, Result<Saved, String>> {
        async { Ok(Saved::Superseded) }.boxed()
    }
}

impl Doors for Ways {
    fn addresses(&self) -> Vec<String> {
        let own = std::iter::once(BASE_URL.to_owned());
        own.chain(self.others.iter().cloned()).collect()
    }

    fn try_account<'a>(
        &'a self,
        cx: &'a Context,
        account: &'a Account,
    ) -> BoxFuture<'a, Result<(), String>> {
        async move {
            let config = HighLevelConfig {
                base_url: account.base_url.clone(),
                location_id: account.location.clone(),
                country: cx.location.country.clone(),
                limits: None,
            };
            let credentials = Credentials::Private(account.token.clone());
            let clock = Arc::clone(&cx.clock);
            let remote = HighLevel::new(config, credentials, Arc::new(Tried), clock);
            let remote = remote.map_err(|error| error.to_string())?;
            match tokio::time::timeout(PATIENCE, remote.connect()).await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => Err(refused(&error, &account.location)),
                Err(_) => Err("HighLevel did not answer within 20 seconds; try again.".into()),
            }
        }
        .boxed()
    }

    fn try_mailbox<'a>(
        &'a self,
        settings: &'a Value,
        password: &'a str,
    ) -> BoxFuture<'a, Result<(), String>> {
        async move {
            let settings: ImapSettings =
                serde_json::from_value(settings.clone()).map_err(|error| error.to_string())?;
            let tried = try_mailbox(&settings, password).await;
            tried.map_err(|why| {
                format!(
                    "The mailbox does not open: {why}. Look at the server's name, the user and the \
                     password (many providers want an app password)."
                )
            })
        }
        .boxed()
    }

    fn try_calendar<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<(), String>> {
        async move {
            let tried = tokio::time::timeout(PATIENCE, self.feeds.try_calendar(url)).await;
            let tried = tried.unwrap_or_else(|_| Err("its host did not answer".into()));
            tried.map_err(|why| format!("The calendar cannot be read: {why}. Copy its link again."))
        }
        .boxed()
    }

    fn take_in(
        &self,
        cx: Context,
        upload: Upload,
    ) -> BoxFuture<'static, Result<Value, OperationError>> {
        let home = Arc::clone(&self.home);
        async move {
            // Whoever goes away meanwhile finds it done.
            let work = tokio::spawn(async move { take_in(&home, &cx, upload).await });
            let done = work.await;
            done.map_err(|error| OperationError::Internal(error.to_string()))?
        }
        .boxed()
    }
}

fn refused(error: &RemoteError, location: &str) -> String {
    match error {
        RemoteError::Unauthorized(why) => format!(
            "HighLevel refuses the token for the location {location}: {why}. Look whether both are \
             copied whole, whether the token is that location's, and whether it may see locations \
             (locations.readonly)."
        ),
        RemoteError::Gone => format!("HighLevel has no location {location}. Look at its id."),
        RemoteError::Limited { .. } => {
            "HighLevel's rate limit is used up at this moment; try again in a minute.".into()
        }
        error => format!("HighLevel does not answer as it should: {error}. Try again."),
    }
}

/// A caller's mistake, in words; or what the database said.
fn wrong(failure: Failure) -> OperationError {
    match failure {
        Failure::Failed(text) | Failure::Usage(text) => OperationError::BadRequest(text),
        Failure::Operation(error, _) => error,
    }
}

async fn take_in(home: &Home, cx: &Context, upload: Upload) -> Result<Value, OperationError> {
    let (location, dry_run) = (cx.location.id.clone(), upload.dry_run);
    let name = upload.name.clone();
    let unread = move |why: String| {
        OperationError::BadRequest(format!("{name}: {why}; nothing was imported"))
    };
    // Unpacking and reading a workbook takes its time.
    let opened = tokio::task::spawn_blocking(move || {
        let opened = tenon_houzz::open_file(&upload.name, &upload.bytes);
        (opened.map_err(|error| error.to_string()), upload.columns)
    });
    let (opened, columns) = opened
        .await
        .map_err(|error| OperationError::Internal(error.to_string()))?;
    let said: Vec<String> = columns
        .iter()
        .map(|(column, means)| format!("{column}={means}"))
        .collect();
    let (mut read, mut table) = (Read::default(), None);
    match opened.map_err(unread)? {
        Opened::Items(items) => read.items = items,
        Opened::Table(found) => {
            let mapped = Mapped::read(home, &location, &said, found, dry_run);
            let mapped = mapped.await.map_err(wrong)?;
            read.items = mapped.items();
            table = Some(mapped);
        }
        Opened::Calendar(file) => {
            read.calendar(home, &location, &file).await.map_err(wrong)?;
        }
    }
    let import::Taken { id, mut lines } =
        import::take(home, &location, read, dry_run, Some(&cx.origin.actor))
            .await
            .map_err(wrong)?;
    if let (Some(table), false) = (&table, dry_run) {
        table.remember(home, &location).await.map_err(wrong)?;
    }
    let totals: BTreeMap<&str, usize> = totals(&lines)
        .into_iter()
        .map(|(outcome, count)| (outcome.name(), count))
        .collect();
    let left_out = lines.len().saturating_sub(TOLD);
    lines.sort_by_key(|line| line.outcome.name() != "review");
    lines.truncate(TOLD);
    let meanings: BTreeSet<&str> = Meaning::ALL.iter().map(|meaning| meaning.name()).collect();
    Ok(json!({
        "dryRun": dry_run,
        "importId": (!dry_run).then_some(id),
        "tables": table.iter().map(Mapped::to_json).collect::<Vec<_>>(),
        "totals": totals,
        "items": lines,
        "itemsLeftOut": left_out,
        "meanings": meanings,
    }))
}

#[cfg(test)]
mod tests {
    use tenon_store::{Outage, OutageCause, StoreError};
    use tenon_sync::import::ImportError;

    use super::*;

    #[test]
    fn a_database_that_is_away_is_no_mistake_of_the_caller() {
        let away = || {
            StoreError::Unavailable(Outage {
                cause: OutageCause::Away,
                detail: "gone".into(),
            })
        };
        for failure in [
            Failure::from(away()),
            Failure::from(ImportError::Store(away())),
            Failure::from(ImportError::Operation(away().into())),
            Failure::from(OperationError::from(away())),
        ] {
            assert!(matches!(wrong(failure), OperationError::Unavailable(_)));
        }
        let odd = std::io::Error::other("no such column");
        assert!(matches!(
            wrong(Failure::from(odd)),
            OperationError::BadRequest(_)
        ));
    }
}
