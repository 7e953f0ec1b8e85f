//! Who wins where both sides changed a field: the field's policy, and what the log tells.

use std::cell::Cell;

use jiff::Timestamp;

use crate::{
    history::FieldTimes,
    merge::{Conflicts, FieldRule, Judge, Rule, Side},
};

/// A judge over a hub's record and its copy in a connected system.
pub(crate) struct PairJudge<'a> {
    /// The connected system: `highlevel`, `houzz`.
    pub(crate) system: &'a str,
    /// The rules of the fields.
    pub(crate) rules: &'a dyn Fn(&str) -> FieldRule,
    /// Whether the other side's field can be written.
    pub(crate) can_update: &'a dyn Fn(&str) -> bool,
    /// What the log tells of the hub's fields, and when the other side was written, by our clock. It is
    /// read only when it is needed.
    pub(crate) history: Option<(&'a FieldTimes, Timestamp)>,
    /// Set when the history was needed and not there: the verdict is then a guess.
    pub(crate) guessed: Cell<bool>,
}

impl PairJudge<'_> {
    fn newest(&self, field: &str) -> (Side, Rule) {
        let Some((times, theirs)) = self.history else {
            self.guessed.set(true);
            return (Side::Remote, Rule::NewestWins);
        };
        let side = if times.of(field) > theirs {
            Side::Hub
        } else {
            Side::Remote
        };
        (side, Rule::NewestWins)
    }

    /// What that system has or told stands; between others, the later change.
    fn system(&self, field: &str, system: &str, rule: Rule) -> (Side, Rule) {
        if self.system == system {
            return (Side::Remote, rule);
        }
        let told = |(times, _): (&FieldTimes, _)| times.door(field).starts_with(system);
        if self.history.is_some_and(told) {
            (Side::Hub, rule)
        } else {
            self.newest(field)
        }
    }
}

impl Judge for PairJudge<'_> {
    fn rule(&self, field: &str) -> FieldRule {
        (self.rules)(field)
    }

    fn settle(&self, field: &str, conflicts: Conflicts) -> Option<(Side, Rule)> {
        match conflicts {
            Conflicts::Newest => Some(self.newest(field)),
            Conflicts::Houzz => Some(self.system(field, "houzz", Rule::HouzzWins)),
            Conflicts::Highlevel => Some(self.system(field, "highlevel", Rule::HighlevelWins)),
            Conflicts::Hub => Some((Side::Hub, Rule::HubWins)),
            Conflicts::Ask => None,
        }
    }

    fn can_update(&self, field: &str) -> bool {
        (self.can_update)(field)
    }
}
