//! A document checked and understood: every mistake at once, each with its line.

use tenon_model::{
    Kind,
    fields::{self, Field, Shape},
    normalise::fold,
};

use super::{
    Deletes, Entry, HouzzEntry, KindRules, SyncMap, Target,
    transform::{Case, Part, Step},
    yaml::{self, Complaint, Key, Node, Value},
};
use crate::merge::{Blanks, Conflicts, Direction, FieldRule, Sets, Side};

/// The version of the document's own form.
const FORM: &str = "1";
/// Most complaints told at once.
const MOST_COMPLAINTS: usize = 50;
/// Most steps of one transform, and most values in one table.
const MOST: (usize, usize) = (10, 500);
/// Where a field of Houzz's may go besides the contact's own: a custom field of this name.
const PREFIX: &str = "houzz_";
/// Longest name of a custom field.
const LONGEST_NAME: usize = 100;

/// Reads a document.
///
/// # Errors
/// What is wrong with it, in the order of its lines.
pub(super) fn read(text: &str) -> Result<SyncMap, Vec<Complaint>> {
    let root = yaml::read(text).map_err(|complaint| vec![complaint])?;
    let mut reader = Reader::default();
    let map = reader.map(&root);
    if reader.complaints.is_empty() {
        return Ok(map);
    }
    reader.complaints.sort_by_key(|complaint| complaint.line);
    reader.complaints.truncate(MOST_COMPLAINTS);
    Err(reader.complaints)
}

#[derive(Default)]
struct Reader {
    complaints: Vec<Complaint>,
}

/// The words a setting may be, and what they mean.
type Words<T> = [(&'static str, T)];

const DIRECTIONS: &Words<Direction> = &[
    ("both", Direction::Both),
    ("to-hub", Direction::ToHub),
    ("to-highlevel", Direction::ToRemote),
    ("off", Direction::Off),
];
const CONFLICTS: &Words<Conflicts> = &[
    ("newest", Conflicts::Newest),
    ("houzz", Conflicts::Houzz),
    ("highlevel", Conflicts::Highlevel),
    ("hub", Conflicts::Hub),
    ("ask", Conflicts::Ask),
];
const BLANKS: &Words<Blanks> = &[("keep", Blanks::Keep), ("overwrite", Blanks::Overwrite)];
const SETS: &Words<Sets> = &[
    ("union", Sets::Union),
    ("hub", Sets::Rules(Side::Hub)),
    ("highlevel", Sets::Rules(Side::Remote)),
];
const DELETES: &Words<Deletes> = &[
    ("archive", Deletes::Archive),
    ("mirror", Deletes::Mirror),
    ("unlink", Deletes::Unlink),
    ("ignore", Deletes::Ignore),
];
const SWITCH: &Words<bool> = &[("on", true), ("off", false)];
const CASES: &Words<Case> = &[
    ("upper", Case::Upper),
    ("lower", Case::Lower),
    ("title", Case::Title),
];
const PARTS: &Words<Part> = &[("first", Part::First), ("last", Part::Last)];

fn is_set(shape: Shape) -> bool {
    matches!(
        shape,
        Shape::Tags { .. } | Shape::Emails | Shape::Phones | Shape::Ids(_)
    )
}

impl Reader {
    fn complain(&mut self, line: usize, message: impl Into<String>) {
        self.complaints.push(Complaint {
            line,
            message: message.into(),
        });
    }

    /// The pairs of a table; of anything else, none and a complaint.
    fn table<'a>(&mut self, node: &'a Node, what: &str) -> &'a [(Key, Node)] {
        match &node.value {
            Value::Table(pairs) => pairs,
            Value::Text(text) if text.is_empty() => &[],
            _ => {
                let message = format!("{what} must be a table (name: value, one a line)");
                self.complain(node.line, message);
                &[]
            }
        }
    }

    fn text<'a>(&mut self, node: &'a Node, what: &str) -> &'a str {
        match &node.value {
            Value::Text(text) => text,
            _ => {
                self.complain(node.line, format!("{what} must be a text"));
                ""
            }
        }
    }

    fn word<T: Copy>(&mut self, node: &Node, what: &str, words: &Words<T>) -> Option<T> {
        let text = match &node.value {
            Value::Text(text) => text.as_str(),
            _ => "",
        };
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let message = format!("{what} must be one of {}, not {text:?}", all.join(", "));
            self.complain(node.line, message);
        }
        found.map(|(_, meaning)| *meaning)
    }

    fn unknown(&mut self, key: &Key, known: &[&str]) {
        let message = format!(
            "{:?} is not known here; known are {}",
            key.text,
            known.join(", ")
        );
        self.complain(key.line, message);
    }

    fn map(&mut self, root: &Node) -> SyncMap {
        let mut map = SyncMap::bare();
        let pairs = self.table(root, "the field map");
        if let Some((_, defaults)) = pairs.iter().find(|(key, _)| key.text == "defaults") {
            for (key, node) in self.table(defaults, "defaults") {
                if !self.policy(key, node, &mut map.rule) {
                    self.unknown(key, &["conflict", "blanks", "sets"]);
                }
            }
        }
        let mut form = None;
        for (key, node) in pairs {
            match key.text.as_str() {
                "version" => form = Some(self.text(node, "version").to_owned()),
                "defaults" => {}
                "kinds" => {
                    for (kind, rules) in self.table(node, "kinds") {
                        self.kind(kind, rules, &mut map);
                    }
                }
                "houzz" => self.houzz(node, &mut map),
                _ => self.unknown(key, &["version", "defaults", "kinds", "houzz"]),
            }
        }
        if form.as_deref() != Some(FORM) {
            let line = pairs.first().map_or(root.line, |(key, _)| key.line);
            let message = format!("the field map must say \"version: {FORM}\"");
            self.complain(line, message);
        }
        map
    }

    /// A policy, whether of everything, a kind or a field. Whether it is one.
    fn policy(&mut self, key: &Key, node: &Node, rule: &mut FieldRule) -> bool {
        match key.text.as_str() {
            "conflict" => {
                let word = self.word(node, "conflict", CONFLICTS);
                rule.conflicts = word.unwrap_or_default();
            }
            "blanks" => rule.blanks = self.word(node, "blanks", BLANKS).unwrap_or_default(),
            "sets" => rule.sets = self.word(node, "sets", SETS).unwrap_or_default(),
            _ => return false,
        }
        true
    }

    fn kind(&mut self, key: &Key, node: &Node, map: &mut SyncMap) {
        let Some(kind) = Kind::parse(&key.text).filter(|kind| kind.is_synced()) else {
            let known: Vec<&str> = Kind::SYNCED.iter().map(|kind| kind.name()).collect();
            self.unknown(key, &known);
            return;
        };
        let mut rules = KindRules::of(kind, map.rule);
        let pairs = self.table(node, &key.text);
        for (key, node) in pairs {
            match key.text.as_str() {
                "fields" => {}
                "deletes" => {
                    let deletes = self.word(node, "deletes", DELETES);
                    rules.deletes = deletes.unwrap_or(rules.deletes);
                    let message = match (kind, deletes) {
                        (Kind::Business, Some(Deletes::Unlink)) | (_, None) => None,
                        (Kind::Business, _) => {
                            Some("a deleted business is always parted from its copy: unlink")
                        }
                        (Kind::Contact, _) => None,
                        (_, Some(Deletes::Archive)) => {
                            Some("only contacts can be archived; choose mirror, unlink or ignore")
                        }
                        _ => None,
                    };
                    if let Some(message) = message {
                        self.complain(node.line, message);
                    }
                }
                _ => {
                    if !self.policy(key, node, &mut rules.rule) {
                        self.unknown(key, &["conflict", "blanks", "sets", "deletes", "fields"]);
                    }
                }
            }
        }
        for (_, node) in pairs.iter().filter(|(key, _)| key.text == "fields") {
            for (name, node) in self.table(node, "fields") {
                if let Some((name, entry)) = self.field(kind, name, node, rules.rule) {
                    rules.fields.insert(name, entry);
                }
            }
        }
        map.kinds.insert(kind, rules);
    }

    fn field(
        &mut self,
        kind: Kind,
        key: &Key,
        node: &Node,
        rule: FieldRule,
    ) -> Option<(String, Entry)> {
        let name = key.text.as_str();
        // A custom field, by its key.
        let custom = kind == Kind::Contact && name.starts_with("contact.");
        let field = fields::carried(kind).find(|field| field.name == name);
        if !custom && field.is_none() {
            let known: Vec<&str> = fields::carried(kind).map(|field| field.name).collect();
            self.unknown(key, &known);
            return None;
        }
        let mut entry = Entry {
            rule,
            steps: Vec::new(),
        };
        if matches!(node.value, Value::Text(_)) {
            entry.rule.direction = self.word(node, name, DIRECTIONS)?;
            return Some((name.to_owned(), entry));
        }
        let mut transform = None;
        for (key, node) in self.table(node, name) {
            match key.text.as_str() {
                "direction" => {
                    let direction = self.word(node, "direction", DIRECTIONS);
                    entry.rule.direction = direction.unwrap_or_default();
                }
                "transform" => transform = Some(node),
                _ => {
                    if !self.policy(key, node, &mut entry.rule) {
                        let known = ["direction", "conflict", "blanks", "sets", "transform"];
                        self.unknown(key, &known);
                    }
                }
            }
        }
        let set = field.is_some_and(|field| is_set(field.shape));
        for (key, _) in self.table(node, name).to_vec() {
            match (key.text.as_str(), set) {
                ("sets", false) => self.complain(
                    key.line,
                    format!("{name} holds one value; \"sets\" is for tags and lists"),
                ),
                ("conflict", true) => self.complain(
                    key.line,
                    format!("{name} holds several values; use \"sets\" in place of \"conflict\""),
                ),
                _ => {}
            }
        }
        if let Some(node) = transform {
            entry.steps = self.steps(node);
            self.check_steps(name, field, node, &entry);
        }
        Some((name.to_owned(), entry))
    }

    fn check_steps(&mut self, name: &str, field: Option<&Field>, node: &Node, entry: &Entry) {
        if field.is_some_and(|field| !matches!(field.shape, Shape::Text(_))) {
            let message = format!(
                "{name} has a form of its own on both sides; only texts and custom fields can be \
                 transformed"
            );
            self.complain(node.line, message);
        }
        if entry.rule.direction != Direction::Both {
            return;
        }
        let lines: Vec<usize> = match &node.value {
            Value::List(items) => items.iter().map(|item| item.line).collect(),
            _ => vec![node.line],
        };
        for (step, line) in entry.steps.iter().zip(lines) {
            if let Some(why) = step.way_back() {
                let message = format!(
                    "{name} goes both ways, and this step has no way back: {why}; make it to-hub or \
                     to-highlevel, or leave the step out"
                );
                self.complain(line, message);
            }
        }
    }

    fn steps(&mut self, node: &Node) -> Vec<Step> {
        let Value::List(items) = &node.value else {
            self.complain(
                node.line,
                "transform must be a list (a dash before each step)",
            );
            return Vec::new();
        };
        if items.len() > MOST.0 {
            self.complain(node.line, format!("there are more than {} steps", MOST.0));
        }
        items.iter().filter_map(|item| self.step(item)).collect()
    }

    fn step(&mut self, node: &Node) -> Option<Step> {
        const KNOWN: [&str; 7] = [
            "trim", "phone", "case", "name", "date", "values", "template",
        ];
        let step = match &node.value {
            Value::Text(text) if text == "trim" => Step::Trim,
            Value::Text(text) if text == "phone" => Step::Phone,
            Value::Table(pairs) if pairs.len() == 1 => {
                let (key, value) = &pairs[0];
                match key.text.as_str() {
                    "case" => Step::Case(self.word(value, "case", CASES)?),
                    "name" => Step::Name(self.word(value, "name", PARTS)?),
                    "date" => Step::Date(self.text(value, "date").to_owned()),
                    "template" => Step::Template(self.text(value, "template").to_owned()),
                    "values" => {
                        let pairs = self.table(value, "values");
                        if pairs.len() > MOST.1 {
                            let message = format!("there are more than {} values", MOST.1);
                            self.complain(value.line, message);
                        }
                        let read = |(from, to): &(Key, Node)| {
                            (from.text.clone(), self.text(to, "a value").to_owned())
                        };
                        Step::Values(pairs.iter().map(read).collect())
                    }
                    _ => {
                        self.unknown(key, &KNOWN);
                        return None;
                    }
                }
            }
            _ => {
                let message = format!("a step must be one of {}", KNOWN.join(", "));
                self.complain(node.line, message);
                return None;
            }
        };
        if let Some(fault) = step.fault() {
            self.complain(node.line, fault);
        }
        Some(step)
    }

    fn houzz(&mut self, node: &Node, map: &mut SyncMap) {
        const KNOWN: [&str; 4] = ["custom-fields", "lead", "client", "project"];
        for (key, node) in self.table(node, "houzz") {
            match key.text.as_str() {
                "custom-fields" => {
                    let on = self.word(node, "custom-fields", SWITCH);
                    map.houzz.custom_fields = on.unwrap_or_default();
                }
                "lead" | "client" | "project" => {
                    let entries = self.table(node, &key.text);
                    let read = entries.iter().filter_map(|(from, node)| {
                        let (target, steps) = self.target(from, node)?;
                        Some(HouzzEntry {
                            from: fold(&from.text.replace('_', " ")),
                            label: from.text.clone(),
                            target,
                            steps,
                        })
                    });
                    let entries: Vec<HouzzEntry> = read.collect();
                    map.houzz.entries.insert(key.text.clone(), entries);
                }
                _ => self.unknown(key, &KNOWN),
            }
        }
    }

    /// Where something that Houzz tells goes.
    fn target(&mut self, from: &Key, node: &Node) -> Option<(Target, Vec<Step>)> {
        let (mut to, mut name, mut steps) = (None, None, Vec::new());
        match &node.value {
            Value::Text(text) => to = Some((text.clone(), node.line)),
            _ => {
                for (key, node) in self.table(node, &from.text) {
                    match key.text.as_str() {
                        "to" => to = Some((self.text(node, "to").to_owned(), node.line)),
                        "name" => name = Some((self.text(node, "name").to_owned(), node.line)),
                        "transform" => steps = self.steps(node),
                        _ => self.unknown(key, &["to", "name", "transform"]),
                    }
                }
            }
        }
        let Some((to, line)) = to else {
            let message = format!("{:?} must say where it goes (to: …, or off)", from.text);
            self.complain(from.line, message);
            return None;
        };
        if let Some((name, line)) = &name
            && (name.trim().is_empty() || name.chars().count() > LONGEST_NAME)
        {
            let message = format!("name must have 1 to {LONGEST_NAME} characters");
            self.complain(*line, message);
        }
        let text_field = |name: &str| {
            let field = fields::find(Kind::Contact, name);
            field.is_some_and(|field| {
                field.synced && (matches!(field.shape, Shape::Text(_)) || name == "phone")
            })
        };
        let is_key = |rest: &str| {
            !rest.is_empty()
                && rest.len() <= LONGEST_NAME
                && rest
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        let target = match to.strip_prefix(PREFIX) {
            Some(rest) if is_key(rest) => Target::Custom {
                name: name.map_or_else(|| spoken(&to), |(name, _)| name.trim().to_owned()),
                key: to,
            },
            None if to == "off" => Target::Off,
            None if to == "tags" => Target::Tag,
            None if text_field(&to) => Target::Field(to),
            _ => {
                let message = format!(
                    "{to:?} is no place for it; use off, tags, a text field of the contact such as \
                     companyName, or a custom field {PREFIX}… in small letters"
                );
                self.complain(line, message);
                return None;
            }
        };
        Some((target, steps))
    }
}

/// `houzz_project_type` as "Houzz project type".
fn spoken(key: &str) -> String {
    let words = key.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase());
    first.into_iter().flatten().chain(letters).collect()
}
