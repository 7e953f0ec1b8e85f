//! One e-mail, read: is it a Houzz lead, and what does it say?
//!
//! Owns the verdict. It must not fail: whatever the bytes are, the answer is an [`Item`].

mod entities;
mod fields;
mod forwarded;
mod guard;
mod html;
mod labels;
mod lead;
mod letter;
mod lines;
mod sender;
mod subject;
mod trust;
mod view;

pub(crate) use html::to_lines as html_to_lines;
use mail_parser::MessageParser;

use crate::{
    contact::phone_digits,
    item::{Item, Verdict},
    key::{digest, digest_bytes},
    proof::{Policy, Proof},
    text::{fold, label},
};
use lead::Lead;
use letter::Letter;
use subject::Subject;
use view::{Origin, View};

const DOMAIN: &str = "houzz-mail";

/// Reads one mail (RFC 5322, MIME) that somebody vouches for by handing it over. `place` says where
/// it stood, for the report.
///
/// Never panics and never drops anything: what is uncertain becomes [`Verdict::Review`].
#[must_use]
pub fn read_mail(place: &str, raw: &[u8]) -> Item {
    read(place, raw, None)
}

/// Reads one mail that nobody vouches for: it is a record only when it is proven to be Houzz's, or
/// forwarded by somebody the policy trusts. What decided stands in [`Incoming::extra`] as
/// `Proven by`, or among the reasons for a review.
///
/// [`Incoming::extra`]: crate::Incoming
#[must_use]
pub fn read_proven_mail(place: &str, raw: &[u8], proof: &Proof, policy: &Policy) -> Item {
    read(place, raw, Some((proof, policy)))
}

/// Whether a mail is not even given to the parser.
pub(crate) fn refuses(raw: &[u8]) -> bool {
    guard::refuse(raw).is_some()
}

fn read(place: &str, raw: &[u8], proof: Option<(&Proof, &Policy)>) -> Item {
    let (key, subject, verdict) = match parse(raw) {
        Ok(letter) => {
            let (key, verdict) = judge(&letter, raw, proof);
            (key, letter.subject, verdict)
        }
        Err(reason) => (
            digest_bytes(DOMAIN, raw),
            String::new(),
            Verdict::review(reason),
        ),
    };
    let subject = label(&subject);
    Item {
        key,
        place: place.to_owned(),
        label: if subject.is_empty() {
            "(no subject)".to_owned()
        } else {
            subject
        },
        raw: raw.to_vec(),
        verdict,
    }
}

fn parse(raw: &[u8]) -> Result<Letter, String> {
    if let Some(reason) = guard::refuse(raw) {
        return Err(reason);
    }
    MessageParser::default()
        .parse(raw)
        .map(|message| Letter::read(&message))
        .ok_or_else(|| "it cannot be read as a mail".to_owned())
}

fn judge(letter: &Letter, raw: &[u8], proof: Option<(&Proof, &Policy)>) -> (String, Verdict) {
    let (view, doubt) = match view::find(letter) {
        Origin::Houzz(view) => (view, None),
        Origin::Doubtful(view, doubt) => (view, Some(doubt)),
        Origin::Other(reason) => return (own_key(letter, raw), Verdict::ignored(reason)),
    };
    let subject = Subject::read(&view.subject);
    let mut lead = lead::read(&view, &subject);
    let key = lead_key(&view, &lead).unwrap_or_else(|| own_key(letter, raw));
    let trusted = match (proof, &doubt) {
        (Some((proof, policy)), None) => Some(trust::judge(letter, view.route, proof, policy)),
        _ => None,
    };
    lead.reasons.splice(0..0, doubt);
    match trusted {
        Some(Ok(by)) => lead.incoming.extra.push(("Proven by".to_owned(), by)),
        Some(Err(why)) => lead.reasons.insert(0, why),
        None => {}
    }
    let verdict = match subject {
        Subject::Lead(_) | Subject::Message(_) => Verdict::of(lead.incoming, lead.reasons),
        Subject::Order => Verdict::ignored("a Houzz shop order, not a lead"),
        Subject::Digest => Verdict::ignored("a Houzz summary or newsletter, not a lead"),
        Subject::Other if looks_like_lead(&lead) => {
            lead.reasons
                .push("its subject is new to Tenon, but it reads like a lead".to_owned());
            Verdict::of(lead.incoming, lead.reasons)
        }
        Subject::Other => Verdict::ignored("from Houzz, but not a lead or a message"),
    };
    (key, verdict)
}

/// Somebody to reach and at least two labels: Houzz changed its subjects, not what it sends.
fn looks_like_lead(lead: &Lead) -> bool {
    lead.incoming.person.is_identified() && lead.score >= 4
}

/// The key of what Houzz wrote.
///
/// The original's Message-ID is the identity whenever it is known: automatic forwarding keeps it,
/// an attached copy carries it, and a copy forwarded by hand names it in `In-Reply-To`. Without it
/// the understood fields stand in, in a form that survives re-wrapping and HTML: the message's
/// letters and digits, the date to the minute as its sender's clock showed it (a quoted copy has
/// neither seconds nor zone). A copy that cannot be proven the same has a key of its own, and the
/// importer still merges it by e-mail.
fn lead_key(view: &View, lead: &Lead) -> Option<String> {
    if let Some(id) = &view.message_id {
        return Some(digest(DOMAIN, [id.as_str()]));
    }
    let person = &lead.incoming.person;
    if !person.is_identified() && lead.message.is_none() {
        return None;
    }
    let email = person
        .email
        .as_deref()
        .map(str::to_lowercase)
        .unwrap_or_default();
    let phone = person
        .phone
        .as_deref()
        .map(phone_digits)
        .unwrap_or_default();
    let name = person.name.as_deref().map(fold).unwrap_or_default();
    let message: String = lead
        .message
        .iter()
        .flat_map(|message| message.chars())
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let date = view.wall_clock.as_deref().unwrap_or_default();
    Some(digest(
        DOMAIN,
        ["fields", &email, &phone, &name, &message, date],
    ))
}

/// The key of a mail of no further interest: its own id, else its bytes.
fn own_key(letter: &Letter, raw: &[u8]) -> String {
    match &letter.message_id {
        Some(id) => digest(DOMAIN, [id.as_str()]),
        None => digest_bytes(DOMAIN, raw),
    }
}
