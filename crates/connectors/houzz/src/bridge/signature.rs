//! The signature of an event: HMAC-SHA256 (RFC 2104) over the timestamp, a full stop and the body.

use std::time::Duration;

use jiff::Timestamp;
use ring::hmac;

use super::{BridgeError, SignatureFault};
use crate::key::hex;

/// How far the timestamp may be from now, both ways: long enough for queues and clocks, short enough
/// that a copied request is soon worthless.
pub const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// Signatures looked at in one header. Rotation needs two; each costs a hash of the body.
pub const MAX_SIGNATURES: usize = 5;

/// The value of `X-Tenon-Signature` for a body sent at `timestamp` (Unix seconds).
#[must_use]
pub fn sign(secret: &[u8], timestamp: i64, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, &signed_bytes(timestamp, body));
    format!("v1={}", hex(tag.as_ref()))
}

/// Checks the headers `X-Tenon-Timestamp` and `X-Tenon-Signature` of a body. Comparison takes the
/// same time wherever the signatures differ.
///
/// # Errors
///
/// [`BridgeError::Signature`], always.
pub fn verify(
    secret: &[u8],
    timestamp_header: &str,
    signature_header: &str,
    body: &[u8],
    now: Timestamp,
) -> Result<(), BridgeError> {
    if secret.is_empty() {
        return Err(SignatureFault::NoSecret.into());
    }
    let timestamp = timestamp(timestamp_header).ok_or(SignatureFault::Timestamp)?;
    let signatures: Vec<Vec<u8>> = signature_header
        .split(',')
        .take(MAX_SIGNATURES)
        .filter_map(signature)
        .collect();
    if signatures.is_empty() {
        return Err(SignatureFault::Malformed.into());
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let bytes = signed_bytes(timestamp, body);
    if !signatures
        .iter()
        .any(|signature| hmac::verify(&key, &bytes, signature).is_ok())
    {
        return Err(SignatureFault::Mismatch.into());
    }
    // Last, so that only those who know the secret learn about our clock.
    let seconds = now.as_second().abs_diff(timestamp);
    if seconds > TOLERANCE.as_secs() {
        return Err(SignatureFault::Stale { seconds }.into());
    }
    Ok(())
}

fn signed_bytes(timestamp: i64, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{timestamp}.").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// Digits only: what is signed is the number as we write it again.
fn timestamp(header: &str) -> Option<i64> {
    let header = header.trim();
    let plain = !header.is_empty()
        && header.len() <= 12
        && header.bytes().all(|b| b.is_ascii_digit())
        && (header.len() == 1 || !header.starts_with('0'));
    plain.then(|| header.parse().ok()).flatten()
}

fn signature(part: &str) -> Option<Vec<u8>> {
    let digits = part.trim().strip_prefix("v1=")?;
    if digits.len() != 64 {
        return None;
    }
    let nibbles: Option<Vec<u8>> = digits
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect();
    Some(
        nibbles?
            .chunks_exact(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect(),
    )
}
