//! Signs bodies: Ed25519 over the raw body, base64, in `X-GHL-Signature`; or as Standard Webhooks
//! ask for it, with a secret and with the key.
//!
//! Source: HighLevel, Webhook Authentication Guide
//! (<https://marketplace.gohighlevel.com/docs/webhook/WebhookIntegrationGuide>); RFC 8032.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::{
    hmac,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use tenon_model::Random;

use crate::Secret;

/// What stands before the 32 bytes of an Ed25519 key in a `SubjectPublicKeyInfo` (RFC 8410,
/// section 4).
const SPKI_PREFIX: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// The seed makes no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the seed of the signing key was refused")]
pub struct KeyError;

/// The key a sender signs with.
pub struct SigningKey(Ed25519KeyPair);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SigningKey(…)")
    }
}

impl SigningKey {
    /// The seed of a new key: secret, and to be kept sealed.
    #[must_use]
    pub fn generate(random: &dyn Random) -> [u8; 32] {
        let mut seed = [0; 32];
        random.fill(&mut seed);
        seed
    }

    /// The key of a seed (RFC 8032, section 5.1.5).
    ///
    /// # Errors
    /// [`KeyError`] when the seed makes no key.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, KeyError> {
        Ed25519KeyPair::from_seed_unchecked(seed)
            .map(Self)
            .map_err(|_| KeyError)
    }

    /// The signature of a body, base64. The same body always has the same one.
    #[must_use]
    pub fn sign(&self, body: &[u8]) -> String {
        STANDARD.encode(self.0.sign(body))
    }

    /// The value of `webhook-signature` (Standard Webhooks 1.0, "Signature scheme"): of the id, the
    /// seconds since 1970 and the body with dots between, an HMAC-SHA256 with the secret (`v1`), if
    /// there is one, and an Ed25519 signature with this key (`v1a`).
    #[must_use]
    pub fn sign_standard(
        &self,
        secret: Option<&Secret>,
        id: &str,
        seconds: i64,
        body: &str,
    ) -> String {
        let content = format!("{id}.{seconds}.{body}");
        let asymmetric = format!("v1a,{}", self.sign(content.as_bytes()));
        let Some(secret) = secret else {
            return asymmetric;
        };
        let secret = hmac::Key::new(hmac::HMAC_SHA256, secret.bytes());
        let symmetric = STANDARD.encode(hmac::sign(&secret, content.as_bytes()));
        format!("v1,{symmetric} {asymmetric}")
    }

    /// What receivers check with: PEM of a `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn public_key_pem(&self) -> String {
        let der = [&SPKI_PREFIX[..], self.public_key_raw().as_slice()].concat();
        format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            STANDARD.encode(der)
        )
    }

    /// The public key's 32 bytes.
    #[must_use]
    pub fn public_key_raw(&self) -> [u8; 32] {
        let mut raw = [0; 32];
        raw.copy_from_slice(self.0.public_key().as_ref());
        raw
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        std::array::from_fn(|place| u8::from_str_radix(&hex[place * 2..place * 2 + 2], 16).unwrap())
    }

    /// RFC 8032, section 7.1, test 3.
    #[test]
    fn it_signs_as_the_standard_says() {
        let seed = bytes("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
        let key = SigningKey::from_seed(&seed).unwrap();
        assert_eq!(
            key.public_key_raw(),
            bytes("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
        );
        let signature: [u8; 64] = bytes(concat!(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac",
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ));
        assert_eq!(key.sign(&[0xaf, 0x82]), STANDARD.encode(signature));
    }

    /// The example of the reference libraries (standard-webhooks/standard-webhooks, their tests).
    #[test]
    fn it_signs_as_standard_webhooks_say() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let (id, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", r#"{"test": 2432232314}"#);
        let key = SigningKey::from_seed(&[7; 32]).unwrap();
        let signed = key.sign_standard(Some(&Secret::new(secret)), id, 1_614_265_330, body);
        let (symmetric, asymmetric) = signed.split_once(' ').unwrap();
        assert_eq!(symmetric, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let content = format!("{id}.1614265330.{body}");
        assert_eq!(asymmetric, format!("v1a,{}", key.sign(content.as_bytes())));
        assert_eq!(key.sign_standard(None, id, 1_614_265_330, body), asymmetric);
    }

    #[test]
    fn the_public_key_reads_as_highlevels_does() {
        let key = SigningKey::from_seed(&[7; 32]).unwrap();
        let pem = key.public_key_pem();
        // HighLevel's own: MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=
        assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA"));
        assert!(pem.ends_with("=\n-----END PUBLIC KEY-----\n"));
        assert!(!format!("{key:?}").contains("7"));
    }
}
