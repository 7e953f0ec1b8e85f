//! What people do on both sides, and what Houzz sends.

mod houzz;
mod hub;
mod owner;
mod remote;

use serde_json::{Value, json};
use tenon_model::{Fields, Kind, Random};
use tenon_sync::import::{Draft, Verdict};

use super::{terms::USERS, world::World};
pub(crate) use owner::Owner;

/// What the log has told of the hub's records so far: kind, id and contact of those alive.
#[derive(Default)]
pub(crate) struct Known {
    seq: i64,
    alive: Vec<(String, String, String)>,
    leads: Vec<Draft>,
}

impl Known {
    /// Tags that Houzz has told of. A lead that waited for a person may bring one once more, after
    /// somebody has taken it away.
    pub(crate) fn told_tags(&self) -> impl Iterator<Item = String> + '_ {
        self.leads.iter().flat_map(|draft| match &draft.verdict {
            Verdict::Record(told) => told.tags.clone(),
            _ => Vec::new(),
        })
    }
}

const FIELDS: [&str; 12] = [
    "firstName",
    "lastName",
    "city",
    "companyName",
    "website",
    "email",
    "phone",
    "customFields.hf1",
    "customFields.hf2",
    "assignedTo",
    "dnd",
    "dndSettings",
];
/// The kinds that hang on a contact.
const CHILDREN: [Kind; 4] = [Kind::Task, Kind::Note, Kind::Appointment, Kind::Opportunity];

impl World {
    /// A value that nothing else in this life has.
    fn unique(&mut self, name: &str) -> String {
        self.count += 1;
        format!("{name}-u{}", self.count)
    }

    fn any<T: Clone>(&self, items: &[T]) -> Option<T> {
        let at = usize::try_from(self.chance.below(items.len() as u64)).unwrap();
        items.get(at).cloned()
    }

    pub(crate) fn user_acts(&mut self) {
        match self.chance.below(100) {
            0..50 => self.hub_user(),
            50..92 => self.remote_user(),
            _ => self.houzz(),
        }
    }

    fn email(&self) -> String {
        format!("p{}@example.org", self.chance.below(5))
    }

    fn phone(&self) -> String {
        format!("+1512555010{}", self.chance.below(5))
    }

    fn person(&mut self) -> Fields {
        let mut fields = Fields::new();
        let mut set = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
        let kind = self.chance.below(8);
        if kind < 5 {
            let same = i64::try_from(self.chance.below(5)).unwrap();
            if kind != 3 {
                set("email", json!(format!("p{same}@example.org")));
            }
            if kind > 1 {
                set("phone", json!(format!("+1512555010{same}")));
            }
        }
        if kind == 7 && self.chance.chance(50) {
            set("firstName", json!("Ana"));
        } else {
            set("firstName", json!(self.unique("first")));
        }
        if self.chance.chance(40) {
            set("city", json!(self.unique("city")));
        }
        if self.chance.chance(30) {
            set("tags", json!([self.unique("tag")]));
        }
        if self.chance.chance(20) {
            set("customFields.hf1", json!(self.unique("custom")));
        }
        if self.chance.chance(20) {
            set("assignedTo", json!(self.any(&USERS).unwrap()));
        }
        if self.chance.chance(4) {
            set("website", json!(self.unique("refuse")));
        }
        fields
    }

    /// A new value for one field of a contact; sometimes none.
    fn edit(&mut self) -> (String, Value) {
        let name = self.any(&FIELDS).unwrap();
        let value = match name {
            "email" if self.chance.chance(50) => json!(self.email()),
            "email" => json!(format!("{}@example.org", self.unique("mail"))),
            "phone" => json!(self.phone()),
            "customFields.hf2" if self.chance.chance(30) && self.owner.maps() => {
                json!(self.any(&["pool-a", "pool-b"]).unwrap())
            }
            "assignedTo" => json!(self.any(&USERS).unwrap()),
            "dnd" => json!(self.chance.chance(50)),
            "dndSettings" => {
                let message = self.unique("dnd");
                json!({"SMS": {"status": "active", "message": message}})
            }
            _ if self.chance.chance(12) => Value::Null,
            "website" if self.chance.chance(20) => json!(self.unique("refuse")),
            name => json!(self.unique(name)),
        };
        (name.to_owned(), value)
    }

    /// A task or note whose text starts with a mark of its own.
    fn child(&mut self, kind: Kind) -> Fields {
        let mark = self.unique(kind.name());
        let value = match kind {
            Kind::Task => json!({"title": mark, "dueDate": "2026-02-01T10:00:00.000Z",
                "completed": false}),
            Kind::Appointment => json!({"title": mark, "calendarId": "hk1",
                "startTime": "2026-02-01T10:00:00.000Z", "endTime": "2026-02-01T11:00:00.000Z",
                "appointmentStatus": "confirmed"}),
            Kind::Opportunity => json!({"name": mark, "pipelineId": "hp1",
                "pipelineStageId": "hs0", "status": "open"}),
            _ => json!({"body": mark}),
        };
        value.as_object().cloned().unwrap()
    }

    /// Another text for it, behind the same mark.
    fn child_edit(&mut self, kind: Kind, fields: &Fields) -> (String, Value) {
        let (name, extra) = match kind {
            Kind::Task => ("title", Some("body")),
            Kind::Appointment => ("title", Some("address")),
            Kind::Opportunity => ("name", None),
            _ => ("body", Some("title")),
        };
        match (self.chance.below(4), extra) {
            (0, _) if kind == Kind::Task => ("completed".into(), json!(self.chance.chance(50))),
            (0, _) if kind == Kind::Appointment => {
                let states = ["confirmed", "cancelled", "showed"];
                ("appointmentStatus".into(), json!(self.any(&states)))
            }
            (0, _) if kind == Kind::Opportunity => {
                ("pipelineStageId".into(), json!(self.any(&["hs0", "hs1"])))
            }
            (1, None) => ("monetaryValue".into(), json!(self.chance.below(9))),
            (0 | 1, Some(extra)) => (extra.into(), json!(self.unique("more"))),
            _ => {
                let text = fields[name].as_str().unwrap();
                let mark = text.split(' ').next().unwrap();
                let text = format!("{mark} {}", self.unique("text"));
                (name.into(), json!(text))
            }
        }
    }
}
