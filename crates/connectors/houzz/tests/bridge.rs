//! Bridge events: who may send them, and what is refused.

#![allow(clippy::unwrap_used, reason = "test code outside a test function")]

mod support;

use jiff::Timestamp;
use serde_json::{Value, json};
use support::record;
use tenon_houzz::bridge::{BridgeError, SignatureFault, read_event, sign, verify};

const SECRET: &[u8] = b"a secret of some length";
const BODY: &[u8] = b"{\"id\":\"evt_1\"}";
const SENT: i64 = 1_763_892_000;

fn now() -> Timestamp {
    Timestamp::from_second(SENT).unwrap()
}

fn fault(timestamp: &str, signature: &str, at: i64) -> SignatureFault {
    let now = Timestamp::from_second(at).unwrap();
    match verify(SECRET, timestamp, signature, BODY, now).unwrap_err() {
        BridgeError::Signature(fault) => fault,
        BridgeError::Body(fault) => panic!("{fault}"),
    }
}

#[test]
fn a_signed_event_is_accepted_also_while_secrets_rotate() {
    let good = sign(SECRET, SENT, BODY);
    let old = sign(b"old", SENT, BODY);
    let time = SENT.to_string();
    for header in [
        good.clone(),
        format!("{old}, {good}"),
        format!("v2=abc,{}", good.to_uppercase().replace("V1", "v1")),
    ] {
        verify(SECRET, &time, &header, BODY, now()).unwrap();
    }
}

#[test]
fn the_signature_is_the_documented_one() {
    // printf '%s' '1763892000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac 'a secret of some length'
    let expected = "v1=75cfd76a4151859996b2189df31892bcd6a7290f8cb272fef5221d6d79c9576f";
    assert_eq!(sign(SECRET, SENT, BODY), expected);
}

#[test]
fn anything_else_is_refused() {
    let good = sign(SECRET, SENT, BODY);
    let time = SENT.to_string();
    assert_eq!(
        fault(&time, &sign(b"old", SENT, BODY), SENT),
        SignatureFault::Mismatch
    );
    assert_eq!(
        fault(&time, &sign(SECRET, SENT, b"{}"), SENT),
        SignatureFault::Mismatch
    );
    assert_eq!(
        fault(&(SENT + 1).to_string(), &good, SENT),
        SignatureFault::Mismatch
    );
    for header in ["", "v1=", "v1=zz", "sha256=abc", &good[3..], &good[..40]] {
        assert_eq!(
            fault(&time, header, SENT),
            SignatureFault::Malformed,
            "{header}"
        );
    }
    for timestamp in [
        "",
        "now",
        "-5",
        "1e9",
        "01763892000",
        "99999999999999999999",
    ] {
        assert_eq!(
            fault(timestamp, &good, SENT),
            SignatureFault::Timestamp,
            "{timestamp}"
        );
    }
    for (off, stale) in [(300, false), (-300, false), (301, true), (-301, true)] {
        let now = Timestamp::from_second(SENT + off).unwrap();
        let fault = verify(SECRET, &time, &good, BODY, now).err();
        assert_eq!(fault.is_some(), stale, "{off}");
    }
    let error = verify(b"", &time, &good, BODY, now()).unwrap_err();
    assert_eq!(error, SignatureFault::NoSecret.into());
}

fn event() -> Value {
    json!({
        "id": "evt_1", "type": "task.created", "occurredAt": "2026-11-20T09:14:00-06:00",
        "contact": {"id": "c1", "name": "Maya", "email": "maya@example.org", "phone": "+1 512 555 0143", "tags": ["Houzz", "houzz"]},
        "task": {"id": "t1", "title": "Call", "dueDate": "2026-12-01", "completed": true}
    })
}

#[test]
fn an_event_is_read_whole() {
    let item = read_event(event().to_string().as_bytes()).unwrap();
    let incoming = record(&item);
    assert_eq!(incoming.external_id.as_deref(), Some("c1"));
    assert_eq!(incoming.tags, ["houzz"]);
    assert_eq!(
        incoming.tasks[0].due.unwrap().to_string(),
        "2026-12-01T00:00:00Z"
    );
    assert!(incoming.tasks[0].completed);
    let mut again = event();
    again["contact"]["name"] = json!("Other");
    assert_eq!(
        read_event(again.to_string().as_bytes()).unwrap().key,
        item.key,
        "the id is the key"
    );
}

/// A pointer, a value to put there, and the path the refusal names.
#[test]
fn a_wrong_event_is_refused_by_path() {
    let long = "x".repeat(600);
    let cases = [
        ("/id", json!(null), "id"),
        ("/id", json!(7), "id"),
        ("/id", json!("  "), "id"),
        ("/type", json!("contact.deleted"), "type"),
        ("/type", json!("note.created"), "task"),
        ("/type", json!("contact.created"), "task"),
        ("/occurredAt", json!(null), "occurredAt"),
        ("/occurredAt", json!("2026-02-30T10:00:00Z"), "occurredAt"),
        ("/occurredAt", json!("yesterday"), "occurredAt"),
        ("/occurredAt", json!(1_763_892_000), "occurredAt"),
        ("/contact", json!(null), "contact"),
        ("/contact", json!([]), "contact"),
        ("/contact", json!({"name": "Maya"}), "contact"),
        ("/contact/email", json!("maya"), "contact.email"),
        (
            "/contact/email",
            json!("reply@messages.houzz.com"),
            "contact.email",
        ),
        ("/contact/phone", json!("555"), "contact.phone"),
        ("/contact/name", json!("a\u{0}b"), "contact.name"),
        ("/contact/name", json!(long), "contact.name"),
        ("/contact/tags", json!("houzz"), "contact.tags"),
        ("/contact/tags", json!(["ok", 1]), "contact.tags[1]"),
        ("/task", json!({"title": "Call"}), "task.id"),
        ("/task/title", json!(""), "task.title"),
        ("/task/completed", json!("yes"), "task.completed"),
        ("/task/dueDate", json!("2026-13-01"), "task.dueDate"),
    ];
    for (pointer, value, path) in cases {
        let mut event = event();
        *event.pointer_mut(pointer).unwrap_or(&mut Value::Null) = value.clone();
        if event.pointer(pointer).is_none() {
            let (parent, field) = pointer.rsplit_once('/').unwrap();
            event.pointer_mut(parent).unwrap()[field] = value.clone();
        }
        match read_event(event.to_string().as_bytes()) {
            Err(BridgeError::Body(fault)) => {
                assert_eq!(fault.path, path, "{value} at {pointer}: {fault}")
            }
            other => panic!("{value} at {pointer}: {other:?}"),
        }
    }
    let mut unknown = event();
    unknown["contact"]["emial"] = json!("x");
    let error = read_event(unknown.to_string().as_bytes())
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("contact.emial: is not a field Tenon knows"),
        "{error}"
    );
    for body in [
        &b""[..],
        b"[]",
        b"{",
        b"\xff",
        &vec![b' '; 257 << 10],
        "[".repeat(100_000).as_bytes(),
    ] {
        assert!(matches!(read_event(body), Err(BridgeError::Body(_))));
    }
}
