//! What Houzz sends.

use tenon_model::Clock;
use tenon_sync::import::{Draft, Importer, Incoming, NoteDraft, TaskDraft, Verdict};

use crate::simulation::{
    peer::texts,
    world::{World, at_once},
};

impl World {
    /// A lead comes in, by one channel or by two; or one that came before comes again.
    pub(super) fn houzz(&mut self) {
        let again = self
            .any(&self.known.leads)
            .filter(|_| self.chance.chance(30));
        let drafts = match again {
            Some(draft) => vec![draft],
            None => {
                let mut fields = self.person();
                let tags = texts(fields.get("tags")).into_iter().collect();
                fields.retain(|name, _| {
                    !["tags", "website", "assignedTo"].contains(&name.as_str())
                        && !name.starts_with("customFields.")
                });
                let key = self.unique("lead");
                let mark = self.unique("note");
                let incoming = Incoming {
                    fields,
                    tags,
                    notes: vec![NoteDraft {
                        external_id: None,
                        title: None,
                        body: mark,
                    }],
                    tasks: vec![TaskDraft {
                        external_id: Some(key.clone()),
                        title: self.unique("task"),
                        body: None,
                        due: None,
                        completed: false,
                    }],
                    occurred_at: Some(self.clock.now()),
                    ..Incoming::default()
                };
                let mail = Draft {
                    key,
                    origin: "leadEmail".into(),
                    place: "mail".into(),
                    label: "a lead".into(),
                    raw: Vec::new(),
                    verdict: Verdict::Record(Box::new(incoming.clone())),
                };
                let mut drafts = vec![mail.clone()];
                if self.chance.chance(40) {
                    let told = Incoming {
                        notes: Vec::new(),
                        tasks: Vec::new(),
                        ..incoming
                    };
                    drafts.push(Draft {
                        key: format!("{}/bridge", mail.key),
                        origin: "bridge".into(),
                        verdict: Verdict::Record(Box::new(told)),
                        ..mail
                    });
                }
                drafts
            }
        };
        self.take_in(&drafts);
        self.known.leads.extend(drafts);
    }

    fn take_in(&mut self, drafts: &[Draft]) {
        let mut cx = self.cx.clone();
        cx.origin.actor.id.clone_from(&self.houzz.id);
        let mut importer = Importer::new(cx, self.houzz.clone(), false);
        for draft in drafts {
            let line = at_once(importer.take(draft.clone())).unwrap();
            self.say(|| format!("houzz: {draft:?} → {line:?}"));
        }
    }

    /// Everything Houzz has sent comes once more.
    pub(crate) fn leads_again(&mut self) {
        let drafts = self.known.leads.clone();
        self.take_in(&drafts);
    }
}
