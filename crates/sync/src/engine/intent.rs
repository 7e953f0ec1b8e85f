//! Intents: what is about to be sent stands in the link before it goes out, so that whoever comes
//! after a crash or a lost answer finds out what became of it before sending anything again.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_model::Fields;
use tenon_store::Link;

use super::{Done, EngineError, base::put};
use crate::{
    merge::{same, set},
    remote::RemotePatch,
};

/// After a call whose outcome is unknown, how long until the other side shows what became of it: it
/// may still be on its way, and the other side's search lags its writes.
pub(super) const SETTLE: SignedDuration = SignedDuration::from_secs(30);

/// Notes that a record of these fields is about to be created.
pub(super) fn of_create(link: &mut Link, fields: &Fields, now: Timestamp) {
    link.detail = json!({"attempt": {"fields": fields, "at": now}});
}

/// The fields a create sent whose outcome is not known.
pub(super) fn created(link: &Link) -> Option<&Fields> {
    link.detail["attempt"]["fields"].as_object()
}

/// Notes that this patch is about to be sent.
pub(super) fn of_update(link: &mut Link, patch: &RemotePatch, now: Timestamp) {
    detail(link).insert(
        "attempt".into(),
        json!({"set": patch.fields, "add": patch.add_tags, "remove": patch.remove_tags,
            "at": now}),
    );
}

/// Notes when it became clear that the outcome is not known.
pub(super) fn unknown(link: &mut Link, now: Timestamp) {
    link.detail["attempt"]["at"] = json!(now);
}

/// The outcome is known.
pub(super) fn over(link: &mut Link) {
    detail(link).remove("attempt");
    tidy(link);
}

/// Refuses to go on from what was read at `read` while a call may still be on its way.
///
/// # Errors
/// [`EngineError::Settling`].
pub(super) fn settled(link: &Link, read: Timestamp) -> Done {
    let at = link.detail["attempt"]["at"].as_str();
    let at = at.and_then(|at| at.parse::<Timestamp>().ok());
    let until = at.and_then(|at| at.checked_add(SETTLE).ok());
    match until.filter(|until| read < *until) {
        Some(until) => Err(EngineError::Settling { until }),
        None => Ok(()),
    }
}

/// Notes in the base what of an update has arrived, now that the copy was read. Without it our own
/// write would look like an edit of the other side's.
pub(super) fn find_out(link: &mut Link, copy: &Fields) {
    let attempt = link.detail["attempt"].clone();
    let Some(sent) = attempt["set"].as_object() else {
        return;
    };
    for (name, value) in sent {
        if same(copy.get(name).unwrap_or(&Value::Null), value) {
            put(&mut link.base_hub, name, value);
            put(&mut link.base_remote, name, value);
        }
    }
    let there = set(copy.get("tags").unwrap_or(&Value::Null));
    let mut tags = set(link.base_remote.get("tags").unwrap_or(&Value::Null));
    tags.extend(set(&attempt["add"]).intersection(&there).cloned());
    let removed = set(&attempt["remove"]);
    tags.retain(|tag| !removed.contains(tag) || there.contains(tag));
    put(&mut link.base_hub, "tags", &json!(tags));
    put(&mut link.base_remote, "tags", &json!(tags));
    over(link);
}

/// The link's detail as an object that can be written to.
pub(super) fn detail(link: &mut Link) -> &mut Fields {
    if !link.detail.is_object() {
        link.detail = Value::Object(Fields::new());
    }
    match &mut link.detail {
        Value::Object(detail) => detail,
        _ => unreachable!("it was made an object just now"),
    }
}

/// Nothing to be said is said in one way only.
pub(super) fn tidy(link: &mut Link) {
    if link.detail.as_object().is_some_and(Fields::is_empty) {
        link.detail = Value::Null;
    }
}
