//! Small changes of links, and what is said of them in the log.

use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind};
use tenon_store::{Link, LinkState, LinkWrite, Record, Review, Write};

use super::Engine;
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
            ..link.clone()
        };
        vec![
            self.say(&parted, Action::Unlink, json!({"why": why})),
            save(parted),
        ]
    }

    /// Notes that the other side will not have the record as it is, and asks a person. It is sent
    /// again once its fields have changed.
    pub(super) fn refuse(&self, link: &Link, fields: &Fields, message: &str) -> Vec<Write> {
        let refused = Link {
            state: LinkState::Refused,
            detail: json!({"message": message, "fields": fields}),
            ..link.clone()
        };
        let connection = &self.parts.connection;
        let review = Review {
            id: format!(
                "refused/{}/{}/{}/{}",
                connection.id, link.kind, link.record_id, link.version
            ),
            subject: link.root_id.clone(),
            title: format!("{} refuses a {}", connection.name, link.kind),
            reasons: vec![message.to_owned()],
            detail: json!({"connectionId": connection.id, "kind": link.kind.name(),
                "recordId": link.record_id, "fields": fields}),
        };
        vec![
            self.say(&refused, Action::Refuse, json!({"message": message})),
            Write::Review(Box::new(review)),
            save(refused),
        ]
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

pub(super) fn save(link: Link) -> Write {
    Write::Link(Box::new(LinkWrite { link }))
}
