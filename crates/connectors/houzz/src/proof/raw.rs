//! A mail's header fields as they stand, byte for byte: what signatures are made over.

/// Fields that are read; a mail has some fifty.
const MAX_FIELDS: usize = 2_000;

/// One header field.
pub(super) struct Field<'a> {
    /// Its name, lower case.
    pub(super) name: String,
    /// Name, colon and value, folds kept, without the last line end.
    pub(super) raw: &'a [u8],
}

/// A mail, split into fields and body.
pub(super) struct Raw<'a> {
    pub(super) fields: Vec<Field<'a>>,
    pub(super) body: &'a [u8],
}

impl<'a> Raw<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Self {
        let mut fields: Vec<Field<'a>> = Vec::new();
        let (mut at, mut start) = (0, 0);
        while at < bytes.len() && fields.len() < MAX_FIELDS {
            let length = bytes[at..]
                .iter()
                .position(|b| *b == b'\n')
                .map_or(bytes.len() - at, |end| end + 1);
            let line = trim_end(&bytes[at..at + length]);
            if line.is_empty() {
                return Self {
                    fields,
                    body: &bytes[at + length..],
                };
            }
            let folded = matches!(line.first(), Some(b' ' | b'\t'));
            match fields.last_mut() {
                Some(last) if folded => last.raw = &bytes[start..at + line.len()],
                _ => {
                    start = at;
                    if let Some(colon) = line.iter().position(|b| *b == b':') {
                        let name = String::from_utf8_lossy(line[..colon].trim_ascii_end());
                        fields.push(Field {
                            name: name.to_ascii_lowercase(),
                            raw: line,
                        });
                    }
                }
            }
            at += length;
        }
        Self { fields, body: b"" }
    }

    /// How many fields have this name.
    pub(super) fn count(&self, name: &str) -> usize {
        self.places(name).count()
    }

    /// Where the fields of this name stand, top to bottom.
    pub(super) fn places(&self, name: &str) -> impl Iterator<Item = usize> {
        let is = move |(at, field): (usize, &Field<'_>)| (field.name == name).then_some(at);
        self.fields.iter().enumerate().filter_map(is)
    }

    /// The value of the field there, as text.
    pub(super) fn value(&self, at: usize) -> String {
        let raw = self.fields.get(at).map_or(&b""[..], |field| field.raw);
        let value = raw.splitn(2, |b| *b == b':').nth(1).unwrap_or_default();
        String::from_utf8_lossy(value).into_owned()
    }
}

/// A line without its end.
pub(super) fn trim_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
