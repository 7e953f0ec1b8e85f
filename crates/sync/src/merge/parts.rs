//! What of a record is merged by itself, and how.

use tenon_model::{
    Fields, Kind,
    fields::{self, Shape},
};
use tenon_operations::edit::CUSTOM;

/// How a part is merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// As one value; blanks overwrite nothing.
    Value,
    /// As one value; off is one too.
    Flag,
    /// As the id of another record, which may be one that only the other side knows.
    Reference,
    /// As a set.
    Set,
}

/// A field of a record, or one of its custom fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'a> {
    /// Its name; a custom field's is `customFields.{id}`.
    pub(crate) name: &'a str,
    pub(crate) how: How,
}

/// The parts of a record of which these documents tell. Documents name custom fields one by one.
pub(crate) fn parts<'a, const N: usize>(kind: Kind, docs: [&'a Fields; N]) -> Vec<Part<'a>> {
    let mut parts = Vec::with_capacity(fields::of(kind).len() + 1);
    for field in fields::carried(kind) {
        let how = match field.shape {
            Shape::CustomFields => continue,
            Shape::Bool => How::Flag,
            Shape::Id => How::Reference,
            Shape::Tags { .. } | Shape::Emails | Shape::Phones => How::Set,
            _ => How::Value,
        };
        let name = field.name;
        parts.push(Part { name, how });
    }
    let mut custom: Vec<&str> = docs
        .iter()
        .flat_map(|doc| doc.keys())
        .map(String::as_str)
        .filter(|name| name.starts_with(CUSTOM))
        .collect();
    custom.sort_unstable();
    custom.dedup();
    parts.extend(custom.into_iter().map(|name| Part {
        name,
        how: How::Value,
    }));
    parts
}
