//! Labels and values found in the lines of one body.

use super::labels::{Footer, Label, Labelled, footer, known, unknown};
use crate::{
    contact::{Found, read_email, read_phone, split_us_address},
    limits::MAX_EXTRA,
};

/// What one body says, by label, in order; nothing is judged yet.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Fields {
    /// Every labelled value, blank ones left out.
    pub(super) values: Vec<(Label, String)>,
    /// Labelled values whose label has no field.
    pub(super) extra: Vec<(String, String)>,
    /// Lines outside every label: the text of mails without labels.
    pub(super) loose: String,
}

impl Fields {
    /// Every value of a label.
    pub(super) fn all(&self, label: Label) -> impl Iterator<Item = &str> {
        self.values
            .iter()
            .filter(move |(l, _)| *l == label)
            .map(|(_, v)| v.as_str())
    }

    /// The first value of a label.
    pub(super) fn first(&self, label: Label) -> Option<&str> {
        self.all(label).next()
    }

    /// How much was found, for choosing between a mail's alternative bodies. A readable way to
    /// reach the person weighs more than any other label.
    pub(super) fn score(&self) -> usize {
        let mut labels: Vec<Label> = Vec::new();
        for (label, _) in &self.values {
            if !labels.contains(label) {
                labels.push(*label);
            }
        }
        let reachable = self
            .all(Label::Email)
            .any(|v| matches!(read_email(v), Found::One(_)));
        let callable = self
            .all(Label::Phone)
            .any(|v| matches!(read_phone(v), Found::One(_)));
        labels.len() + 2 * usize::from(reachable) + 2 * usize::from(callable)
    }
}

/// Reads tidy lines.
pub(super) fn scan(lines: &[String]) -> Fields {
    let mut scan = Scan {
        fields: Fields::default(),
        long: None,
        text: String::new(),
        gap: true,
    };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        if line.is_empty() {
            scan.gap = true;
            scan.text.push('\n');
            continue;
        }
        match footer(line) {
            Some(Footer::Mail) => break,
            Some(Footer::Message) => scan.close(),
            None => at += scan.line(line, &lines[at..]),
        }
        scan.gap = false;
    }
    scan.close();
    scan.fields
}

struct Scan {
    fields: Fields,
    /// The long label whose lines are being collected.
    long: Option<Label>,
    text: String,
    /// The line before was blank.
    gap: bool,
}

impl Scan {
    /// Takes a line in; the answer is how many of the lines after it were used up.
    fn line(&mut self, line: &str, after: &[String]) -> usize {
        // A bare word inside a paragraph is prose, not a label.
        let labelled = known(line).filter(|l| !l.bare || self.gap || self.long.is_none());
        if let Some(labelled) = labelled {
            self.close();
            return self.labelled(&labelled, after);
        }
        if self.long.is_some() {
            self.text.push_str(line);
            self.text.push('\n');
            return 0;
        }
        let room = self.fields.extra.len() < MAX_EXTRA && !self.fields.values.is_empty();
        match unknown(line).filter(|_| room) {
            Some(pair) => self.fields.extra.push(pair),
            None => {
                self.fields.loose.push_str(line);
                self.fields
                    .loose
                    .push_str(if self.gap { "\n\n" } else { "\n" });
            }
        }
        0
    }

    fn labelled(&mut self, found: &Labelled<'_>, after: &[String]) -> usize {
        if found.label.is_long() {
            self.long = Some(found.label);
            self.text = format!("{}\n", found.value);
            return 0;
        }
        let (value, mut used) = if found.value.is_empty() {
            below(after)
        } else {
            (found.value, 0)
        };
        if value.is_empty() {
            return used;
        }
        let mut value = value.replace('\t', " ");
        if found.label == Label::Address
            && let Some(next) = after.get(used).filter(|next| ends_address(&value, next))
        {
            value = format!("{}, {next}", value.trim_end_matches(','));
            used += 1;
        }
        self.fields.values.push((found.label, value));
        used
    }

    fn close(&mut self) {
        if let Some(label) = self.long.take() {
            let text = self.text.trim();
            if !text.is_empty() {
                self.fields.values.push((label, text.to_owned()));
            }
        }
        self.text.clear();
    }
}

/// The value on the line below its label, over at most two blank lines.
fn below(after: &[String]) -> (&str, usize) {
    let Some(at) = after.iter().take(3).position(|line| !line.is_empty()) else {
        return ("", 0);
    };
    let line = after[at].as_str();
    let taken = known(line).is_some() || unknown(line).is_some() || footer(line).is_some();
    if taken {
        ("", at)
    } else {
        (line.trim_matches(['*', ' ']), at + 1)
    }
}

/// Whether the next line is `Austin, TX 78701` below its street.
fn ends_address(street: &str, next: &str) -> bool {
    split_us_address(street).is_none()
        && split_us_address(&format!("{}, {next}", street.trim_end_matches(','))).is_some()
}
