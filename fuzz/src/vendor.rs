//! What other systems send: webhooks with their signatures, lead mails, exports.

use std::sync::LazyLock;

use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use ring::signature::{Ed25519KeyPair, KeyPair};
use tenon_highlevel::webhook::{self, Keys, LEGACY_SIGNATURE, SIGNATURE};
use tenon_houzz::{Item, bridge};

static PAIR: LazyLock<Option<Ed25519KeyPair>> =
    LazyLock::new(|| Ed25519KeyPair::from_seed_unchecked(&[7; 32]).ok());
const SECRET: &[u8] = b"shared with nobody";

/// A signature (the first line), a timestamp (the second) and a body (the rest), given to both
/// verifiers: a body is genuine only with the signature that its key makes of it.
///
/// # Panics
/// When another is taken for genuine, or the genuine one is not.
pub fn webhook(data: &[u8]) {
    let mut parts = data.splitn(3, |byte| *byte == b'\n');
    let [signature, timestamp, body] = [(); 3].map(|()| parts.next().unwrap_or_default());
    // What a body speaks of is read of any bytes.
    let _ = webhook::read(body);
    let _ = bridge::read_event(body);
    highlevel(signature, body);
    houzz(signature, timestamp, body);
}

fn highlevel(signature: &[u8], body: &[u8]) {
    let Some(pair) = PAIR.as_ref() else { return };
    let key: [u8; 32] = pair.public_key().as_ref().try_into().unwrap_or_default();
    let keys = Keys::none()
        .with_raw(key)
        .and_then(|keys| keys.with_rsa(None));
    let keys = keys.unwrap_or_default();
    let verified = |name: &'static str, value: &[u8], body: &[u8]| {
        let Ok(value) = HeaderValue::from_bytes(value) else {
            return false;
        };
        let mut headers = HeaderMap::new();
        headers.insert(http::HeaderName::from_static(name), value);
        webhook::verify(&keys, &headers, body).is_ok()
    };
    assert_eq!(SIGNATURE.to_ascii_lowercase(), "x-ghl-signature");
    assert_eq!(LEGACY_SIGNATURE.to_ascii_lowercase(), "x-wh-signature");
    assert!(
        !verified("x-ghl-signature", signature, body),
        "a stranger's"
    );
    assert!(!verified("x-wh-signature", signature, body), "a stranger's");

    let genuine = base64(pair.sign(body).as_ref());
    assert!(verified("x-ghl-signature", genuine.as_bytes(), body));
    let longer = [body, b" "].concat();
    assert!(!verified("x-ghl-signature", genuine.as_bytes(), &longer));
}

fn houzz(signature: &[u8], timestamp: &[u8], body: &[u8]) {
    let now = Timestamp::UNIX_EPOCH;
    let text = String::from_utf8_lossy;
    let (signature, timestamp) = (text(signature), text(timestamp));
    let verified = |timestamp: &str, signature: &str, body: &[u8]| {
        bridge::verify(SECRET, timestamp, signature, body, now).is_ok()
    };
    assert!(!verified(&timestamp, &signature, body), "a stranger's");
    assert!(!verified("0", &signature, body), "a stranger's");
    let genuine = bridge::sign(SECRET, 0, body);
    assert!(verified("0", &genuine, body));
    assert!(!verified("1", &genuine, body));
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// A lead mail: any bytes make an item.
///
/// # Panics
/// When what a person is shown would steer a terminal.
pub fn mail(data: &[u8]) {
    item(tenon_houzz::read_mail("mail.eml", data));
}

/// An account export.
///
/// # Panics
/// When what a person is shown would steer a terminal.
pub fn export(data: &[u8]) {
    for one in tenon_houzz::read_export("clients.csv", data).unwrap_or_default() {
        item(one);
    }
}

/// Any item a person may be shown.
pub(crate) fn item(item: Item) {
    assert!(!item.key.is_empty(), "an item without a key");
    assert!(
        !item.label.chars().any(char::is_control),
        "{:?}",
        item.label
    );
    let _ = tenon_houzz::draft(item);
}
