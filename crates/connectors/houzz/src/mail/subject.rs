//! What a subject line says the mail is.

use crate::text::{collapse, present};

/// The kinds of mail Houzz sends to a pro, by subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// A new lead, with the name the subject gives.
    Lead(Option<String>),
    /// A message from somebody, with the name.
    Message(Option<String>),
    /// A shop order.
    Order,
    /// A summary or newsletter.
    Digest,
    /// Anything else.
    Other,
}

impl Subject {
    /// Reads a subject, prefixes such as `Fwd:` and `[External]` taken off.
    pub(super) fn read(subject: &str) -> Self {
        let subject = bare(subject);
        // ASCII lower case keeps byte positions, which the names are cut by.
        let folded = subject.to_ascii_lowercase();
        if folded.contains("new houzz order") {
            return Self::Order;
        }
        for start in ["new lead from ", "new houzz lead from "] {
            if folded.starts_with(start) {
                let end = folded.rfind(" on houzz").unwrap_or(folded.len());
                return Self::Lead(name(&subject, start.len(), end));
            }
        }
        if let Some(end) = folded.find(" sent you a message on houzz") {
            return Self::Message(name(&subject, 0, end));
        }
        if let Some(rest) = folded.strip_prefix("new contact form submission") {
            let start = rest
                .strip_prefix(" from ")
                .map_or(folded.len(), |n| folded.len() - n.len());
            return Self::Lead(name(&subject, start, folded.len()));
        }
        if folded.starts_with("you have a new lead")
            || folded.starts_with("you have a new houzz lead")
        {
            return Self::Lead(None);
        }
        let digest = [
            "digest",
            "newsletter",
            "weekly",
            "monthly",
            "daily summary",
            "new leads this",
        ];
        if digest.iter().any(|word| folded.contains(word)) {
            return Self::Digest;
        }
        Self::Other
    }

    /// Whether it is the subject of a mail that may become a record.
    pub(super) fn is_wanted(&self) -> bool {
        matches!(self, Self::Lead(_) | Self::Message(_))
    }

    /// The name it gives.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Lead(name) | Self::Message(name) => name.as_deref(),
            _ => None,
        }
    }
}

fn name(subject: &str, start: usize, end: usize) -> Option<String> {
    subject.get(start..end).and_then(present).map(collapse)
}

/// The subject without what forwarding and gateways put in front.
pub(super) fn bare(subject: &str) -> String {
    let subject = collapse(subject);
    let mut rest = subject.as_str();
    loop {
        let folded = rest.to_ascii_lowercase();
        let prefix = ["fwd:", "fw:", "re:", "wg:", "tr:", "aw:", "rv:"]
            .iter()
            .find(|prefix| folded.starts_with(**prefix))
            .map(|prefix| prefix.len())
            // `[EXTERNAL]`, `[Leads]`: mailing lists and gateways.
            .or_else(|| {
                folded
                    .strip_prefix('[')
                    .and_then(|r| r.find(']'))
                    .map(|end| end + 2)
            });
        match prefix {
            Some(length) => rest = rest[length..].trim_start(),
            None => return rest.to_owned(),
        }
    }
}
