//! What a run keeps of itself: where it stands, for whoever goes on with it, and its report, for
//! people. Both are JSON in the store; unknown parts are left out, missing ones are as new.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tenon_model::Action;
use tenon_store::SyncRun;

/// What a run does at the moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// It reads the other side, page by page.
    #[default]
    Pages,
    /// It goes through the hub.
    Hub,
    /// It compares what it would do with what it may.
    Weigh,
    /// It lets go the work it held back.
    LetGo,
    /// The work is being done.
    Work,
    /// It forgets the work it held back.
    Forget,
}

/// Where a run stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Stand {
    /// What it does.
    pub phase: Phase,
    /// The other side's next page.
    pub page: Option<String>,
    /// The last contact of the hub it has looked at.
    pub after: String,
    /// The last entry of the log it has counted.
    pub seq: i64,
    /// The newest write over there that it has seen.
    pub newest: Option<Timestamp>,
    /// When the work was let go.
    pub working_since: Option<Timestamp>,
}

/// What a run found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Counts {
    /// Contacts over there.
    pub there: u64,
    /// Contacts of the hub.
    pub here: u64,
    /// Contacts on both sides when it began.
    pub linked: u64,
    /// Contacts over there that the hub does not know.
    pub new_there: u64,
    /// Contacts of the hub that are not over there.
    pub new_here: u64,
    /// Contacts that are not as they were over there.
    pub changed: u64,
    /// Contacts that were over there and are not listed any more. `None`: it could not be said, for the
    /// run was interrupted while it read.
    pub gone: Option<u64>,
    /// Contacts it will look at.
    pub to_do: u64,
}

/// What a run has brought about, out of the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Did {
    /// Records created in the hub.
    pub created: u64,
    /// Records changed in the hub.
    pub updated: u64,
    /// Records deleted in the hub.
    pub deleted: u64,
    /// Writes to the other side.
    pub pushed: u64,
    /// Records found to be the same on both sides.
    pub linked: u64,
    /// Records parted from their copies.
    pub unlinked: u64,
    /// Fields that both sides had changed.
    pub conflicts: u64,
    /// Records that the other side refused.
    pub refused: u64,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Progress {
    /// Contacts done.
    pub done: u64,
    /// Contacts to be done in all; while it reads, those it has found so far.
    pub total: u64,
    /// Contacts that are tried again and again without success; see the queue's last error.
    pub failing: u64,
    /// As fast as it has been since the work began.
    pub per_second: f64,
    /// At that speed, how long it will still take; `None` until there is a speed.
    pub seconds_left: Option<u64>,
}

/// What is to be said of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Report {
    /// What it found.
    pub counts: Counts,
    /// What it has brought about.
    pub did: Did,
    /// How far it is.
    pub progress: Progress,
    /// Why it stopped and asks, when it does.
    pub asks: Vec<String>,
    /// Who decided what, when somebody has.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub decided: Value,
    /// Why it failed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub error: String,
    /// What a plan or a proof found.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub found: Value,
}

/// Reads what a run keeps; what cannot be read is as new.
#[must_use]
pub fn of(run: &SyncRun) -> (Stand, Report) {
    let stand = serde_json::from_value(run.stand.clone()).unwrap_or_default();
    let report = serde_json::from_value(run.report.clone()).unwrap_or_default();
    (stand, report)
}

/// The run with these.
#[must_use]
pub fn with(run: SyncRun, stand: &Stand, report: &Report) -> SyncRun {
    SyncRun {
        stand: serde_json::to_value(stand).unwrap_or_default(),
        report: serde_json::to_value(report).unwrap_or_default(),
        ..run
    }
}

/// The queue that a run's work is held in until it may be done.
#[must_use]
pub fn held(run: &str) -> String {
    format!("held/{run}")
}

/// The review that asks about a run.
#[must_use]
pub fn review_of_run(run: &str) -> String {
    format!("brake/run/{run}")
}

impl Did {
    /// Counts an entry of the log.
    pub fn count(&mut self, action: Action) {
        let count = match action {
            Action::Create => &mut self.created,
            Action::Update => &mut self.updated,
            Action::Delete => &mut self.deleted,
            Action::Push => &mut self.pushed,
            Action::Link => &mut self.linked,
            Action::Unlink => &mut self.unlinked,
            Action::Conflict => &mut self.conflicts,
            Action::Refuse => &mut self.refused,
            Action::Import | Action::Merge => return,
        };
        *count += 1;
    }
}
