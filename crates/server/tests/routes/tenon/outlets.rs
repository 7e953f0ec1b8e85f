//! `/tenon/v1/connections/{id}/outlet`, `/capabilities`, `/import-file`, `handoffs`, `work-items` and
//! `calendar-feeds`; `/feeds/calendar/{secret}.ics`

use serde_json::{Value, json};
use tenon_model::{Clock, Kind, Scope};
use tenon_store::{
    Connection, Evidence, Handoff, HandoffState, Link, LinkState, LinkWrite, OutletWrite, WorkItem,
    WorkState, Write,
};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    a_catch_hook_is_kept_and_never_shown
    settings_that_cannot_be_are_refused
    a_contact_is_handed_off_once
    what_is_unknown_is_decided_by_a_person
    a_work_item_is_ticked_off_and_opened_again
    lists_are_paged
    what_can_be_done_is_told_with_its_proof
    an_import_file_holds_whom_houzz_does_not_know
    a_feed_tells_appointments_until_it_is_revoked
    a_feed_holds_one_users_appointments
}

const HOOK: &str = "https://hooks.example/hooks/catch/1/secretpart/";

/// A connection at home; its id.
pub(crate) async fn connection(app: &TestApp, system: &str) -> String {
    let id = tenon_model::new_id(app.clock.now(), &*app.random);
    let connection = Connection {
        location_id: HOME.into(),
        id: id.clone(),
        system: system.into(),
        name: "Houzz Pro".into(),
        settings: json!({}),
    };
    app.write(HOME, vec![Write::Connection(Box::new(connection))])
        .await;
    id
}

/// An entry of the ledger in a state.
pub(crate) async fn handoff(
    app: &TestApp,
    connection: &str,
    contact: &str,
    state: HandoffState,
) -> String {
    let id = tenon_model::new_id(app.clock.now(), &*app.random);
    let entry = Handoff {
        id: id.clone(),
        connection_id: connection.into(),
        what: "lead".into(),
        record_id: contact.into(),
        root_id: contact.into(),
        state,
        way: "zapier".into(),
        tries: 0,
        sent: json!({"lead_name": "x"}),
        reason: "no answer came".into(),
        evidence: Value::Null,
        handed_at: Some(app.clock.now()),
        created_at: app.clock.now(),
        updated_at: app.clock.now(),
        version: 0,
    };
    let write = OutletWrite::Handoff(Box::new(entry));
    app.write(HOME, vec![Write::Outlet(write)]).await;
    id
}

/// An open item of the work list.
pub(crate) async fn item(app: &TestApp, connection: &str, contact: &str, field: &str) -> String {
    let id = tenon_model::new_id(app.clock.now(), &*app.random);
    let item = WorkItem {
        id: id.clone(),
        connection_id: connection.into(),
        kind: Kind::Contact,
        record_id: contact.into(),
        root_id: contact.into(),
        field: field.into(),
        state: WorkState::Open,
        title: "Change the phone of Ana in Houzz Pro to +15125550143".into(),
        before: Value::Null,
        wanted: json!("+15125550143"),
        url: "https://pro.houzz.com/manage/leads/88".into(),
        evidence: Value::Null,
        created_at: app.clock.now(),
        updated_at: app.clock.now(),
        version: 0,
    };
    let write = OutletWrite::WorkItem(Box::new(item));
    app.write(HOME, vec![Write::Outlet(write)]).await;
    id
}

fn outlet(connection: &str) -> String {
    format!("/tenon/v1/connections/{connection}/outlet")
}

async fn a_catch_hook_is_kept_and_never_shown(app: &TestApp) {
    let houzz = connection(app, "houzz").await;
    let blank = app.get(&outlet(&houzz)).await.is(200)["outlet"].clone();
    assert_eq!(blank["leadHook"], "");
    assert_eq!(blank["workFields"][2], "email");
    let set = json!({"leadHookUrl": HOOK, "leadTags": ["To Houzz"], "stage": "Connected"});
    let answer = app.put(&outlet(&houzz), set).await;
    assert!(!answer.text.contains("secretpart"), "{}", answer.text);
    let told = answer.is(200)["outlet"].clone();
    assert_eq!(told["leadHook"], "hooks.example");
    assert_eq!(told["leadTags"], json!(["to houzz"]));
    let secret = format!("connection/{houzz}/lead-hook");
    let (sealed, version) = app.store.secret(HOME, &secret).await.unwrap().unwrap();
    assert_eq!(version, 1);
    let part = b"secretpart";
    assert!(!sealed.windows(part.len()).any(|window| window == part));
    // What is not named stays; null takes a setting back.
    let patch = json!({"leadTags": null, "workFields": ["phone"]});
    let told = app.put(&outlet(&houzz), patch).await.is(200)["outlet"].clone();
    assert_eq!(told["leadHook"], "hooks.example");
    assert_eq!(
        (&told["leadTags"], &told["stage"]),
        (&json!([]), &json!("Connected"))
    );
    assert_eq!(told["workFields"], json!(["phone"]));
    let gone = app.put(&outlet(&houzz), json!({"leadHookUrl": null})).await;
    assert_eq!(gone.is(200)["outlet"]["leadHook"], "");
}

async fn settings_that_cannot_be_are_refused(app: &TestApp) {
    let houzz = connection(app, "houzz").await;
    for (body, why) in [
        (
            json!({"leadHookUrl": "ftp://hooks.example/"}),
            "leadHookUrl",
        ),
        (
            json!({"leadHookUrl": "https://inside.example/"}),
            "public address",
        ),
        (
            json!({"leadHookUrl": "http://127.0.0.1/"}),
            "public address",
        ),
        (
            json!({"projectHookUrl": "https://nowhere.invalid/"}),
            "projectHookUrl",
        ),
        (json!({"workFields": ["shoeSize"]}), "shoeSize"),
        (json!({"leadTags": "kitchen"}), "leadTags"),
        (json!({"colour": "red"}), "colour"),
    ] {
        let answer = app.put(&outlet(&houzz), body).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        assert!(answer.text.contains(why), "{why}: {}", answer.text);
    }
    assert_eq!(app.store.outlet(HOME, &houzz).await.unwrap(), None);
    let other = connection(app, "highlevel").await;
    assert_eq!(app.get(&outlet(&other)).await.status, 400);
    let away = app.token_for(AWAY, Scope::ALL).await;
    for path in [
        outlet(&houzz),
        format!("/tenon/v1/connections/{houzz}/capabilities"),
    ] {
        let call = app.call("GET", &path).token(Some(&away));
        call.send().await.refuses(400, "Connection not found");
    }
}

async fn a_contact_is_handed_off_once(app: &TestApp) {
    let houzz = connection(app, "houzz").await;
    let person = json!({"firstName": "Ana", "email": "ana@x.com"});
    let ana = app.contact(person).await;
    let body = json!({"connectionId": houzz, "contactId": ana});
    let none = app.post("/tenon/v1/handoffs", body.clone()).await;
    assert!(none.text.contains("leadHookUrl"), "{}", none.text);
    app.put(&outlet(&houzz), json!({"leadHookUrl": HOOK}))
        .await
        .is(200);
    let made = app.post("/tenon/v1/handoffs", body.clone()).await.is(201)["handoff"].clone();
    assert_eq!(
        (&made["state"], &made["sent"]),
        (&json!("notSent"), &Value::Null)
    );
    let depth = app.store.queue_depth(HOME, &format!("out/{houzz}")).await;
    assert_eq!(depth.unwrap().waiting, 1);
    let again = app.post("/tenon/v1/handoffs", body).await;
    assert!(
        again.is(400)["message"]
            .as_str()
            .unwrap()
            .contains("it has been")
    );
    // Whom Houzz Pro cannot take, and whom it has.
    let bare = app.contact(json!({"firstName": "Ben"})).await;
    let known = app
        .contact(json!({"firstName": "Cy", "email": "cy@x.com"}))
        .await;
    let link = Link {
        connection_id: houzz.clone(),
        kind: Kind::Contact,
        record_id: known.clone(),
        root_id: known.clone(),
        remote_id: None,
        state: LinkState::Linked,
        base_hub: serde_json::Map::new(),
        base_remote: serde_json::Map::new(),
        detail: Value::Null,
        version: 0,
    };
    app.write(HOME, vec![Write::Link(Box::new(LinkWrite { link }))])
        .await;
    for (contact, why) in [
        (bare.as_str(), "neither e-mail nor phone"),
        (&known, "knows it already"),
        ("nobody", "Contact not found"),
    ] {
        let body = json!({"connectionId": houzz, "contactId": contact});
        let told = app.post("/tenon/v1/handoffs", body).await.is(400)["message"].clone();
        assert!(told.as_str().unwrap().contains(why), "{told}");
    }
}

async fn what_is_unknown_is_decided_by_a_person(app: &TestApp) {
    let houzz = connection(app, "houzz").await;
    let decide = async |id: &str, decision: &str| {
        let path = format!("/tenon/v1/handoffs/{id}/decide");
        app.post(&path, json!({"decision": decision})).await
    };
    let mut entries = Vec::new();
    for (email, state) in [
        ("a@x.com", HandoffState::Unknown),
        ("b@x.com", HandoffState::Unknown),
        ("c@x.com", HandoffState::Failed),
        ("d@x.com", HandoffState::Confirmed),
        ("e@x.com", HandoffState::HandedOff),
        ("f@x.com", HandoffState::Sending),
    ] {
        let contact = app
            .contact(json!({"firstName": "Ana", "email": email}))
            .await;
        entries.push((handoff(app, &houzz, &contact, state).await, contact));
    }
    let (arrived, contact) = &entries[0];
    let told = decide(arrived, "arrived").await.is(200)["handoff"].clone();
    assert_eq!(told["state"], "confirmed");
    assert_eq!(told["reason"], "Office said that it arrived");
    let timeline = app
        .get(&format!("/tenon/v1/contacts/{contact}/timeline"))
        .await;
    let newest = timeline.is(200)["entries"][0].clone();
    assert_eq!(newest["detail"]["state"], "confirmed");
    let told = decide(&entries[1].0, "never").await.is(200)["handoff"].clone();
    assert_eq!(told["state"], "failed");
    let told = decide(&entries[2].0, "sendAgain").await.is(200)["handoff"].clone();
    assert_eq!(told["state"], "notSent");
    let depth = app.store.queue_depth(HOME, &format!("out/{houzz}")).await;
    assert_eq!(depth.unwrap().waiting, 1);
    for (at, decision) in [(3, "sendAgain"), (4, "sendAgain"), (5, "arrived")] {
        let told = decide(&entries[at].0, decision).await;
        assert_eq!(told.status, 400, "{}", told.text);
    }
    assert_eq!(decide(&entries[4].0, "maybe").await.status, 422);
    assert_eq!(decide("none", "never").await.status, 400);
    let page = app.get("/tenon/v1/handoffs?state=confirmed").await.is(200);
    assert_eq!(page["handoffs"].as_array().unwrap().len(), 2);
    assert_eq!(app.get("/tenon/v1/handoffs?state=lost").await.status, 422);
    let away = app.token_for(AWAY, Scope::ALL).await;
    let call = app.call("GET", "/tenon/v1/handoffs").token(Some(&away));
    assert_eq!(call.send().await.is(200)["handoffs"], json!([]));
}

async fn a_work_item_is_ticked_off_and_opened_again(app: &TestApp) {
    let houzz = connection(app, "houzz").await;
    let ana = app
        .contact(json!({"firstName": "Ana", "lastName": "Cruz"}))
        .await;
    let id = item(app, &houzz, &ana, "phone").await;
    let listed = app.get("/tenon/v1/work-items").await.is(200);
    assert_eq!(listed["workItems"][0]["contact"], "Ana Cruz");
    let tick = async |state: &str| {
        let path = format!("/tenon/v1/work-items/{id}");
        app.put(&path, json!({"state": state})).await
    };
    let told = tick("done").await.is(200)["workItem"].clone();
    assert_eq!(told["state"], "done");
    assert_eq!(told["evidence"]["by"]["name"], "Office");
    // Ticked twice, told twice, written once.
    let before = app.store.last_seq(HOME).await.unwrap();
    assert_eq!(tick("done").await.is(200)["workItem"], told);
    assert_eq!(app.store.last_seq(HOME).await.unwrap(), before);
    let open = app.get("/tenon/v1/work-items").await.is(200);
    assert_eq!(open["workItems"], json!([]));
    let timeline = app.get(&format!("/tenon/v1/contacts/{ana}/timeline")).await;
    assert_eq!(timeline.is(200)["entries"][0]["detail"]["workItem"], id);
    let told = tick("open").await.is(200)["workItem"].clone();
    assert_eq!(
        (&told["state"], &told["evidence"]),
        (&json!("open"), &Value::Null)
    );
    assert_eq!(tick("confirmed").await.status, 422);
    let none = app
        .put("/tenon/v1/work-items/none", json!({"state": "done"}))
        .await;
    none.refuses(400, "Work item not found");
}

async fn lists_are_paged(app: &TestApp) {
    let houzz = connection(app, "houzz").await;
    let ana = app.contact(json!({"firstName": "Ana"})).await;
    for field in ["phone", "email", "city"] {
        item(app, &houzz, &ana, field).await;
        app.pass(1);
    }
    let (mut path, mut seen) = ("/tenon/v1/work-items?limit=2".to_owned(), Vec::new());
    loop {
        let page = app.get(&path).await.is(200);
        for item in page["workItems"].as_array().unwrap() {
            seen.push(item["field"].as_str().unwrap().to_owned());
        }
        let Some(after) = page["nextAfter"].as_str() else {
            break;
        };
        path = format!("/tenon/v1/work-items?limit=2&after={after}");
    }
    assert_eq!(seen, ["phone", "email", "city"]);
    assert_eq!(app.get("/tenon/v1/work-items?after=x").await.status, 422);
    let own = format!("/tenon/v1/work-items?limit=1&contactId={ana}");
    let all = app.get(&own).await.is(200);
    assert_eq!(all["workItems"].as_array().unwrap().len(), 3);
}

async fn what_can_be_done_is_told_with_its_proof(app: &TestApp) {
    let houzz = connection(app, "houzz").await;
    let told = async |id: &str, field: &str| {
        let path = format!("/tenon/v1/connections/{id}/capabilities");
        let told = app.get(&path).await.is(200);
        let rows = told["capabilities"].as_array().unwrap();
        let row = rows
            .iter()
            .find(|row| row["kind"] == "contact" && row["field"] == field);
        row.unwrap().clone()
    };
    let phone = told(&houzz, "phone").await;
    assert_eq!(phone["create"]["ability"], "handOff");
    assert_eq!(phone["create"]["by"], json!(["importFile", "workList"]));
    assert_eq!(phone["update"]["ability"], "person");
    assert_eq!(phone["update"]["evidence"], Value::Null);
    app.put(&outlet(&houzz), json!({"leadHookUrl": HOOK}))
        .await
        .is(200);
    let proof = Evidence {
        connection_id: houzz.clone(),
        kind: Kind::Contact,
        field: "phone".into(),
        verb: "update".into(),
        at: app.clock.now(),
        what: json!({"workItem": "w1"}),
    };
    let proof = OutletWrite::Evidence(Box::new(proof));
    app.write(HOME, vec![Write::Outlet(proof)]).await;
    let phone = told(&houzz, "phone").await;
    assert_eq!(
        phone["create"]["by"],
        json!(["leadHook", "importFile", "workList"])
    );
    assert_eq!(phone["update"]["evidence"]["at"], app.now());
    let highlevel = connection(app, "highlevel").await;
    let phone = told(&highlevel, "phone").await;
    assert_eq!(phone["update"]["ability"], "yes");
}

async fn an_import_file_holds_whom_houzz_does_not_know(app: &TestApp) {
    let houzz = connection(app, "houzz").await;
    let people = [
        json!({"firstName": "=HYPERLINK(\"http://evil\")", "email": "evil@x.com"}),
        json!({"firstName": "Ana", "phone": "+15125550143", "tags": ["kitchen"]}),
        json!({"firstName": "Ben"}),
    ];
    for person in people {
        app.contact(person).await;
    }
    let path = format!("/tenon/v1/connections/{houzz}/import-file");
    let told = app.get(&path).await.is(200);
    assert_eq!((&told["rows"], &told["parts"]), (&json!(2), &json!(1)));
    assert_eq!(told["leftOut"][0]["why"], "it has neither e-mail nor phone");
    let download = async |query: &str| {
        let url = format!("http://{}{path}?download=true{query}", app.address);
        let call = app.client.get(url).bearer_auth(&app.token);
        let answer = call.send().await.unwrap();
        let head = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        let heads = (head("content-type"), head("content-disposition"));
        (heads, answer.bytes().await.unwrap())
    };
    let ((kind, name), csv) = download("").await;
    assert!(kind.starts_with("text/csv"), "{kind}");
    assert_eq!(name, "attachment; filename=\"houzz-leads-1.csv\"");
    let csv = String::from_utf8(csv.to_vec()).unwrap();
    assert!(
        csv.starts_with("Lead Name,Client Name,Email,Phone,"),
        "{csv}"
    );
    assert!(
        csv.contains("\"'=HYPERLINK(\"\"http://evil\"\")'s project\""),
        "{csv}"
    );
    assert!(csv.contains("(512) 555-0143"), "{csv}");
    let (_, own) = download("&tag=Kitchen").await;
    assert_eq!(own.iter().filter(|byte| **byte == b'\n').count(), 2);
    let ((_, name), xlsx) = download("&format=xlsx").await;
    assert_eq!(name, "attachment; filename=\"houzz-leads-1.xlsx\"");
    assert!(xlsx.starts_with(b"PK\x03\x04"));
    let none = app.get(&format!("{path}?download=true&part=2")).await;
    none.refuses(400, "Part of the import file not found");
    for query in ["format=pdf", "part=0", "part=101", "download=1"] {
        assert_eq!(app.get(&format!("{path}?{query}")).await.status, 422);
    }
}

const FEEDS: &str = "/tenon/v1/calendar-feeds";

/// The path of a new feed, and its id.
async fn feed(app: &TestApp, body: Value) -> (String, String) {
    let made = app.post(FEEDS, body).await.is(201)["calendarFeed"].clone();
    let url = made["url"].as_str().unwrap();
    let path = &url[url.find("/feeds/").unwrap()..];
    (path.to_owned(), made["id"].as_str().unwrap().to_owned())
}

async fn meeting(app: &TestApp, contact: &str, more: Value) -> String {
    let calendar = json!({"name": "Visits", "isActive": true, "slotDuration": 30});
    let calendar = app.record(Kind::Calendar, calendar).await;
    let start = app.clock.now() + jiff::SignedDuration::from_hours(24);
    let mut body = json!({"locationId": HOME, "calendarId": calendar, "contactId": contact,
        "startTime": start.to_string(), "title": "Site visit"});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let made = app.post("/calendars/events/appointments", body).await;
    made.is(200)["id"].as_str().unwrap().to_owned()
}

async fn a_feed_tells_appointments_until_it_is_revoked(app: &TestApp) {
    let ana = app
        .contact(json!({"firstName": "Ana", "lastName": "Cruz"}))
        .await;
    let (path, id) = feed(app, json!({"name": "Phone"})).await;
    let read = async || {
        app.call("GET", &path)
            .token(None)
            .version(None)
            .send()
            .await
    };
    let empty = read().await;
    assert_eq!(empty.header("content-type"), "text/calendar; charset=utf-8");
    assert!(empty.text.contains("BEGIN:VTIMEZONE"), "{}", empty.text);
    let visit = meeting(app, &ana, json!({})).await;
    let told = read().await;
    assert!(
        told.text.contains(&format!("UID:{visit}@home.tenon")),
        "{}",
        told.text
    );
    assert!(
        told.text.contains("SUMMARY:Site visit (Ana Cruz)"),
        "{}",
        told.text
    );
    assert!(told.text.contains("SEQUENCE:0\r\n"), "{}", told.text);
    let call = app.call("GET", &path).token(None).version(None);
    let known = call
        .header("If-None-Match", told.header("etag"))
        .send()
        .await;
    assert_eq!(known.status, 304);
    // A change has a higher number; a deletion is told as a cancellation.
    let event = format!("/calendars/events/appointments/{visit}");
    app.put(&event, json!({"title": "Second visit"}))
        .await
        .is(200);
    assert!(read().await.text.contains("SEQUENCE:1\r\n"));
    app.delete(&format!("/calendars/events/{visit}"))
        .await
        .is(201);
    let gone = read().await;
    assert!(gone.text.contains("STATUS:CANCELLED"), "{}", gone.text);
    assert!(gone.text.contains("SEQUENCE:2\r\n"), "{}", gone.text);
    // Nothing of the address is stored or listed.
    let listed = app.get(FEEDS).await;
    let secret = path
        .rsplit('/')
        .next()
        .unwrap()
        .strip_suffix(".ics")
        .unwrap();
    assert!(!listed.text.contains(secret), "{}", listed.text);
    app.delete(&format!("{FEEDS}/{id}")).await.is(200);
    app.delete(&format!("{FEEDS}/{id}")).await.is(200);
    let told = "There is no calendar here, or not any more; ask for a new address.";
    read().await.refuses(404, told);
    let (long, odd) = ("a".repeat(64), "b".repeat(5_000));
    for other in [long.as_str(), &odd, "..%2f..%2fetc", "x"] {
        let path = format!("/feeds/calendar/{other}.ics");
        let call = app.call("GET", &path).token(None).version(None);
        call.send().await.refuses(404, told);
    }
    app.delete(&format!("{FEEDS}/none"))
        .await
        .refuses(400, "Calendar feed not found");
}

async fn a_feed_holds_one_users_appointments(app: &TestApp) {
    let user = json!({"firstName": "Uma", "lastName": "Ray", "email": "u@x.com", "role": "user"});
    let uma = app.record(Kind::User, user).await;
    let ana = app.contact(json!({"firstName": "Ana"})).await;
    let own = meeting(app, &ana, json!({"assignedUserId": uma})).await;
    let other = meeting(app, &ana, json!({"title": "Somebody else's"})).await;
    let (path, _) = feed(app, json!({"name": "Laptop", "userId": uma})).await;
    let told = app
        .call("GET", &path)
        .token(None)
        .version(None)
        .send()
        .await;
    assert!(told.text.contains(&own) && !told.text.contains(&other));
    assert!(
        told.text.contains("X-WR-CALNAME:Uma Ray: Laptop"),
        "{}",
        told.text
    );
    let body = json!({"name": "x", "userId": "nobody"});
    app.post(FEEDS, body).await.refuses(400, "User not found");
    assert_eq!(app.post(FEEDS, json!({})).await.status, 422);
}
