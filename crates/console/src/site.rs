//! What stands at a path.

use std::{borrow::Cow, sync::Arc};

use crate::packed::packed;

/// What a folder has under a name: the bytes and their SHA-256.
type Found = Option<(Cow<'static, [u8]>, [u8; 32])>;

/// A built site.
#[derive(Debug, Clone, Copy)]
pub struct Site {
    find: fn(&str) -> Found,
}

/// A file of it.
#[derive(Debug, Clone)]
pub struct File {
    /// What it is, as HTTP says it.
    pub content_type: &'static str,
    /// Its bytes.
    pub body: Cow<'static, [u8]>,
    /// The same, packed by gzip, where that makes them fewer.
    pub gzip: Option<Arc<[u8]>>,
    /// Changes with the bytes: letters and digits.
    pub tag: String,
    /// Whether its name changes with its bytes, so that it may be kept for ever.
    pub lasting: bool,
}

impl Site {
    /// A site whose files `find` knows.
    #[must_use]
    pub const fn new(find: fn(&str) -> Found) -> Self {
        Self { find }
    }

    /// The page that everything starts from.
    #[must_use]
    pub fn page(&self) -> Option<File> {
        self.file("index.html")
    }

    /// A file by its path below the site (`assets/index-4f2a.js`).
    #[must_use]
    pub fn file(&self, path: &str) -> Option<File> {
        let outside = |part: &str| part.is_empty() || part == "." || part == "..";
        if path.split('/').any(outside) || path.contains(['\\', '\0']) {
            return None;
        }
        let (body, hash) = (self.find)(path)?;
        let (content_type, packs) = kind(path);
        Some(File {
            content_type,
            gzip: packs.then(|| packed(&body, hash)).flatten(),
            body,
            tag: hash[..10]
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            lasting: path.starts_with("assets/"),
        })
    }
}

/// What a file is, and whether packing it is worth the while.
fn kind(path: &str) -> (&'static str, bool) {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => ("text/html; charset=utf-8", true),
        Some("js" | "mjs") => ("text/javascript", true),
        Some("css") => ("text/css", true),
        Some("svg") => ("image/svg+xml", true),
        Some("json" | "map") => ("application/json", true),
        Some("webmanifest") => ("application/manifest+json", true),
        Some("txt") => ("text/plain; charset=utf-8", true),
        Some("woff2") => ("font/woff2", false),
        Some("woff") => ("font/woff", false),
        Some("png") => ("image/png", false),
        Some("ico") => ("image/x-icon", false),
        Some("webp") => ("image/webp", false),
        _ => ("application/octet-stream", false),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    const SITE: Site = Site::new(|path| match path {
        "index.html" => Some((Cow::Borrowed(b"<!doctype html>"), [7; 32])),
        "assets/a-1.js" => Some((Cow::Owned(b"let a = 1;\n".repeat(90)), [8; 32])),
        "assets/b.woff2" => Some((Cow::Owned(vec![0; 900]), [9; 32])),
        "../secret" | "a/../b" | "" => panic!("asked for {path}"),
        _ => None,
    });

    #[test]
    fn a_file_is_packed_where_that_helps() {
        let script = SITE.file("assets/a-1.js").unwrap();
        assert_eq!(
            (script.content_type, script.lasting),
            ("text/javascript", true)
        );
        let gzip = script.gzip.unwrap();
        assert!(gzip.len() < 100);
        let mut text = Vec::new();
        GzDecoder::new(&*gzip).read_to_end(&mut text).unwrap();
        assert_eq!(text, *script.body);
        assert!(SITE.file("assets/b.woff2").unwrap().gzip.is_none());
        let page = SITE.page().unwrap();
        assert!(page.gzip.is_none(), "15 bytes are more when packed");
        assert_eq!(
            (page.tag.as_str(), page.lasting),
            ("07070707070707070707", false)
        );
    }

    #[test]
    fn nothing_is_looked_for_outside() {
        for path in [
            "",
            "../secret",
            "a/../b",
            "a//b",
            "/etc/passwd",
            "a\\b",
            ".",
        ] {
            assert!(SITE.file(path).is_none(), "{path}");
        }
    }
}
