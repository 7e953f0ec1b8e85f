//! What an undo means for connected systems: what follows by ordinary sync, and what does not.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind};
use tenon_store::{Connection, Link, LinkState, LinkWrite, Record, Write};

use super::{
    Copies,
    report::{Report, Side},
};
use crate::{Context, OperationError, look};

/// How far back a contact's log is read for who made its copy. One with more has been lived with, and its
/// copy stays.
const HISTORY: i64 = 500;

/// A record that comes back is joined to its copies again. Unless the field map mirrors deletions, a
/// contact's copy stayed when the contact was deleted, and with it those of its tasks and notes; that of a
/// task or note deleted by itself went too, and is made anew.
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
        let links = store
            .links_of(location, &connection.id, &back.root_id)
            .await?;
        // Where deletions are mirrored, the copies went, too.
        let copy_stayed = together
            && links
                .iter()
                .any(|link| link.kind == Kind::Contact && link.remote_id.is_some());
        for link in links {
            let own = link.kind == back.kind && link.record_id == back.id;
            if own && link.state == LinkState::Parted {
                let link = joined(link, copy_stayed);
                writes.push(Write::Link(Box::new(LinkWrite { link })));
                // Over there, too, much may have changed since.
                let cause = ("undo", cx.origin.cause.id.as_str());
                let key = format!("hub:{}", back.root_id);
                writes.push(look::again(cx, &connection.id, key, cause));
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
    copies: Copies,
    report: &mut Report,
) -> Result<(), OperationError> {
    for connection in connections {
        let mut side = Side {
            name: connection.name.clone(),
            note: note(connection, copies),
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

fn note(connection: &Connection, copies: Copies) -> String {
    let text = match (connection.system.as_str(), copies) {
        ("houzz", _) => {
            "Houzz Pro has no way in for corrections: what it was told before stays there, and must \
             be corrected by hand"
        }
        (_, Copies::Keep) => {
            "values put back follow by ordinary sync; the copy of a contact that goes here stays \
             there, as that of any deleted contact (copies: delete takes those away that Tenon made)"
        }
        (_, Copies::Delete) => {
            "values put back follow by ordinary sync; copies that Tenon made are deleted there, \
             unless somebody has changed them; others stay"
        }
    };
    text.to_owned()
}

/// Copies that are to go.
pub(super) struct Away<'a> {
    /// Contacts that go here.
    pub(super) going: &'a [&'a str],
    /// Contacts and the connections at which the target had made their copies.
    pub(super) copied: &'a BTreeSet<(String, String)>,
    /// The undo.
    pub(super) undo: &'a str,
}

/// Asks the engines to delete the copies that Tenon has made. What stands on a link is looked at with the
/// contact's next job.
pub(super) async fn take_away(cx: &Context, away: &Away<'_>) -> Result<Vec<Write>, OperationError> {
    let (store, location) = (&cx.store, &cx.location.id);
    let copied = away.copied.iter().map(|(contact, _)| contact.as_str());
    let contacts: BTreeSet<&str> = copied.chain(away.going.iter().copied()).collect();
    let mut writes = Vec::new();
    for connection in store.connections(Some(location)).await? {
        for contact in &contacts {
            let own = (contact.to_string(), connection.id.clone());
            let links = store.links_of(location, &connection.id, contact).await?;
            let link = links.into_iter().find(|link| {
                let joined = link.state != LinkState::Parted && link.remote_id.is_some();
                link.kind == Kind::Contact && joined
            });
            let Some(mut link) = link else { continue };
            if !away.copied.contains(&own) && !made_here(cx, contact, &connection.id).await? {
                continue;
            }
            if !link.detail.is_object() {
                link.detail = json!({});
            }
            link.detail["withdraw"] = json!(away.undo);
            writes.push(Write::Link(Box::new(LinkWrite { link })));
            let cause = ("undo", away.undo);
            writes.push(look::again(
                cx,
                &connection.id,
                format!("hub:{contact}"),
                cause,
            ));
        }
    }
    Ok(writes)
}

/// Whether a contact's copy was made by Tenon, as against found there.
async fn made_here(cx: &Context, contact: &str, connection: &str) -> Result<bool, OperationError> {
    let log = cx
        .store
        .changes_of(&cx.location.id, contact, None, HISTORY)
        .await?;
    let mut said = log.changes.iter().filter(|change| {
        change.record_id == contact && change.detail["connectionId"] == connection
    });
    Ok(said.any(|change| change.action == Action::Push && change.detail["created"] == true))
}
