//! `/calendars/…` and `/contacts/{contactId}/appointments`

use serde_json::{Value, json};
use tenon_model::{Kind, Scope};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    calendars_are_listed_and_read
    an_appointment_is_made_read_moved_and_deleted
    an_appointment_says_as_little_as_it_must
    an_appointment_is_refused_what_it_cannot_be
    appointments_are_listed_by_time
    another_locations_appointment_is_not_seen
    an_appointment_goes_with_its_contact
}

const PATH: &str = "/calendars/events/appointments";

async fn calendar(app: &TestApp, active: bool) -> String {
    let doc = json!({"name": "Visits", "isActive": active, "slotDuration": 45});
    app.record(Kind::Calendar, doc).await
}

async fn user(app: &TestApp, email: &str) -> String {
    let doc = json!({"email": email, "role": "user"});
    app.record(Kind::User, doc).await
}

/// An appointment that starts then; its id.
async fn at(app: &TestApp, calendar: &str, contact: &str, start: &str) -> String {
    let body = json!({"locationId": HOME, "calendarId": calendar, "contactId": contact,
        "startTime": start});
    let made = app.post(PATH, body).await.is(200);
    made["id"].as_str().unwrap().to_owned()
}

async fn calendars_are_listed_and_read(app: &TestApp) {
    let id = calendar(app, true).await;
    let told = json!({"id": id, "locationId": HOME, "name": "Visits", "isActive": true,
        "slotDuration": 45, "slotDurationUnit": "mins"});
    let list = app
        .get(&format!("/calendars/?locationId={HOME}"))
        .await
        .is(200);
    assert_eq!(list["calendars"], json!([told]));
    let one = app.get(&format!("/calendars/{id}")).await.is(200);
    assert_eq!(one["calendar"], told);
    app.get("/calendars/none")
        .await
        .refuses(400, "Calendar not found");
    app.get(&format!("/calendars/?locationId={AWAY}"))
        .await
        .is(403);
}

async fn an_appointment_is_made_read_moved_and_deleted(app: &TestApp) {
    let (calendar, user) = (calendar(app, true).await, user(app, "u@x.com").await);
    let contact = app.contact(json!({"firstName": "Ana"})).await;
    let body = json!({"locationId": HOME, "calendarId": calendar, "contactId": contact,
        "startTime": "2026-06-23T03:30:00+05:30", "endTime": "2026-06-23T04:30:00+05:30",
        "title": "Site visit", "appointmentStatus": "new", "assignedUserId": user,
        "description": "Measure", "address": "1 Main St", "notes": "Dog",
        "meetingLocationType": "address", "meetingLocationId": "custom_0",
        "ignoreDateRange": false, "ignoreFreeSlotValidation": true, "toNotify": false,
        "overrideLocationConfig": true});
    let made = app.post(PATH, body).await.is(200);
    let id = made["id"].as_str().unwrap().to_owned();
    let added = made["dateAdded"].clone();
    let mut told = json!({"id": id, "locationId": HOME, "calendarId": calendar,
        "contactId": contact, "startTime": "2026-06-22T22:00:00.000Z",
        "endTime": "2026-06-22T23:00:00.000Z", "title": "Site visit",
        "appointmentStatus": "new", "assignedUserId": user, "users": [user],
        "description": "Measure", "address": "1 Main St", "notes": "Dog",
        "meetingLocationType": "address", "meetingLocationId": "custom_0", "groupId": "",
        "isRecurring": false, "assignedResources": [], "dateAdded": added, "dateUpdated": added,
        "traceId": made["traceId"]});
    assert_eq!(made, told);
    told.as_object_mut().unwrap().remove("traceId");
    let path = format!("{PATH}/{id}");
    assert_eq!(app.get(&path).await.is(200)["event"], told);
    let of_contact = format!("/contacts/{contact}/appointments");
    assert_eq!(app.get(&of_contact).await.is(200)["events"], json!([told]));
    // Moved, it lasts as long; and one can end it.
    app.pass(60);
    let later = json!({"startTime": "2026-06-24T09:00:00Z", "appointmentStatus": "confirmed"});
    let moved = app.put(&path, later).await.is(200);
    assert_eq!(moved["endTime"], "2026-06-24T10:00:00.000Z");
    assert_eq!(moved["appointmentStatus"], "confirmed");
    assert_ne!(moved["dateUpdated"], added);
    let ended = app
        .put(&path, json!({"endTime": "2026-06-24T09:20:00Z"}))
        .await;
    assert_eq!(ended.is(200)["startTime"], "2026-06-24T09:00:00.000Z");
    let v3 = app.call("GET", &path).version(Some("v3")).send().await;
    assert_eq!(v3.is(200)["event"]["endTime"], "2026-06-24T09:20:00.000Z");
    // It is in the contact's timeline.
    let timeline = app
        .get(&format!("/tenon/v1/contacts/{contact}/timeline"))
        .await;
    let entries = timeline.is(200)["entries"].clone();
    let kinds = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["kind"]);
    assert_eq!(kinds.filter(|kind| *kind == "appointment").count(), 3);
    let gone = app.delete(&format!("/calendars/events/{id}")).await.is(201);
    assert_eq!(gone["succeeded"], true);
    app.get(&path).await.refuses(400, "Appointment not found");
    assert_eq!(app.get(&of_contact).await.is(200)["events"], json!([]));
}

async fn an_appointment_says_as_little_as_it_must(app: &TestApp) {
    let calendar = calendar(app, true).await;
    let contact = app
        .contact(json!({"firstName": "Ana", "lastName": "Cruz"}))
        .await;
    let id = at(app, &calendar, &contact, "2026-06-24T09:00:00Z").await;
    let read = app.get(&format!("{PATH}/{id}")).await.is(200)["event"].clone();
    // As long as the calendar's slots, named as its contact.
    assert_eq!(read["endTime"], "2026-06-24T09:45:00.000Z");
    assert_eq!(
        (&read["title"], &read["users"]),
        (&json!("Ana Cruz"), &json!([]))
    );
    assert_eq!(read["appointmentStatus"], "confirmed");
}

async fn an_appointment_is_refused_what_it_cannot_be(app: &TestApp) {
    let (open, shut) = (calendar(app, true).await, calendar(app, false).await);
    let contact = app.contact(json!({})).await;
    let before = app.store.last_seq(HOME).await.unwrap();
    let body = |more: Value| {
        let mut body = json!({"locationId": HOME, "calendarId": open, "contactId": contact,
            "startTime": "2026-06-24T09:00:00Z"});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().cloned().unwrap());
        body
    };
    app.post(PATH, json!({})).await.complains(&[
        "locationId should not be empty",
        "calendarId should not be empty",
        "contactId should not be empty",
        "startTime should not be empty",
    ]);
    for (more, told) in [
        (
            json!({"startTime": "soon"}),
            "startTime must be a valid ISO 8601 date string",
        ),
        (
            json!({"endTime": "2026-06-24T08:59:59Z"}),
            "endTime must not be before startTime",
        ),
        (
            json!({"appointmentStatus": "maybe"}),
            "appointmentStatus must be one of the following values: new, confirmed, cancelled, \
             showed, noshow, invalid",
        ),
        (
            json!({"toNotify": "no"}),
            "toNotify must be a boolean value",
        ),
        (
            json!({"rrule": "FREQ=DAILY"}),
            "property rrule should not exist",
        ),
    ] {
        app.post(PATH, body(more)).await.complains(&[told]);
    }
    for (more, told) in [
        (json!({"calendarId": "none"}), "Calendar not found"),
        (json!({"calendarId": shut}), "The calendar is not active"),
        (json!({"contactId": "none"}), "Contact not found"),
        (json!({"assignedUserId": "none"}), "User not found"),
    ] {
        app.post(PATH, body(more)).await.refuses(400, told);
    }
    app.post(PATH, body(json!({"locationId": AWAY})))
        .await
        .is(403);
    assert_eq!(app.store.last_seq(HOME).await.unwrap(), before);
    let id = at(app, &open, &contact, "2026-06-24T09:00:00Z").await;
    let path = format!("{PATH}/{id}");
    let put = async |body| app.put(&path, body).await;
    put(json!({"endTime": "2026-06-24T08:00:00Z"}))
        .await
        .is(422);
    put(json!({"startTime": null}))
        .await
        .complains(&["startTime should not be empty"]);
    put(json!({"contactId": contact}))
        .await
        .complains(&["property contactId should not exist"]);
    put(json!({"calendarId": shut})).await.is(400);
    app.delete("/calendars/events/none")
        .await
        .refuses(400, "Appointment not found");
    assert_eq!(app.store.last_seq(HOME).await.unwrap(), before + 1);
}

async fn appointments_are_listed_by_time(app: &TestApp) {
    let (one, two) = (calendar(app, true).await, calendar(app, true).await);
    let user = user(app, "u@x.com").await;
    let contact = app.contact(json!({})).await;
    let early = at(app, &one, &contact, "2026-06-01T09:00:00Z").await;
    let late = at(app, &one, &contact, "2026-06-30T09:00:00Z").await;
    let middle = at(app, &one, &contact, "2026-06-15T09:00:00Z").await;
    let other = at(app, &two, &contact, "2026-06-15T09:00:00Z").await;
    let put = json!({"assignedUserId": user});
    for id in [&other, &late] {
        app.put(&format!("{PATH}/{id}"), put.clone()).await.is(200);
    }
    let list = async |query: String| {
        let path = format!("/calendars/events?locationId={HOME}{query}");
        let events = app.get(&path).await.is(200)["events"].clone();
        let ids = events.as_array().unwrap().iter();
        let ids = ids.map(|event| event["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let june = "&startTime=1780272000000&endTime=1782863999000";
    let all = list(format!("{june}&calendarId={one}")).await;
    assert_eq!(all, [&early, &middle, &late].map(String::clone));
    let span = "&startTime=2026-06-01T09:00:00Z&endTime=2026-06-15T09:00:00Z";
    let some = list(format!("{span}&calendarId={one}")).await;
    assert_eq!(some, [&early, &middle].map(String::clone));
    let of_user = list(format!("{june}&userId={user}")).await;
    assert_eq!(of_user, [&other, &late].map(String::clone));
    let of_both = list(format!("{june}&userId={user}&calendarId={one}")).await;
    assert_eq!(of_both, std::slice::from_ref(&late));
    assert_eq!(list(format!("{june}&groupId=none")).await, [""; 0]);
    app.delete(&format!("/calendars/events/{late}"))
        .await
        .is(201);
    assert_eq!(list(format!("{june}&userId={user}")).await, [other]);
    for query in [
        "",
        &format!("{june}&x=1"),
        &format!("&startTime=x&endTime=1&calendarId={one}"),
    ] {
        let path = format!("/calendars/events?locationId={HOME}{query}");
        app.get(&path).await.is(422);
    }
}

async fn another_locations_appointment_is_not_seen(app: &TestApp) {
    let calendar = calendar(app, true).await;
    let contact = app.contact(json!({})).await;
    let id = at(app, &calendar, &contact, "2026-06-24T09:00:00Z").await;
    let away = app.token_for(AWAY, Scope::ALL).await;
    for (method, path) in [
        ("GET", format!("{PATH}/{id}")),
        ("DELETE", format!("/calendars/events/{id}")),
    ] {
        let call = app.call(method, &path).token(Some(&away));
        call.send().await.refuses(400, "Appointment not found");
    }
    let body = json!({"locationId": AWAY, "calendarId": calendar, "contactId": contact,
        "startTime": "2026-06-24T09:00:00Z"});
    let call = app.call("POST", PATH).token(Some(&away)).json(&body);
    call.send().await.refuses(400, "Contact not found");
}

async fn an_appointment_goes_with_its_contact(app: &TestApp) {
    let calendar = calendar(app, true).await;
    let contact = app.contact(json!({})).await;
    let id = at(app, &calendar, &contact, "2026-06-24T09:00:00Z").await;
    app.delete(&format!("/contacts/{contact}")).await.is(200);
    app.get(&format!("{PATH}/{id}"))
        .await
        .refuses(400, "Appointment not found");
    let path = format!("/contacts/{contact}/appointments");
    app.get(&path).await.refuses(400, "Contact not found");
}
