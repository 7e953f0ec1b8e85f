//! Whose words a mail's are: DKIM (RFC 6376, RFC 8301, RFC 8463) and ARC (RFC 8617), checked.
//!
//! Owns the checking, and nothing of what follows from it: `mail` decides that under a [`Policy`].
//! Keys stand in DNS, which is a parameter ([`Records`]).

mod canon;
mod chain;
mod key;
mod policy;
mod raw;
mod results;
mod signature;
mod tags;

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use mail_parser::{MessageParser, PartType};

pub use policy::Policy;
use raw::Raw;

/// DKIM signatures of one mail that are looked at. A mailing service adds one or two of its own.
const MAX_SIGNATURES: usize = 6;
/// Mails attached to one mail that are proven by themselves; forwarding attaches one.
const MAX_ATTACHED: usize = 3;
/// Keys looked up for one mail, with what is attached to it: each may cost seconds.
const MAX_LOOKUPS: usize = 24;

/// Why a name's TXT records are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupFault {
    /// There are none.
    NotFound,
    /// Nobody answered: asking again later may help.
    Unavailable,
}

/// The TXT records of DNS.
pub trait Records: Send + Sync {
    /// The TXT records of a name, the strings of each joined.
    fn txt<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, LookupFault>>;
}

/// What can be proven of a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// The domains whose DKIM signature holds for the whole body and the `From` line, lower case.
    pub signed_by: Vec<String>,
    /// An ARC chain that holds.
    pub chain: Option<Chain>,
    /// What the newest `Authentication-Results` says. Worth something only when its author is
    /// trusted.
    pub results: Option<Results>,
    /// What did not hold, a sentence each.
    pub faults: Vec<String>,
    /// A key could not be looked up: the answer may be another one later.
    pub unsure: bool,
    /// The same of the mails attached to it, in their order.
    pub attached: Vec<Proof>,
}

/// An ARC chain whose seals all hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Who sealed, oldest first.
    pub sealers: Vec<String>,
    /// The domains that the first of them found signed or aligned.
    pub passed: Vec<String>,
}

/// An `Authentication-Results` field (RFC 8601).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    /// Whose it says it is.
    pub author: String,
    /// The domains it says are signed or aligned.
    pub passed: Vec<String>,
}

/// Finds out what can be proven of a mail.
///
/// Never fails: what does not hold is said in [`Proof::faults`]. A mail too large or too deep for
/// the parser is not looked at, and is refused later for that.
pub async fn prove(raw: &[u8], records: &dyn Records, now: Timestamp) -> Proof {
    if crate::mail::refuses(raw) {
        return Proof::default();
    }
    let mut keys = Keys {
        records,
        known: HashMap::new(),
    };
    let mut proof = alone(raw, &mut keys, now).await;
    let message = MessageParser::default().parse(raw);
    let attached = message.iter().flat_map(|message| message.parts.iter());
    let attached = attached.filter_map(|part| match &part.body {
        PartType::Message(inner) => Some(inner.raw_message()),
        _ => None,
    });
    for inner in attached.take(MAX_ATTACHED) {
        proof.attached.push(alone(inner, &mut keys, now).await);
    }
    proof.unsure |= proof.attached.iter().any(|inner| inner.unsure);
    proof
}

async fn alone(raw: &[u8], keys: &mut Keys<'_>, now: Timestamp) -> Proof {
    let raw = Raw::read(raw);
    let mut proof = Proof {
        results: results::newest(&raw),
        ..Proof::default()
    };
    if raw.count("from") != 1 {
        proof
            .faults
            .push("it has not exactly one From line".to_owned());
        return proof;
    }
    for at in raw.places("dkim-signature").take(MAX_SIGNATURES) {
        match signature::verify(&raw, at, keys, now).await {
            Ok(domain) => proof.signed_by.push(domain),
            Err(fault) => proof.note(fault),
        }
    }
    if raw.count("dkim-signature") == 0 {
        proof.faults.push("it carries no DKIM signature".to_owned());
    }
    match chain::verify(&raw, keys, now).await {
        Ok(chain) => proof.chain = chain,
        Err(fault) => proof.note(fault),
    }
    proof
}

impl Proof {
    fn note(&mut self, fault: Fault) {
        self.unsure |= fault.unsure;
        self.faults.push(fault.text);
    }

    /// Whether a signature holds that stands for this domain: its own, a parent's or one below it
    /// (relaxed alignment, RFC 7489, section 3.1.1).
    #[must_use]
    pub fn is_signed_for(&self, domain: &str) -> bool {
        self.signed_by.iter().any(|signer| aligned(signer, domain))
    }
}

/// Whether one of two domains is the other or stands below it.
pub(crate) fn aligned(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    let below = |name: &str, parent: &str| {
        parent.contains('.')
            && name
                .strip_suffix(parent)
                .is_some_and(|head| head.ends_with('.'))
    };
    one == other || below(&one, &other) || below(&other, &one)
}

/// Why something does not hold.
#[derive(Debug)]
struct Fault {
    text: String,
    unsure: bool,
}

impl Fault {
    fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            unsure: false,
        }
    }
}

/// Keys, each looked up once per mail.
struct Keys<'a> {
    records: &'a dyn Records,
    known: HashMap<String, Result<Vec<String>, LookupFault>>,
}

impl Keys<'_> {
    async fn get(&mut self, selector: &str, domain: &str) -> Result<key::Key, Fault> {
        let name = format!("{selector}._domainkey.{domain}");
        if !self.known.contains_key(&name) {
            if self.known.len() >= MAX_LOOKUPS {
                return Err(Fault::new("it names more keys than are looked up"));
            }
            let found = self.records.txt(&name).await;
            self.known.insert(name.clone(), found);
        }
        match self.known.get(&name) {
            Some(Ok(texts)) => {
                key::read(texts).map_err(|why| Fault::new(format!("the key {name} {why}")))
            }
            Some(Err(LookupFault::NotFound)) | None => {
                Err(Fault::new(format!("there is no key {name}")))
            }
            Some(Err(LookupFault::Unavailable)) => Err(Fault {
                text: format!("the key {name} could not be looked up"),
                unsure: true,
            }),
        }
    }
}
