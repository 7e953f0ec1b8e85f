//! `tenon sync undo|why|pause|resume` and `tenon review …`

use clap::{Args, Subcommand};

#[derive(Debug, Clone, Args)]
#[group(id = "what", required = true, multiple = false)]
pub(crate) struct UndoTarget {
    /// One entry of a timeline, by its number
    #[arg(long, value_name = "NUMBER")]
    pub(crate) change: Option<String>,
    /// What an import brought, by its id; "last" is the newest
    #[arg(long, value_name = "ID")]
    pub(crate) import: Option<String>,
    /// What a sync run did
    #[arg(long, value_name = "ID")]
    pub(crate) run: Option<String>,
    /// What a rule decided
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Option<String>,
    /// What a change of the field map did
    #[arg(long, value_name = "ID")]
    pub(crate) map: Option<String>,
    /// A merge of two contacts
    #[arg(long, value_name = "ID")]
    pub(crate) merge: Option<String>,
    /// A decision about a review
    #[arg(long, value_name = "ID")]
    pub(crate) decision: Option<String>,
    /// Another undo
    #[arg(long, value_name = "ID")]
    pub(crate) undo: Option<String>,
}

impl UndoTarget {
    /// The kind and the id.
    pub(crate) fn named(&self) -> (&'static str, &str) {
        [
            ("change", &self.change),
            ("import", &self.import),
            ("run", &self.run),
            ("rule", &self.rule),
            ("map", &self.map),
            ("merge", &self.merge),
            ("decision", &self.decision),
            ("undo", &self.undo),
        ]
        .into_iter()
        .find_map(|(kind, id)| Some((kind, id.as_deref()?)))
        .unwrap_or_default()
    }
}

#[derive(Debug, Clone, Args)]
pub(crate) struct UndoOptions {
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    #[command(flatten)]
    pub(crate) target: UndoTarget,
    /// Of a change, only this field
    #[arg(long = "field", value_name = "NAME")]
    pub(crate) fields: Vec<String>,
    /// Change nothing; report what would be, and what cannot be undone
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// What becomes of what was changed since: leave, or undo
    #[arg(long, default_value = "leave", value_parser = ["leave", "undo"])]
    pub(crate) changed_since: String,
    /// What becomes of copies that Tenon made elsewhere of contacts that go here: keep, or delete
    #[arg(long, default_value = "keep", value_parser = ["keep", "delete"])]
    pub(crate) copies: String,
    /// The report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct WhyOptions {
    /// The contact
    pub(crate) contact: String,
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// The answer as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct PauseOptions {
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// The connection
    #[arg(long, required_unless_present = "contact")]
    pub(crate) connection: Option<String>,
    /// Of a connection, only this kind of record: task, note, …
    #[arg(long, conflicts_with = "contact")]
    pub(crate) kind: Option<String>,
    /// A contact with all that hangs on it
    #[arg(long)]
    pub(crate) contact: Option<String>,
    /// Why, for whoever wonders
    #[arg(long)]
    pub(crate) reason: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReviewCommand {
    /// List what needs a person
    List(ReviewListOptions),
    /// Decide one, or all that are alike
    Decide(DecideOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct ReviewListOptions {
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// Only of this type: refused, match, source, duplicate, …
    #[arg(long = "type")]
    pub(crate) kind: Option<String>,
    /// The list as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct DecideOptions {
    /// The review
    pub(crate) review: String,
    /// One of its decisions, as `tenon review list` tells them
    pub(crate) decision: String,
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// A field to set, NAME=VALUE (set, value, create)
    #[arg(long = "field", value_name = "NAME=VALUE")]
    pub(crate) fields: Vec<String>,
    /// The contact (attach)
    #[arg(long)]
    pub(crate) contact: Option<String>,
    /// The contact that stands (merge)
    #[arg(long)]
    pub(crate) survivor: Option<String>,
    /// Decide all that are alike
    #[arg(long)]
    pub(crate) all: bool,
    /// Decide what is like it so from now on
    #[arg(long)]
    pub(crate) remember: bool,
}
