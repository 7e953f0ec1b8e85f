//! Stories of signed mail: what is proven, what is not, and what decides.
#![allow(clippy::unwrap_used, reason = "test code")]

mod support;

use std::collections::HashMap;

use futures_util::{FutureExt as _, future::BoxFuture};
use jiff::Timestamp;
use tenon_houzz::{
    Item, Verdict,
    proof::{LookupFault, Policy, Proof, Records, prove},
    read_proven_mail,
};

use support::{reasons, record};

/// The keys of the fixtures, or an outage.
struct Zone(HashMap<String, String>, bool);

impl Records for Zone {
    fn txt<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, LookupFault>> {
        let found = match self.0.get(name) {
            _ if self.1 => Err(LookupFault::Unavailable),
            Some(text) => Ok(vec![text.clone()]),
            None => Err(LookupFault::NotFound),
        };
        async move { found }.boxed()
    }
}

fn folder(name: &str) -> String {
    format!("{}/tests/proof/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn zone() -> Zone {
    let lines = std::fs::read_to_string(folder("keys.txt")).unwrap();
    let pairs = lines.lines().map(|line| line.split_once(' ').unwrap());
    let pairs = pairs.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Zone(pairs.collect(), false)
}

fn mail(name: &str) -> Vec<u8> {
    std::fs::read(folder(name)).unwrap()
}

fn at() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

fn proven(raw: &[u8], zone: &Zone) -> Proof {
    prove(raw, zone, at()).now_or_never().unwrap()
}

fn judged(name: &str, policy: &Policy) -> Item {
    let raw = mail(name);
    read_proven_mail(name, &raw, &proven(&raw, &zone()), policy)
}

fn proven_by(item: &Item) -> &str {
    let extra = &record(item).extra;
    &extra
        .iter()
        .find(|(label, _)| label == "Proven by")
        .unwrap()
        .1
}

fn dana() -> Policy {
    Policy {
        forwarders: vec!["dana@alderandash.example.org".into()],
        ..Policy::default()
    }
}

#[test]
fn what_houzz_signed_is_a_lead() {
    for name in ["direct.eml", "simple.eml", "ed25519.eml"] {
        let item = judged(name, &Policy::default());
        assert_eq!(
            proven_by(&item),
            "the DKIM signature of houzz.com",
            "{name}"
        );
        let person = &record(&item).person;
        assert_eq!(person.email.as_deref(), Some("maya.okafor@example.org"));
    }
}

#[test]
fn line_ends_of_other_programs_do_not_break_a_signature() {
    let raw = String::from_utf8(mail("direct.eml")).unwrap();
    let proof = proven(raw.replace("\r\n", "\n").as_bytes(), &zone());
    assert_eq!(proof.signed_by, ["houzz.com"]);
}

#[test]
fn a_spoof_goes_to_a_person() {
    for (name, why) in [
        ("spoof.eml", "signed by stranger.example.net alone"),
        ("part-of-body.eml", "covers only a part of the body"),
        ("sha1.eml", "no longer trusted"),
        (
            "attached-forged.eml",
            "sam@stranger.example.net forwarded it",
        ),
        ("forwarded.eml", "dana@alderandash.example.org forwarded it"),
        ("rewritten-unsealed.eml", "nothing proves them"),
        ("arc-changed.eml", "the body was changed"),
        (
            "arc-claim-changed.eml",
            "seal of google.com that does not hold",
        ),
    ] {
        let item = judged(name, &Policy::default());
        let told = reasons(&item);
        assert!(told.contains(why), "{name}: {told}");
    }
    let unsigned = support::lead("Name: Eve\nEmail: eve@example.org\n");
    let item = read_proven_mail(
        "x",
        &unsigned,
        &proven(&unsigned, &zone()),
        &Policy::default(),
    );
    assert!(reasons(&item).contains("no DKIM signature"));
}

#[test]
fn every_byte_that_counts_is_signed() {
    let raw = mail("direct.eml");
    assert_eq!(proven(&raw, &zone()).signed_by, ["houzz.com"]);
    let start = raw.windows(6).position(|w| w == b"From: ").unwrap();
    for at in start..raw.len() {
        let mut other = raw.clone();
        // Blanks may change, and so may what the signature does not name.
        if other[at].is_ascii_alphanumeric() {
            other[at] = if other[at] == b'q' { b'z' } else { b'q' };
            let line = raw[..at].iter().rposition(|b| *b == b'\n').unwrap() + 1;
            if raw[line..].starts_with(b"MIME") || raw[line..].starts_with(b"Content-") {
                continue;
            }
            let proof = proven(&other, &zone());
            assert!(proof.signed_by.is_empty(), "byte {at} can be changed");
        }
    }
    // A second From line above the signed one would be shown by some programs.
    let doubled = [b"From: Eve <eve@example.org>\r\n", &raw[..]].concat();
    assert!(proven(&doubled, &zone()).signed_by.is_empty());
}

#[test]
fn an_attached_mail_carries_its_own_proof() {
    let item = judged("attached.eml", &Policy::default());
    assert_eq!(
        proven_by(&item),
        "the DKIM signature of houzz.com on the attached mail"
    );
}

#[test]
fn whom_the_owner_trusts_may_forward_when_it_is_really_them() {
    let item = judged("forwarded.eml", &dana());
    assert_eq!(
        proven_by(&item),
        "dana@alderandash.example.org, who may forward, and the DKIM signature of \
         alderandash.example.org"
    );
    let everybody = Policy {
        forwarders: vec!["@alderandash.example.org".into()],
        ..Policy::default()
    };
    assert!(matches!(
        judged("forwarded.eml", &everybody).verdict,
        Verdict::Record(_)
    ));
    let forged = judged("forwarded-unsigned.eml", &dana());
    assert!(reasons(&forged).contains("nothing proves that"));
}

#[test]
fn a_seal_counts_when_every_sealer_is_trusted() {
    for name in ["arc.eml", "arc-rewritten.eml"] {
        let item = judged(name, &Policy::default());
        assert_eq!(proven_by(&item), "the ARC seal of google.com", "{name}");
    }
    let two = judged("arc-two-links.eml", &Policy::default());
    assert!(matches!(two.verdict, Verdict::Review { .. }));
    let mut policy = Policy::default();
    policy.sealers.push("stranger.example.net".into());
    let two = judged("arc-two-links.eml", &policy);
    assert_eq!(
        proven_by(&two),
        "the ARC seal of google.com and stranger.example.net"
    );
    policy.sealers.clear();
    let none = judged("arc.eml", &policy);
    assert!(matches!(none.verdict, Verdict::Review { .. }));
}

#[test]
fn the_mailboxs_own_server_is_believed_when_named() {
    let raw = [
        b"Authentication-Results: mx.alderandash.example.org (x; dkim=pass header.d=no.example);\r\n \
          dkim=pass (2048) header.i=@houzz.com\r\n",
        &mail("arc-changed.eml")[..],
    ]
    .concat();
    let policy = |server: &str| Policy {
        server: Some(server.into()),
        ..Policy::default()
    };
    let read = |policy: &Policy| read_proven_mail("x", &raw, &proven(&raw, &zone()), policy);
    let item = read(&policy("mx.alderandash.example.org"));
    assert!(proven_by(&item).contains("mx.alderandash.example.org found"));
    let other = read(&policy("mx.elsewhere.example.org"));
    assert!(matches!(other.verdict, Verdict::Review { .. }));
}

#[test]
fn keys_that_cannot_be_had_are_no_proof_and_may_be_asked_for_again() {
    let raw = mail("direct.eml");
    let down = proven(&raw, &Zone(HashMap::new(), true));
    assert!(down.unsure && down.signed_by.is_empty());
    let gone = proven(&raw, &Zone(HashMap::new(), false));
    assert!(!gone.unsure && gone.signed_by.is_empty());
    for record in [
        "v=DKIM1; p=",
        "v=DKIM2; p=AAAA",
        "v=DKIM1; t=y; p=AAAA",
        "v=DKIM1; k=rsa; p=%%%",
        "v=DKIM1; h=sha1; p=AAAA",
        "v=spf1 -all",
        "",
    ] {
        let mut zone = zone();
        let name = "mail2026._domainkey.houzz.com".to_owned();
        zone.0.insert(name, record.to_owned());
        assert!(proven(&raw, &zone).signed_by.is_empty(), "{record}");
    }
}

#[test]
fn no_bytes_break_the_checking() {
    let mut random = support::Random(7);
    for name in ["direct.eml", "arc-two-links.eml", "attached.eml"] {
        let raw = mail(name);
        for _ in 0..300 {
            let mut other = raw.clone();
            for _ in 0..=random.below(8) {
                let at = random.below(other.len());
                match random.below(3) {
                    0 => other[at] = u8::try_from(random.below(256)).unwrap(),
                    1 => drop(other.drain(at..(at + random.below(40)).min(other.len()))),
                    _ => {
                        let piece = other[at..(at + random.below(60)).min(other.len())].to_vec();
                        other.splice(at..at, piece);
                    }
                }
            }
            let proof = proven(&other, &zone());
            let _ = read_proven_mail("x", &other, &proof, &dana());
        }
    }
}
