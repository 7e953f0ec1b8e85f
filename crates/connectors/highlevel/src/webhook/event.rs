//! What a webhook says. Payloads are snapshots without the values before; type, ids, `timestamp` and
//! `webhookId` stand at their top (HighLevel docs, webhook events).

use std::fmt::Write;

use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use serde_json::Value;
use tenon_model::{Fields, Kind, is_id};

use crate::mapping;

/// Largest body that is read. A contact with 300 custom fields is below 100 KiB.
pub const MAX_BODY: usize = 1024 * 1024;
/// Longest `webhookId`; HighLevel's is a UUID.
const MAX_WEBHOOK_ID: usize = 128;

/// Why a webhook cannot be read; sending it again would not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// Larger than [`MAX_BODY`].
    #[error("the webhook is larger than {MAX_BODY} bytes")]
    TooLarge,
    /// Not a JSON object with a `type`.
    #[error("the webhook is not a JSON object with a type")]
    Shape,
    /// An event about a record that does not name it.
    #[error("the webhook does not say which record it is about")]
    NoRecord,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A contact came to be or changed.
    Contact(String),
    /// A contact was deleted.
    ContactDeleted(String),
    /// A task or note came to be or changed.
    Child {
        /// Which of the two.
        kind: Kind,
        /// Its id.
        id: String,
        /// Its contact, which live TaskCreate events do not name (highlevel-api-docs issue 332).
        contact_id: Option<String>,
    },
    /// A task or note was deleted.
    ChildDeleted {
        /// Which of the two.
        kind: Kind,
        /// Its id.
        id: String,
        /// Its contact.
        contact_id: Option<String>,
    },
    /// The app was installed.
    Install,
    /// The app was taken away; its tokens are void.
    Uninstall,
    /// Something that is not synced.
    Other,
}

/// A webhook, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// By which a repetition is known; derived from the body where the vendor gives none.
    pub webhook_id: String,
    /// The event's type, as it stands there.
    pub kind: String,
    /// The location; absent on an agency's install.
    pub location_id: Option<String>,
    /// The company, where that is told: on installs and uninstalls.
    pub company_id: Option<String>,
    /// When it was sent, where that is told.
    pub timestamp: Option<Timestamp>,
    /// The app it was sent to.
    pub app_id: Option<String>,
    /// What it is about.
    pub subject: Subject,
    /// A contact's fields as they were then: those that the payload holds.
    pub snapshot: Option<Fields>,
}

/// Reads a webhook whose signature was verified.
///
/// # Errors
/// When it is too large, is no event, or names no record where it should.
pub fn read(body: &[u8]) -> Result<Event, WebhookError> {
    if body.len() > MAX_BODY {
        return Err(WebhookError::TooLarge);
    }
    let json: Value = serde_json::from_slice(body).map_err(|_| WebhookError::Shape)?;
    let kind = json["type"].as_str().ok_or(WebhookError::Shape)?;
    let subject = subject(kind, &json)?;
    let snapshot = matches!(subject, Subject::Contact(_) | Subject::ContactDeleted(_))
        .then(|| mapping::read(Kind::Contact, &json, ""));
    Ok(Event {
        webhook_id: webhook_id(&json, body),
        kind: kind.to_owned(),
        location_id: id(&json["locationId"]),
        company_id: id(&json["companyId"]),
        timestamp: mapping::moment(&json["timestamp"]),
        app_id: id(&json["appId"]),
        subject,
        snapshot,
    })
}

fn subject(kind: &str, json: &Value) -> Result<Subject, WebhookError> {
    let id = || id(&json["id"]).ok_or(WebhookError::NoRecord);
    let contact_id = self::id(&json["contactId"]);
    Ok(match kind {
        "ContactCreate" | "ContactUpdate" | "ContactDndUpdate" | "ContactTagUpdate" => {
            Subject::Contact(id()?)
        }
        "ContactDelete" => Subject::ContactDeleted(id()?),
        // There is no TaskUpdate upstream; a sandbox may send one.
        "TaskCreate" | "TaskUpdate" | "TaskComplete" => Subject::Child {
            kind: Kind::Task,
            id: id()?,
            contact_id,
        },
        "NoteCreate" | "NoteUpdate" => Subject::Child {
            kind: Kind::Note,
            id: id()?,
            contact_id,
        },
        "TaskDelete" | "NoteDelete" => Subject::ChildDeleted {
            kind: if kind == "TaskDelete" {
                Kind::Task
            } else {
                Kind::Note
            },
            id: id()?,
            contact_id,
        },
        // The payload stands one deeper (AppointmentCreate.md), and lacks nothing.
        "AppointmentCreate" | "AppointmentUpdate" | "AppointmentDelete" => {
            let appointment = &json["appointment"];
            let id = self::id(&appointment["id"]).ok_or(WebhookError::NoRecord)?;
            child(
                kind,
                Kind::Appointment,
                id,
                self::id(&appointment["contactId"]),
            )
        }
        _ if kind.starts_with("Opportunity") => child(kind, Kind::Opportunity, id()?, contact_id),
        // The files are called AppInstall and AppUninstall, the type on the wire is not.
        "INSTALL" | "AppInstall" => Subject::Install,
        "UNINSTALL" | "AppUninstall" => Subject::Uninstall,
        _ => Subject::Other,
    })
}

fn child(event: &str, kind: Kind, id: String, contact_id: Option<String>) -> Subject {
    if event.ends_with("Delete") {
        Subject::ChildDeleted {
            kind,
            id,
            contact_id,
        }
    } else {
        Subject::Child {
            kind,
            id,
            contact_id,
        }
    }
}

fn id(value: &Value) -> Option<String> {
    value.as_str().filter(|id| is_id(id)).map(str::to_owned)
}

fn webhook_id(json: &Value, body: &[u8]) -> String {
    let given = json["webhookId"]
        .as_str()
        .map(str::trim)
        .unwrap_or_default();
    let fits = (1..=MAX_WEBHOOK_ID).contains(&given.len())
        && given.bytes().all(|byte| byte.is_ascii_graphic());
    if fits {
        return given.to_owned();
    }
    let mut text = "sha256-".to_owned();
    for byte in digest(&SHA256, body).as_ref() {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(value: &Value) -> Result<Event, WebhookError> {
        read(value.to_string().as_bytes())
    }

    #[test]
    fn the_example_contact_event_is_read() {
        // ContactCreate's example, with the envelope of live events around it.
        let event = event(
            &json!({"type": "ContactCreate", "locationId": "ve9EPM428h8vShlRW1KT",
            "id": "nmFmQEsNgz6AVpgLVUJ0", "address1": "3535 1st St N", "city": "ruDolomitebika",
            "state": "AL", "companyName": "Loram ipsum", "country": "DE", "source": "xyz form",
            "dateAdded": "2021-11-26T12:41:02.193Z", "dateOfBirth": "2000-01-05T00:00:00.000Z",
            "dnd": true, "email": "JohnDeo@gmail.comm", "name": "John Deo", "firstName": "John",
            "lastName": "Deo", "phone": "+919509597501", "postalCode": "452001",
            "tags": ["id magna sed Lorem", "Duis dolor commodo aliqua"],
            "website": "https://www.google.com/", "attachments": [],
            "assignedTo": "nmFmQEsNgz6AVpgLVUJ0",
            "customFields": [{"id": "BcdmQEsNgz6AVpgLVUJ0", "value": "XYZ Corp"}],
            "timestamp": "2026-01-05T12:00:00.000Z", "webhookId": "5d6e2c1a-uuid",
            "appId": "app1", "versionId": "app1"}),
        )
        .unwrap();
        assert_eq!(event.webhook_id, "5d6e2c1a-uuid");
        assert_eq!(event.kind, "ContactCreate");
        assert_eq!(event.location_id.as_deref(), Some("ve9EPM428h8vShlRW1KT"));
        assert_eq!(event.app_id.as_deref(), Some("app1"));
        assert_eq!(
            event.timestamp.map(|at| at.as_second()),
            Some(1_767_614_400)
        );
        assert_eq!(
            event.subject,
            Subject::Contact("nmFmQEsNgz6AVpgLVUJ0".into())
        );
        assert_eq!(
            Value::Object(event.snapshot.unwrap()),
            json!({"firstName": "John", "lastName": "Deo", "email": "johndeo@gmail.comm",
                "phone": "+919509597501", "companyName": "Loram ipsum",
                "address1": "3535 1st St N", "city": "ruDolomitebika", "state": "AL",
                "postalCode": "452001", "country": "DE", "website": "https://www.google.com/",
                "source": "xyz form", "dateOfBirth": "2000-01-05", "dnd": true,
                "assignedTo": "nmFmQEsNgz6AVpgLVUJ0",
                "customFields.BcdmQEsNgz6AVpgLVUJ0": "XYZ Corp",
                "tags": ["duis dolor commodo aliqua", "id magna sed lorem"]})
        );
    }

    #[test]
    fn each_type_has_its_subject() {
        let of = |kind: &str| event(&json!({"type": kind, "id": "r1"})).unwrap().subject;
        let child = |kind| Subject::Child {
            kind,
            id: "r1".into(),
            contact_id: None,
        };
        assert_eq!(of("ContactTagUpdate"), Subject::Contact("r1".into()));
        assert_eq!(of("ContactDelete"), Subject::ContactDeleted("r1".into()));
        assert_eq!(of("TaskComplete"), child(Kind::Task));
        assert_eq!(of("NoteUpdate"), child(Kind::Note));
        assert_eq!(
            event(&json!({"type": "NoteDelete", "id": "n1", "contactId": "c1"}))
                .unwrap()
                .subject,
            Subject::ChildDeleted {
                kind: Kind::Note,
                id: "n1".into(),
                contact_id: Some("c1".into())
            }
        );
        assert_eq!(of("INSTALL"), Subject::Install);
        assert_eq!(of("UNINSTALL"), Subject::Uninstall);
        assert_eq!(of("OpportunityStageUpdate"), child(Kind::Opportunity));
        let visit = json!({"type": "AppointmentDelete", "locationId": "l1",
            "appointment": {"id": "e1", "contactId": "c1"}});
        assert_eq!(
            event(&visit).unwrap().subject,
            Subject::ChildDeleted {
                kind: Kind::Appointment,
                id: "e1".into(),
                contact_id: Some("c1".into())
            }
        );
        assert_eq!(of("InvoicePaid"), Subject::Other);
    }

    #[test]
    fn an_event_without_an_id_of_its_own_gets_one_from_its_body() {
        let one = event(&json!({"type": "NoteCreate", "id": "n1"})).unwrap();
        let same = event(&json!({"type": "NoteCreate", "id": "n1"})).unwrap();
        let other = event(&json!({"type": "NoteCreate", "id": "n2", "webhookId": " "})).unwrap();
        assert_eq!(one.webhook_id, same.webhook_id);
        assert_ne!(one.webhook_id, other.webhook_id);
        assert_eq!(one.webhook_id.len(), "sha256-".len() + 64);
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for bad in [json!([]), json!({}), json!({"type": 1}), json!("x")] {
            assert_eq!(event(&bad), Err(WebhookError::Shape), "{bad}");
        }
        for id in [json!(null), json!(""), json!("../x"), json!(5)] {
            let bad = json!({"type": "ContactUpdate", "id": id});
            assert_eq!(event(&bad), Err(WebhookError::NoRecord), "{bad}");
        }
        assert_eq!(read(b"{"), Err(WebhookError::Shape));
        assert_eq!(read(&vec![b' '; MAX_BODY + 1]), Err(WebhookError::TooLarge));
    }
}
