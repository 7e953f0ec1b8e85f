//! `name=value; name=value` (RFC 6376, section 3.2).

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Tags that are read; signatures have a dozen.
const MAX_TAGS: usize = 50;

/// A list of tags.
pub(super) struct Tags(Vec<(String, String)>);

impl Tags {
    /// `None` when it is no such list, or names a tag twice.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut tags: Vec<(String, String)> = Vec::new();
        for part in text.split(';') {
            if part.trim().is_empty() {
                continue;
            }
            let (name, value) = part.split_once('=')?;
            let name = name.trim().to_owned();
            if tags.len() >= MAX_TAGS || tags.iter().any(|(known, _)| *known == name) {
                return None;
            }
            tags.push((name, value.trim().to_owned()));
        }
        Some(Self(tags))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A value in base64, folds left out.
    pub(super) fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let text: String = self.get(name)?.split_whitespace().collect();
        STANDARD.decode(text).ok().filter(|bytes| !bytes.is_empty())
    }

    /// A number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }

    /// A value of names with colons between, lower case.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let names = self.get(name).unwrap_or_default().split(':');
        let names = names.map(|name| name.trim().to_ascii_lowercase());
        names.filter(|name| !name.is_empty()).collect()
    }
}
