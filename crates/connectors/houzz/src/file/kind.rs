//! What a file is, by its name and by its first bytes.

/// The kinds of file Tenon reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Mail,
    Mailbox,
    Export,
    Workbook,
    Calendar,
}

impl Kind {
    /// By extension.
    pub(super) fn of(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "eml" => Some(Self::Mail),
            "mbox" => Some(Self::Mailbox),
            "csv" | "tsv" => Some(Self::Export),
            "xlsx" | "xlsm" => Some(Self::Workbook),
            "ics" | "ical" => Some(Self::Calendar),
            _ => None,
        }
    }
}

/// Well-known files people pick by mistake, by their first bytes, with article.
pub(super) fn sniff(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 10] = [
        (
            b"PK\x03\x04",
            "a ZIP archive or an Excel workbook (unpack it, or name it .xlsx)",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "an Outlook message or an old Office file (save it as .eml or CSV)",
        ),
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1f\x8b", "a gzip archive (unpack it)"),
        (
            b"!BDN",
            "an Outlook data file (export the folder as .mbox or .eml)",
        ),
        (b"{", "JSON"),
        (b"SQLite format 3", "a database"),
    ];
    let head = bytes.trim_ascii_start();
    if let Some((_, what)) = SIGNS.iter().find(|(sign, _)| head.starts_with(sign)) {
        return Some(what);
    }
    let page = head.get(..14).unwrap_or(head).to_ascii_lowercase();
    (page.starts_with(b"<!doctype html") || page.starts_with(b"<html")).then_some("a web page")
}

/// Whether the first line is a header line (`Name: …`) as RFC 5322, section 2.2 has it.
pub(super) fn looks_like_mail(bytes: &[u8]) -> bool {
    let bytes = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    is_header(bytes.split(|b| *b == b'\n').next().unwrap_or_default())
}

/// A line that is a header field.
pub(super) fn is_header(line: &[u8]) -> bool {
    let name = line.split(|b| *b == b':').next().unwrap_or_default();
    name.len() < line.len()
        && !name.is_empty()
        && name.len() <= 76
        && name.trim_ascii_end().iter().all(|b| b.is_ascii_graphic())
}
