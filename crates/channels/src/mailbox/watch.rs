//! One session: what stands above the cursor is read, then news are waited for.

use serde_json::json;
use tenon_houzz::limits::MAX_MAIL;
use tenon_store::{Fence, Write};
use tenon_sync::import::{ImportError, Importer, Outcome};

use super::{Mailbox, RENEW, Trouble, cursor::Cursor};
use crate::{
    Taken,
    imap::{Mail, Session},
    retry::Backoff,
    take_mail,
};

/// How often a mail is tried whose taking in fails, or whose keys cannot be looked up, before a
/// person gets it: with the waits in between, some four minutes.
const TRIES: i64 = 8;

/// What a session has done, for people.
#[derive(Default)]
struct Tally {
    records: u64,
    reviews: u64,
    left: u64,
}

impl Mailbox {
    pub(super) async fn watch(&self, fence: &Fence, backoff: &mut Backoff) -> Result<(), Trouble> {
        let (settings, password, version) = self.settings().await?;
        let mut session = Session::open(&settings, &password).await?;
        let name = format!("{}/{}", self.lease_name(), settings.folder);
        let (store, location) = (&self.place.store, &self.place.location.id);
        let mut written = store.cursor(location, &name).await?;
        let known = written.as_deref().and_then(Cursor::parse);
        // A folder that was made anew has other numbers: it is read from the start, and what is
        // known already changes nothing.
        let mut cursor = known.filter(|cursor| cursor.validity == session.validity);
        let mut tally = Tally::default();
        let since = self.place.clock.now();
        let mut told = false;
        loop {
            let above = cursor.map_or(0, |cursor| cursor.uid);
            let day = cursor.is_none().then_some(settings.since);
            let uids = session.above(above, day).await?;
            let news = !uids.is_empty();
            for uid in uids {
                let mail = session.fetch(uid, MAX_MAIL).await?;
                if let Some(mail) = mail {
                    let place = format!("{}: mail {uid}", settings.folder);
                    self.take(&place, &mail, &name, uid, &mut tally).await?;
                }
                let next = Cursor {
                    validity: session.validity,
                    uid,
                };
                let moved = Write::Cursor {
                    name: name.clone(),
                    from: written,
                    to: next.to_string(),
                };
                self.commit(Some(fence.clone()), vec![moved]).await?;
                (written, cursor) = (Some(next.to_string()), Some(next));
                backoff.reset();
                self.renew(fence).await?;
            }
            if news || !told {
                let state = json!({"status": "watching", "since": since,
                    "records": tally.records, "reviews": tally.reviews, "left": tally.left});
                self.tell(fence, state).await?;
                told = true;
            }
            session.wait(RENEW).await?;
            backoff.reset();
            if !self.renew(fence).await? || self.settings().await?.2 != version {
                session.close().await;
                return Ok(());
            }
        }
    }

    /// Keeps the lease; false when another node has it now.
    async fn renew(&self, fence: &Fence) -> Result<bool, Trouble> {
        let held = self.lease().await?;
        Ok(held.is_some_and(|held| held.number == fence.number))
    }

    async fn take(
        &self,
        place: &str,
        mail: &Mail,
        name: &str,
        uid: u32,
        tally: &mut Tally,
    ) -> Result<(), Trouble> {
        let whole = mail.raw.len() >= usize::try_from(mail.size).unwrap_or(usize::MAX);
        if !whole {
            tracing::warn!(
                place,
                size = mail.size,
                "only the beginning of a mail is read"
            );
        }
        let tries = self.tries(name, uid).await?;
        let cx = self.place.context("houzz-mail");
        let connection = self.place.connection.clone();
        let last = tries >= TRIES;
        let taken = take_mail(cx, connection, &*self.keys, (place, &mail.raw), last).await;
        match taken {
            Ok(Taken::Kept(line)) if line.outcome == Outcome::Review => tally.reviews += 1,
            Ok(Taken::Kept(_)) => tally.records += 1,
            Ok(Taken::Left(_)) => tally.left += 1,
            Ok(Taken::Unsure) => {
                self.count(name, uid, tries).await?;
                return Err(Trouble::Unsure);
            }
            // The store is away: that is not the mail's fault.
            Err(ImportError::Store(error)) if !last => return Err(error.into()),
            Err(error) if !last => {
                self.count(name, uid, tries).await?;
                return Err(error.into());
            }
            Err(error) => {
                self.give_up(place, mail, &error).await?;
                tally.reviews += 1;
            }
        }
        Ok(())
    }

    /// How often this mail was tried.
    async fn tries(&self, name: &str, uid: u32) -> Result<i64, Trouble> {
        let (store, location) = (&self.place.store, &self.place.location.id);
        let tried = store.cursor(location, &format!("{name}/tries")).await?;
        let tried = tried.as_deref().and_then(|tried| tried.split_once(':'));
        Ok(match tried {
            Some((mail, count)) if mail == uid.to_string() => count.parse().unwrap_or(0),
            _ => 0,
        })
    }

    async fn count(&self, name: &str, uid: u32, tries: i64) -> Result<(), Trouble> {
        let (store, location) = (&self.place.store, &self.place.location.id);
        let name = format!("{name}/tries");
        let write = Write::Cursor {
            from: store.cursor(location, &name).await?,
            to: format!("{uid}:{}", tries + 1),
            name,
        };
        self.commit(None, vec![write]).await?;
        Ok(())
    }

    /// A mail that cannot be taken in must not keep those behind it waiting: a person gets it.
    async fn give_up(&self, place: &str, mail: &Mail, error: &ImportError) -> Result<(), Trouble> {
        let mut draft = tenon_houzz::draft(tenon_houzz::read_mail(place, &mail.raw));
        draft.verdict = tenon_sync::import::Verdict::Review {
            reasons: vec![format!("it could not be taken in: {error}")],
            partial: serde_json::Value::Null,
        };
        let cx = self.place.context("houzz-mail");
        let mut importer = Importer::new(cx, self.place.connection.clone(), false);
        importer.take(draft).await?;
        Ok(())
    }
}
