//! What a call asks of its writes: that the record is still at the version it knows (`If-Match`), and
//! that they happen together with the keeping of its answer (`Idempotency-Key`).

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use jiff::Timestamp;
use tenon_model::index::Index;
use tenon_store::{Commit, Committed, Record, StoreError, Write};

use crate::OperationError;

/// What a call asks of its writes; by default nothing.
#[derive(Debug, Clone, Default)]
pub struct Guards {
    /// The versions at which the record may be changed.
    pub if_match: Option<Arc<IfMatch>>,
    /// Where writes wait for the call's end.
    pub deferred: Option<Arc<Deferred>>,
}

/// Versions as `If-Match` names them (RFC 9110, 13.1.1).
#[derive(Debug)]
pub struct IfMatch {
    // `None`: any, as long as there is a record.
    versions: Option<Vec<i64>>,
    // Whether the record the call is about was looked at.
    met: AtomicBool,
}

impl IfMatch {
    /// These versions, or with `None` any.
    #[must_use]
    pub fn new(versions: Option<Vec<i64>>) -> Self {
        Self {
            versions,
            met: AtomicBool::new(false),
        }
    }

    fn allows(&self, version: i64) -> bool {
        self.versions
            .as_ref()
            .is_none_or(|versions| versions.contains(&version))
    }
}

impl Guards {
    /// Compares the record that the call is about. Whoever reads one to change it asks this.
    ///
    /// # Errors
    /// [`OperationError::Changed`].
    pub fn check(&self, record: &Record) -> Result<(), OperationError> {
        match &self.if_match {
            Some(wanted) if wanted.allows(record.version) => {
                wanted.met.store(true, Ordering::Relaxed);
                Ok(())
            }
            Some(_) => Err(OperationError::Changed),
            None => Ok(()),
        }
    }

    /// A write of a record that was not compared is compared here; one that makes something new has
    /// nothing to match, so it is refused. Every write is guarded by the version that was read, so
    /// what was compared still holds in its transaction.
    pub(crate) fn check_writes(&self, writes: &[Write]) -> Result<(), OperationError> {
        let Some(wanted) = &self.if_match else {
            return Ok(());
        };
        if wanted.met.load(Ordering::Relaxed) {
            return Ok(());
        }
        let first = writes.iter().find_map(|write| match write {
            Write::Update { old, .. } | Write::Delete { old } | Write::Restore { old, .. } => {
                Some(old.version)
            }
            Write::Check { version, .. } => Some(*version),
            _ => None,
        });
        match first {
            Some(version) if wanted.allows(version) => Ok(()),
            _ => Err(OperationError::Changed),
        }
    }
}

/// Writes that wait for the end of their call.
#[derive(Debug, Default)]
pub struct Deferred(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    at: Option<Timestamp>,
    commits: Vec<Vec<Write>>,
    refused: Vec<(usize, StoreError)>,
    asked: usize,
}

impl Deferred {
    /// Writes wait; those at the places in `refused` (counted from 0) are told these errors instead,
    /// which they earned when the call was made the times before.
    #[must_use]
    pub fn new(refused: Vec<(usize, StoreError)>) -> Self {
        Self(Mutex::new(Waiting {
            refused,
            ..Waiting::default()
        }))
    }

    pub(crate) fn apply(&self, mut commit: Commit) -> Result<Committed, StoreError> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.asked += 1;
        let place = waiting.asked - 1;
        let refused = waiting.refused.iter().find(|(at, _)| *at == place);
        if let Some((_, error)) = refused.cloned() {
            waiting.commits.push(Vec::new());
            return Err(error);
        }
        // All of them become one commit, so they have one time.
        commit.at = *waiting.at.get_or_insert(commit.at);
        let records = commit.foreseen()?;
        waiting.commits.push(commit.writes);
        Ok(Committed {
            records,
            ..Committed::default()
        })
    }

    /// When the writes were made, and all of them, in order.
    #[must_use]
    pub fn take(&self) -> (Option<Timestamp>, Vec<Vec<Write>>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (waiting.at, std::mem::take(&mut waiting.commits))
    }
}

/// Which of these commits wants an e-mail or phone for itself alone.
#[must_use]
pub fn who_wants(commits: &[Vec<Write>], name: &str, value: &str) -> Option<usize> {
    commits.iter().position(|writes| {
        writes.iter().any(|write| {
            let (kind, doc) = match write {
                Write::Create {
                    kind,
                    doc,
                    exclusive: true,
                    ..
                } => (*kind, doc),
                Write::Update {
                    old,
                    doc,
                    exclusive: true,
                } => (old.kind, doc),
                _ => return false,
            };
            let keys = Index::of(kind, doc).keys;
            keys.iter()
                .any(|key| key.primary && key.name == name && key.value == value)
        })
    })
}
