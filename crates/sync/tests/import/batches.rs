//! Dry runs: they write nothing, and foretell what the real run does.

use serde_json::json;
use tenon_sync::import::{Draft, NoteDraft, Outcome, TaskDraft};

use super::house::{House, lead, story, unclear, with};

fn batch() -> Vec<Draft> {
    let row = |key: &str, id: &str, told| {
        with(lead(key, told), |incoming| {
            incoming.external_id = Some(id.into())
        })
    };
    let task = |draft, title: &str| {
        with(draft, |incoming| {
            incoming.tasks.push(TaskDraft {
                external_id: Some("t1".into()),
                title: title.into(),
                body: None,
                due: None,
                completed: false,
            });
        })
    };
    let note = |draft| {
        with(draft, |incoming| {
            let body = "hello".into();
            incoming.notes.push(NoteDraft {
                external_id: None,
                title: None,
                body,
            });
        })
    };
    vec![
        lead("a", json!({"email": "known@example.org", "city": "Austin"})),
        lead("b", json!({"email": "known@example.org", "city": "Austin"})),
        lead("c", json!({"email": "ana@example.org", "firstName": "Ana"})),
        lead("c", json!({"email": "ana@example.org", "firstName": "Ana"})),
        lead("d", json!({"email": "ana@example.org", "firstName": "Ana"})),
        lead(
            "e",
            json!({"email": "ana@example.org", "phone": "+15125550143"}),
        ),
        lead("f", json!({"phone": "+15125550143", "city": "Waco"})),
        lead(
            "g",
            json!({"phone": "+15125550143", "email": "known@example.org"}),
        ),
        lead("h", json!({"firstName": "Nobody"})),
        unclear("i"),
        lead("i", json!({"email": "later@example.org"})),
        row("j", "c1", json!({"email": "ben@example.org"})),
        row("k", "c1", json!({"email": "ben@work.example"})),
        task(row("l", "c1", json!({"email": "ben@work.example"})), "Call"),
        task(row("m", "c1", json!({"email": "ben@work.example"})), "Call"),
        task(
            row("n", "c1", json!({"email": "ben@work.example"})),
            "Call back",
        ),
        note(lead("o", json!({"email": "ben@example.org"}))),
    ]
}

async fn outcomes(house: &House, dry_run: bool) -> Vec<(String, Outcome)> {
    let mut importer = house.importer(dry_run);
    let mut outcomes = Vec::new();
    for draft in batch() {
        let line = importer.take(draft).await.unwrap();
        outcomes.push((line.place, line.outcome));
    }
    outcomes
}

#[test]
fn a_dry_run_writes_nothing_and_foretells_the_real_one() {
    story(async |house| {
        house
            .take(lead("0", json!({"email": "known@example.org"})))
            .await;
        let seq = house.log().await;
        let foretold = outcomes(&house, true).await;
        assert_eq!(house.log().await, seq);
        assert!(house.reviews().await.is_empty());
        assert!(
            house
                .cx
                .store
                .source_item("loc1", "a")
                .await
                .unwrap()
                .is_none()
        );
        assert_eq!(foretold, outcomes(&house, false).await);
        let again = outcomes(&house, false).await;
        let changed = again
            .iter()
            .find(|(_, outcome)| *outcome != Outcome::Unchanged);
        assert!(
            changed.is_none_or(|(place, _)| place == "h.eml" || place == "g.eml"),
            "{again:?}"
        );
    });
}
