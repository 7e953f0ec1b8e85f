//! Mailboxes in the mboxrd form (RFC 4155; quoting as qmail's mbox(5) has it).

use std::borrow::Cow;

use super::kind::is_header;

/// The mails of a mailbox, one after the other; a mail without quoted lines is not copied.
pub(super) struct Mails<'a> {
    rest: &'a [u8],
}

impl<'a> Mails<'a> {
    /// `bytes` begins with a `From ` line.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }
}

impl<'a> Iterator for Mails<'a> {
    type Item = Cow<'a, [u8]>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let start = line_length(self.rest);
        let mut at = start;
        let mut blank = false;
        let mut quoted = false;
        while at < self.rest.len() {
            let line = &self.rest[at..at + line_length(&self.rest[at..])];
            if blank && line.starts_with(b"From ") && opens_mail(&self.rest[at + line.len()..]) {
                break;
            }
            blank = matches!(line, b"\n" | b"\r\n");
            quoted |= line.starts_with(b">") && unquoted(line).starts_with(b"From ");
            at += line.len();
        }
        let mail = &self.rest[start..at];
        self.rest = &self.rest[at..];
        // The blank line before a separator belongs to the separator.
        let mail = mail
            .strip_suffix(b"\n")
            .map_or(mail, |m| m.strip_suffix(b"\r").unwrap_or(m));
        Some(if quoted {
            Cow::Owned(unquote(mail))
        } else {
            Cow::Borrowed(mail)
        })
    }
}

/// Bytes up to and with the line's end.
fn line_length(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|b| *b == b'\n')
        .map_or(bytes.len(), |at| at + 1)
}

/// A separator is followed by headers. Careless writers leave a paragraph that begins with `From `
/// unquoted; it must not cut a lead in two.
fn opens_mail(rest: &[u8]) -> bool {
    is_header(&rest[..line_length(rest)])
}

fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|b| **b == b'>').count();
    &line[marks..]
}

/// Takes one `>` off every line of the form `>From `, `>>From ` and so on.
fn unquote(mail: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(mail.len());
    for line in mail.split_inclusive(|b| *b == b'\n') {
        let quoted = line.starts_with(b">") && unquoted(line).starts_with(b"From ");
        out.extend_from_slice(if quoted { &line[1..] } else { line });
    }
    out
}
