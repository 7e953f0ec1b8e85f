//! One person at a time.

use jiff::SignedDuration;
use serde_json::json;
use tenon_model::Kind;
use tenon_sync::import::{NoteDraft, Outcome, TaskDraft, Verdict};

use super::house::{draft, lead, story, time, unclear, with};

#[test]
fn a_person_is_created_then_known_then_merged() {
    story(async |house| {
        let ana = || {
            lead(
                "m1",
                json!({"email": "ana@example.org", "firstName": "Ana"}),
            )
        };
        assert_eq!(house.outcome(ana()).await, Outcome::Created);
        let seq = house.log().await;
        assert_eq!(house.outcome(ana()).await, Outcome::Unchanged);
        assert_eq!(house.log().await, seq);
        let more = lead("m2", json!({"email": "ana@example.org", "city": "Austin"}));
        assert_eq!(house.outcome(more).await, Outcome::Merged);
        let contact = house.contact("ana@example.org").await;
        assert_eq!(
            (&contact["firstName"], &contact["city"]),
            (&json!("Ana"), &json!("Austin"))
        );
        let same = lead("m3", json!({"email": "ana@example.org", "city": "Austin"}));
        assert_eq!(house.outcome(same).await, Outcome::Unchanged);
    });
}

#[test]
fn what_is_of_no_interest_is_ignored_and_remembered() {
    story(async |house| {
        let reason = "a newsletter".to_owned();
        let ignored = draft("m1", Verdict::Ignored { reason });
        assert_eq!(house.outcome(ignored.clone()).await, Outcome::Ignored);
        assert_eq!(house.outcome(ignored).await, Outcome::Unchanged);
    });
}

#[test]
fn what_cannot_be_read_goes_to_a_person_with_its_raw_text() {
    story(async |house| {
        let bad = lead("m1", json!({"email": "no e-mail", "firstName": "Ana"}));
        assert_eq!(house.outcome(bad).await, Outcome::Review);
        let nobody = lead("m2", json!({"firstName": "Ana"}));
        assert_eq!(house.outcome(nobody).await, Outcome::Review);
        let long = with(
            lead("m3", json!({"email": "ana@example.org"})),
            |incoming| {
                let body = "x".repeat(70_000);
                incoming.notes.push(NoteDraft {
                    external_id: None,
                    title: None,
                    body,
                });
            },
        );
        assert_eq!(house.outcome(long).await, Outcome::Review);
        assert_eq!(house.reviews().await.len(), 3);
        let item = house
            .cx
            .store
            .source_item("loc1", "m1")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(item.raw, b"raw m1");
        assert!(
            house
                .contacts_with("email", "ana@example.org")
                .await
                .is_empty()
        );
    });
}

#[test]
fn what_a_person_was_asked_about_is_understood_later() {
    story(async |house| {
        assert_eq!(house.outcome(unclear("m1")).await, Outcome::Review);
        assert_eq!(house.outcome(unclear("m1")).await, Outcome::Unchanged);
        let understood = || lead("m1", json!({"email": "ana@example.org"}));
        assert_eq!(house.outcome(understood()).await, Outcome::Created);
        assert_eq!(house.outcome(understood()).await, Outcome::Unchanged);
    });
}

#[test]
fn another_e_mail_stays_as_an_additional_one() {
    story(async |house| {
        let phone = "+15125550143";
        house
            .take(lead(
                "m1",
                json!({"email": "ana@example.org", "phone": phone}),
            ))
            .await;
        house
            .take(lead(
                "m2",
                json!({"email": "ana@work.example", "phone": phone}),
            ))
            .await;
        let contact = house.contact("ana@work.example").await;
        assert_eq!(contact["email"], "ana@work.example");
        assert_eq!(contact["additionalEmails"], json!(["ana@example.org"]));
    });
}

#[test]
fn an_older_mail_overwrites_neither_an_edit_nor_a_newer_mail() {
    story(async |house| {
        let mail = |key: &str, city: &str, at: &str| {
            with(
                lead(key, json!({"email": "ana@example.org", "city": city})),
                |incoming| {
                    incoming.occurred_at = Some(time(at));
                },
            )
        };
        let made = house
            .take(mail("m1", "Austin", "2026-01-02T10:00:00Z"))
            .await;
        house
            .take(mail("m3", "Dallas", "2026-01-04T10:00:00Z"))
            .await;
        house.take(mail("m2", "Waco", "2026-01-03T10:00:00Z")).await;
        assert_eq!(house.contact("ana@example.org").await["city"], "Dallas");

        house.clock.advance(SignedDuration::from_hours(1));
        let id = made.contact_id.unwrap();
        let path = [("contactId", id.as_str())];
        house
            .operate("update-contact", &path, json!({"city": "Houston"}))
            .await;
        house
            .take(mail("m4", "El Paso", "2026-01-05T10:00:00Z"))
            .await;
        assert_eq!(house.contact("ana@example.org").await["city"], "Houston");
        house
            .take(mail("m5", "Plano", "2026-02-01T10:00:00Z"))
            .await;
        assert_eq!(house.contact("ana@example.org").await["city"], "Plano");
    });
}

#[test]
fn notes_and_tasks_with_an_id_are_updated_and_others_added() {
    story(async |house| {
        let told = |key: &str, title: &str, completed: bool| {
            with(lead(key, json!({"email": "ana@example.org"})), |incoming| {
                incoming.tasks.push(TaskDraft {
                    external_id: Some("t1".into()),
                    title: title.into(),
                    body: None,
                    due: None,
                    completed,
                });
                incoming.notes.push(NoteDraft {
                    external_id: None,
                    title: None,
                    body: format!("note of {key}"),
                });
            })
        };
        let made = house.take(told("m1", "Call", false)).await;
        let contact = made.contact_id.unwrap();
        let [first] = &house.records_of(&contact, Kind::Task).await[..] else {
            panic!("one task")
        };
        house.clock.advance(SignedDuration::from_hours(5));
        assert_eq!(
            house.outcome(told("m2", "Call Ana", true)).await,
            Outcome::Merged
        );
        let [task] = &house.records_of(&contact, Kind::Task).await[..] else {
            panic!("one task")
        };
        let (first, task) = (first.fields().unwrap(), task.fields().unwrap());
        assert_eq!(
            (&task["title"], &task["completed"]),
            (&json!("Call Ana"), &json!(true))
        );
        // The source names no day, so the day stays.
        assert_eq!(task["dueDate"], first["dueDate"]);
        assert_eq!(house.records_of(&contact, Kind::Note).await.len(), 2);
    });
}

#[test]
fn a_contact_deleted_here_is_not_brought_back_by_its_row() {
    story(async |house| {
        let row = |key: &str, city: &str| {
            let told = json!({"email": "ana@example.org", "city": city});
            with(lead(key, told), |incoming| {
                incoming.external_id = Some("c1".into())
            })
        };
        let id = house.take(row("r1", "Austin")).await.contact_id.unwrap();
        house
            .operate("delete-contact", &[("contactId", &id)], json!(null))
            .await;
        let line = house.take(row("r2", "Dallas")).await;
        assert_eq!(line.outcome, Outcome::Review);
        assert_eq!(line.reasons, ["its contact was deleted in Tenon"]);
    });
}

#[test]
fn an_item_that_is_two_contacts_goes_to_a_person() {
    story(async |house| {
        house
            .take(lead("m1", json!({"email": "ana@example.org"})))
            .await;
        house
            .take(lead("m2", json!({"phone": "+15125550143"})))
            .await;
        let both = json!({"email": "ana@example.org", "phone": "+15125550143"});
        assert_eq!(house.outcome(lead("m3", both)).await, Outcome::Review);
        // Also when the source's own id names one of them.
        let row = |key: &str, email: &str| {
            with(lead(key, json!({"email": email})), |incoming| {
                incoming.external_id = Some("c9".into());
            })
        };
        house.take(row("r1", "ben@example.org")).await;
        assert_eq!(
            house.outcome(row("r2", "ana@example.org")).await,
            Outcome::Review
        );
    });
}

#[test]
fn a_phone_that_somebody_else_has_goes_to_a_person() {
    story(async |house| {
        let phone = "+15125550177";
        let ana = json!({"firstName": "Ana", "email": "ana@example.org", "phone": phone});
        assert_eq!(house.outcome(lead("m1", ana)).await, Outcome::Created);
        let bob = json!({"firstName": "Bob", "email": "bob@example.org", "phone": phone});
        assert_eq!(house.outcome(lead("m2", bob)).await, Outcome::Review);
        let again = json!({"firstName": "ANA", "email": "ana@work.example.org", "phone": phone});
        assert_eq!(house.outcome(lead("m3", again)).await, Outcome::Merged);
        let unnamed = json!({"phone": phone, "city": "Austin"});
        assert_eq!(house.outcome(lead("m4", unnamed)).await, Outcome::Merged);
    });
}
