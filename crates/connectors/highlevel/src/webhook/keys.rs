//! The public keys that webhooks are verified with. HighLevel announces a new one by e-mail, so that
//! both the old and the new are accepted meanwhile.

use base64::Engine;
use ring::signature::{ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

use super::BASE64;

/// HighLevel's published Ed25519 key (HighLevel docs, Webhook Authentication).
const PUBLISHED: &str = "MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=";
/// HighLevel's published RSA key of 4096 bits, ended on 2026-09-01 (the same page).
const PUBLISHED_RSA: &str = "\
MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAokvo/r9tVgcfZ5DysOSC\
Frm602qYV0MaAiNnX9O8KxMbiyRKWeL9JpCpVpt4XHIcBOK4u3cLSqJGOLaPuXw6\
dO0t6Q/ZVdAV5Phz+ZtzPL16iCGeK9po6D6JHBpbi989mmzMryUnQJezlYJ3DVfB\
csedpinheNnyYeFXolrJvcsjDtfAeRx5ByHQmTnSdFUzuAnC9/GepgLT9SM4nCpv\
uxmZMxrJt5Rw+VUaQ9B8JSvbMPpez4peKaJPZHBbU3OdeCVx5klVXXZQGNHOs8gF\
3kvoV5rTnXV0IknLBXlcKKAQLZcY/Q9rG6Ifi9c+5vqlvHPCUJFT5XUGG5RKgOKU\
J062fRtN+rLYZUV+BjafxQauvC8wSWeYja63VSUruvmNj8xkx2zE/Juc+yjLjTXp\
IocmaiFeAO6fUtNjDeFVkhf5LNb59vECyrHD2SQIrhgXpO4Q3dVNA5rw576PwTzN\
h/AMfHKIjE4xQA1SZuYJmNnmVZLIZBlQAF9Ntd03rfadZ+yDiOXCCs9FkHibELhC\
HULgCsnuDJHcrGNd5/Ddm5hxGQ0ASitgHeMZ0kcIOwKDOzOU53lDza6/Y09T7sYJ\
PQe7z0cvj7aE4B+Ax1ZoZGPzpJlZtGXCsu9aTEGEnKzmsFqwcSsnw3JB31IGKAyk\
T1hhTiaCeIY/OwwwNUY2yvcCAwEAAQ==";
/// What stands before the 32 bytes of an Ed25519 key in its SPKI form (RFC 8410, section 4).
const ED25519_PREFIX: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];
/// `AlgorithmIdentifier` of RSA with its NULL (RFC 3279, section 2.3.1).
const RSA_ALGORITHM: [u8; 15] = [
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];
/// Most keys: each costs a check of every forged webhook. A rotation needs two.
const MAX_KEYS: usize = 8;

/// A text that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not an Ed25519 key.
    #[error("expected an Ed25519 public key: 32 bytes in base64, or PEM (BEGIN PUBLIC KEY)")]
    Ed25519,
    /// Not an RSA key.
    #[error("expected an RSA public key in PEM (BEGIN PUBLIC KEY)")]
    Rsa,
    /// More than are needed.
    #[error("no more than {MAX_KEYS} keys of a kind are accepted")]
    TooMany,
}

/// Keys whose signatures count.
#[derive(Debug, Clone)]
pub struct Keys {
    ed25519: Vec<[u8; 32]>,
    /// `RSAPublicKey` of PKCS #1, DER.
    rsa: Vec<Vec<u8>>,
}

impl Default for Keys {
    /// HighLevel's published Ed25519 key.
    fn default() -> Self {
        let mut keys = Self::none();
        keys.ed25519.extend(ed25519(PUBLISHED));
        keys
    }
}

impl Keys {
    /// No key at all: for a sandbox whose own key is added.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            ed25519: Vec::new(),
            rsa: Vec::new(),
        }
    }

    /// With one more Ed25519 key: PEM (SPKI), or base64 of the SPKI or of the raw 32 bytes.
    ///
    /// # Errors
    /// When the text is no such key.
    pub fn with(mut self, text: &str) -> Result<Self, KeyError> {
        self.ed25519.push(ed25519(text).ok_or(KeyError::Ed25519)?);
        self.bounded()
    }

    /// With one more Ed25519 key, as its raw bytes.
    ///
    /// # Errors
    /// When there are too many.
    pub fn with_raw(mut self, key: [u8; 32]) -> Result<Self, KeyError> {
        self.ed25519.push(key);
        self.bounded()
    }

    /// With the legacy signature accepted where the current one is absent: by this key (PEM), or
    /// by HighLevel's published one.
    ///
    /// # Errors
    /// When the text is no RSA key.
    pub fn with_rsa(mut self, text: Option<&str>) -> Result<Self, KeyError> {
        let key = rsa(text.unwrap_or(PUBLISHED_RSA)).ok_or(KeyError::Rsa)?;
        self.rsa.push(key);
        self.bounded()
    }

    fn bounded(self) -> Result<Self, KeyError> {
        let most = self.ed25519.len().max(self.rsa.len());
        (most <= MAX_KEYS).then_some(self).ok_or(KeyError::TooMany)
    }

    pub(super) fn has_rsa(&self) -> bool {
        !self.rsa.is_empty()
    }

    pub(super) fn ed25519_matches(&self, body: &[u8], signature: &[u8]) -> bool {
        self.ed25519.iter().any(|key| {
            let key = UnparsedPublicKey::new(&ED25519, key);
            key.verify(body, signature).is_ok()
        })
    }

    pub(super) fn rsa_matches(&self, body: &[u8], signature: &[u8]) -> bool {
        self.rsa.iter().any(|key| {
            let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key);
            key.verify(body, signature).is_ok()
        })
    }
}

/// The bytes of a PEM body or of plain base64.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let lines = text.lines().map(str::trim);
    let joined: String = lines.filter(|line| !line.starts_with("-----")).collect();
    BASE64.decode(joined).ok()
}

fn ed25519(text: &str) -> Option<[u8; 32]> {
    let bytes = bytes(text)?;
    let raw = bytes.strip_prefix(&ED25519_PREFIX).unwrap_or(&bytes);
    raw.try_into().ok()
}

/// The PKCS #1 key inside an SPKI one, which is what *ring* takes.
fn rsa(text: &str) -> Option<Vec<u8>> {
    let bytes = bytes(text)?;
    let (spki, []) = der(&bytes, 0x30)? else {
        return None;
    };
    let key = spki.strip_prefix(&RSA_ALGORITHM)?;
    let (bits, []) = der(key, 0x03)? else {
        return None;
    };
    // A bit string starts with the number of its unused bits.
    let (&0, key) = bits.split_first()? else {
        return None;
    };
    Some(key.to_vec())
}

/// The content of a DER element of this tag, and what follows it (ITU-T X.690, section 8.1).
fn der(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    let (&length, rest) = rest.split_first()?;
    if first != tag {
        return None;
    }
    let (length, rest) = match length {
        0..=0x7f => (usize::from(length), rest),
        0x81..=0x83 => {
            let (digits, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
            let length = digits
                .iter()
                .fold(0, |sum, &digit| sum << 8 | usize::from(digit));
            (length, rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_keys_are_read() {
        assert_eq!(Keys::default().ed25519.len(), 1);
        let keys = Keys::default().with_rsa(None).unwrap();
        // A modulus of 4096 bits with its sign byte, an exponent of three bytes, and their heads.
        assert_eq!(keys.rsa[0].len(), 526);
    }

    #[test]
    fn a_key_is_read_in_each_of_its_forms() {
        let pem =
            format!("-----BEGIN PUBLIC KEY-----\r\n{PUBLISHED}\r\n-----END PUBLIC KEY-----\n");
        let raw = BASE64.encode(Keys::default().ed25519[0]);
        for text in [pem.as_str(), PUBLISHED, &raw, raw.trim_end_matches('=')] {
            let keys = Keys::none().with(text).unwrap();
            assert_eq!(keys.ed25519, Keys::default().ed25519, "{text}");
        }
        for bad in ["", "AAAA", "not base64!", PUBLISHED_RSA] {
            assert_eq!(Keys::none().with(bad).unwrap_err(), KeyError::Ed25519);
        }
        for bad in ["", PUBLISHED, "MIIC"] {
            assert_eq!(Keys::none().with_rsa(Some(bad)).unwrap_err(), KeyError::Rsa);
        }
    }
}
