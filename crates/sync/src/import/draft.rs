//! What a connector hands over: one item of a source, understood as far as it could be.

use jiff::Timestamp;
use serde_json::Value;
use tenon_model::Fields;

/// One thing a source held.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its identity: the same thing from another file has the same.
    pub key: String,
    /// `leadEmail`, `exportClient`, `bridge`…
    pub origin: String,
    /// Where it stood.
    pub place: String,
    /// What it is called.
    pub label: String,
    /// As it came.
    pub raw: Vec<u8>,
    /// What it was understood as.
    pub verdict: Verdict,
}

/// What an item was understood as.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// A person with what belongs to it.
    Record(Box<Incoming>),
    /// A person must look at it.
    Review {
        /// Why.
        reasons: Vec<String>,
        /// What could be read.
        partial: Value,
    },
    /// Of no interest.
    Ignored {
        /// Why.
        reason: String,
    },
}

/// A person as a source told it. A field that is absent was not told; it is no blank.
#[derive(Debug, Clone, Default)]
pub struct Incoming {
    /// The source's own id for the person, where it has one.
    pub external_id: Option<String>,
    /// A contact's fields by wire name, as written.
    pub fields: Fields,
    /// Tags to add.
    pub tags: Vec<String>,
    /// Notes.
    pub notes: Vec<NoteDraft>,
    /// Tasks.
    pub tasks: Vec<TaskDraft>,
    /// When the source says it happened.
    pub occurred_at: Option<Timestamp>,
    /// What has no field, by the source's own label.
    pub extra: Vec<(String, String)>,
}

/// A note to attach.
#[derive(Debug, Clone)]
pub struct NoteDraft {
    /// The source's own id for it.
    pub external_id: Option<String>,
    /// Its heading.
    pub title: Option<String>,
    /// Its text.
    pub body: String,
}

/// A task to attach.
#[derive(Debug, Clone)]
pub struct TaskDraft {
    /// The source's own id for it.
    pub external_id: Option<String>,
    /// What is to be done.
    pub title: String,
    /// More about it.
    pub body: Option<String>,
    /// When it is due; `None`: soon.
    pub due: Option<Timestamp>,
    /// Whether it is done.
    pub completed: bool,
}
