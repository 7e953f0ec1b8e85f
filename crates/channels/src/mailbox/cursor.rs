//! How far a folder was read: its UIDVALIDITY and the last UID (RFC 3501, section 2.3.1.1).

/// A place in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) validity: u32,
    pub(super) uid: u32,
}

impl Cursor {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (validity, uid) = text.split_once(':')?;
        Some(Self {
            validity: validity.parse().ok()?,
            uid: uid.parse().ok()?,
        })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}", self.validity, self.uid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written() {
        let cursor = Cursor {
            validity: 1_795_458_882,
            uid: 12,
        };
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        for text in ["", "1", "1:", ":1", "1:2:3", "-1:2", "1:99999999999"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
