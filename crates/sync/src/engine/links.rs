//! Small changes of links, and what is said of them in the log.

use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind};
use tenon_store::{Link, LinkState, LinkWrite, Record, Review, Write};

use super::{Engine, intent};
use crate::merge::{Conflict, Side};

impl Engine {
    /// A link for a record that has none yet.
    pub(super) fn new_link(&self, record: &Record) -> Link {
        Link {
            connection_id: self.connection().to_owned(),
            kind: record.kind,
            record_id: record.id.clone(),
            root_id: record.root_id.clone(),
            remote_id: None,
            state: LinkState::Pending,
            base_hub: Fields::new(),
            base_remote: Fields::new(),
            detail: Value::Null,
            version: 0,
        }
    }

    /// A note in the log about a linked record.
    pub(super) fn say(&self, link: &Link, action: Action, mut detail: Value) -> Write {
        detail["connection"] = json!(self.parts.connection.name);
        detail["connectionId"] = json!(self.connection());
        detail["remoteId"] = json!(link.remote_id);
        Write::Log {
            kind: link.kind,
            record_id: link.record_id.clone(),
            root_id: link.root_id.clone(),
            action,
            detail,
        }
    }

    /// A value that fell, told on the timeline.
    pub(super) fn say_conflict(&self, link: &Link, conflict: &Conflict) -> Write {
        let winner = if conflict.winner == Side::Hub {
            "hub"
        } else {
            &self.parts.connection.system
        };
        self.say(
            link,
            Action::Conflict,
            json!({"field": conflict.field, "winner": winner, "kept": conflict.kept,
                "lost": conflict.lost, "rule": conflict.rule.name()}),
        )
    }

    /// Parts a link: one side is gone, the other stays as it is.
    pub(super) fn part(&self, link: &Link, why: &str) -> Vec<Write> {
        let parted = Link {
            state: LinkState::Parted,
            detail: Value::Null,
            ..link.clone()
        };
        vec![
            self.say(&parted, Action::Unlink, json!({"why": why})),
            save(parted),
        ]
    }

    /// Parts a link whose copy is gone: should the record come back, its copy is made anew.
    pub(super) fn part_for_good(&self, link: &Link, why: &str) -> Vec<Write> {
        let mut writes = self.part(link, why);
        for write in &mut writes {
            if let Write::Link(saved) = write {
                saved.link.remote_id = None;
            }
        }
        writes
    }

    /// Notes that the other side will not have the record as it is, and asks a person. It is sent
    /// again once its fields have changed.
    pub(super) fn refuse(&self, link: &Link, fields: &Fields, message: &str) -> Vec<Write> {
        let mut refused = link.clone();
        intent::over(&mut refused);
        let mut writes = self.refuse_fields(&mut refused, fields, message);
        writes.push(save(refused));
        writes
    }

    /// The same for some fields of a record that has a copy. The link is left to be saved.
    pub(super) fn refuse_fields(
        &self,
        link: &mut Link,
        fields: &Fields,
        message: &str,
    ) -> Vec<Write> {
        let mut all = link.detail["fields"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        if link.remote_id.is_none() {
            all.clear();
        }
        all.extend(fields.clone());
        let detail = intent::detail(link);
        detail.insert("fields".into(), Value::Object(all));
        detail.insert("message".into(), json!(message));
        link.state = LinkState::Refused;
        let connection = &self.parts.connection;
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        let review = Review {
            id: format!(
                "refused/{}/{}/{}/{}/{}",
                connection.id,
                link.kind,
                link.record_id,
                link.version,
                names.join(",")
            ),
            subject: link.root_id.clone(),
            title: format!("{} refuses a {}", connection.name, link.kind),
            reasons: vec![message.to_owned()],
            detail: json!({"connectionId": connection.id, "kind": link.kind.name(),
                "recordId": link.record_id, "fields": fields}),
        };
        vec![
            self.say(link, Action::Refuse, json!({"message": message})),
            Write::Review(Box::new(review)),
        ]
    }

    /// Asks a person about an e-mail or phone of a copy that another contact of the hub has.
    pub(super) fn ask_about_key(
        &self,
        link: &Link,
        field: &str,
        value: &Value,
        holder: &str,
    ) -> Write {
        let connection = &self.parts.connection;
        Write::Review(Box::new(Review {
            id: format!("taken/{}/{}/{field}/{value}", connection.id, link.record_id),
            subject: link.record_id.clone(),
            title: format!("{} gives a contact the {field} of another", connection.name),
            reasons: vec![format!(
                "contact {holder} has the {field} {value}; until that is settled, the {field} of \
                 this one stays as it is on both sides"
            )],
            detail: json!({"connectionId": connection.id, "kind": link.kind.name(),
                "recordId": link.record_id, "remoteId": link.remote_id, "holder": holder,
                "fields": {field: value}}),
        }))
    }

    /// Asks a person about two records that might be one.
    pub(super) fn doubt(&self, subject: &str, remote_id: &str, reason: String) -> Write {
        let connection = &self.parts.connection;
        Write::Review(Box::new(Review {
            id: format!("match/{}/{remote_id}/{subject}", connection.id),
            subject: subject.to_owned(),
            title: format!("Is this contact of {} known?", connection.name),
            reasons: vec![reason],
            detail: json!({"connectionId": connection.id, "remoteId": remote_id,
                "kind": Kind::Contact.name()}),
        }))
    }
}

/// Refuses a commit when the record has changed since it was read.
pub(super) fn still(record: &Record) -> Write {
    Write::Check {
        kind: record.kind,
        id: record.id.clone(),
        version: record.version,
    }
}

pub(super) fn save(link: Link) -> Write {
    Write::Link(Box::new(LinkWrite { link }))
}
