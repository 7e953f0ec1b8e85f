//! The labels of a lead mail, and the lines that end what a label began.

use crate::text::fold;

/// A label Tenon knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Label {
    Name,
    FirstName,
    LastName,
    Email,
    Phone,
    Zip,
    Address,
    City,
    State,
    Country,
    Company,
    ProjectType,
    Budget,
    Timeline,
    Message,
    Details,
}

impl Label {
    /// How the label is written in notes and extras.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::FirstName => "First Name",
            Self::LastName => "Last Name",
            Self::Email => "Email",
            Self::Phone => "Phone",
            Self::Zip => "Zip Code",
            Self::Address => "Address",
            Self::City => "City",
            Self::State => "State",
            Self::Country => "Country",
            Self::Company => "Company",
            Self::ProjectType => "Project Type",
            Self::Budget => "Budget",
            Self::Timeline => "Timeline",
            Self::Message => "Message",
            Self::Details => "Details",
        }
    }

    /// Whether its value may run over lines and paragraphs.
    pub(super) fn is_long(self) -> bool {
        matches!(self, Self::Message | Self::Details)
    }

    fn of(text: &str) -> Option<Self> {
        Some(match text {
            "name" | "full name" | "client name" | "contact name" | "homeowner name"
            | "customer name" | "your name" => Self::Name,
            "first name" => Self::FirstName,
            "last name" => Self::LastName,
            "email" | "e-mail" | "email address" | "e-mail address" => Self::Email,
            "phone" | "phone number" | "telephone" | "mobile" | "mobile phone" | "cell"
            | "cell phone" | "tel" => Self::Phone,
            "zip code" | "zip" | "zipcode" | "postal code" | "postcode" => Self::Zip,
            "address" | "street address" | "project address" | "project location" | "location" => {
                Self::Address
            }
            "city" => Self::City,
            "state" | "state/province" => Self::State,
            "country" => Self::Country,
            "company" | "company name" => Self::Company,
            "project type" | "type of project" | "service type" | "service" => Self::ProjectType,
            "budget" | "estimated budget" | "project budget" => Self::Budget,
            "timeline"
            | "timeframe"
            | "time frame"
            | "project timeline"
            | "start date"
            | "expected start date" => Self::Timeline,
            "message" | "their message" => Self::Message,
            "details"
            | "project details"
            | "description"
            | "project description"
            | "additional details"
            | "comments" => Self::Details,
            _ => return None,
        })
    }
}

/// A label and what stands beside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Labelled<'a> {
    pub(super) label: Label,
    pub(super) value: &'a str,
    /// The label stands alone, without a colon: it may be an ordinary word.
    pub(super) bare: bool,
}

/// A line that begins with a label Tenon knows.
pub(super) fn known(line: &str) -> Option<Labelled<'_>> {
    let (label, value, bare) = split(line)?;
    Label::of(&label).map(|label| Labelled { label, value, bare })
}

/// A line of the form `Style: Modern` whose label has no field: short, capitalised, with a value.
pub(super) fn unknown(line: &str) -> Option<(String, String)> {
    let (label, value, bare) = split(line)?;
    let written: String = line.chars().take(40).collect();
    let written = written
        .split([':', '\t'])
        .next()?
        .trim_matches(DECORATION)
        .trim()
        .to_owned();
    let headers = [
        "from", "to", "cc", "bcc", "date", "sent", "subject", "http", "https",
    ];
    let fits = !bare
        && !value.is_empty()
        && !value.starts_with("//")
        && written.chars().next().is_some_and(char::is_uppercase)
        && written.split(' ').count() <= 4
        && !headers.contains(&label.as_str());
    fits.then(|| (written, value.replace('\t', " ")))
}

/// Marks of bold type, lists and tables around labels and values.
const DECORATION: [char; 6] = ['*', '_', '#', '•', '|', '·'];

fn split(line: &str) -> Option<(String, &str, bool)> {
    // Labels are short: a colon far into a line belongs to prose.
    const LONGEST: usize = 40;
    let at = line
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| matches!(c, ':' | '：' | '\t'));
    let (label, rest, bare) = match at {
        Some((at, c)) => (&line[..at], &line[at + c.len_utf8()..], false),
        None if line.chars().nth(LONGEST).is_none() => (line, "", true),
        None => return None,
    };
    let label = fold(label.trim_matches(|c: char| DECORATION.contains(&c) || c.is_whitespace()));
    let value = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '|' | ':'));
    (!label.is_empty()).then_some((label, value, bare))
}

/// What a footer line ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Footer {
    /// The message; labels may follow (a button between the parts of a mail).
    Message,
    /// The mail: what follows is Houzz's or the sender's own small print.
    Mail,
}

/// Whether a line is part of a footer.
pub(super) fn footer(line: &str) -> Option<Footer> {
    const MESSAGE: [&str; 8] = [
        "reply to this message",
        "reply to this email",
        "reply to this e-mail",
        "view lead",
        "view message",
        "view this lead",
        "view and reply",
        "respond on houzz",
    ];
    const MAIL: [&str; 12] = [
        "unsubscribe",
        "© houzz",
        "(c) houzz",
        "© 20",
        "copyright ©",
        "you are receiving this",
        "you received this",
        "manage your notification",
        "manage notification",
        "houzz inc",
        "sent from my ",
        "this email was sent",
    ];
    if line == "--" {
        return Some(Footer::Mail);
    }
    if line.len() > 2
        && line
            .chars()
            .all(|c| matches!(c, '-' | '_' | '=' | '*' | '—'))
    {
        return Some(Footer::Message);
    }
    let (head, _) = crate::text::clip(line, 60);
    let head = fold(head.trim_start_matches(['[', '*', '|', '>', '(', '_']));
    // `(c) houzz` lost its bracket above.
    let head = head
        .strip_prefix("c) houzz")
        .map_or(head.as_str(), |_| "© houzz");
    if MAIL.iter().any(|start| head.starts_with(start)) {
        Some(Footer::Mail)
    } else {
        MESSAGE
            .iter()
            .any(|start| head.starts_with(start))
            .then_some(Footer::Message)
    }
}
