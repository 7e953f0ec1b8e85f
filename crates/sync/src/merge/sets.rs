//! Fields that hold several values, each once, in no order.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Blanks, Conflict, FieldRule, Judge, Merge, Rule, Sets, Side, Sides};

/// The values of a set.
pub(crate) fn set(value: &Value) -> BTreeSet<String> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Merges a set by its rule.
pub(super) fn merge(
    merge: &mut Merge,
    sides: &Sides<'_>,
    name: &str,
    rule: FieldRule,
    judge: &impl Judge,
) {
    let now = sides.now.map(set);
    let base = sides.base.map(set);
    let ruler = match rule.sets {
        Sets::Rules(side) => Some(rule.direction.giver().unwrap_or(side)),
        Sets::Union => rule.direction.giver(),
    };
    let wanted = match ruler {
        None => [
            with_changes(&now[0], &now[1], &base[1]),
            with_changes(&now[1], &now[0], &base[0]),
        ],
        Some(ruler) => {
            let (stands, falls) = (&now[ruler as usize], &now[ruler.other() as usize]);
            let edited = *falls != base[ruler.other() as usize];
            let nobody = !edited && *stands == base[ruler as usize];
            let spares = rule.blanks == Blanks::Keep && stands.is_empty();
            if now[0] == now[1] {
                return;
            }
            if spares {
                // What the other side has stays news, for the day when its say counts.
                merge.off.push(name.to_owned());
                return;
            }
            if nobody {
                return;
            }
            if edited && !falls.is_subset(stands) {
                merge.conflicts.push(Conflict {
                    field: name.to_owned(),
                    winner: ruler,
                    kept: json!(stands),
                    lost: json!(falls),
                    rule: Rule::OneWay,
                });
            }
            [stands.clone(), stands.clone()]
        }
    };
    let [for_hub, for_remote] = wanted;
    if for_hub != now[Side::Hub as usize] {
        merge.hub.insert(name.to_owned(), json!(for_hub));
    }
    let theirs = &now[Side::Remote as usize];
    if name == "tags" {
        merge.remote.add_tags = for_remote.difference(theirs).cloned().collect();
        merge.remote.remove_tags = theirs.difference(&for_remote).cloned().collect();
    } else if for_remote != *theirs && judge.can_update(name) {
        merge
            .remote
            .fields
            .insert(name.to_owned(), json!(for_remote));
    }
}

/// A side's own set with what the other side has added and taken away since they agreed.
fn with_changes(
    own: &BTreeSet<String>,
    other: &BTreeSet<String>,
    was: &BTreeSet<String>,
) -> BTreeSet<String> {
    let come = other.difference(was);
    let all = own.iter().chain(come).cloned();
    all.filter(|item| other.contains(item) || !was.contains(item))
        .collect()
}
