//! Meetings of a linked calendar.

use std::collections::HashSet;

use serde_json::{Value, json};
use tenon_model::{Clock, Kind};
use tenon_store::Write;
use tenon_sync::import::{MeetingDraft, Missing, Outcome};

use super::house::{House, fields, lead, story, time};

fn meeting(id: &str, who: &[&str], start: &str) -> MeetingDraft {
    let start = time(start);
    MeetingDraft {
        calendar: "Work".into(),
        version: format!("{id}/{start}/{}", who.join(",")),
        id: id.into(),
        label: "Site visit".into(),
        place: format!("Work: {start}"),
        attendees: who.iter().map(|email| (*email).to_owned()).collect(),
        start,
        end: start
            .checked_add(jiff::SignedDuration::from_hours(1))
            .unwrap(),
        description: None,
        address: Some("1208 Willow Creek Dr".into()),
        cancelled: false,
        raw: b"as it came".to_vec(),
    }
}

async fn with_calendar(house: &House) -> String {
    let write = Write::Create {
        kind: Kind::Calendar,
        id: "cal1".into(),
        root_id: "cal1".into(),
        doc: fields(json!({"name": "Appointments", "isActive": true, "slotDuration": 30})),
        exclusive: true,
    };
    house
        .cx
        .store
        .commit(house.cx.commit(vec![write]))
        .await
        .unwrap();
    let line = house
        .take(lead(
            "ana",
            json!({"name": "Ana Cruz", "email": "ana@example.org"}),
        ))
        .await;
    line.contact_id.unwrap()
}

async fn outcome(house: &House, meeting: &MeetingDraft) -> Outcome {
    house
        .importer(false)
        .take_meeting(meeting)
        .await
        .unwrap()
        .outcome
}

async fn appointments(house: &House, contact: &str) -> Vec<Value> {
    let records = house.records_of(contact, Kind::Appointment).await;
    records
        .iter()
        .map(|record| Value::Object(record.fields().unwrap()))
        .collect()
}

const NINE: &str = "2026-01-12T15:00:00Z";
const TEN: &str = "2026-01-12T16:00:00Z";

#[test]
fn it_goes_to_the_contact_who_attends_and_follows_its_calendar() {
    story(|house| async move {
        let ana = with_calendar(&house).await;
        let first = meeting("m1", &["ana@example.org", "stranger@example.org"], NINE);
        assert_eq!(outcome(&house, &first).await, Outcome::Created);
        let log = house.log().await;
        assert_eq!(outcome(&house, &first).await, Outcome::Unchanged);
        assert_eq!(house.log().await, log);
        let made = appointments(&house, &ana).await;
        assert_eq!(made.len(), 1);
        assert_eq!(made[0]["startTime"], "2026-01-12T15:00:00.000Z");
        assert_eq!(made[0]["appointmentStatus"], "confirmed");
        // Moved, then called off.
        let moved = meeting("m1", &["ana@example.org"], TEN);
        assert_eq!(outcome(&house, &moved).await, Outcome::Merged);
        let off = MeetingDraft {
            cancelled: true,
            version: "off".into(),
            ..moved
        };
        assert_eq!(outcome(&house, &off).await, Outcome::Merged);
        let made = appointments(&house, &ana).await;
        assert_eq!(made.len(), 1);
        assert_eq!(made[0]["startTime"], "2026-01-12T16:00:00.000Z");
        assert_eq!(made[0]["appointmentStatus"], "cancelled");
    });
}

#[test]
fn nobody_is_known_by_name_and_what_is_nobodys_is_not_kept() {
    story(|house| async move {
        with_calendar(&house).await;
        let log = house.log().await;
        let mut named = meeting("m1", &["other@example.org"], NINE);
        named.label = "Ana Cruz".into();
        assert_eq!(outcome(&house, &named).await, Outcome::Ignored);
        assert_eq!(
            outcome(&house, &meeting("m2", &[], NINE)).await,
            Outcome::Ignored
        );
        assert_eq!(house.log().await, log);
        assert_eq!(
            house
                .cx
                .store
                .source_items("loc1", 0, 10)
                .await
                .unwrap()
                .len(),
            1
        );
        // Once the other is a contact, the meeting is theirs.
        house
            .take(lead(
                "bo",
                json!({"name": "Bo", "email": "other@example.org"}),
            ))
            .await;
        assert_eq!(outcome(&house, &named).await, Outcome::Created);
    });
}

#[test]
fn of_several_contacts_a_person_says_whose_it_is_once() {
    story(|house| async move {
        with_calendar(&house).await;
        house
            .take(lead("bo", json!({"name": "Bo", "email": "bo@example.org"})))
            .await;
        let both = meeting("m1", &["ana@example.org", "bo@example.org"], NINE);
        for _ in 0..2 {
            assert_eq!(outcome(&house, &both).await, Outcome::Review);
        }
        let reviews = house.reviews().await;
        assert_eq!(reviews.len(), 1);
        assert!(reviews[0].reasons[0].contains("Ana Cruz"), "{reviews:?}");
    });
}

#[test]
fn what_is_gone_from_its_calendar_is_called_off_unless_it_is_most_of_it() {
    story(|house| async move {
        let ana = with_calendar(&house).await;
        let window = (house.clock.now(), time("2027-01-01T00:00:00Z"));
        for n in 0..8 {
            let meeting = meeting(&format!("m{n}"), &["ana@example.org"], NINE);
            assert_eq!(outcome(&house, &meeting).await, Outcome::Created);
        }
        let seen = |ids: std::ops::Range<u32>| ids.map(|n| format!("m{n}")).collect::<HashSet<_>>();
        let mut importer = house.importer(false);
        let gone = importer
            .call_off_missing("Work", &seen(0..1), window)
            .await
            .unwrap();
        assert!(
            matches!(gone, Missing::TooMany { missing: 7, of: 8 }),
            "{gone:?}"
        );
        let gone = importer
            .call_off_missing("Home", &seen(0..0), window)
            .await
            .unwrap();
        assert!(matches!(gone, Missing::CalledOff(lines) if lines.is_empty()));
        let gone = importer
            .call_off_missing("Work", &seen(0..6), window)
            .await
            .unwrap();
        assert!(matches!(gone, Missing::CalledOff(lines) if lines.len() == 2));
        let off = appointments(&house, &ana).await;
        let off = off
            .iter()
            .filter(|made| made["appointmentStatus"] == "cancelled");
        assert_eq!(off.count(), 2);
        let again = importer
            .call_off_missing("Work", &seen(0..6), window)
            .await
            .unwrap();
        assert!(matches!(again, Missing::CalledOff(lines) if lines.is_empty()));
    });
}

#[test]
fn what_was_changed_here_alone_stays_and_what_falls_is_kept() {
    story(|house| async move {
        let ana = with_calendar(&house).await;
        outcome(&house, &meeting("m1", &["ana@example.org"], NINE)).await;
        let record = house.records_of(&ana, Kind::Appointment).await.remove(0);
        let mut doc = record.fields().unwrap();
        doc.insert("title".into(), json!("Kitchen, first visit"));
        doc.insert("startTime".into(), json!("2026-01-12T15:15:00.000Z"));
        let update = Write::Update {
            old: record,
            doc,
            exclusive: false,
        };
        house
            .cx
            .store
            .commit(house.cx.commit(vec![update]))
            .await
            .unwrap();
        assert_eq!(
            outcome(&house, &meeting("m1", &["ana@example.org"], TEN)).await,
            Outcome::Merged
        );
        let made = appointments(&house, &ana).await;
        assert_eq!(made[0]["title"], "Kitchen, first visit");
        assert_eq!(made[0]["startTime"], "2026-01-12T16:00:00.000Z");
    });
}
