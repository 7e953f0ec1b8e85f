//! Where in a mail Houzz's own words stand: the mail itself, a mail attached to it, or a copy
//! quoted in its body. Owns the question whether a mail is from Houzz at all.

use jiff::{Timestamp, ToSpan, civil::DateTime, tz::TimeZone};

use super::{
    forwarded::{Block, blocks},
    letter::Letter,
    lines::tidy,
    sender::{Sender, trace_names_houzz},
    subject::Subject,
};

/// The words to read, wherever they stood.
#[derive(Debug, Default)]
pub(super) struct View {
    pub(super) subject: String,
    /// The alternative bodies as tidy lines.
    pub(super) bodies: Vec<Vec<String>>,
    pub(super) reply_to: Vec<String>,
    pub(super) date: Option<Timestamp>,
    pub(super) wall_clock: Option<String>,
    /// The original mail's Message-ID, where it is known.
    pub(super) message_id: Option<String>,
    pub(super) route: Route,
}

/// How Houzz's words came into the mail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Route {
    /// The mail itself is Houzz's.
    #[default]
    Direct,
    /// It is attached to somebody's mail; which attached mail it is, from 0.
    Attached(usize),
    /// Somebody's mail quotes it.
    Quoted,
    /// A list or filter put its own address into `From`.
    Rewritten,
}

/// Whose words they are.
#[derive(Debug)]
pub(super) enum Origin {
    /// Houzz's, directly or as a forwarded copy.
    Houzz(View),
    /// Somebody's who looks like Houzz, or another address of Houzz: never a record.
    Doubtful(View, String),
    /// Houzz's newsletter, or nobody's of interest.
    Other(String),
}

/// Finds Houzz's words in a mail.
pub(super) fn find(letter: &Letter) -> Origin {
    let sender = Sender::of(&letter.from, &letter.from_names);
    if sender == Sender::Houzz {
        return Origin::Houzz(View::whole(letter));
    }
    if sender.may_forward()
        && let Some(copy) = forwarded_copy(letter)
    {
        return copy;
    }
    let wanted = Subject::read(&letter.subject).is_wanted();
    let doubt = match sender {
        Sender::Newsletter => "it comes from updates@houzz.com, which sends newsletters".to_owned(),
        Sender::OtherHouzz(address) => {
            format!("it comes from {address}, which is not an address leads come from")
        }
        Sender::LookAlike(address) => {
            format!("it looks like Houzz's, but comes from {address}, which is not Houzz")
        }
        Sender::Houzz | Sender::Stranger => {
            "it has the subject of a lead, but is not from Houzz and holds no forwarded copy"
                .to_owned()
        }
    };
    match (wanted, Sender::of(&letter.from, &letter.from_names)) {
        (true, _) => Origin::Doubtful(View::whole(letter), doubt),
        (false, Sender::Newsletter) => Origin::Other("a Houzz newsletter, not a lead".to_owned()),
        (false, Sender::OtherHouzz(_)) => Origin::Other(doubt),
        (false, _) => Origin::Other("not from Houzz".to_owned()),
    }
}

/// The copy of a Houzz mail that somebody forwarded.
fn forwarded_copy(letter: &Letter) -> Option<Origin> {
    let mut other = None;
    for (nth, inner) in letter.attached.iter().enumerate() {
        let sender = Sender::of(&inner.from, &inner.from_names);
        let view = || View {
            route: Route::Attached(nth),
            ..View::whole(inner)
        };
        match judge(&sender, &inner.subject, view) {
            Some(Origin::Houzz(view)) => return Some(Origin::Houzz(view)),
            found => other = other.or(found),
        }
    }
    if let Some(view) = quoted(letter, &mut other) {
        return Some(Origin::Houzz(view));
    }
    // A filter or list rewrote From; the body is Houzz's own.
    if letter
        .traces
        .iter()
        .any(|(name, value)| trace_names_houzz(name, value))
    {
        return Some(Origin::Houzz(View {
            route: Route::Rewritten,
            ..View::whole(letter)
        }));
    }
    other
}

/// The quoted copies of all bodies, as one view: a mail's alternatives quote the same original.
fn quoted(letter: &Letter, other: &mut Option<Origin>) -> Option<View> {
    let mut view: Option<View> = None;
    for body in [&letter.plain, &letter.html] {
        for block in blocks(&tidy(body, true)) {
            let sender = Sender::of_line(&block.from);
            if sender == Sender::Houzz {
                match &mut view {
                    Some(view) => view.bodies.push(block.body),
                    None => view = Some(View::quoted(letter, block)),
                }
                break;
            }
            let subject = block
                .subject
                .clone()
                .unwrap_or_else(|| letter.subject.clone());
            let found = judge(&sender, &subject, || View::quoted(letter, block));
            if other.is_none() {
                *other = found;
            }
        }
    }
    view
}

fn judge(sender: &Sender, subject: &str, view: impl FnOnce() -> View) -> Option<Origin> {
    let wanted = Subject::read(subject).is_wanted();
    match sender {
        Sender::Houzz => Some(Origin::Houzz(view())),
        Sender::LookAlike(address) if wanted => Some(Origin::Doubtful(
            view(),
            format!(
                "the forwarded copy looks like Houzz's, but is from {address}, which is not Houzz"
            ),
        )),
        Sender::OtherHouzz(address) if wanted => Some(Origin::Doubtful(
            view(),
            format!(
                "the forwarded copy is from {address}, which is not an address leads come from"
            ),
        )),
        Sender::Newsletter if !wanted => {
            Some(Origin::Other("a Houzz newsletter, not a lead".to_owned()))
        }
        _ => None,
    }
}

impl View {
    fn whole(letter: &Letter) -> Self {
        Self {
            subject: letter.subject.clone(),
            bodies: [&letter.plain, &letter.html]
                .into_iter()
                .filter(|body| !body.trim().is_empty())
                .map(|body| tidy(body, false))
                .collect(),
            reply_to: letter.reply_to.clone(),
            date: letter.date,
            wall_clock: letter.wall_clock.clone(),
            message_id: letter.message_id.clone(),
            route: Route::Direct,
        }
    }

    fn quoted(letter: &Letter, block: Block) -> Self {
        Self {
            subject: block.subject.unwrap_or_else(|| letter.subject.clone()),
            date: sent(letter.date, block.wall_clock.as_deref()),
            wall_clock: block.wall_clock,
            bodies: vec![block.body],
            reply_to: Vec::new(),
            // Forwarding by hand makes a new mail that answers the original. With more ids than
            // one the first may be an earlier mail of the thread: then the original is not known.
            message_id: match letter.answers.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            },
            route: Route::Quoted,
        }
    }
}

/// When a quoted original was sent. Its own date has no zone, so the forwarding mail's is better,
/// unless somebody forwards old mail.
fn sent(outer: Option<Timestamp>, wall_clock: Option<&str>) -> Option<Timestamp> {
    let inner = wall_clock
        .and_then(|text| text.parse::<DateTime>().ok())
        .and_then(|clock| clock.to_zoned_datetime(TimeZone::UTC).ok())
        .map(|zoned| zoned.timestamp());
    match (outer, inner) {
        (Some(outer), Some(inner)) => {
            let old = inner
                .checked_add(24.hours())
                .is_ok_and(|limit| limit < outer);
            Some(if old { inner } else { outer })
        }
        (outer, inner) => outer.or(inner),
    }
}
