//! Each kind of change, and the events that HighLevel would send for it.

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Action, Change, Fields, Kind, Origin, change::difference};
use tenon_webhooks::{Completeness, Event, Snapshot, events, stringify, webhook_id};

const HOME: &str = "ve9EPM428h8vShlRW1KT";

fn fields(doc: &Value) -> Fields {
    doc.as_object().cloned().unwrap_or_default()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// What a change from one document to another tells, `null` standing for no record.
fn told(kind: Kind, before: &Value, after: &Value, completeness: Completeness) -> Vec<Event> {
    let action = match (before, after) {
        (Value::Null, _) => Action::Create,
        (_, Value::Null) => Action::Delete,
        _ => Action::Update,
    };
    let change = Change {
        seq: 7,
        at: at("2021-11-26T12:41:02.193Z"),
        kind: kind.name().into(),
        record_id: "nmFmQEsNgz6AVpgLVUJ0".into(),
        root_id: if kind == Kind::Contact {
            "nmFmQEsNgz6AVpgLVUJ0".into()
        } else {
            "CWBf1PR9LvvBkcYqiXlc".into()
        },
        action,
        version: 1,
        origin: Origin::new(("token", "t1", "Office"), "api", ("request", "r1")),
        fields: difference(&fields(before), &fields(after))
            .into_iter()
            .map(Into::into)
            .collect(),
        detail: Value::Null,
    };
    // A tombstone holds what the record was.
    let doc = if after.is_null() { before } else { after };
    let record = Snapshot {
        fields: fields(doc),
        created_at: at("2021-11-26T12:41:02.193Z"),
    };
    events(HOME, &change, Some(&record), completeness)
}

fn names(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(|event| event.kind.name()).collect()
}

fn contact() -> Value {
    json!({
        "address1": "3535 1st St N",
        "assignedTo": "nmFmQEsNgz6AVpgLVUJ0",
        "city": "ruDolomitebika",
        "companyName": "Loram ipsum",
        "country": "DE",
        "customFields": [{"id": "BcdmQEsNgz6AVpgLVUJ0", "value": "XYZ Corp"}],
        "dateOfBirth": "2000-01-05",
        "dnd": true,
        "email": "JohnDeo@gmail.comm",
        "firstName": "John",
        "lastName": "Deo",
        "phone": "+919509597501",
        "postalCode": "452001",
        "source": "xyz form",
        "state": "AL",
        "tags": ["id magna sed Lorem", "Duis dolor commodo aliqua"],
        "website": "https://www.google.com/",
    })
}

fn note() -> Value {
    json!({"body": "Loram ipsum", "title": "A heading", "userId": "u1"})
}

fn task(completed: bool) -> Value {
    json!({
        "title": "Loram ipsum",
        "body": "Loram ipsum",
        "dueDate": "2021-11-26T12:41:02.193Z",
        "completed": completed,
        "assignedTo": "63e4qiWDsFJjOYAC8phG",
    })
}

fn with(mut doc: Value, field: &str, value: Value) -> Value {
    doc[field] = value;
    doc
}

/// The samples of HighLevel's pages, to the byte; only `type` differs between alike ones.
#[test]
fn payloads_are_the_samples_of_highlevels_pages() {
    const CONTACT: &str = concat!(
        r#"{"type":"TYPE","locationId":"ve9EPM428h8vShlRW1KT","id":"nmFmQEsNgz6AVpgLVUJ0","#,
        r#""address1":"3535 1st St N","city":"ruDolomitebika","state":"AL","#,
        r#""companyName":"Loram ipsum","country":"DE","source":"xyz form","#,
        r#""dateAdded":"2021-11-26T12:41:02.193Z","dateOfBirth":"2000-01-05T00:00:00.000Z","#,
        r#""dnd":true,"email":"JohnDeo@gmail.comm","name":"John Deo","firstName":"John","#,
        r#""lastName":"Deo","phone":"+919509597501","postalCode":"452001","#,
        r#""tags":["id magna sed Lorem","Duis dolor commodo aliqua"],"#,
        r#""website":"https://www.google.com/","attachments":[],"#,
        r#""assignedTo":"nmFmQEsNgz6AVpgLVUJ0","#,
        r#""customFields":[{"id":"BcdmQEsNgz6AVpgLVUJ0","value":"XYZ Corp"}]}"#,
    );
    const NOTE: &str = concat!(
        r#"{"type":"TYPE","locationId":"ve9EPM428h8vShlRW1KT","id":"nmFmQEsNgz6AVpgLVUJ0","#,
        r#""body":"Loram ipsum","contactId":"CWBf1PR9LvvBkcYqiXlc","#,
        r#""dateAdded":"2021-11-26T12:41:02.193Z"}"#,
    );
    const TASK: &str = concat!(
        r#"{"type":"TYPE","locationId":"ve9EPM428h8vShlRW1KT","id":"nmFmQEsNgz6AVpgLVUJ0","#,
        r#""assignedTo":"63e4qiWDsFJjOYAC8phG","body":"Loram ipsum","#,
        r#""contactId":"CWBf1PR9LvvBkcYqiXlc","title":"Loram ipsum","#,
        r#""dateAdded":"2021-11-26T12:41:02.193Z","dueDate":"2021-11-26T12:41:02.193Z"}"#,
    );
    const COMPLETE: &str = concat!(
        r#"{"type":"TYPE","locationId":"ve9EPM428h8vShlRW1KT","id":"nmFmQEsNgz6AVpgLVUJ0","#,
        r#""assignedTo":"63e4qiWDsFJjOYAC8phG","body":"Loram ipsum","#,
        r#""contactId":"CWBf1PR9LvvBkcYqiXlc","dateAdded":"2021-11-26T12:41:02.193Z","#,
        r#""dueDate":"2021-11-26T12:41:02.193Z","title":"Loram ipsum"}"#,
    );
    let none = Value::Null;
    let (bare, renamed) = (
        with(contact(), "tags", json!([])),
        with(contact(), "city", json!("X")),
    );
    let other = with(note(), "body", json!("before"));
    for (kind, before, after, name, sample) in [
        (Kind::Contact, &none, &contact(), "ContactCreate", CONTACT),
        (
            Kind::Contact,
            &renamed,
            &contact(),
            "ContactUpdate",
            CONTACT,
        ),
        (
            Kind::Contact,
            &bare,
            &contact(),
            "ContactTagUpdate",
            CONTACT,
        ),
        (Kind::Contact, &contact(), &none, "ContactDelete", CONTACT),
        (Kind::Note, &none, &note(), "NoteCreate", NOTE),
        (Kind::Note, &other, &note(), "NoteUpdate", NOTE),
        (Kind::Note, &note(), &none, "NoteDelete", NOTE),
        (Kind::Task, &none, &task(false), "TaskCreate", TASK),
        (
            Kind::Task,
            &task(false),
            &task(true),
            "TaskComplete",
            COMPLETE,
        ),
        (Kind::Task, &task(true), &none, "TaskDelete", TASK),
    ] {
        let told = told(kind, before, after, Completeness::AsHighLevel);
        assert_eq!(names(&told), [name]);
        let body = stringify(&Value::Object(told[0].payload.clone()));
        assert_eq!(body, sample.replace("TYPE", name));
    }
}

#[test]
fn tags_and_fields_changed_together_are_two_events() {
    let before = with(with(contact(), "tags", json!([])), "city", json!("X"));
    let told = told(
        Kind::Contact,
        &before,
        &contact(),
        Completeness::AsHighLevel,
    );
    assert_eq!(names(&told), ["ContactUpdate", "ContactTagUpdate"]);
    let ids: Vec<_> = told.iter().map(|event| webhook_id(event, "s")).collect();
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn a_task_that_is_edited_or_reopened_is_no_event_of_highlevels() {
    let edited = with(task(false), "title", json!("Call"));
    for (before, after) in [(task(false), edited), (task(true), task(false))] {
        assert!(told(Kind::Task, &before, &after, Completeness::AsHighLevel).is_empty());
        let full = told(Kind::Task, &before, &after, Completeness::Full);
        assert_eq!(names(&full), ["TaskUpdate"]);
    }
    let both = with(task(true), "title", json!("Call"));
    let full = told(Kind::Task, &task(false), &both, Completeness::Full);
    assert_eq!(names(&full), ["TaskComplete", "TaskUpdate"]);
}

#[test]
fn the_full_form_tells_what_highlevel_leaves_out() {
    let before = with(note(), "body", json!("before"));
    let told = told(Kind::Note, &before, &note(), Completeness::Full);
    let body = stringify(&Value::Object(told[0].payload.clone()));
    assert!(
        body.ends_with(concat!(
            r#""dateAdded":"2021-11-26T12:41:02.193Z","title":"A heading","userId":"u1","#,
            r#""changedFields":["body"],"previous":{"body":"before"}}"#,
        )),
        "{body}"
    );
}

#[test]
fn what_may_be_sent_is_an_event_of_its_own_with_the_channels() {
    let settings = json!({"SMS": {"status": "active", "message": "", "code": ""}});
    let mut after = with(contact(), "dndSettings", settings.clone());
    after["city"] = json!("Lima");
    let told = told(Kind::Contact, &contact(), &after, Completeness::AsHighLevel);
    assert_eq!(names(&told), ["ContactUpdate", "ContactDndUpdate"]);
    assert_eq!(told[1].payload["dndSettings"], settings);
    assert!(!told[0].payload.contains_key("dndSettings"));
}

#[test]
fn an_appointment_is_told_as_highlevel_nests_it() {
    let appointment = json!({
        "calendarId": "BqTwX8QFwXzpegMve9EQ",
        "startTime": "2023-09-25T10:30:00.000Z",
        "endTime": "2023-09-25T11:00:00.000Z",
        "title": "Appointment with GHL Dev team",
        "appointmentStatus": "confirmed",
        "assignedUserId": "YlWd2wuCAZQzh2cH1fVZ",
        "description": "Ours",
    });
    let new = told(
        Kind::Appointment,
        &Value::Null,
        &appointment,
        Completeness::AsHighLevel,
    );
    let body = stringify(&Value::Object(new[0].payload.clone()));
    let expected = concat!(
        r#"{"type":"AppointmentCreate","locationId":"ve9EPM428h8vShlRW1KT","appointment":{"#,
        r#""id":"nmFmQEsNgz6AVpgLVUJ0","title":"Appointment with GHL Dev team","#,
        r#""calendarId":"BqTwX8QFwXzpegMve9EQ","contactId":"CWBf1PR9LvvBkcYqiXlc","#,
        r#""appointmentStatus":"confirmed","assignedUserId":"YlWd2wuCAZQzh2cH1fVZ","#,
        r#""users":["YlWd2wuCAZQzh2cH1fVZ"],"startTime":"2023-09-25T10:30:00.000Z","#,
        r#""endTime":"2023-09-25T11:00:00.000Z","dateAdded":"2021-11-26T12:41:02.193Z","#,
        r#""dateUpdated":"2021-11-26T12:41:02.193Z"}}"#,
    );
    assert_eq!(body, expected);
    let after = with(appointment.clone(), "appointmentStatus", json!("cancelled"));
    let changed = told(Kind::Appointment, &appointment, &after, Completeness::Full);
    assert_eq!(names(&changed), ["AppointmentUpdate"]);
    assert_eq!(changed[0].payload["appointment"]["description"], "Ours");
    assert_eq!(
        changed[0].payload["previous"],
        json!({"appointmentStatus": "confirmed"})
    );
}

#[test]
fn a_firm_is_an_event_of_ours() {
    let (firm, named) = (json!({"name": "Acme"}), json!({"name": "Acme & Sons"}));
    for (before, after, kind) in [
        (&Value::Null, &firm, "BusinessCreate"),
        (&firm, &named, "BusinessUpdate"),
        (&firm, &Value::Null, "BusinessDelete"),
    ] {
        assert!(told(Kind::Business, before, after, Completeness::AsHighLevel).is_empty());
        let told = told(Kind::Business, before, after, Completeness::Full);
        assert_eq!(names(&told), [kind]);
        let name = if after.is_null() { before } else { after };
        assert_eq!(told[0].payload["name"], name["name"]);
    }
}

#[test]
fn blank_fields_are_left_out_and_lists_are_not() {
    let told = told(
        Kind::Contact,
        &Value::Null,
        &json!({"lastName": "Deo"}),
        Completeness::AsHighLevel,
    );
    let keys: Vec<_> = told[0].payload.keys().map(String::as_str).collect();
    let expected = "type locationId id dateAdded dnd name lastName tags attachments customFields";
    assert_eq!(keys.join(" "), expected);
}

#[test]
fn what_only_speaks_of_a_record_is_no_event() {
    let mut change = Change {
        seq: 1,
        at: at("2021-11-26T12:41:02.193Z"),
        kind: "contact".into(),
        record_id: "c".into(),
        root_id: "c".into(),
        action: Action::Push,
        version: 0,
        origin: Origin::new(("system", "", ""), "highlevel", ("change", "1")),
        fields: Vec::new(),
        detail: json!({"connection": "x"}),
    };
    for action in Action::ALL.into_iter().filter(|action| !action.writes()) {
        change.action = action;
        assert!(events(HOME, &change, None, Completeness::Full).is_empty());
    }
    change.action = Action::Update;
    assert!(events(HOME, &change, None, Completeness::Full).is_empty());
}

#[test]
fn an_id_is_always_the_same_and_never_anothers() {
    let one = told(Kind::Note, &Value::Null, &note(), Completeness::AsHighLevel).remove(0);
    let id = webhook_id(&one, "s");
    assert_eq!(id, webhook_id(&one, "s"));
    let parts: Vec<_> = id.split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12]);
    let later = Event {
        at: at("2021-11-26T12:41:02.194Z"),
        ..one.clone()
    };
    let next = Event {
        seq: 8,
        ..one.clone()
    };
    let elsewhere = Event {
        location_id: "other".into(),
        ..one.clone()
    };
    for other in [
        webhook_id(&one, "t"),
        webhook_id(&later, "s"),
        webhook_id(&next, "s"),
        webhook_id(&elsewhere, "s"),
    ] {
        assert_ne!(id, other);
    }
}
