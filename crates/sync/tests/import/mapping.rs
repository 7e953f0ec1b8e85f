//! What a source tells, where the location's field map wants it.

use serde_json::{Value, json};
use tenon_model::{CustomField, Kind};
use tenon_sync::import::{Draft, Outcome};

use super::house::{House, lead, story, with};

async fn switch_on(house: &House, document: &str) {
    let body = json!({"document": format!("version: 1\n{document}")});
    let saved = house.operate("save-sync-map", &[], body).await;
    let version = saved["syncMap"]["version"].to_string();
    let path = [("version", version.as_str())];
    house
        .operate("switch-on-sync-map-version", &path, json!({}))
        .await;
}

fn ana(key: &str, extra: &[(&str, &str)]) -> Draft {
    let draft = lead(key, json!({"email": "ana@example.org", "firstName": "Ana"}));
    with(draft, |incoming| {
        let pair = |(label, value): &(&str, &str)| ((*label).to_owned(), (*value).to_owned());
        incoming.extra = extra.iter().map(pair).collect();
    })
}

/// The contact's custom fields, by key.
async fn custom(house: &House) -> Value {
    let definitions = house
        .cx
        .store
        .records_in("loc1", Kind::CustomField, 0, 100)
        .await
        .unwrap();
    let contact = house.contact("ana@example.org").await;
    let values = contact.get("customFields").cloned().unwrap_or_default();
    let mut told = json!({});
    for value in values.as_array().into_iter().flatten() {
        let definition = definitions
            .iter()
            .find(|record| record.id == value["id"])
            .expect("its definition");
        let definition: CustomField = definition.typed().unwrap();
        told[definition.field_key] = value["value"].clone();
    }
    told
}

const ON: &str = "houzz:\n  custom-fields: on\n  lead:\n    Project Type: houzz_project_type\n    Budget: \
                  {to: houzz_budget, name: What they can spend}\n";

#[test]
fn what_houzz_tells_fills_custom_fields_that_are_made_when_they_are_needed() {
    story(async |house| {
        switch_on(&house, ON).await;
        let first = ana("m1", &[("Project Type", "Kitchen"), ("Style", "Modern")]);
        assert_eq!(house.outcome(first).await, Outcome::Created);
        let kitchen = json!({"contact.houzz_project_type": "Kitchen"});
        assert_eq!(custom(&house).await, kitchen);
        // The same news is none, and what is told anew is taken.
        let same = ana("m2", &[("PROJECT_TYPE", "Kitchen")]);
        assert_eq!(house.outcome(same).await, Outcome::Unchanged);
        let more = ana("m3", &[("Project Type", "Bath"), ("Budget", "$50k")]);
        assert_eq!(house.outcome(more).await, Outcome::Merged);
        assert_eq!(
            custom(&house).await,
            json!({"contact.houzz_project_type": "Bath", "contact.houzz_budget": "$50k"})
        );
        let store = &house.cx.store;
        let all = store.records_in("loc1", Kind::CustomField, 0, 100).await;
        let all = all.unwrap();
        let names: Vec<String> = all
            .iter()
            .map(|record| record.typed::<CustomField>().unwrap().name)
            .collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(names.contains(&"What they can spend".to_owned()));
    });
}

#[test]
fn a_dry_run_makes_no_custom_field_and_without_the_switch_there_is_none() {
    story(async |house| {
        let told = || ana("m1", &[("Project Type", "Kitchen")]);
        let mut dry = house.importer(true);
        switch_on(&house, ON).await;
        assert_eq!(dry.take(told()).await.unwrap().outcome, Outcome::Created);
        let store = &house.cx.store;
        let none = store.records_in("loc1", Kind::CustomField, 0, 100).await;
        assert!(none.unwrap().is_empty());
        switch_on(&house, "houzz: {custom-fields: off}\n").await;
        assert_eq!(house.outcome(told()).await, Outcome::Created);
        assert_eq!(custom(&house).await, json!({}));
    });
}

#[test]
fn where_a_person_is_asked_the_hub_keeps_its_own_and_is_asked_once() {
    story(async |house| {
        switch_on(
            &house,
            "kinds: {contact: {fields: {city: {conflict: ask}}}}\n",
        )
        .await;
        let told =
            |key: &str, city: &str| lead(key, json!({"email": "ana@example.org", "city": city}));
        house.take(told("m1", "Austin")).await;
        let contact = house
            .cx
            .store
            .contacts_with("loc1", "email", "ana@example.org");
        let id = contact.await.unwrap()[0].id.clone();
        let waco = json!({"city": "Waco"});
        house
            .operate("update-contact", &[("contactId", &id)], waco)
            .await;
        let line = house.take(told("m2", "Dallas")).await;
        assert_eq!(line.reasons, ["a person is asked about city"]);
        assert_eq!(house.contact("ana@example.org").await["city"], "Waco");
        let [question] = &house.reviews().await[..] else {
            panic!("one question")
        };
        assert_eq!(
            (&question.detail["hub"], &question.detail["remote"]),
            (&json!("Waco"), &json!("Dallas"))
        );
        // Told again, it is no news.
        house.take(told("m3", "Dallas")).await;
        assert_eq!(house.reviews().await.len(), 1);
    });
}

#[test]
fn houzz_may_win_over_a_later_edit_here() {
    story(async |house| {
        switch_on(&house, "defaults: {conflict: houzz}\n").await;
        let told = |key: &str, city: &str| {
            let draft = lead(key, json!({"email": "ana@example.org", "city": city}));
            with(draft, |incoming| {
                incoming.occurred_at = Some("2020-01-01T00:00:00Z".parse().unwrap());
            })
        };
        house.take(told("m1", "Austin")).await;
        let contact = house
            .cx
            .store
            .contacts_with("loc1", "email", "ana@example.org");
        let id = contact.await.unwrap()[0].id.clone();
        let waco = json!({"city": "Waco"});
        house
            .operate("update-contact", &[("contactId", &id)], waco)
            .await;
        house.take(told("m2", "Dallas")).await;
        assert_eq!(house.contact("ana@example.org").await["city"], "Dallas");
    });
}
