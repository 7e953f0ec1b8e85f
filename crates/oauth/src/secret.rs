//! Secrets that are given out once and kept as hashes: tokens, codes, client secrets, cookies, links.

use ring::digest;
use tenon_model::Random;

/// Longest secret looked at. Ours are shorter.
pub(crate) const MAX_SECRET: usize = 512;

/// A new secret: a prefix by which scanners for leaked secrets know it, and 256 bits of chance. With
/// so many a plain hash keeps it safe (there is no dictionary to try).
pub(crate) fn new_secret(random: &dyn Random, prefix: &str) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    format!("{prefix}{}", hex(&bytes))
}

/// What is kept of a secret: lower-case hex of its SHA-256.
pub(crate) fn hash(plain: &str) -> String {
    hex(digest::digest(&digest::SHA256, plain.as_bytes()).as_ref())
}

/// What a form must send back to show that it came from our own page: it follows from the browser's
/// cookie, which no other site can read.
#[must_use]
pub fn form_key(cookie: &str) -> String {
    hash(&format!("tenon form key\0{cookie}"))
}

/// Whether two texts are equal, in a time that tells nothing about where they differ.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one
            .bytes()
            .zip(other.bytes())
            .fold(0, |difference, (a, b)| difference | (a ^ b))
            == 0
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| {
            [
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]
        })
        .map(char::from)
        .collect()
}
