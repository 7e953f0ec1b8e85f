//! What an owner does: takes things back, makes two contacts one, lets things rest, decides what was asked,
//! and changes the field map.

use serde_json::json;
use tenon_model::{Kind, Random};
use tenon_store::{Pause, ReviewSearch};

use super::CHILDREN;
use crate::simulation::{
    terms::furniture,
    world::{World, at_once},
};

/// What an owner does in a life. Most lives have none, for what an owner does excuses much.
#[derive(Default)]
pub(crate) struct Owner {
    undoes: bool,
    merges: bool,
    pauses: bool,
    decides: bool,
    maps: bool,
    /// Merges that were made, and other things that can be undone: a kind of cause and its id.
    done: Vec<(&'static str, String)>,
    /// Versions of the field map that were switched on.
    pub(crate) maps_on: Vec<String>,
    /// Whether copies were to go with an undo.
    pub(crate) withdrew: bool,
}

impl Owner {
    pub(crate) fn any(chance: &impl Random) -> Self {
        let does = chance.below(12);
        let all = does == 11;
        Self {
            undoes: does == 6 || does == 7 || all,
            merges: does == 7 || all,
            pauses: does == 8 || all,
            maps: does == 9 || does == 10 || all,
            decides: does == 10 || all,
            ..Self::default()
        }
    }

    /// Whether field maps are switched on.
    pub(crate) fn maps(&self) -> bool {
        self.maps
    }

    /// Whether there is one.
    pub(crate) fn acts(&self) -> bool {
        self.undoes || self.pauses || self.maps
    }
}

impl World {
    pub(crate) fn owner_acts(&mut self) {
        let owner = &self.owner;
        match self.chance.below(5) {
            0 if owner.undoes => self.undo(),
            1 if owner.merges => self.merge(),
            2 if owner.pauses => self.pause(),
            3 if owner.decides => self.decide(),
            4 if owner.maps => self.change_map(),
            _ => {}
        }
    }

    /// One change, what came in with a lead, a merge, a decision, or an undo.
    fn undo(&mut self) {
        self.look_at_log();
        // What stands beside the contacts stays there: the furniture was made first.
        let first = furniture().len() as u64;
        let last = self.known.seq().unsigned_abs();
        let lead = self.any(&self.known.leads);
        let done = self.any(&self.owner.done);
        let (kind, id) = match (self.chance.below(4), lead, done) {
            (0, Some(lead), _) => ("import", json!(lead.key)),
            (1 | 2, _, Some((kind, id))) => (kind, json!(id)),
            _ if last <= first => return,
            _ => ("change", json!(first + 1 + self.chance.below(last - first))),
        };
        let mut body = json!({"kind": kind, "id": id});
        if self.chance.chance(25) {
            body["changedSince"] = json!("undo");
        }
        if self.chance.chance(10) {
            body["copies"] = json!("delete");
            self.owner.withdrew = true;
        }
        if let Ok(told) = self.operate("create-undo", &[], body) {
            let id = told["undo"]["id"].as_str().unwrap().to_owned();
            self.owner.done.push(("undo", id));
        }
    }

    fn merge(&mut self) {
        self.look_at_log();
        let contacts = self.known.contacts();
        let (Some(survivor), Some(loser)) = (self.any(&contacts), self.any(&contacts)) else {
            return;
        };
        let prefer = self.any(&["survivor", "newest"]);
        let body = json!({"survivorId": survivor, "loserId": loser, "prefer": prefer});
        if let Ok(told) = self.operate("create-merge", &[], body) {
            let id = told["merge"]["id"].as_str().unwrap().to_owned();
            self.owner.done.push(("merge", id));
        }
    }

    /// A pause of the connection, a kind or a contact, or the end of one.
    fn pause(&mut self) {
        self.look_at_log();
        let pauses = at_once(self.store.pauses(&self.location.id)).unwrap();
        if let Some(pause) = self.any(&pauses).filter(|_| self.chance.chance(60)) {
            return self.resume(&pause);
        }
        let connection = self.connection.id.clone();
        let path = [("connectionId", connection.as_str())];
        let contact = self.any(&self.known.contacts());
        let _ = match (self.chance.below(3), contact) {
            (0, _) => self.operate("pause-connection", &path, json!({})),
            (1, _) => {
                let kind: Kind = self.any(&CHILDREN).unwrap();
                let body = json!({"kind": kind.name()});
                self.operate("pause-connection", &path, body)
            }
            (_, Some(contact)) => {
                let path = [("contactId", contact.as_str())];
                self.operate("pause-contact", &path, json!({}))
            }
            (_, None) => return,
        };
    }

    fn resume(&mut self, pause: &Pause) {
        if pause.contact_id.is_empty() {
            let body = match pause.kind.as_str() {
                "" => json!({}),
                kind => json!({"kind": kind}),
            };
            let path = [("connectionId", pause.connection_id.as_str())];
            self.operate("resume-connection", &path, body).unwrap();
        } else {
            // Nobody resumes a contact that is not there any more.
            let path = [("contactId", pause.contact_id.as_str())];
            let _ = self.operate("resume-contact", &path, json!({}));
        }
    }

    /// Nothing rests any more.
    pub(crate) fn resume_all(&mut self) {
        for pause in at_once(self.store.pauses(&self.location.id)).unwrap() {
            self.resume(&pause);
        }
    }

    /// Decides something that is asked.
    fn decide(&mut self) {
        let open = ReviewSearch {
            state: "open".into(),
            limit: 100,
            ..ReviewSearch::default()
        };
        let open = at_once(self.store.reviews(&self.location.id, &open)).unwrap();
        let Some(asked) = self.any(&open) else { return };
        let words = ["hub", "remote", "retry", "link", "apart", "leave", "create"];
        let body = json!({"decision": self.any(&words)});
        let path = [("conflictId", asked.review.id.as_str())];
        if self.operate("decide-conflict", &path, body).is_ok() && self.owner.undoes {
            self.owner.done.push(("decision", asked.review.id));
        }
    }

    /// Another field map is saved and switched on, or one of those before.
    fn change_map(&mut self) {
        let saved = self.owner.maps_on.len() as u64;
        let version = if saved > 0 && self.chance.chance(30) {
            self.chance.below(saved + 1).to_string()
        } else {
            let document = self.document();
            let saved = self.operate("save-sync-map", &[], json!({"document": document}));
            self.owner.maps_on.push(document);
            saved.unwrap()["syncMap"]["version"].to_string()
        };
        let path = [("version", version.as_str())];
        let body = json!({"withoutPreview": true});
        self.operate("switch-on-sync-map-version", &path, body)
            .unwrap();
    }

    fn word(&self, name: &str, words: &[&'static str]) -> Option<String> {
        let word = self.any(words).filter(|_| self.chance.chance(50))?;
        Some(format!("{name}: {word}"))
    }

    /// Any field map. It is JSON besides, for that is YAML.
    fn document(&self) -> String {
        const WAYS: &[&str] = &["both", "to-hub", "to-highlevel", "off"];
        const WINNERS: &[&str] = &["newest", "houzz", "highlevel", "hub", "ask"];
        const BLANKS: &[&str] = &["keep", "overwrite"];
        const DELETES: &[&str] = &["mirror", "unlink", "ignore"];
        let mut fields = Vec::new();
        for field in ["lastName", "city", "companyName", "contact.roof", "dnd"] {
            let words = [
                self.word("direction", WAYS),
                self.word("conflict", WINNERS),
                self.word("blanks", BLANKS),
            ];
            let words: Vec<String> = words.into_iter().flatten().collect();
            fields.push(format!("      {field}: {{{}}}", words.join(", ")));
        }
        if let Some(sets) = self.word("sets", &["union", "hub", "highlevel"]) {
            fields.push(format!("      tags: {{{sets}}}"));
        }
        let transforms = [
            "{transform: [{values: {pool-a: A pool, pool-b: B pool}}]}",
            "{direction: to-highlevel, transform: [{case: upper}]}",
            "{direction: to-hub, transform: [{case: title}]}",
            "{direction: to-highlevel, transform: [{template: '{{ firstName }}: {{ value }}'}]}",
        ];
        if let Some(transform) = self.any(&transforms) {
            fields.push(format!("      contact.pool: {transform}"));
        }
        let mut text = String::from("version: 1\n");
        let defaults = [self.word("conflict", WINNERS), self.word("blanks", BLANKS)];
        for (at, word) in defaults.into_iter().flatten().enumerate() {
            text += if at == 0 { "defaults:\n" } else { "" };
            text += &format!("  {word}\n");
        }
        text += "kinds:\n  contact:\n";
        if let Some(deletes) = self.word("deletes", &["archive", "mirror", "unlink", "ignore"]) {
            text += &format!("    {deletes}\n");
        }
        text += &format!("    fields:\n{}\n", fields.join("\n"));
        for kind in CHILDREN {
            if let Some(deletes) = self.word("deletes", DELETES) {
                text += &format!("  {}: {{{deletes}}}\n", kind.name());
            }
        }
        text
    }
}

impl super::Known {
    fn seq(&self) -> i64 {
        self.seq
    }

    fn contacts(&self) -> Vec<String> {
        let contacts = self.alive.iter().filter(|(kind, _, _)| kind == "contact");
        contacts.map(|(_, id, _)| id.clone()).collect()
    }
}
