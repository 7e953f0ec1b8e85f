//! A calendar's meetings become appointments of the contact who attends. Whoever attends is known by the
//! e-mail alone: a name in a title is no evidence.

mod missing;

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind, fields, time};
use tenon_operations::edit;
use tenon_store::{Link, LinkWrite, Record, Review, SourceItem, StoreError, Write};

pub use missing::Missing;

use super::{
    ImportError, Importer, Line, MAX_TRIES, Outcome,
    item::{Plan, label},
};

/// The calendars of a location that are looked at for one to put meetings into.
const CALENDARS: i64 = 1;

/// A meeting, as a calendar tells it.
#[derive(Debug, Clone)]
pub struct MeetingDraft {
    /// The calendar it is in.
    pub calendar: String,
    /// Its identity in its calendar: the same however often it is moved.
    pub id: String,
    /// What it says now, as a hash: another one is a change.
    pub version: String,
    /// What it is called.
    pub label: String,
    /// Where it stood.
    pub place: String,
    /// The e-mails of those who attend.
    pub attendees: Vec<String>,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// More about it.
    pub description: Option<String>,
    /// Where it takes place.
    pub address: Option<String>,
    /// Whether it was called off.
    pub cancelled: bool,
    /// As it came.
    pub raw: Vec<u8>,
}

impl Importer {
    /// Takes one meeting in and says what became of it. One that nobody known attends is left alone and
    /// not kept: calendars hold much that is nobody's business.
    ///
    /// # Errors
    /// See [`ImportError`]; the meeting is then as if it had never come.
    pub async fn take_meeting(&mut self, meeting: &MeetingDraft) -> Result<Line, ImportError> {
        for _ in 0..MAX_TRIES {
            let result = self.try_meeting(meeting).await;
            match result {
                Err(ImportError::Store(StoreError::Conflict { .. })) => {}
                result => return result,
            }
        }
        Err(ImportError::Contended(meeting.label.clone()))
    }

    async fn try_meeting(&mut self, meeting: &MeetingDraft) -> Result<Line, ImportError> {
        let told = match self.meeting_fields(meeting) {
            Ok(told) => told,
            Err(complaints) => return self.ask_about(meeting, complaints).await,
        };
        let plan = match self.link_of_source(Kind::Appointment, &meeting.id).await? {
            Some(link) => self.known_meeting(meeting, link, &told).await?,
            None if meeting.cancelled => left("it was called off before it was known"),
            None => match self.who_attends(meeting).await?.as_slice() {
                [] => left("nobody attends whose e-mail is a contact's"),
                [one] => self.new_meeting(meeting, one, told).await?,
                several => {
                    let names = several.iter().map(label).collect::<Result<Vec<_>, _>>()?;
                    let why = format!("several contacts attend it: {}", names.join(", "));
                    return self.ask_about(meeting, vec![why]).await;
                }
            },
        };
        self.finish_meeting(meeting, plan).await
    }

    fn meeting_fields(&self, meeting: &MeetingDraft) -> Result<Fields, Vec<String>> {
        let status = if meeting.cancelled {
            "cancelled"
        } else {
            "confirmed"
        };
        let doc = json!({
            "title": meeting.label,
            "startTime": time::to_wire(meeting.start),
            "endTime": time::to_wire(meeting.end),
            "appointmentStatus": status,
            "description": meeting.description,
            "address": meeting.address,
        });
        let doc = doc.as_object().cloned().unwrap_or_default();
        let country = &self.cx.location.country;
        let mut told = fields::check(fields::APPOINTMENT, &[], doc, country)?;
        told.retain(|_, value| !edit::is_blank(value));
        Ok(told)
    }

    /// The contacts who attend, by e-mail.
    async fn who_attends(&self, meeting: &MeetingDraft) -> Result<Vec<Record>, StoreError> {
        let mut found: Vec<Record> = Vec::new();
        for email in &meeting.attendees {
            for contact in self.contacts_with("email", email).await? {
                if !found.iter().any(|known| known.id == contact.id) {
                    found.push(contact);
                }
            }
        }
        Ok(found)
    }

    async fn new_meeting(
        &self,
        meeting: &MeetingDraft,
        contact: &Record,
        told: Fields,
    ) -> Result<Plan, ImportError> {
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let calendars = store
            .records_in(location, Kind::Calendar, 0, CALENDARS)
            .await?;
        let Some(calendar) = calendars.first() else {
            return Ok(left("the location has no calendar to put it into"));
        };
        let id = self.cx.new_id();
        let mut doc = told.clone();
        doc.insert("calendarId".into(), calendar.id.clone().into());
        let link = Link {
            remote_id: Some(meeting.id.clone()),
            base_hub: doc.clone(),
            base_remote: told,
            detail: json!({"calendar": meeting.calendar}),
            ..self.blank_link(Kind::Appointment, &id, &contact.id)
        };
        Ok(Plan {
            outcome: Outcome::Created,
            reasons: Vec::new(),
            contact_id: Some(contact.id.clone()),
            contact: Some(label(contact)?),
            writes: vec![
                Write::Create {
                    kind: Kind::Appointment,
                    id: id.clone(),
                    root_id: contact.id.clone(),
                    doc,
                    exclusive: false,
                },
                Write::Link(Box::new(LinkWrite { link })),
                spoken(meeting, &id, &contact.id),
            ],
        })
    }

    /// What the calendar changed since it was last read is taken over; what was changed here alone stays.
    async fn known_meeting(
        &self,
        meeting: &MeetingDraft,
        link: Link,
        told: &Fields,
    ) -> Result<Plan, ImportError> {
        let unchanged = |why: &str| Plan {
            outcome: Outcome::Unchanged,
            contact_id: Some(link.root_id.clone()),
            ..left(why)
        };
        if link.base_remote == *told {
            return Ok(unchanged("known already"));
        }
        let Some(record) = self.record(Kind::Appointment, &link.record_id).await? else {
            return Ok(unchanged("its appointment was deleted in Tenon"));
        };
        let before = record.fields()?;
        let mut doc = before.clone();
        let mut writes = Vec::new();
        let names = told.keys().chain(
            link.base_remote
                .keys()
                .filter(|name| !told.contains_key(*name)),
        );
        for name in names {
            let (new, last) = (told.get(name), link.base_remote.get(name));
            if new == last {
                continue;
            }
            let (own, agreed) = (before.get(name), link.base_hub.get(name));
            if own != agreed && own != new {
                writes.push(Write::Log {
                    kind: Kind::Appointment,
                    record_id: record.id.clone(),
                    root_id: record.root_id.clone(),
                    action: Action::Conflict,
                    detail: json!({"field": name, "winner": "houzz", "kept": new, "lost": own,
                        "rule": "calendar", "connection": "houzz"}),
                });
            }
            match new {
                Some(value) => drop(doc.insert(name.clone(), value.clone())),
                None => drop(doc.remove(name)),
            }
        }
        writes.push(spoken(meeting, &record.id, &record.root_id));
        let outcome = if doc == before {
            Outcome::Unchanged
        } else {
            Outcome::Merged
        };
        let contact_id = Some(record.root_id.clone());
        let link = Link {
            base_hub: doc.clone(),
            base_remote: told.clone(),
            ..link
        };
        if doc != before {
            writes.push(Write::Update {
                old: record,
                doc,
                exclusive: false,
            });
        }
        writes.push(Write::Link(Box::new(LinkWrite { link })));
        Ok(Plan {
            outcome,
            reasons: Vec::new(),
            contact_id,
            contact: None,
            writes,
        })
    }

    async fn finish_meeting(
        &mut self,
        meeting: &MeetingDraft,
        mut plan: Plan,
    ) -> Result<Line, ImportError> {
        let line = Line {
            place: meeting.place.clone(),
            label: meeting.label.clone(),
            outcome: plan.outcome,
            reasons: std::mem::take(&mut plan.reasons),
            contact_id: plan.contact_id.clone(),
            contact: plan.contact.take(),
        };
        if plan.writes.is_empty() {
            return Ok(line);
        }
        if self.dry_run {
            let known = super::imagined::Known {
                outcome: plan.outcome.name().to_owned(),
                contact_id: plan.contact_id,
            };
            let key = meeting.version.clone();
            self.imagined.apply(key, known, &plan.writes, self.cx.now());
            return Ok(line);
        }
        let mut commit = self.cx.commit(plan.writes);
        commit.origin.cause.kind = "import".into();
        commit.origin.cause.id.clone_from(&meeting.version);
        self.cx.store.commit(commit).await?;
        Ok(line)
    }

    /// Puts a meeting before a person, once in each of its versions.
    async fn ask_about(
        &self,
        meeting: &MeetingDraft,
        reasons: Vec<String>,
    ) -> Result<Line, ImportError> {
        let line = Line {
            place: meeting.place.clone(),
            label: meeting.label.clone(),
            outcome: Outcome::Review,
            reasons: reasons.clone(),
            contact_id: None,
            contact: None,
        };
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let known = store
            .source_item(location, &meeting.version)
            .await?
            .is_some();
        if known || self.dry_run {
            return Ok(line);
        }
        let source = SourceItem {
            key: meeting.version.clone(),
            import_id: self.import_id.clone(),
            origin: "calendar".into(),
            label: meeting.label.clone(),
            place: meeting.place.clone(),
            outcome: Outcome::Review.name().into(),
            reasons: reasons.clone(),
            record_id: None,
            raw: meeting.raw.clone(),
        };
        let review = Review {
            id: format!("source/{}", meeting.version),
            subject: meeting.version.clone(),
            title: format!("{}: {}", meeting.place, meeting.label),
            reasons,
            detail: json!({"origin": "calendar", "sourceKey": meeting.version,
                "attendees": meeting.attendees}),
        };
        let writes = vec![
            Write::Source(Box::new(source)),
            Write::Review(Box::new(review)),
        ];
        self.cx.store.commit(self.cx.commit(writes)).await?;
        Ok(line)
    }
}

fn left(why: &str) -> Plan {
    Plan {
        outcome: Outcome::Ignored,
        reasons: vec![why.to_owned()],
        contact_id: None,
        contact: None,
        writes: Vec::new(),
    }
}

/// The entry of the log that says that a calendar spoke of the appointment.
fn spoken(meeting: &MeetingDraft, id: &str, contact: &str) -> Write {
    Write::Log {
        kind: Kind::Appointment,
        record_id: id.to_owned(),
        root_id: contact.to_owned(),
        action: Action::Import,
        detail: json!({"origin": "calendar", "label": meeting.label, "place": meeting.place,
            "sourceKey": meeting.version, "extra": Value::Array(Vec::new())}),
    }
}
