//! What holds for every merge, tried on documents that a seed makes up.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use tenon_model::{Random, fields::Shape};
use tenon_operations::edit::{gathered, patched, spread};
use tenon_testkit::SeededRandom;

use super::{parts::Part, *};

const CASES: u64 = 3_000;

/// Two documents, what they were, and who is newer.
struct Case {
    kind: Kind,
    base: [Fields; 2],
    now: [Fields; 2],
    newer: Side,
    rules: BTreeMap<&'static str, FieldRule>,
}

fn one_of<T: Copy>(chance: &SeededRandom, of: &[T]) -> T {
    of[usize::try_from(chance.below(of.len() as u64)).unwrap()]
}

fn any_rule(chance: &SeededRandom) -> FieldRule {
    use Direction::{Both, Off, ToHub, ToRemote};
    FieldRule {
        direction: one_of(chance, &[Both, Both, Both, ToHub, ToRemote, Off]),
        conflicts: one_of(
            chance,
            &[
                Conflicts::Newest,
                Conflicts::Highlevel,
                Conflicts::Hub,
                Conflicts::Ask,
            ],
        ),
        blanks: one_of(chance, &[Blanks::Keep, Blanks::Overwrite]),
        sets: one_of(
            chance,
            &[
                Sets::Union,
                Sets::Rules(Side::Hub),
                Sets::Rules(Side::Remote),
            ],
        ),
    }
}

/// The same rule with the sides swapped.
fn mirrored(rule: FieldRule) -> FieldRule {
    FieldRule {
        direction: match rule.direction {
            Direction::ToHub => Direction::ToRemote,
            Direction::ToRemote => Direction::ToHub,
            same => same,
        },
        conflicts: match rule.conflicts {
            Conflicts::Hub => Conflicts::Highlevel,
            Conflicts::Highlevel => Conflicts::Hub,
            same => same,
        },
        sets: match rule.sets {
            Sets::Rules(side) => Sets::Rules(side.other()),
            Sets::Union => Sets::Union,
        },
        blanks: rule.blanks,
    }
}

struct CaseJudge<'a>(&'a Case);

impl Judge for CaseJudge<'_> {
    fn rule(&self, field: &str) -> FieldRule {
        self.0.rules.get(field).copied().unwrap_or_default()
    }

    fn settle(&self, field: &str, conflicts: Conflicts) -> Option<(Side, Rule)> {
        let simple = tests::Simple {
            newer: self.0.newer,
            ..tests::Simple::default()
        };
        simple.settle(field, conflicts)
    }

    fn can_update(&self, _: &str) -> bool {
        true
    }
}

fn any_value(chance: &SeededRandom, field: &fields::Field) -> Value {
    let text = ["", "a", "b", "c"][usize::try_from(chance.below(4)).unwrap()];
    match field.shape {
        Shape::Bool => json!(chance.chance(50)),
        Shape::CustomFields => {
            let fields = ["x", "y", "z"].into_iter().filter(|_| chance.chance(60));
            let fields = fields.map(|id| json!({"id": id, "value": chance.below(3)}));
            json!(fields.collect::<Vec<_>>())
        }
        Shape::Tags { .. } | Shape::Emails | Shape::Phones => {
            let tags = ["a", "b", "c", "d"].into_iter();
            json!(tags.filter(|_| chance.chance(50)).collect::<Vec<_>>())
        }
        _ if chance.chance(20) => Value::Null,
        _ => json!(text),
    }
}

fn any_doc(chance: &SeededRandom, kind: Kind) -> Fields {
    let fields = fields::of(kind).iter().filter(|_| chance.chance(70));
    let fields = fields.map(|field| (field.name.to_owned(), any_value(chance, field)));
    spread(fields.filter(|(_, value)| !edit::is_blank(value)).collect())
}

/// The same document with some fields changed.
fn edited(chance: &SeededRandom, kind: Kind, doc: &Fields) -> Fields {
    let other = any_doc(chance, kind);
    let mut doc = doc.clone();
    let names: BTreeSet<String> = doc.keys().chain(other.keys()).cloned().collect();
    for name in names.into_iter().filter(|_| chance.chance(30)) {
        match other.get(&name) {
            Some(value) => drop(doc.insert(name, value.clone())),
            None => drop(doc.remove(&name)),
        }
    }
    doc
}

impl Case {
    fn any(seed: u64) -> Self {
        let chance = SeededRandom::new(seed);
        let kind = Kind::SYNCED[usize::try_from(chance.below(6)).unwrap()];
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
            newer: one_of(&chance, &[Side::Hub, Side::Remote]),
            rules: if seed.is_multiple_of(2) {
                BTreeMap::new()
            } else {
                let synced = fields::carried(kind).map(|field| (field.name, any_rule(&chance)));
                synced.collect()
            },
        }
    }

    fn rule(&self, field: &str) -> FieldRule {
        CaseJudge(self).rule(field)
    }

    fn parts(&self) -> Vec<Part<'_>> {
        let ([hub, remote], [base_hub, base_remote]) = (&self.now, &self.base);
        parts(self.kind, [hub, remote, base_hub, base_remote])
    }

    fn mirrored(&self) -> Self {
        let [hub, remote] = self.now.clone();
        Self {
            kind: self.kind,
            base: self.base.clone(),
            now: [remote, hub],
            newer: self.newer.other(),
            rules: self
                .rules
                .iter()
                .map(|(name, rule)| (*name, mirrored(*rule)))
                .collect(),
        }
    }

    fn merge(&self) -> Merge {
        let base = Base {
            hub: &self.base[0],
            remote: &self.base[1],
        };
        let [hub, remote] = &self.now;
        merge(self.kind, base, hub, remote, &CaseJudge(self))
    }

    /// Both sides once they have what the merge says.
    fn after(&self, merge: &Merge) -> [Fields; 2] {
        let [hub, remote] = &self.now;
        let mut there = spread(patched(&gathered(remote), &merge.remote.fields));
        let mut tags = set(get(remote, "tags"));
        tags.extend(merge.remote.add_tags.iter().cloned());
        tags.retain(|tag| !merge.remote.remove_tags.contains(tag));
        if self.kind == Kind::Contact {
            there = patched(
                &there,
                &Fields::from_iter([("tags".to_owned(), json!(tags))]),
            );
        }
        [spread(patched(&gathered(hub), &merge.hub)), there]
    }
}

#[test]
fn both_sides_agree_afterwards_and_nothing_is_left_to_do() {
    for seed in 0..CASES {
        let case = Case::any(seed);
        let merge = case.merge();
        let after = case.after(&merge);
        for part in case.parts() {
            let name = part.name;
            let (h, r) = (get(&after[0], name), get(&after[1], name));
            let asked = merge.asked.iter().any(|asked| asked.field == name);
            // The side that gives has nothing, and empties nothing.
            let rule = case.rule(name);
            let ruler = match rule.sets {
                Sets::Rules(side) if part.how == How::Set => Some(side),
                _ => None,
            };
            let giver = rule.direction.giver().or(ruler);
            let given = giver.map(|giver| if giver == Side::Hub { h } else { r });
            let nothing = given.is_some_and(|given| same(given, &Value::Null));
            let spared = nothing && rule.blanks == Blanks::Keep;
            assert!(
                same(h, r) || merge.off.iter().any(|off| off == name) || asked || spared,
                "seed {seed}, {name}: {h} {r}"
            );
        }
        let still = Merge {
            off: merge.off.clone(),
            asked: merge.asked.clone(),
            ..Merge::default()
        };
        let again = Case {
            now: after.clone(),
            ..Case::any(seed)
        };
        assert_eq!(again.merge(), still, "seed {seed}, old base");
        let again = Case {
            base: after,
            ..again
        };
        let still = Merge {
            asked: Vec::new(),
            ..still
        };
        assert_eq!(again.merge(), still, "seed {seed}, new base");
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
                case.parts().iter().any(|part| part.name == name),
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
        let after = case.after(&merge);
        for part in case.parts().into_iter().filter(|part| part.how != How::Set) {
            let name = part.name;
            let rule = case.rule(name);
            let stands = after.each_ref().map(|doc| get(doc, name));
            let mut nows = case.now.iter().map(|doc| get(doc, name));
            let has = nows.any(|value| !same(value, &Value::Null));
            let may_be_blank = part.how == How::Flag || rule.blanks != Blanks::Keep;
            assert!(
                !has || may_be_blank || stands.iter().any(|value| !same(value, &Value::Null)),
                "seed {seed}: {name} is blank"
            );
            for side in 0..2 {
                let (was, is) = (get(&case.base[side], name), get(&case.now[side], name));
                let told = merge
                    .conflicts
                    .iter()
                    .any(|fell| fell.field == name && same(&fell.lost, is));
                let one_way = rule.direction.giver().is_some();
                let filled = same(is, &Value::Null) && (one_way || same(was, &Value::Null));
                let stands = stands.iter().any(|value| same(is, value));
                assert!(
                    same(was, is) || stands || told || filled,
                    "seed {seed}: {name}"
                );
            }
        }
    }
}
