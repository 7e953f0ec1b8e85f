//! Who a mail says it is from.

use crate::contact::{emails_in, is_houzz_address};

/// The addresses lead notifications come from.
const LEAD_SENDERS: [&str; 2] = ["noreply@houzz.com", "notifications@houzz.com"];
/// The address newsletters come from.
const NEWSLETTER_SENDER: &str = "updates@houzz.com";

/// Who a mail says it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sender {
    /// An address Houzz sends leads and messages from.
    Houzz,
    /// Houzz's newsletter.
    Newsletter,
    /// Another address of Houzz.
    OtherHouzz(String),
    /// Not Houzz, but made to look so.
    LookAlike(String),
    /// Anybody else.
    Stranger,
}

impl Sender {
    /// Judges the addresses and display names of a From header.
    pub(super) fn of(addresses: &[String], names: &[String]) -> Self {
        if let [address] = addresses {
            let folded = address.to_ascii_lowercase();
            if LEAD_SENDERS.contains(&folded.as_str()) {
                return Self::Houzz;
            }
            if folded == NEWSLETTER_SENDER {
                return Self::Newsletter;
            }
            if is_houzz_address(address) {
                return Self::OtherHouzz(address.clone());
            }
        }
        // Several authors, one of them Houzz, is a mail Houzz never sent.
        let odd = addresses
            .iter()
            .find(|a| imitates(a) || is_houzz_address(a));
        // A display name is free text: `"noreply@houzz.com" <someone@example.org>`.
        let named = names
            .iter()
            .any(|name| imitates(name))
            .then(|| addresses.first())
            .flatten();
        match odd.or(named) {
            Some(address) => Self::LookAlike(address.clone()),
            None => Self::Stranger,
        }
    }

    /// Whether copies that the mail holds are worth looking at. A pro may well forward from
    /// `houzz@` at the studio's own domain, and lists write `'Houzz' via Leads`; a *domain* made to
    /// look like Houzz's is never trusted.
    pub(super) fn may_forward(&self) -> bool {
        match self {
            Self::Stranger | Self::OtherHouzz(_) => true,
            Self::LookAlike(address) => address
                .rsplit_once('@')
                .is_some_and(|(_, domain)| !imitates(domain)),
            Self::Houzz | Self::Newsletter => false,
        }
    }

    /// Judges a line such as `From: Houzz <noreply@houzz.com>` inside a body.
    pub(super) fn of_line(line: &str) -> Self {
        let addresses = emails_in(line);
        let name = line
            .split(['<', '[', '('])
            .next()
            .unwrap_or(line)
            .to_owned();
        Self::of(&addresses, &[name])
    }
}

/// Whether a raw header value that forwarding left behind names a lead sender.
pub(super) fn trace_names_houzz(name: &str, value: &str) -> bool {
    let folded = value.to_ascii_lowercase();
    if name == "arc-authentication-results" {
        return folded
            .split(|c: char| c.is_whitespace() || c == ';')
            .any(|token| token == "header.from=houzz.com");
    }
    emails_in(&folded)
        .iter()
        .any(|address| LEAD_SENDERS.contains(&address.as_str()))
}

/// `houzz-leads.example.org`, `h0uzz.com`, `hоuzz` with a Cyrillic o.
fn imitates(text: &str) -> bool {
    let plain: String = text
        .to_lowercase()
        .chars()
        .take(500)
        .filter_map(|c| match c {
            '0' | 'о' | 'ο' | 'ö' | 'ó' => Some('o'),
            'ᴢ' | '2' | 'ž' | 'ż' => Some('z'),
            'υ' | 'ü' | 'ú' => Some('u'),
            'һ' => Some('h'),
            '-' | '.' | '_' => None,
            c => Some(c),
        })
        .collect();
    plain.contains("houzz") || plain.contains("h0uzz") || plain.contains("houz ")
}
