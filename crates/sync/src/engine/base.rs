//! Keeping the base: what both sides are known to have agreed on.

use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_store::Link;

use crate::{
    merge::{How, Merge, parts, same, set},
    remote::RemotePatch,
    terms,
};

/// Notes in the base what holds once the hub has taken its part of a merge: fields that agree now,
/// and fields the hub took over. What is still to be sent stays as it was.
pub(super) fn absorb(link: &mut Link, kind: Kind, hub: &Fields, remote: &Fields, merge: &Merge) {
    let was = (link.base_hub.clone(), link.base_remote.clone());
    for part in parts(kind, [hub, remote, &was.0, &was.1, &merge.hub]) {
        let name = part.name;
        if merge.off.iter().any(|off| off == name) {
            continue;
        }
        let null = &Value::Null;
        let theirs = remote.get(name).unwrap_or(null);
        if part.how == How::Reference && terms::is_foreign(theirs) {
            // It was seen, and that is all: once it can be read, it is a change of theirs.
            put(&mut link.base_remote, name, theirs);
            continue;
        }
        if part.how == How::Set {
            // All of the other side's changes are in: what remains is the hub's against it.
            put(&mut link.base_hub, name, theirs);
            put(&mut link.base_remote, name, theirs);
            continue;
        }
        let ours = merge
            .hub
            .get(name)
            .or_else(|| hub.get(name))
            .unwrap_or(null);
        let settled = merge
            .conflicts
            .iter()
            .any(|conflict| conflict.field == name);
        if same(ours, theirs) {
            put(&mut link.base_hub, name, ours);
            put(&mut link.base_remote, name, theirs);
        } else if settled {
            // Theirs fell and is in the log: what remains is the hub's change against it. Else the
            // same conflict would be told again with every try to send.
            put(&mut link.base_hub, name, theirs);
            put(&mut link.base_remote, name, theirs);
        }
    }
}

/// Notes in the base what a push has brought about. `answered` is the record as the other side told
/// it after the push; only what was sent is taken from it, for the rest may hold somebody's edit
/// that the hub has not seen yet.
pub(super) fn pushed(
    link: &mut Link,
    hub: &Fields,
    remote: &Fields,
    sent: &RemotePatch,
    answered: &Fields,
) {
    let null = &Value::Null;
    for name in sent.fields.keys() {
        put(&mut link.base_hub, name, hub.get(name).unwrap_or(null));
        put(
            &mut link.base_remote,
            name,
            answered.get(name).unwrap_or(null),
        );
    }
    if !sent.add_tags.is_empty() || !sent.remove_tags.is_empty() {
        let mut tags = set(remote.get("tags").unwrap_or(null));
        tags.extend(sent.add_tags.iter().cloned());
        tags.retain(|tag| !sent.remove_tags.contains(tag));
        put(&mut link.base_hub, "tags", &json!(tags));
        put(&mut link.base_remote, "tags", &json!(tags));
    }
}

/// Notes in the base what of a create is found over there. What differs was written by somebody
/// since, or the copy is not our call's doing: there both sides may still have their say.
pub(super) fn arrived(link: &mut Link, sent: &Fields, found: &Fields) {
    for (name, value) in sent.iter().filter(|(name, _)| *name != "tags") {
        if let Some(there) = found.get(name).filter(|there| same(there, value)) {
            put(&mut link.base_hub, name, value);
            put(&mut link.base_remote, name, there);
        }
    }
    let null = &Value::Null;
    let there = set(found.get("tags").unwrap_or(null));
    let mut tags = set(sent.get("tags").unwrap_or(null));
    tags.retain(|tag| there.contains(tag));
    put(&mut link.base_hub, "tags", &json!(tags));
    put(&mut link.base_remote, "tags", &json!(tags));
}

pub(super) fn put(base: &mut Fields, name: &str, value: &Value) {
    if same(value, &Value::Null) && !value.is_boolean() {
        base.remove(name);
    } else {
        base.insert(name.to_owned(), value.clone());
    }
}
