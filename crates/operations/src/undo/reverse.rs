//! A value put back: pure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::edit::is_blank;

/// What becomes of one field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Back {
    /// It gets this value.
    To(Value),
    /// It is as it was before.
    Already,
    /// It was changed since; put back all the same it would get this value.
    ChangedSince(Value),
}

/// Puts back a change of a field from `before` to `after`, where it is `now`. In a list, what was added
/// goes and what was taken away comes back, whatever else has come and gone since.
pub(super) fn reverse(before: &Value, after: &Value, now: &Value) -> Back {
    if same(now, before) {
        return Back::Already;
    }
    if same(now, after) {
        return Back::To(before.clone());
    }
    if let (Some(before), Some(after), Some(now)) = (set(before), set(after), set(now)) {
        let mut back: BTreeSet<&str> = now.clone();
        back.retain(|item| before.contains(item) || !after.contains(item));
        back.extend(before.difference(&after));
        return if back == now {
            Back::Already
        } else {
            Back::To(json!(back))
        };
    }
    if let (Some(before), Some(after), Some(now)) = (by_id(before), by_id(after), by_id(now)) {
        return reverse_by_id(&before, &after, &now);
    }
    Back::ChangedSince(before.clone())
}

/// Custom fields, each by itself.
fn reverse_by_id(
    before: &BTreeMap<&str, &Value>,
    after: &BTreeMap<&str, &Value>,
    now: &BTreeMap<&str, &Value>,
) -> Back {
    let (mut back, mut since) = (now.clone(), false);
    let mut ids: BTreeSet<&str> = before.keys().copied().collect();
    ids.extend(after.keys());
    for id in ids {
        let (was, became, is) = (before.get(id), after.get(id), now.get(id));
        if was == became || is == was {
            continue;
        }
        since |= is != became;
        match was {
            Some(was) => drop(back.insert(id, was)),
            None => drop(back.remove(id)),
        }
    }
    if back == *now {
        return Back::Already;
    }
    let back = json!(back.values().collect::<Vec<_>>());
    if since {
        Back::ChangedSince(back)
    } else {
        Back::To(back)
    }
}

/// Whether two values of a field say the same.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    one == other || (is_blank(one) && is_blank(other))
}

/// The texts of a list; a blank is an empty one.
fn set(value: &Value) -> Option<BTreeSet<&str>> {
    match value {
        Value::Null => Some(BTreeSet::new()),
        Value::Array(items) => items.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

/// `[{id, …}]` by id; a blank is an empty one.
fn by_id(value: &Value) -> Option<BTreeMap<&str, &Value>> {
    match value {
        Value::Null => Some(BTreeMap::new()),
        Value::Array(items) => items
            .iter()
            .map(|item| Some((item["id"].as_str()?, item)))
            .collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_goes_back_unless_it_was_changed_since() {
        let (austin, waco) = (json!("Austin"), json!("Waco"));
        assert_eq!(reverse(&austin, &waco, &waco), Back::To(austin.clone()));
        assert_eq!(reverse(&austin, &waco, &austin), Back::Already);
        let dallas = json!("Dallas");
        assert_eq!(
            reverse(&austin, &waco, &dallas),
            Back::ChangedSince(austin.clone())
        );
        assert_eq!(reverse(&Value::Null, &waco, &waco), Back::To(Value::Null));
        assert_eq!(reverse(&Value::Null, &waco, &Value::Null), Back::Already);
        // Emptied since.
        assert_eq!(
            reverse(&austin, &waco, &Value::Null),
            Back::ChangedSince(austin)
        );
    }

    #[test]
    fn of_a_list_only_what_was_changed_goes_back() {
        let back = |before: Value, after: Value, now: Value| reverse(&before, &after, &now);
        assert_eq!(
            back(json!(["a"]), json!(["a", "b"]), json!(["a", "b", "c"])),
            Back::To(json!(["a", "c"]))
        );
        assert_eq!(
            back(json!(["a", "b"]), json!(["b"]), json!(["b", "c"])),
            Back::To(json!(["a", "b", "c"]))
        );
        assert_eq!(back(Value::Null, json!(["a"]), json!(["c"])), Back::Already);
        let field = |id: &str, value: i64| json!({"id": id, "value": value});
        assert_eq!(
            back(
                json!([field("x", 1)]),
                json!([field("x", 2), field("y", 3)]),
                json!([field("x", 2), field("y", 3), field("z", 4)]),
            ),
            Back::To(json!([field("x", 1), field("z", 4)]))
        );
        assert_eq!(
            back(
                json!([field("x", 1)]),
                json!([field("x", 2)]),
                json!([field("x", 5), field("z", 4)]),
            ),
            Back::ChangedSince(json!([field("x", 1), field("z", 4)]))
        );
    }
}
