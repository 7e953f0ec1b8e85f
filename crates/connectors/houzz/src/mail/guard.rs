//! What is checked before a mail is given to the MIME parser.
//!
//! `mail-parser` does not limit how deep mails may be attached to mails, and such a tree is dropped
//! recursively: a few hundred kilobytes of nested `message/rfc822` would exhaust the stack, which no
//! Rust program survives. Each level needs a `Content-Type` line of its own, so counting these lines
//! bounds the depth; an *encoded* attached mail hides its lines, and RFC 2046 (section 5.2.1)
//! forbids it anyway.

use crate::limits::{MAX_MAIL, MAX_PARTS};

/// Why a mail is not parsed; `None` when it may be.
pub(super) fn refuse(raw: &[u8]) -> Option<String> {
    if raw.len() > MAX_MAIL {
        return Some(format!("the mail is larger than {} MiB", MAX_MAIL >> 20));
    }
    let mut parts = 0;
    let mut block = Block::default();
    for line in raw.split(|b| *b == b'\n') {
        if line.is_empty() || line == b"\r" {
            block = Block::default();
            continue;
        }
        block.read(line);
        if block.hides_a_mail() {
            return Some("it carries a mail in an encoding that standards forbid".to_owned());
        }
        if starts_with(line, b"content-type") {
            parts += 1;
            if parts > MAX_PARTS {
                return Some(format!("it has more than {MAX_PARTS} parts"));
            }
        }
    }
    None
}

/// Types that never are a mail.
const PLAIN: [&[u8]; 6] = [
    b"text/",
    b"image/",
    b"application/",
    b"multipart/",
    b"audio/",
    b"video/",
];

/// Lines up to the next blank one: at least one part's header, perhaps with text before it, which
/// can only make this check stricter.
#[derive(Default)]
struct Block {
    /// The line just read is a `Content-Type` or one of its folds.
    in_type: bool,
    plain: bool,
    mail: bool,
    digest: bool,
    encoded: bool,
    in_encoding: bool,
}

impl Block {
    fn read(&mut self, line: &[u8]) {
        if !matches!(line.first(), Some(b' ' | b'\t')) {
            self.in_type = starts_with(line, b"content-type");
            self.in_encoding = starts_with(line, b"content-transfer-encoding");
        }
        if self.in_type {
            // Parameters (`name="message.html"`) do not count where the type itself is plain.
            if starts_with(line, b"content-type") {
                let value = line.splitn(2, |b| *b == b':').last().unwrap_or(line);
                let value = value.trim_ascii_start();
                self.plain = PLAIN.iter().any(|kind| starts_with(value, kind));
            }
            self.mail |= !self.plain && (contains(line, b"message") || contains(line, b"rfc822"));
            self.digest |= contains(line, b"digest");
        }
        if self.in_encoding {
            self.encoded |= contains(line, b"base64") || contains(line, b"quoted");
        }
    }

    fn hides_a_mail(&self) -> bool {
        // The parts of a digest are mails without saying so.
        self.digest || (self.mail && self.encoded)
    }
}

fn starts_with(line: &[u8], prefix: &[u8]) -> bool {
    line.get(..prefix.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

fn contains(line: &[u8], needle: &[u8]) -> bool {
    line.windows(needle.len())
        .any(|window| window.eq_ignore_ascii_case(needle))
}
