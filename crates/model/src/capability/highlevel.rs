//! HighLevel: its API carries what sync carries. The field tables say which fields those are, so that
//! the two cannot tell different stories.

use super::{Capability, Channel};
use crate::{Kind, fields};

const API: &[Channel] = &[Channel::Api];

/// Every field of every kind that sync carries. A contact is never deleted over there by sync: the
/// two are parted (decision 6).
pub(super) fn table() -> Vec<Capability> {
    let kinds = Kind::SYNCED.iter().copied();
    kinds
        .flat_map(|kind| {
            let deletes = if kind == Kind::Contact { &[] } else { API };
            let row = |field, by, delete| Capability {
                kind: kind.name(),
                field,
                read: by,
                create: by,
                update: by,
                delete,
            };
            let own = fields::of(kind).iter().map(move |field| {
                let by: &'static [Channel] = if field.synced { API } else { &[] };
                row(field.name, by, by)
            });
            let whole = row("", API, deletes);
            [whole].into_iter().chain(own).collect::<Vec<_>>()
        })
        .collect()
}
