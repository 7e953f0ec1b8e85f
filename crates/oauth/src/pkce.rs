//! Proof Key for Code Exchange (RFC 7636), S256 only.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::digest;

use crate::secret::same;

/// Length of an S256 challenge: 256 bits in base64url without padding.
const CHALLENGE: usize = 43;

/// Whether a text can be an S256 challenge.
pub(crate) fn is_challenge(text: &str) -> bool {
    text.len() == CHALLENGE
        && URL_SAFE_NO_PAD
            .decode(text)
            .is_ok_and(|bytes| bytes.len() == 32)
}

/// Whether the verifier is what the challenge was made of (section 4.6). A verifier has 43 to 128
/// of `A-Z a-z 0-9 - . _ ~` (section 4.1).
pub(crate) fn verify(challenge: &str, verifier: &str) -> bool {
    let unreserved =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&verifier.len())
        && verifier.bytes().all(unreserved)
        && same(&challenge_of(verifier), challenge)
}

fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const S256: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_the_rfc_is_verified_and_nothing_near_it() {
        assert!(is_challenge(S256) && verify(S256, VERIFIER));
        assert!(!verify(S256, &VERIFIER[1..]) && !verify(S256, S256));
        assert!(!verify(VERIFIER, VERIFIER), "plain is not S256");
        for wrong in ["", &S256[1..], &format!("{S256}="), &S256.replace('-', "+")] {
            assert!(!is_challenge(wrong), "{wrong}");
        }
        let long = "a".repeat(129);
        assert!(!verify(&challenge_of(&long), &long));
        let spaced = format!("{} ", "a".repeat(50));
        assert!(!verify(&challenge_of(&spaced), &spaced));
    }
}
