//! A signer's public key (RFC 6376, section 3.6.1; RFC 8463 for Ed25519).

use ring::signature::{
    ED25519, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, UnparsedPublicKey,
    VerificationAlgorithm,
};

use super::tags::Tags;

/// A key that may sign mail.
pub(super) struct Key {
    rsa: bool,
    bytes: Vec<u8>,
    /// Whether the identity's domain must be the signer's own (`t=s`).
    pub(super) strict: bool,
}

/// Reads the TXT records of a key's name; the error completes "the key …".
pub(super) fn read(texts: &[String]) -> Result<Key, String> {
    let mut why = "is not one of DKIM".to_owned();
    for text in texts.iter().take(5) {
        match one(text) {
            Ok(key) => return Ok(key),
            Err(reason) => why = reason,
        }
    }
    Err(why)
}

fn one(text: &str) -> Result<Key, String> {
    let tags = Tags::read(text).ok_or("is not one of DKIM")?;
    if tags.get("v").is_some_and(|version| version != "DKIM1") {
        return Err("is of an unknown version".into());
    }
    let any = |name: &str, wanted: &[&str]| {
        let list = tags.list(name);
        list.is_empty() || list.iter().any(|entry| wanted.contains(&entry.as_str()))
    };
    if !any("h", &["sha256"]) || !any("s", &["*", "email"]) {
        return Err("is not meant for this".into());
    }
    let flags = tags.list("t");
    if flags.iter().any(|flag| flag == "y") {
        return Err("is marked as a test".into());
    }
    if tags.get("p").is_some_and(str::is_empty) {
        return Err("was revoked".into());
    }
    let bytes = tags.bytes("p").ok_or("cannot be read")?;
    let rsa = match tags.get("k").unwrap_or("rsa") {
        "rsa" => true,
        "ed25519" => false,
        _ => return Err("is of a kind that is not known".into()),
    };
    Ok(Key {
        bytes: if rsa { bare(&bytes).to_vec() } else { bytes },
        rsa,
        strict: flags.iter().any(|flag| flag == "s"),
    })
}

impl Key {
    /// Whether the signature is this key's, under the algorithm the signature names.
    pub(super) fn verifies(&self, algorithm: &str, message: &[u8], signature: &[u8]) -> bool {
        // Keys of 1024 bits are weak and still common; RFC 8301 (section 3.2) has them verified.
        let rsa: &dyn VerificationAlgorithm = &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY;
        match (algorithm, self.rsa) {
            ("rsa-sha256", true) => {
                let key = UnparsedPublicKey::new(rsa, &self.bytes);
                key.verify(message, signature).is_ok()
            }
            ("ed25519-sha256", false) => {
                // What is signed is the hash (RFC 8463, section 3).
                let hash = ring::digest::digest(&ring::digest::SHA256, message);
                let key = UnparsedPublicKey::new(&ED25519, &self.bytes);
                key.verify(hash.as_ref(), signature).is_ok()
            }
            _ => false,
        }
    }
}

/// The RSAPublicKey inside of a SubjectPublicKeyInfo (RFC 5280), which is what stands in `p=`; some
/// publish the bare key.
fn bare(der: &[u8]) -> &[u8] {
    let inner = || {
        let (tag, content, _) = element(der)?;
        let (first, _, rest) = element(content)?;
        if (tag, first) != (0x30, 0x30) {
            return None;
        }
        let (tag, bits, _) = element(rest)?;
        // The first octet counts unused bits: none.
        (tag == 0x03).then_some(())?;
        bits.strip_prefix(&[0])
    };
    inner().unwrap_or(der)
}

/// A DER element: its tag, its content, and what follows it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81 => (usize::from(*rest.first()?), rest.get(1..)?),
        0x82 => {
            let high = usize::from(*rest.first()?);
            (high << 8 | usize::from(*rest.get(1)?), rest.get(2..)?)
        }
        _ => return None,
    };
    Some((tag, rest.get(..length)?, rest.get(length..)?))
}
