//! Imports: what a source tells about a person becomes a contact with its notes and tasks, or joins
//! the one the hub has, or goes to a person. One commit per item, so that the same item twice, or a
//! crash in the middle, changes nothing twice.

mod belongings;
mod draft;
mod holder;
mod imagined;
mod item;
mod mapped;
mod meeting;
mod merge_in;

use std::{collections::HashMap, sync::Arc};

use serde::Serialize;
use tenon_operations::{Context, OperationError};
use tenon_store::{Connection, StoreError};

use crate::map::SyncMap;

pub use draft::{Draft, Incoming, NoteDraft, TaskDraft, Verdict};
pub use meeting::{MeetingDraft, Missing};

/// How often an item is looked at anew when somebody else was quicker.
const MAX_TRIES: usize = 16;

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A new contact.
    Created,
    /// It joined a contact.
    Merged,
    /// It was known already, or told nothing new.
    Unchanged,
    /// A person must look at it.
    Review,
    /// It is known to be of no interest.
    Ignored,
}

impl Outcome {
    /// Its name in storage and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Merged => "merged",
            Self::Unchanged => "unchanged",
            Self::Review => "review",
            Self::Ignored => "ignored",
        }
    }
}

/// A line of an import's report.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// Where the item stood.
    pub place: String,
    /// What it is called.
    pub label: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, where that is to be said.
    pub reasons: Vec<String>,
    /// The contact it went to.
    pub contact_id: Option<String>,
    /// That contact's name.
    pub contact: Option<String>,
}

/// Why an item could not be taken in. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The store is away or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An operation failed.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The location's field map cannot be read.
    #[error("the field map that is on cannot be read by this Tenon; switch another one on")]
    Map,
    /// Others were quicker, time and again.
    #[error("{0} is being changed by others at this moment; import it again")]
    Contended(String),
}

/// Takes items in.
pub struct Importer {
    cx: Context,
    connection: Connection,
    import_id: String,
    dry_run: bool,
    timed: bool,
    imagined: imagined::Imagined,
    // Read once, with the first item.
    map: Option<Arc<SyncMap>>,
    // Ids of custom fields by key; forgotten whenever something went wrong.
    custom_fields: Option<HashMap<String, String>>,
}

impl Importer {
    /// An import into the context's location, by way of a connection. A dry run writes nothing and
    /// reports what would be.
    #[must_use]
    pub fn new(cx: Context, connection: Connection, dry_run: bool) -> Self {
        let import_id = cx.new_id();
        Self {
            cx,
            connection,
            import_id,
            dry_run,
            timed: false,
            imagined: imagined::Imagined::default(),
            map: None,
            custom_fields: None,
        }
    }

    /// What the import is called where it is to be undone; a dry run's leads nowhere.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.import_id
    }

    /// Notes how long each lead took from its sender to the hub: for a door that is watched, not for
    /// old mail that somebody imports.
    #[must_use]
    pub fn timed(self) -> Self {
        Self {
            timed: true,
            ..self
        }
    }

    /// Takes one item in and says what became of it.
    ///
    /// # Errors
    /// See [`ImportError`]; the item is then as if it had never come.
    pub async fn take(&mut self, draft: Draft) -> Result<Line, ImportError> {
        for _ in 0..MAX_TRIES {
            let taken = self.try_take(&draft).await;
            if taken.is_err() {
                self.custom_fields = None;
            }
            match taken {
                Err(ImportError::Store(
                    StoreError::Conflict { .. } | StoreError::KeyTaken { .. },
                )) => {}
                result => return result,
            }
        }
        Err(ImportError::Contended(draft.label))
    }
}

/// How many lines had each outcome, in a fixed order.
#[must_use]
pub fn totals(lines: &[Line]) -> [(Outcome, usize); 5] {
    [
        Outcome::Created,
        Outcome::Merged,
        Outcome::Unchanged,
        Outcome::Review,
        Outcome::Ignored,
    ]
    .map(|outcome| {
        (
            outcome,
            lines.iter().filter(|line| line.outcome == outcome).count(),
        )
    })
}
