//! What Houzz Pro sends out, read: lead notification e-mails, the account export, bridge events.
//!
//! Owns the parsing and the scoring. Pure: bytes in, [`Item`]s out. It must not decide what happens
//! to an item (the import operation does), do I/O, or read the clock.

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
    Review { reasons: Vec<String>, partial: Option<Box<Incoming>> },
    /// Known not to be of interest, and why.
    Ignored { reason: String },
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
    pub email: Option<String>,
    pub second_email: Option<String>,
    pub phone: Option<String>,
    pub second_phone: Option<String>,
    pub company: Option<String>,
    pub address1: Option<String>,
    pub city: Option<String>,
    /// As written; full state names stay full.
    pub state: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub website: Option<String>,
}

/// A note to attach.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NoteDraft {
    /// The other side's id, where there is one.
    pub external_id: Option<String>,
    pub title: Option<String>,
    pub body: String,
}

/// A task to attach.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskDraft {
    /// The other side's id, where there is one.
    pub external_id: Option<String>,
    pub title: String,
    pub body: Option<String>,
    /// `None`: the importer gives it the location's usual time to follow up.
    pub due: Option<jiff::Timestamp>,
    pub completed: bool,
}
