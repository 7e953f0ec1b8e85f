//! The vault: third-party secrets sealed at rest, by envelope encryption.
//!
//! Each secret has a data key of its own (AES-256-GCM); the master key seals only data keys, so it
//! can be rotated without touching what they protect. A sealed secret is bound to its location and
//! name: copied to another row, it does not open.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    digest,
};
use tenon_model::Random;

const VERSION: u8 = 1;
const KEY: usize = 32;
const KEY_ID: usize = 8;
const NONCE: usize = 12;
const TAG: usize = 16;
const HEADER: usize = 1 + KEY_ID + NONCE + KEY + TAG + NONCE;

/// Why a secret cannot be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The master key's text is not 32 bytes in base64.
    #[error("the master key must be 32 bytes in base64; make one with: openssl rand -base64 32")]
    BadKey,
    /// Sealed with another master key.
    #[error(
        "this secret was sealed with another master key; start with the key it was sealed with"
    )]
    OtherKey,
    /// Not what was sealed, or not where it was sealed.
    #[error("a sealed secret was damaged or moved; connect again to replace it")]
    Damaged,
}

/// The key that seals data keys.
pub struct MasterKey {
    key: LessSafeKey,
    id: [u8; KEY_ID],
}

impl MasterKey {
    /// A new key, as the text a file holds.
    #[must_use]
    pub fn generate(random: &dyn Random) -> String {
        let mut bytes = [0; KEY];
        random.fill(&mut bytes);
        STANDARD.encode(bytes)
    }

    /// Reads a key file's text.
    ///
    /// # Errors
    /// [`VaultError::BadKey`].
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let bytes = STANDARD
            .decode(text.trim())
            .map_err(|_| VaultError::BadKey)?;
        let hash = digest::digest(&digest::SHA256, &bytes);
        let mut id = [0; KEY_ID];
        id.copy_from_slice(&hash.as_ref()[..KEY_ID]);
        Ok(Self {
            key: key(&bytes)?,
            id,
        })
    }
}

fn key(bytes: &[u8]) -> Result<LessSafeKey, VaultError> {
    UnboundKey::new(&AES_256_GCM, bytes)
        .map(LessSafeKey::new)
        .map_err(|_| VaultError::BadKey)
}

/// Seals and opens.
pub struct Vault {
    master: MasterKey,
    random: Arc<dyn Random>,
}

impl Vault {
    /// A vault under a master key.
    #[must_use]
    pub fn new(master: MasterKey, random: Arc<dyn Random>) -> Self {
        Self { master, random }
    }

    /// Seals `plain` for one name in one location.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the cipher refuses, which it does only past 64 GiB.
    pub fn seal(&self, location: &str, name: &str, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut data_key = [0; KEY];
        self.random.fill(&mut data_key);
        let mut sealed = vec![VERSION];
        sealed.extend(self.master.id);
        self.append(&self.master.key, location, name, &data_key, &mut sealed)?;
        self.append(&key(&data_key)?, location, name, plain, &mut sealed)?;
        Ok(sealed)
    }

    fn append(
        &self,
        key: &LessSafeKey,
        location: &str,
        name: &str,
        plain: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), VaultError> {
        let mut nonce = [0; NONCE];
        self.random.fill(&mut nonce);
        let mut text = plain.to_vec();
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            aad(location, name),
            &mut text,
        )
        .map_err(|_| VaultError::Damaged)?;
        out.extend(nonce);
        out.extend(text);
        Ok(())
    }

    /// Opens what [`Vault::seal`] sealed for the same location and name.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub fn open(&self, location: &str, name: &str, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        if sealed.len() < HEADER + TAG || sealed[0] != VERSION {
            return Err(VaultError::Damaged);
        }
        let (key_id, rest) = sealed[1..].split_at(KEY_ID);
        if key_id != self.master.id {
            return Err(VaultError::OtherKey);
        }
        let (data_key, text) = rest.split_at(NONCE + KEY + TAG);
        let data_key = unseal(&self.master.key, location, name, data_key)?;
        unseal(&key(&data_key)?, location, name, text)
    }
}

fn aad(location: &str, name: &str) -> Aad<String> {
    Aad::from(format!("tenon\0{location}\0{name}"))
}

fn unseal(
    key: &LessSafeKey,
    location: &str,
    name: &str,
    sealed: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let (nonce, text) = sealed.split_at(NONCE);
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| VaultError::Damaged)?;
    let mut text = text.to_vec();
    let plain = key
        .open_in_place(nonce, aad(location, name), &mut text)
        .map_err(|_| VaultError::Damaged)?;
    Ok(plain.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::sync::atomic::AtomicU8);
    impl Random for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for byte in bytes {
                *byte = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        }
    }

    fn vault(start: u8) -> Vault {
        let random = Arc::new(Counting(start.into()));
        Vault::new(
            MasterKey::parse(&MasterKey::generate(&*random)).unwrap(),
            random,
        )
    }

    #[test]
    fn a_secret_opens_only_where_and_as_it_was_sealed() {
        let vault = vault(1);
        let sealed = vault.seal("loc", "token", b"pit-secret").unwrap();
        assert!(!sealed.windows(10).any(|part| part == b"pit-secret"));
        assert_eq!(vault.open("loc", "token", &sealed).unwrap(), b"pit-secret");
        assert!(matches!(
            vault.open("other", "token", &sealed),
            Err(VaultError::Damaged)
        ));
        assert!(matches!(
            vault.open("loc", "other", &sealed),
            Err(VaultError::Damaged)
        ));
        for place in (0..sealed.len()).step_by(7) {
            let mut bad = sealed.clone();
            bad[place] ^= 1;
            assert!(vault.open("loc", "token", &bad).is_err(), "byte {place}");
        }
        for length in 0..sealed.len() {
            assert!(vault.open("loc", "token", &sealed[..length]).is_err());
        }
        assert!(matches!(
            super::tests::vault(9).open("loc", "token", &sealed),
            Err(VaultError::OtherKey)
        ));
    }

    #[test]
    fn a_bad_key_is_told() {
        assert!(matches!(
            MasterKey::parse("c2hvcnQ="),
            Err(VaultError::BadKey)
        ));
    }
}
