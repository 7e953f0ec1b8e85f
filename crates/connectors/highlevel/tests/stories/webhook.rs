//! Whether a webhook is the vendor's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{HeaderMap, HeaderValue};
use ring::signature::{Ed25519KeyPair, KeyPair};
use tenon_highlevel::webhook::{Keys, LEGACY_SIGNATURE, SIGNATURE, SignatureError, verify};

const BODY: &[u8] = br#"{"type":"ContactUpdate","id":"c1","n": 1.50}"#;

fn signer(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

fn keys(seed: u8) -> Keys {
    let text = STANDARD.encode(signer(seed).public_key());
    Keys::default().with(&text).unwrap()
}

fn signed(seed: u8) -> String {
    STANDARD.encode(signer(seed).sign(BODY))
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, HeaderValue::from_str(value).unwrap());
    }
    headers
}

#[test]
fn a_signed_body_is_genuine_as_it_came_and_not_otherwise() {
    let headers = headers(&[(SIGNATURE, &signed(1))]);
    assert_eq!(verify(&keys(1), &headers, BODY), Ok(()));
    let mut bytes = BODY.to_vec();
    for place in 0..bytes.len() {
        bytes[place] ^= 1;
        assert_eq!(
            verify(&keys(1), &headers, &bytes),
            Err(SignatureError::Mismatch)
        );
        bytes[place] ^= 1;
    }
    assert_eq!(
        verify(&keys(1), &headers, &BODY[1..]),
        Err(SignatureError::Mismatch)
    );
    // The same JSON, written otherwise, is another body.
    let rewritten = br#"{"type":"ContactUpdate","id":"c1","n":1.5}"#;
    assert_eq!(
        verify(&keys(1), &headers, rewritten),
        Err(SignatureError::Mismatch)
    );
}

#[test]
fn a_signature_by_somebody_else_is_none() {
    let signed_by_two = headers(&[(SIGNATURE, &signed(2))]);
    assert_eq!(
        verify(&keys(1), &signed_by_two, BODY),
        Err(SignatureError::Mismatch)
    );
    assert_eq!(
        verify(&Keys::none(), &signed_by_two, BODY),
        Err(SignatureError::Mismatch)
    );
    // While keys change, both count.
    let both = keys(1)
        .with_raw(signer(2).public_key().as_ref().try_into().unwrap())
        .unwrap();
    assert_eq!(verify(&both, &signed_by_two, BODY), Ok(()));
}

#[test]
fn what_is_not_signed_is_told_apart() {
    let keys = keys(1);
    for absent in [
        &[][..],
        &[(SIGNATURE, "N/A")],
        &[(SIGNATURE, "n/a")],
        &[(SIGNATURE, " ")],
    ] {
        assert_eq!(
            verify(&keys, &headers(absent), BODY),
            Err(SignatureError::Unsigned)
        );
    }
    for bad in ["***", "é"] {
        let bad = headers(&[(SIGNATURE, bad)]);
        assert_eq!(verify(&keys, &bad, BODY), Err(SignatureError::Malformed));
    }
    let (good, short) = (signed(1), STANDARD.encode([0; 63]));
    let twice = headers(&[(SIGNATURE, &good), (SIGNATURE, &good)]);
    assert_eq!(verify(&keys, &twice, BODY), Err(SignatureError::Malformed));
    let short = headers(&[(SIGNATURE, &short)]);
    assert_eq!(verify(&keys, &short, BODY), Err(SignatureError::Mismatch));
}

#[test]
fn the_legacy_signature_counts_only_where_it_is_allowed_and_alone() {
    let legacy = include_str!("legacy-signature.txt").trim();
    let key = include_str!("legacy-key.pem");
    let alone = headers(&[(LEGACY_SIGNATURE, legacy)]);
    assert_eq!(
        verify(&keys(1), &alone, BODY),
        Err(SignatureError::Unsigned)
    );
    let allowed = keys(1).with_rsa(Some(key)).unwrap();
    assert_eq!(verify(&allowed, &alone, BODY), Ok(()));
    assert_eq!(
        verify(&allowed, &alone, b"{}"),
        Err(SignatureError::Mismatch)
    );
    let not_available = headers(&[(SIGNATURE, "N/A"), (LEGACY_SIGNATURE, legacy)]);
    assert_eq!(verify(&allowed, &not_available, BODY), Ok(()));
    // A bad current signature is not made good by the old one.
    let both = headers(&[(SIGNATURE, &signed(2)), (LEGACY_SIGNATURE, legacy)]);
    assert_eq!(verify(&allowed, &both, BODY), Err(SignatureError::Mismatch));
    // The published key is another one.
    let published = keys(1).with_rsa(None).unwrap();
    assert_eq!(
        verify(&published, &alone, BODY),
        Err(SignatureError::Mismatch)
    );
}
