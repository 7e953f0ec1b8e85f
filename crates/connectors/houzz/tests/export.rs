//! The account export: sections, joins, duplicates, and what hand edits break.

#![allow(clippy::unwrap_used, reason = "test code outside a test function")]

mod support;

use support::{counts, ignored, partial, reasons, record};
use tenon_houzz::{Item, ReadError, read_export};

const CLIENTS: &str = "CLIENTS\nNAME,EMAIL,PHONE,CITY,NOTES\n";
const LEADS: &str = "INQUIRIES\nNAME,CLIENT_NAME,STATUS,STATUS_REASON,GENERAL_NOTES,CREATED_AT\n";

fn read(text: &str) -> Vec<Item> {
    read_export("export.csv", text.as_bytes()).unwrap()
}

/// The item of a row, by its place without the file's name.
fn at<'a>(items: &'a [Item], place: &str) -> &'a Item {
    let place = format!("export.csv: {place}");
    items
        .iter()
        .find(|item| item.place == place)
        .unwrap_or_else(|| panic!("{place}: {items:#?}"))
}

#[test]
fn a_lead_gets_the_person_of_its_client() {
    let items = read(&format!(
        "{CLIENTS}Maya  Okafor,maya@example.org,512-555-0143,Austin,\" Likes oak.\nCall late.\"\n\" \"\n\
         {LEADS}Kitchen,maya okafor,Won,,\"[{{\"\"projectQuestion\"\":\"\"Message\"\",\"\"projectAnswer\"\":\"\"Open the wall\"\"}}]\",\"Jan 24, 2026\"\n"
    ));
    let client = record(at(&items, "CLIENTS line 3"));
    assert_eq!(client.notes[0].title.as_deref(), Some("Houzz client notes"));
    assert_eq!(client.notes[0].body, "Likes oak.\nCall late.");
    let lead = record(at(&items, "INQUIRIES line 8"));
    assert_eq!(lead.person.email.as_deref(), Some("maya@example.org"));
    assert_eq!(lead.tags, ["houzz", "houzz-lead", "houzz-won"]);
    assert_eq!(
        lead.occurred_at.unwrap().to_string(),
        "2026-01-24T00:00:00Z"
    );
    assert!(
        lead.notes[0].body.starts_with("Message: Open the wall"),
        "{}",
        lead.notes[0].body
    );
}

#[test]
fn a_name_alone_never_decides() {
    let items = read(&format!(
        "{CLIENTS}Sam Lee,a@example.org,,,\nSam Lee,b@example.org,,,\nSam Lee,,512-555-0101,,\nJo Ray,,,,\n \n\
         {LEADS}A,Sam Lee,,,,\nB,Jo Ray,,,,\nC,Nobody,,,,\nD,,,,,\n"
    ));
    assert!(reasons(at(&items, "CLIENTS line 6")).contains("never matched by name alone"));
    assert!(reasons(at(&items, "INQUIRIES line 10")).contains("3 clients are called Sam Lee"));
    assert!(reasons(at(&items, "INQUIRIES line 11")).contains("neither e-mail nor phone"));
    assert!(reasons(at(&items, "INQUIRIES line 12")).contains("no client is called Nobody"));
    assert!(reasons(at(&items, "INQUIRIES line 13")).contains("who is this?"));
}

#[test]
fn the_same_person_is_one_record() {
    let items = read(&format!(
        "{CLIENTS}maya okafor,MAYA@example.org,,,\nMaya Okafor,maya@example.org,(512) 555-0143,,First\n\
         Maya  Okafor,,+1 512 555 0143,Austin,Second\nMaya Okafor,other@example.org,,,\n\
         Max Okafor,maya@example.org,,,\n"
    ));
    assert_eq!(counts(&items), (3, 0, 2));
    let merged = record(at(&items, "CLIENTS line 4"));
    assert_eq!(
        merged.person.email.as_deref(),
        Some("maya@example.org"),
        "the fuller row wins"
    );
    assert_eq!(
        merged.person.city.as_deref(),
        Some("Austin"),
        "gaps are filled"
    );
    assert_eq!(merged.notes.len(), 2);
    assert_eq!(
        ignored(at(&items, "CLIENTS line 3")),
        "same person as line 4 (name and e-mail)"
    );
    assert_eq!(
        ignored(at(&items, "CLIENTS line 5")),
        "same person as line 4 (name and phone)"
    );
}

#[test]
fn what_merging_cannot_place_is_kept() {
    let items = read(
        "CLIENTS\nNAME,EMAIL,SECOND_EMAIL,PHONE,ADDRESS,CITY\n\
         Maya,maya@example.org,m2@example.org,512-555-0101,1 Oak St,Austin\n\
         Maya,m2@example.org,m3@example.org,512-555-0102,2 Elm St,Waco\n",
    );
    let merged = record(at(&items, "CLIENTS line 3"));
    assert_eq!(merged.person.second_phone.as_deref(), Some("512-555-0102"));
    let extra = |label: &str| {
        merged
            .extra
            .iter()
            .find(|(l, _)| l == label)
            .map(|(_, v)| v.as_str())
    };
    assert_eq!(extra("Other e-mail (line 4)"), Some("m3@example.org"));
    assert_eq!(extra("Other address (line 4)"), Some("2 Elm St, Waco"));
}

#[test]
fn samples_and_spam_are_ignored() {
    let items = read(&format!(
        "{CLIENTS}Default Client,no_email@houzz.com,,,\nSample,sampleclient@houzz.com,,,\n\
         Real Person,no_email@houzz.com,512-555-0143,,\n \n\
         {LEADS}Sample lead from Houzz,Real Person,Current,,,\nSpam,Real Person,Archived,Marked as spam,,\n\
         Lost,Real Person,Archived,Budget,,\"Feb 30, 2026\"\n"
    ));
    assert_eq!(counts(&items), (2, 0, 4));
    assert_eq!(record(at(&items, "CLIENTS line 5")).person.email, None);
    let lost = record(at(&items, "INQUIRIES line 11"));
    assert!(lost.tags.contains(&"houzz-archived".to_owned()));
    assert_eq!(lost.occurred_at, None);
    assert!(
        lost.extra
            .contains(&("CREATED_AT".into(), "Feb 30, 2026".into()))
    );
}

#[test]
fn projects_and_tasks_find_their_person() {
    let items = read(&format!(
        "{CLIENTS}Maya,maya@example.org,,,\n \nPROJECTS\nPROJECT_NAME,CLIENT_NAME,EMAIL,PROJECT_TYPE_NAME\n\
         Kitchen,Maya,,Remodel\nBath,,maya@example.org,\nDeck,Somebody,new@example.org,\nEmpty,,,\n \n\
         TASKS\nTITLE,PROJECT_NAME,DUE_DATE\nOrder tiles,Kitchen,\"Dec 1, 2026\"\nMystery,Empty,\n"
    ));
    let kitchen = record(at(&items, "PROJECTS line 7"));
    assert_eq!(kitchen.person.email.as_deref(), Some("maya@example.org"));
    assert!(kitchen.tags.contains(&"houzz-project".to_owned()));
    assert_eq!(kitchen.extra[0], ("PROJECT_NAME".into(), "Kitchen".into()));
    assert_eq!(
        record(at(&items, "PROJECTS line 8")).person.name.as_deref(),
        Some("Maya")
    );
    assert_eq!(
        record(at(&items, "PROJECTS line 9")).person.name.as_deref(),
        Some("Somebody")
    );
    assert!(reasons(at(&items, "PROJECTS line 10")).contains("who is this?"));
    let task = &record(at(&items, "TASKS line 14")).tasks[0];
    assert_eq!(task.due.unwrap().to_string(), "2026-12-01T00:00:00Z");
    assert!(reasons(at(&items, "TASKS line 15")).contains("no project called Empty"));
}

#[test]
fn unknown_sections_and_columns_are_kept() {
    let items = read(
        "\"CLIENTS\",,,\nNAME,EMAIL,PET,,\nMaya,maya@example.org,Rex,,\n\" \"\nPRODUCTS\nNAME\nTile\nLamp\n\" \"\n\
         LOYALTY POINTS\nNAME,POINTS\nMaya,12\n \nNOTES\nCONTAINER_TYPE,TEXT\nProject,Hello\n",
    );
    assert_eq!(
        record(at(&items, "CLIENTS line 3")).extra,
        [("PET".to_owned(), "Rex".to_owned())]
    );
    assert!(ignored(at(&items, "PRODUCTS from line 5")).contains("2 rows"));
    let unknown = at(&items, "LOYALTY_POINTS from line 10");
    assert_eq!(
        ignored(unknown),
        "section LOYALTY_POINTS is not one Tenon knows; kept as it came"
    );
    assert_eq!(unknown.raw, b"LOYALTY POINTS\nNAME,POINTS\nMaya,12");
    assert!(reasons(at(&items, "NOTES from line 14")).contains("does not say which record"));
}

#[test]
fn a_broken_row_does_not_take_others_with_it() {
    let items = read(&format!(
        "{CLIENTS}Ana,ana@example.org,,,\nBo,\"bo@example.org,,,\nCy,cy@example.org,,,\n\
         Di,di@example.org\nEd,ed@example.org,,,,surplus\nFay,fay@example.org,,,,,\n \n\
         {LEADS}Kitchen,Ana,,,,\n"
    ));
    for (line, name) in [(3, "Ana"), (5, "Cy"), (8, "Fay")] {
        let item = at(&items, &format!("CLIENTS line {line}"));
        assert_eq!(record(item).person.name.as_deref(), Some(name));
    }
    assert!(
        reasons(at(&items, "CLIENTS line 4")).contains("line 4 of CLIENTS: a quote is not closed")
    );
    assert!(reasons(at(&items, "CLIENTS line 6")).contains("2 cells"));
    assert!(reasons(at(&items, "CLIENTS line 7")).contains("6 cells"));
    record(at(&items, "INQUIRIES line 12"));
}

#[test]
fn a_doubtful_address_goes_to_review_with_all_that_was_read() {
    let items = read(&format!(
        "{CLIENTS}Maya,not an address,512-555-0143,Austin,\n"
    ));
    assert!(reasons(&items[0]).contains("does not look like an e-mail"));
    assert_eq!(
        partial(&items[0]).person.phone.as_deref(),
        Some("512-555-0143")
    );
}

#[test]
fn rows_keep_their_key_when_the_export_changes_around_them() {
    let before = read(&format!("{CLIENTS}Maya,maya@example.org,,Austin,\n"));
    let after = read(
        "CLIENTS\nEMAIL,NAME,COUNTRY,CITY\nnew@example.org,New,,\nmaya@example.org,Maya,,Austin\n",
    );
    assert_eq!(before[0].key, after[1].key);
    let changed = read(&format!("{CLIENTS}Maya,maya@example.org,,Waco,\n"));
    assert_ne!(before[0].key, changed[0].key);
}

#[test]
fn broken_question_lists_stay_text() {
    let items = read(&format!(
        "{CLIENTS}Maya,maya@example.org,,,\n \n{LEADS}A,Maya,,,\"[{{oops\",\n"
    ));
    assert_eq!(
        record(at(&items, "INQUIRIES line 7")).notes[0].body,
        "[{oops\n\nName: A"
    );
}

#[test]
fn other_csv_files_are_refused_with_advice() {
    let error = read_export("list.csv", b"name,email\nMaya,maya@example.org\n").unwrap_err();
    assert!(matches!(error, ReadError::NotAnExport { .. }));
    assert!(
        error.to_string().contains("export the whole account"),
        "{error}"
    );
}
