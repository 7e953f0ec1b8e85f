//! The stable identity of a piece of source.

use ring::digest::{Context, SHA256};

/// Lower-case hex of SHA-256 over the domain and the parts, NUL after each.
///
/// The domain (`houzz-mail`, `houzz-export`, …) keeps the kinds of source apart; a NUL inside a part
/// would let two lists of parts look alike, so it is left out.
pub(crate) fn digest<'a>(domain: &str, parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut context = Context::new(&SHA256);
    context.update(domain.as_bytes());
    for part in parts {
        context.update(b"\0");
        for piece in part.split('\0') {
            context.update(piece.as_bytes());
        }
    }
    hex(context.finish().as_ref())
}

/// The identity of bytes nothing was understood of.
pub(crate) fn digest_bytes(domain: &str, bytes: &[u8]) -> String {
    let mut context = Context::new(&SHA256);
    context.update(domain.as_bytes());
    context.update(b"\0raw\0");
    context.update(bytes);
    hex(context.finish().as_ref())
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}
