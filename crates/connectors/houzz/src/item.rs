//! What every source is read into. Owns the shapes; knows nothing of mails, exports or events.

/// One thing a source held: a mail, a row of an export, a bridge event.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Item {
    /// Stable identity of this piece of source: the same mail or row read twice has the same key,
    /// whatever file it came in. Lower-case hex of SHA-256 over what identifies it.
    pub key: String,
    /// Where it stood, for the report: `leads.mbox: message 3`, `export.csv: CLIENTS line 17`.
    pub place: String,
    /// One line that names it for people: a mail's subject, a client's name.
    pub label: String,
    /// The source as it came (the whole mail, the row as CSV with its header, the event's JSON).
    pub raw: Vec<u8>,
    /// What was understood.
    pub verdict: Verdict,
}

/// What an [`Item`] was understood to be.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "verdict", rename_all = "camelCase")]
pub enum Verdict {
    /// Understood with confidence.
    Record(Box<Incoming>),
    /// Something a person must look at; `partial` holds what could be read.
    Review {
        /// Why, one sentence each.
        reasons: Vec<String>,
        /// What could be read.
        partial: Option<Box<Incoming>>,
    },
    /// Known not to be of interest, and why.
    Ignored {
        /// Why, one sentence.
        reason: String,
    },
}

/// A record as the source told it. Blank values are absent, never empty strings.
/// Text is trimmed, but e-mails and phones are as written: the hub normalises them.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Incoming {
    /// Where it came from.
    pub origin: Origin,
    /// The id the other side gave the contact, where there is one (bridge events).
    pub external_id: Option<String>,
    /// The person.
    pub person: Person,
    /// Tags to add, lower case.
    pub tags: Vec<String>,
    /// Notes to attach to the contact.
    pub notes: Vec<NoteDraft>,
    /// Tasks to attach to the contact.
    pub tasks: Vec<TaskDraft>,
    /// When the source says this happened.
    pub occurred_at: Option<jiff::Timestamp>,
    /// What the source said that has no field of its own, by its own label, in order
    /// (`Project Type`, `Budget`, export columns without a home).
    pub extra: Vec<(String, String)>,
}

/// The kind of source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// A lead notification e-mail.
    #[default]
    LeadEmail,
    /// CLIENTS of the account export.
    ExportClient,
    /// INQUIRIES of the account export.
    ExportLead,
    /// PROJECTS of the account export.
    ExportProject,
    /// A row of a single table.
    Table,
    /// A signed event of a person's automation.
    Bridge,
}

/// A person as the source told it.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// The whole name, as written. `None` when masked.
    pub name: Option<String>,
    /// First name, only where the source itself separates it.
    pub first_name: Option<String>,
    /// Last name, only where the source itself separates it.
    pub last_name: Option<String>,
    /// The main e-mail.
    pub email: Option<String>,
    /// A further e-mail.
    pub second_email: Option<String>,
    /// The main phone number.
    pub phone: Option<String>,
    /// A further phone number.
    pub second_phone: Option<String>,
    /// The company the person stands for.
    pub company: Option<String>,
    /// Street and number; the whole address where it could not be split with confidence.
    pub address1: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// As written; full state names stay full.
    pub state: Option<String>,
    /// ZIP or postal code.
    pub postal_code: Option<String>,
    /// Country, as written.
    pub country: Option<String>,
    /// Web address.
    pub website: Option<String>,
}

/// A note to attach.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NoteDraft {
    /// The other side's id, where there is one.
    pub external_id: Option<String>,
    /// Its heading.
    pub title: Option<String>,
    /// Plain text.
    pub body: String,
}

/// A task to attach.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskDraft {
    /// The other side's id, where there is one.
    pub external_id: Option<String>,
    /// What is to be done, in one line.
    pub title: String,
    /// Plain text.
    pub body: Option<String>,
    /// `None`: the importer gives it the location's usual time to follow up.
    pub due: Option<jiff::Timestamp>,
    /// Done already, as the source told it.
    pub completed: bool,
}

impl Verdict {
    /// Sends something to a person, for one reason, with nothing read.
    pub(crate) fn review(reason: impl Into<String>) -> Self {
        Self::Review {
            reasons: vec![reason.into()],
            partial: None,
        }
    }

    /// Leaves something alone.
    pub(crate) fn ignored(reason: impl Into<String>) -> Self {
        Self::Ignored {
            reason: reason.into(),
        }
    }

    /// A record when nothing speaks against it, else a review that keeps what was read.
    pub(crate) fn of(incoming: Incoming, reasons: Vec<String>) -> Self {
        if reasons.is_empty() {
            Self::Record(Box::new(incoming))
        } else {
            Self::Review {
                reasons,
                partial: Some(Box::new(incoming)),
            }
        }
    }
}

impl Person {
    /// Whether the person can be told from others. A name alone never identifies.
    #[must_use]
    pub fn is_identified(&self) -> bool {
        self.email.is_some()
            || self.phone.is_some()
            || self.second_email.is_some()
            || self.second_phone.is_some()
    }
}
