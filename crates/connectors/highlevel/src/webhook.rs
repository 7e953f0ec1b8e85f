//! HighLevel's webhooks: whether they are genuine, and what they speak of.
//!
//! It must not act on them: they come late, twice and out of order, and carry snapshots of which
//! some fields are missing. What they name is to be read again.

mod event;
mod keys;

pub use event::{Event, MAX_BODY, Subject, WebhookError, read};
pub use keys::{KeyError, Keys};

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use reqwest::header::HeaderMap;

/// The current signature: Ed25519 over the raw body, base64 (HighLevel docs, Webhook
/// Authentication).
pub const SIGNATURE: &str = "X-GHL-Signature";
/// The one before, ended on 2026-09-01: RSA, PKCS #1 v1.5 with SHA-256, over the raw body, base64.
pub const LEGACY_SIGNATURE: &str = "X-WH-Signature";

/// Base64 with or without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The fields of a contact that its events carry (HighLevel docs, ContactCreate); one of them that is
/// absent is blank.
pub const SNAPSHOT: &[&str] = &[
    "firstName",
    "lastName",
    "email",
    "phone",
    "companyName",
    "address1",
    "city",
    "state",
    "postalCode",
    "country",
    "website",
    "source",
    "dateOfBirth",
    "tags",
    "assignedTo",
    "dnd",
];

/// Why a webhook is not known to be HighLevel's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no signature that may be looked at.
    #[error("the webhook is not signed")]
    Unsigned,
    /// The header is given twice, or is no base64.
    #[error("the webhook's signature cannot be read")]
    Malformed,
    /// No key matches: it is forged, changed on its way, or the vendor has a new key.
    #[error(
        "the webhook's signature does not match; if HighLevel has changed its key, add the new one"
    )]
    Mismatch,
}

/// Checks the signature of a webhook over its body, byte for byte as it came. When the current
/// header is there, the legacy one is not looked at (the docs' rule); `N/A` counts as not there.
///
/// # Errors
/// When it is not signed, or not by one of `keys`.
pub fn verify(keys: &Keys, headers: &HeaderMap, raw_body: &[u8]) -> Result<(), SignatureError> {
    let matches = if let Some(signature) = signature(headers, SIGNATURE)? {
        keys.ed25519_matches(raw_body, &signature)
    } else if keys.has_rsa()
        && let Some(signature) = signature(headers, LEGACY_SIGNATURE)?
    {
        keys.rsa_matches(raw_body, &signature)
    } else {
        return Err(SignatureError::Unsigned);
    };
    matches.then_some(()).ok_or(SignatureError::Mismatch)
}

fn signature(headers: &HeaderMap, name: &str) -> Result<Option<Vec<u8>>, SignatureError> {
    let mut values = headers.get_all(name).iter();
    let (value, more) = (values.next(), values.next());
    if more.is_some() {
        return Err(SignatureError::Malformed);
    }
    let Some(value) = value else { return Ok(None) };
    let text = value
        .to_str()
        .map_err(|_| SignatureError::Malformed)?
        .trim();
    if text.is_empty() || text.eq_ignore_ascii_case("n/a") {
        return Ok(None);
    }
    let bytes = BASE64.decode(text).map_err(|_| SignatureError::Malformed)?;
    Ok(Some(bytes))
}
