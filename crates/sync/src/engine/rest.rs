//! Pauses: what an owner wants left alone for now. Jobs wait in their queue, so nothing is lost; a resume
//! makes them due at once.

use tenon_model::Kind;
use tenon_store::Pause;

use super::{Done, Engine, EngineError};

impl Engine {
    /// Refuses to work on a job of a contact (none: one that is not known yet) while it is paused.
    ///
    /// # Errors
    /// [`EngineError::Paused`].
    pub(super) async fn not_paused(&self, contact: Option<&str>) -> Done {
        let contact = contact.unwrap_or_default();
        let pauses = self.store().pauses_over(self.location(), contact).await?;
        let whole = |pause: &&Pause| {
            pause.kind.is_empty()
                && (pause.connection_id.is_empty() || pause.connection_id == self.connection())
        };
        match pauses.iter().find(whole) {
            Some(pause) => Err(EngineError::Paused(pause.made_by.clone())),
            None => Ok(()),
        }
    }

    /// Whether a kind of this contact's records is to be left alone.
    pub(super) async fn is_kind_paused(&self, kind: Kind, contact: &str) -> Done<bool> {
        let pauses = self.store().pauses_over(self.location(), contact).await?;
        let covers = |pause: &Pause| pause.covers(self.connection(), kind, contact);
        Ok(pauses.iter().any(covers))
    }

    /// Whether the connection as a whole is paused.
    pub(super) async fn is_paused(&self) -> Done<bool> {
        match self.not_paused(None).await {
            Err(EngineError::Paused(_)) => Ok(true),
            result => result.map(|()| false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By this the store knows which jobs a resume makes due.
    #[test]
    fn the_error_of_a_paused_job_begins_as_the_store_expects() {
        let error = EngineError::Paused("Ana".into()).to_string();
        assert!(error.starts_with(tenon_store::PAUSED), "{error}");
    }
}
