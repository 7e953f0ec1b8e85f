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

/// After a call has ended with its outcome unknown, how long until the other side shows what became of
/// it: it may still be on its way, and the other side's search lags its writes.
pub(super) const SETTLE: SignedDuration = SignedDuration::from_secs(30);
/// How long after its intent a call must have begun.
const PROMPT: SignedDuration = SignedDuration::from_secs(5);
/// After an intent of which nobody knows whether its call has even ended, how long until the other side
/// shows what became of it: the call may begin [`PROMPT`]ly, take 60 s with its turn at the rate limit
/// and a new token, and lag. Whoever takes over from a node that died, or was cut off in the middle of
/// a call, waits so long for the one record; everything else goes on at once.
pub(super) const IN_FLIGHT: SignedDuration = SignedDuration::from_secs(90);

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

/// Notes that the copy is about to be deleted.
pub(super) fn of_delete(link: &mut Link, now: Timestamp) {
    detail(link).insert("attempt".into(), json!({"delete": true, "at": now}));
}

/// Notes that another part of it is about to be sent.
pub(super) fn again(link: &mut Link, now: Timestamp) {
    link.detail["attempt"]["at"] = json!(now);
}

/// Notes that the call has ended, and its outcome is not known.
pub(super) fn unknown(link: &mut Link, now: Timestamp) {
    link.detail["attempt"]["ended"] = json!(now);
}

/// Whether the intent was noted just now.
pub(super) fn is_fresh(link: &Link, now: Timestamp) -> bool {
    let noted = time(link, "at").and_then(|at| at.checked_add(PROMPT).ok());
    noted.is_some_and(|until| now < until)
}

fn time(link: &Link, name: &str) -> Option<Timestamp> {
    link.detail["attempt"][name].as_str()?.parse().ok()
}

/// Whether something was sent whose outcome is still to be found out.
pub(super) fn is_open(link: &Link) -> bool {
    link.detail.get("attempt").is_some()
}

/// Whether the copy was about to be deleted.
pub(super) fn deletes(link: &Link) -> bool {
    link.detail["attempt"]["delete"] == true
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
    let until = match time(link, "ended") {
        Some(ended) => ended.checked_add(SETTLE).ok(),
        None => time(link, "at").and_then(|at| at.checked_add(IN_FLIGHT).ok()),
    };
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
        over(link);
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
