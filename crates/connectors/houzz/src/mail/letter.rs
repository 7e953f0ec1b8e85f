//! One mail's headers and bodies, freed of MIME.

use jiff::Timestamp;
use mail_parser::{Address, HeaderName, HeaderValue, Message, PartType};

use super::html;
use crate::text::{clip, collapse, present};

/// Characters of a subject; RFC 5322 lines end at 998.
const MAX_SUBJECT: usize = 998;

/// What of a mail this crate looks at.
#[derive(Debug, Default)]
pub(super) struct Letter {
    /// Addresses of `From`, as written.
    pub(super) from: Vec<String>,
    /// Display names of `From`.
    pub(super) from_names: Vec<String>,
    pub(super) subject: String,
    pub(super) date: Option<Timestamp>,
    /// The Date header's own wall clock to the minute, `2026-11-20T09:14`.
    pub(super) wall_clock: Option<String>,
    pub(super) message_id: Option<String>,
    /// `In-Reply-To` and `References`, each id once.
    pub(super) answers: Vec<String>,
    /// `Reply-To` addresses.
    pub(super) reply_to: Vec<String>,
    /// Headers that forwarding leaves behind, name and raw value.
    pub(super) traces: Vec<(String, String)>,
    /// The text/plain body.
    pub(super) plain: String,
    /// The text/html body, as lines of text.
    pub(super) html: String,
    /// Mails attached as message/rfc822.
    pub(super) attached: Vec<Letter>,
}

/// Headers that name the first sender of a forwarded mail (RFC 5322 3.6.6, RFC 8617; the X- ones are
/// Gmail's and Google Groups').
const TRACES: [&str; 6] = [
    "resent-from",
    "x-forwarded-for",
    "x-original-from",
    "x-original-sender",
    "original-from",
    "arc-authentication-results",
];

impl Letter {
    /// Reads a parsed mail; attached mails one level deep, which is what forwarding makes.
    pub(super) fn read(message: &Message<'_>) -> Self {
        let mut letter = Self::read_alone(message);
        letter.attached = message
            .parts
            .iter()
            .filter_map(|part| match &part.body {
                PartType::Message(inner) => Some(Self::read_alone(inner)),
                _ => None,
            })
            .collect();
        letter
    }

    fn read_alone(message: &Message<'_>) -> Self {
        let (plain, html) = bodies(message);
        let date = message.date().filter(|date| date.is_valid());
        Self {
            from: addresses(message.from()),
            from_names: names(message.from()),
            subject: clip(
                &collapse(message.subject().unwrap_or_default()),
                MAX_SUBJECT,
            )
            .0,
            date: date.and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
            wall_clock: date.map(|d| {
                format!(
                    "{:04}-{:02}-{:02}T{:02}:{:02}",
                    d.year, d.month, d.day, d.hour, d.minute
                )
            }),
            message_id: message.message_id().and_then(normal_id),
            answers: answers(message),
            reply_to: addresses(message.reply_to()),
            traces: message
                .headers_raw()
                .filter(|(name, _)| TRACES.contains(&name.to_ascii_lowercase().as_str()))
                .map(|(name, value)| (name.to_ascii_lowercase(), collapse(value)))
                .take(20)
                .collect(),
            plain,
            html,
            attached: Vec::new(),
        }
    }
}

fn bodies(message: &Message<'_>) -> (String, String) {
    let (mut plain, mut rendered) = (String::new(), String::new());
    let mut ids: Vec<u32> = message
        .text_body
        .iter()
        .chain(&message.html_body)
        .copied()
        .collect();
    // A multipart that breaks off has parts that are in neither list.
    if ids.is_empty() {
        ids.extend((0..message.parts.len()).filter_map(|id| u32::try_from(id).ok()));
    }
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        match message.part(id).map(|part| &part.body) {
            Some(PartType::Text(text)) => {
                plain.push_str(text);
                plain.push('\n');
            }
            Some(PartType::Html(text)) => {
                rendered.push_str(&html::to_lines(text));
                rendered.push('\n');
            }
            _ => {}
        }
    }
    // Some senders put markup into text/plain.
    if rendered.is_empty() && looks_like_html(&plain) {
        rendered = html::to_lines(&plain);
        plain.clear();
    }
    (plain, rendered)
}

fn looks_like_html(text: &str) -> bool {
    let head: String = text
        .trim_start()
        .chars()
        .take(15)
        .collect::<String>()
        .to_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<table")
}

fn addresses(address: Option<&Address<'_>>) -> Vec<String> {
    address
        .into_iter()
        .flat_map(Address::iter)
        .filter_map(|a| a.address.as_deref().and_then(present).map(str::to_owned))
        .collect()
}

fn names(address: Option<&Address<'_>>) -> Vec<String> {
    address
        .into_iter()
        .flat_map(Address::iter)
        .filter_map(|a| a.name.as_deref().and_then(present).map(str::to_owned))
        .collect()
}

fn answers(message: &Message<'_>) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for name in [HeaderName::InReplyTo, HeaderName::References] {
        let found: Vec<&str> = match message.header(name) {
            Some(HeaderValue::Text(id)) => vec![id],
            Some(HeaderValue::TextList(list)) => list.iter().map(AsRef::as_ref).collect(),
            _ => Vec::new(),
        };
        for id in found.into_iter().filter_map(normal_id).take(100) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids
}

/// A Message-ID without brackets and white space. The part right of the @ is a domain, but some
/// gateways change the case of the whole; ids differing in case alone do not occur.
fn normal_id(id: &str) -> Option<String> {
    let id: String = id
        .chars()
        .filter(|c| !c.is_whitespace() && !"<>\0".contains(*c))
        .collect();
    (id.len() > 2).then(|| id.to_lowercase())
}
