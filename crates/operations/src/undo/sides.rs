//! What an undo means for connected systems: what follows by ordinary sync, and what does not.

use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_store::{Connection, Link, LinkState, LinkWrite, Record, Write};

use super::report::{Report, Side};
use crate::{Context, OperationError};

/// A record that comes back is joined to its copies again. A contact's copy stayed when the contact was
/// deleted, and with it those of its tasks and notes; that of a task or note deleted by itself went too,
/// and is made anew.
pub(super) async fn relink(cx: &Context, back: &Record) -> Result<Vec<Write>, OperationError> {
    let (store, location) = (&cx.store, &cx.location.id);
    let contact = store
        .record_or_tombstone(location, Kind::Contact, &back.root_id)
        .await?;
    // Deleted with its contact: at one moment, by one commit.
    let together = contact.is_some_and(|contact| {
        contact.deleted && (back.kind == Kind::Contact || died(&contact) <= died(back))
    });
    let mut writes = Vec::new();
    for connection in store.connections(Some(location)).await? {
        let links = store.links_of(location, &connection.id, &back.root_id);
        for link in links.await? {
            let own = link.kind == back.kind && link.record_id == back.id;
            if own && link.state == LinkState::Parted {
                let link = joined(link, together);
                writes.push(Write::Link(Box::new(LinkWrite { link })));
            }
        }
    }
    Ok(writes)
}

/// When a tombstone was made. A contact's commit gives its own time to what goes with it, or a
/// microsecond more where that was written in the future of this clock.
fn died(record: &Record) -> jiff::Timestamp {
    record.updated_at
}

fn joined(link: Link, copy_stayed: bool) -> Link {
    if copy_stayed && link.remote_id.is_some() {
        return Link {
            state: LinkState::Linked,
            detail: Value::Null,
            ..link
        };
    }
    Link {
        remote_id: None,
        state: LinkState::Pending,
        base_hub: Fields::new(),
        base_remote: Fields::new(),
        detail: Value::Null,
        ..link
    }
}

/// Counts what each connected system has to do with these contacts; `true` stands beside those that
/// go.
pub(super) async fn count(
    cx: &Context,
    connections: &[Connection],
    contacts: &[(String, bool)],
    report: &mut Report,
) -> Result<(), OperationError> {
    for connection in connections {
        let mut side = Side {
            name: connection.name.clone(),
            note: note(connection),
            ..Side::default()
        };
        for (contact, goes) in contacts {
            let links = cx
                .store
                .links_of(&cx.location.id, &connection.id, contact)
                .await?;
            let linked = links.iter().any(|link| {
                link.kind == Kind::Contact
                    && link.state != LinkState::Parted
                    && link.remote_id.is_some()
            });
            side.follow += u64::from(linked && !goes);
            side.copies += u64::from(linked && *goes);
        }
        if side.follow + side.copies > 0 {
            report.sides.insert(connection.id.clone(), side);
        }
    }
    Ok(())
}

fn note(connection: &Connection) -> String {
    let text = match connection.system.as_str() {
        "houzz" => {
            "Houzz Pro has no way in for corrections: what it was told before stays there, and must \
             be corrected by hand"
        }
        _ => {
            "values put back follow by ordinary sync; the copy of a contact that goes here is dealt \
             with as for any deleted contact"
        }
    };
    text.to_owned()
}
