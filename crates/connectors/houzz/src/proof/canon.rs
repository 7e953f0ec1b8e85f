//! Canonical forms of header fields and bodies (RFC 6376, section 3.4). Bare line feeds count as
//! line ends: some programs store mails so.

use ring::digest::{Context, Digest, SHA256};

use super::raw::trim_end;

/// How much a mail may change on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Simple,
    Relaxed,
}

impl Form {
    /// The forms of header and body that `c=` names.
    pub(super) fn pair(text: Option<&str>) -> Option<(Self, Self)> {
        let text = text.unwrap_or("simple/simple").to_ascii_lowercase();
        let (header, body) = text.split_once('/').unwrap_or((&text, "simple"));
        Some((Self::of(header)?, Self::of(body)?))
    }

    fn of(name: &str) -> Option<Self> {
        match name.trim() {
            "simple" => Some(Self::Simple),
            "relaxed" => Some(Self::Relaxed),
            _ => None,
        }
    }

    /// Appends a header field, without its last line end.
    pub(super) fn field(self, raw: &[u8], out: &mut Vec<u8>) {
        match self {
            Self::Simple => {
                for (nth, line) in raw.split(|b| *b == b'\n').enumerate() {
                    if nth > 0 {
                        out.extend_from_slice(b"\r\n");
                    }
                    out.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
                }
            }
            Self::Relaxed => {
                let mut parts = raw.splitn(2, |b| *b == b':');
                let name = parts.next().unwrap_or_default().trim_ascii_end();
                out.extend(name.to_ascii_lowercase());
                out.push(b':');
                let value = parts.next().unwrap_or_default();
                let start = out.len();
                for word in value.split(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')) {
                    if word.is_empty() {
                        continue;
                    }
                    if out.len() > start {
                        out.push(b' ');
                    }
                    out.extend_from_slice(word);
                }
            }
        }
    }

    /// The hash of a body: without empty lines at its end, and with a line end where there is text.
    pub(super) fn body_hash(self, body: &[u8]) -> Digest {
        let mut hash = Context::new(&SHA256);
        let mut empty = 0_usize;
        let mut any = false;
        let mut relaxed = Vec::new();
        for line in body.split_inclusive(|b| *b == b'\n') {
            let mut line = trim_end(line);
            if self == Self::Relaxed {
                relaxed.clear();
                squeeze(line, &mut relaxed);
                line = &relaxed;
            }
            if line.is_empty() {
                empty += 1;
                continue;
            }
            for _ in 0..std::mem::take(&mut empty) {
                hash.update(b"\r\n");
            }
            hash.update(line);
            hash.update(b"\r\n");
            any = true;
        }
        if !any && self == Self::Simple {
            hash.update(b"\r\n");
        }
        hash.finish()
    }
}

/// Runs of blanks as one, none at the end.
fn squeeze(line: &[u8], out: &mut Vec<u8>) {
    for byte in line {
        match byte {
            b' ' | b'\t' if out.last() == Some(&b' ') => {}
            b' ' | b'\t' => out.push(b' '),
            byte => out.push(*byte),
        }
    }
    if out.last() == Some(&b' ') {
        out.pop();
    }
}

/// A signature's own field with the value of `b=` taken out, as it was signed.
pub(super) fn without_signature(raw: &[u8]) -> Vec<u8> {
    let colon = raw.iter().position(|b| *b == b':').map_or(0, |at| at + 1);
    let (name, value) = raw.split_at(colon);
    let mut out = name.to_vec();
    for (nth, tag) in value.split(|b| *b == b';').enumerate() {
        if nth > 0 {
            out.push(b';');
        }
        match tag.iter().position(|b| *b == b'=') {
            Some(at) if tag[..at].trim_ascii() == b"b" => out.extend_from_slice(&tag[..=at]),
            _ => out.extend_from_slice(tag),
        }
    }
    out
}
