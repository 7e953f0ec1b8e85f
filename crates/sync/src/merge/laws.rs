//! What holds for every merge, tried on documents that a seed makes up.

use serde_json::json;
use tenon_model::Random;
use tenon_operations::edit::patched;
use tenon_testkit::SeededRandom;

use super::*;

const CASES: u64 = 3_000;

/// Two documents, what they were, and who is newer.
struct Case {
    kind: Kind,
    base: [Fields; 2],
    now: [Fields; 2],
    newer: Side,
}

fn any_value(chance: &SeededRandom, field: &fields::Field) -> Value {
    let text = ["", "a", "b", "c"][usize::try_from(chance.below(4)).unwrap()];
    match field.shape {
        Shape::Bool => json!(chance.chance(50)),
        Shape::Tags { .. } => {
            let tags = ["a", "b", "c", "d"].into_iter();
            json!(tags.filter(|_| chance.chance(50)).collect::<Vec<_>>())
        }
        _ if chance.chance(20) => Value::Null,
        _ => json!(text),
    }
}

fn any_doc(chance: &SeededRandom, kind: Kind) -> Fields {
    let fields = fields::of(kind).iter().filter(|_| chance.chance(70));
    fields
        .map(|field| (field.name.to_owned(), any_value(chance, field)))
        .filter(|(_, value)| !tenon_operations::edit::is_blank(value))
        .collect()
}

/// The same document with some fields changed.
fn edited(chance: &SeededRandom, kind: Kind, doc: &Fields) -> Fields {
    let other = any_doc(chance, kind);
    let mut doc = doc.clone();
    for field in fields::of(kind).iter().filter(|_| chance.chance(30)) {
        match other.get(field.name) {
            Some(value) => drop(doc.insert(field.name.to_owned(), value.clone())),
            None => drop(doc.remove(field.name)),
        }
    }
    doc
}

impl Case {
    fn any(seed: u64) -> Self {
        let chance = SeededRandom::new(seed);
        let kind = Kind::SYNCED[usize::try_from(chance.below(3)).unwrap()];
        let agreed = any_doc(&chance, kind);
        let first = chance.chance(25);
        let base = if first { Fields::new() } else { agreed.clone() };
        Self {
            kind,
            now: [
                edited(&chance, kind, &agreed),
                edited(&chance, kind, &agreed),
            ],
            base: [base.clone(), base],
            newer: if chance.chance(50) {
                Side::Hub
            } else {
                Side::Remote
            },
        }
    }

    fn mirrored(&self) -> Self {
        let [hub, remote] = self.now.clone();
        Self {
            kind: self.kind,
            base: self.base.clone(),
            now: [remote, hub],
            newer: if self.newer == Side::Hub {
                Side::Remote
            } else {
                Side::Hub
            },
        }
    }

    fn merge(&self) -> Merge {
        let base = Base {
            hub: &self.base[0],
            remote: &self.base[1],
        };
        let [hub, remote] = &self.now;
        merge(self.kind, base, hub, remote, |_| self.newer, |_| true)
    }

    /// Both sides once they have what the merge says.
    fn after(&self, merge: &Merge) -> [Fields; 2] {
        let [hub, remote] = &self.now;
        let mut there = patched(remote, &merge.remote.fields);
        let mut tags = set(get(remote, "tags"));
        tags.extend(merge.remote.add_tags.iter().cloned());
        tags.retain(|tag| !merge.remote.remove_tags.contains(tag));
        if self.kind == Kind::Contact {
            there = patched(
                &there,
                &Fields::from_iter([("tags".to_owned(), json!(tags))]),
            );
        }
        [patched(hub, &merge.hub), there]
    }
}

#[test]
fn both_sides_agree_afterwards_and_nothing_is_left_to_do() {
    for seed in 0..CASES {
        let case = Case::any(seed);
        let after = case.after(&case.merge());
        assert!(
            agree(case.kind, &after[0], &after[1]),
            "seed {seed}: {after:?}"
        );
        let again = Case {
            now: after.clone(),
            ..Case::any(seed)
        };
        assert_eq!(again.merge(), Merge::default(), "seed {seed}, old base");
        let again = Case {
            base: after,
            ..again
        };
        assert_eq!(again.merge(), Merge::default(), "seed {seed}, new base");
    }
}

#[test]
fn the_sides_may_be_swapped() {
    for seed in 0..CASES {
        let case = Case::any(seed);
        let mirrored = case.mirrored();
        let ([hub, remote], [there, here]) =
            (case.after(&case.merge()), mirrored.after(&mirrored.merge()));
        assert!(agree(case.kind, &hub, &here), "seed {seed}");
        assert!(agree(case.kind, &remote, &there), "seed {seed}");
        assert_eq!(
            case.merge().conflicts.len(),
            mirrored.merge().conflicts.len()
        );
    }
}

#[test]
fn only_synced_fields_that_somebody_changed_are_touched() {
    for seed in 0..CASES {
        let case = Case::any(seed);
        let merge = case.merge();
        let changes = merge.hub.keys().chain(merge.remote.fields.keys());
        for name in changes.chain(merge.conflicts.iter().map(|fell| &fell.field)) {
            assert!(
                fields::find(case.kind, name).unwrap().synced,
                "seed {seed}: {name}"
            );
            let changed =
                |side: usize| !same(get(&case.now[side], name), get(&case.base[side], name));
            assert!(changed(0) || changed(1), "seed {seed}: {name}");
        }
    }
}

#[test]
fn no_value_vanishes_without_a_word() {
    for seed in 0..CASES {
        let case = Case::any(seed);
        let merge = case.merge();
        let [after, _] = case.after(&merge);
        for field in synced(case.kind).filter(|field| !matches!(field.shape, Shape::Tags { .. })) {
            let name = field.name;
            let stands = get(&after, name);
            let mut nows = case.now.iter().map(|doc| get(doc, name));
            let has = nows.any(|value| !same(value, &Value::Null));
            let is_flag = matches!(field.shape, Shape::Bool);
            assert!(
                !has || is_flag || !same(stands, &Value::Null),
                "seed {seed}: {name} is blank"
            );
            for side in 0..2 {
                let (was, is) = (get(&case.base[side], name), get(&case.now[side], name));
                let told = merge
                    .conflicts
                    .iter()
                    .any(|fell| fell.field == name && same(&fell.lost, is));
                let filled = same(is, &Value::Null) && same(was, &Value::Null);
                assert!(
                    same(was, is) || same(is, stands) || told || filled,
                    "seed {seed}: {name}"
                );
            }
        }
    }
}
