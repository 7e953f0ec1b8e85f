use serde_json::json;

use super::*;
use crate::merge::{Blanks, Conflicts, Sets, Side};

fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

fn map(document: &str) -> SyncMap {
    SyncMap::parse(&format!("version: 1\n{document}")).unwrap_or_else(|complaints| {
        panic!("{complaints:?}");
    })
}

fn complaints(document: &str) -> Vec<String> {
    let refused = SyncMap::parse(document).expect_err("it is taken");
    refused.iter().map(ToString::to_string).collect()
}

#[test]
fn the_standard_document_is_what_holds_without_one() {
    let standard = SyncMap::parse(STANDARD).expect("it can be read");
    assert_eq!(standard, SyncMap::default());
    for kind in Kind::SYNCED {
        for field in fields::of(kind) {
            assert_eq!(standard.rule(kind, field.name), FieldRule::default());
        }
        assert!(!standard.transforms(kind));
        assert_eq!(standard.deletes(kind), SyncMap::bare().deletes(kind));
    }
    assert_eq!(standard.deletes(Kind::Contact), Deletes::Archive);
    assert_eq!(standard.deletes(Kind::Note), Deletes::Mirror);
}

#[test]
fn what_is_said_of_a_field_goes_before_its_kind_and_that_before_all() {
    let map = map(
        "kinds:\n  contact:\n    conflict: ask\n    fields:\n      city: {direction: to-hub, \
         conflict: newest}\n      tags: {sets: hub}\n      state: off\n  task:\n    blanks: \
         overwrite\ndefaults:\n  conflict: hub\n",
    );
    let rule = |kind, name| map.rule(kind, name);
    assert_eq!(rule(Kind::Contact, "city").direction, Direction::ToHub);
    assert_eq!(rule(Kind::Contact, "city").conflicts, Conflicts::Newest);
    assert_eq!(rule(Kind::Contact, "email").conflicts, Conflicts::Ask);
    assert_eq!(rule(Kind::Contact, "state").direction, Direction::Off);
    assert_eq!(rule(Kind::Contact, "tags").sets, Sets::Rules(Side::Hub));
    assert_eq!(rule(Kind::Note, "title").conflicts, Conflicts::Hub);
    assert_eq!(rule(Kind::Task, "body").blanks, Blanks::Overwrite);
    // There is no task without a title.
    assert_eq!(rule(Kind::Task, "title").blanks, Blanks::Keep);
}

#[test]
fn a_custom_field_is_spoken_of_by_its_key() {
    let map = map(
        "kinds:\n  contact:\n    fields:\n      contact.heat: {transform: [{values: {hot: Hot}}]}\n",
    )
    .knowing(HashMap::from([(
        "customFields.id1".to_owned(),
        "contact.heat".to_owned(),
    )]));
    assert!(map.names_custom_fields());
    let there = fields(json!({"customFields.id1": "Hot", "customFields.id2": "Hot"}));
    assert_eq!(
        Value::Object(map.reading(Kind::Contact, there, "US")),
        json!({"customFields.id1": "hot", "customFields.id2": "Hot"})
    );
}

#[test]
fn values_change_on_their_way_and_back() {
    let map = map(
        "kinds:\n  contact:\n    fields:\n      source: {transform: [{values: {houzz: Houzz Pro}}]}\n\
         \x20     city: {direction: to-hub, transform: [trim, {case: title}]}\n      \
         companyName: {direction: to-highlevel, transform: [{template: '{{ value }} ({{ city }})'}]}\n",
    );
    let hub = fields(json!({"source": "houzz", "city": "Austin", "companyName": "Ruiz"}));
    let giving = map.giving(Kind::Contact, hub, "US");
    assert_eq!(
        Value::Object(giving.clone()),
        json!({"source": "houzz", "city": "Austin", "companyName": "Ruiz (Austin)"})
    );
    let sendable = map.sendable(Kind::Contact, giving, "US");
    let sent = map
        .writing(Kind::Contact, sendable, "US")
        .expect("it can be sent");
    assert_eq!(
        Value::Object(sent),
        json!({"source": "Houzz Pro", "companyName": "Ruiz (Austin)"})
    );
    let there = fields(json!({"source": "Houzz Pro", "city": "AUSTIN"}));
    assert_eq!(
        Value::Object(map.reading(Kind::Contact, there, "US")),
        json!({"source": "houzz", "city": "Austin"})
    );
    // It would come back as another.
    let odd = fields(json!({"source": "Houzz Pro"}));
    let refused = map.writing(Kind::Contact, odd, "US").expect_err("refused");
    assert_eq!(refused.0, "source");
}

#[test]
fn a_mistake_is_told_with_its_line_and_all_of_them_at_once() {
    let told = complaints(
        "version: 1\ndefaults:\n  conflict: latest\nkinds:\n  contact:\n    fields:\n      citty: \
         both\n      city:\n        transform:\n          - trim\n          - case: upper\n      email:\n\
         \x20       direction: to-hub\n        transform: [trim]\n      tags: {conflict: ask}\n  task: \
         {deletes: archive}\n  lead: {}\n",
    );
    let lines: Vec<&str> = told
        .iter()
        .map(|told| told.split(':').next().unwrap_or(""))
        .collect();
    assert_eq!(
        lines,
        [
            "line 3", "line 7", "line 11", "line 14", "line 15", "line 16", "line 17"
        ],
        "{told:#?}"
    );
    for (at, words) in [
        (0, "newest, houzz, highlevel, hub, ask"),
        (1, "\"citty\""),
        (2, "no way back"),
        (3, "form of its own"),
        (4, "sets"),
        (5, "only contacts"),
        (6, "contact, task, note"),
    ] {
        assert!(told[at].contains(words), "{}", told[at]);
    }
    assert!(complaints("kinds: {}\n")[0].contains("version: 1"));
    assert!(complaints("version: 2\n")[0].contains("version: 1"));
    assert!(
        complaints("- a\n")
            .iter()
            .any(|told| told.contains("table"))
    );
}

#[test]
fn what_houzz_tells_goes_where_the_map_wants_it() {
    let told = || HouzzTold {
        fields: fields(json!({"name": "Ana Ruiz", "companyName": "RUIZ LLC", "city": "Austin"})),
        tags: vec!["houzz".into()],
        extra: [
            ("PROJECT_TYPE_NAME", "Kitchen"),
            ("Budget", " $50k "),
            ("Style", "Modern"),
            ("Wish", "soon"),
        ]
        .map(|(label, value)| (label.to_owned(), value.to_owned()))
        .to_vec(),
    };
    let (same, custom) = SyncMap::default().of_houzz("exportProject", told(), "US");
    assert_eq!((same, custom), (told(), vec![]));
    let map = map(
        "houzz:\n  custom-fields: on\n  project:\n    Project type name: houzz_project_type\n    budget: \
         {to: houzz_budget, name: What they can spend, transform: [trim]}\n    Style: tags\n    City: off\n\
         \x20   Company name: {to: companyName, transform: [{case: title}]}\n",
    );
    let (told, custom) = map.of_houzz("exportProject", told(), "US");
    assert_eq!(
        Value::Object(told.fields),
        json!({"name": "Ana Ruiz", "companyName": "Ruiz Llc"})
    );
    assert_eq!(told.tags, ["houzz", "modern"]);
    let custom: Vec<_> = custom
        .iter()
        .map(|field| {
            (
                field.key.as_str(),
                field.name.as_str(),
                field.value.as_str(),
            )
        })
        .collect();
    assert_eq!(
        custom,
        [
            ("houzz_project_type", "Houzz project type", "Kitchen"),
            ("houzz_budget", "What they can spend", "$50k"),
        ]
    );
}

#[test]
fn what_the_recipe_shows_can_be_saved() {
    let recipe = include_str!("../../../../docs/recipes/field-map.md");
    let blocks = recipe.split("```yaml\n").skip(1);
    let blocks: Vec<&str> = blocks.filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let map = SyncMap::parse(block).unwrap_or_else(|complaints| panic!("{complaints:?}"));
        assert_ne!(map, SyncMap::bare());
    }
}
