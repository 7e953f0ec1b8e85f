//! What an owner controls the sync by, on the command line.

use serde_json::Value;

use crate::support::{Folder, Tenon, sample};

/// A firm with an import of sample mails; the contacts it made.
fn imported(tenon: &Tenon) -> Vec<String> {
    tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
    let mails = sample("leads");
    let mut mails: Vec<String> = std::fs::read_dir(mails)
        .unwrap()
        .map(|entry| entry.unwrap().path().display().to_string())
        .filter(|path| path.ends_with(".eml"))
        .collect();
    mails.sort();
    let mut arguments = vec!["import", "houzz", "--location", "oak", "--json"];
    arguments.extend(mails.iter().map(String::as_str));
    let told: Value = serde_json::from_str(&tenon.said(&arguments)).unwrap();
    let items = told["items"].as_array().unwrap().iter();
    let made = items.filter(|item| item["outcome"] == "created");
    made.map(|item| item["contactId"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn an_import_is_undone_and_the_undo_undone() {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    let made = imported(&tenon);
    assert!(!made.is_empty());
    let undo = |more: &[&str]| {
        let mut arguments = vec!["sync", "undo", "--location", "oak", "--json"];
        arguments.extend(more);
        let told = tenon.said(&arguments);
        serde_json::from_str::<Value>(&told).unwrap()
    };
    let planned = undo(&["--import", "last", "--dry-run"]);
    assert_eq!(planned["state"], "dryRun");
    let gone = planned["report"]["recordsDeleted"].as_u64().unwrap();
    assert!(gone >= made.len() as u64, "{planned}");
    let done = undo(&["--import", "last"]);
    assert_eq!(done["state"], "done");
    assert_eq!(done["report"], planned["report"]);
    let why = |contact: &str| tenon.said(&["sync", "why", contact, "--location", "oak"]);
    assert!(
        why(&made[0]).contains("it was deleted here"),
        "{}",
        why(&made[0])
    );
    let back = undo(&["--undo", done["id"].as_str().unwrap()]);
    assert_eq!(
        back["report"]["recordsRestored"].as_u64(),
        Some(gone),
        "{back}"
    );
    assert!(why(&made[0]).contains("in step"), "{}", why(&made[0]));
    let text = tenon.said(&[
        "sync",
        "undo",
        "--location",
        "oak",
        "--import",
        "last",
        "--dry-run",
    ]);
    assert!(text.starts_with("dry run, nothing was changed"), "{text}");
    // Wrongly asked for.
    let none = tenon.run(&["sync", "undo", "--location", "oak"]);
    assert_eq!(none.status.code(), Some(2));
    let nothing = tenon.run(&["sync", "undo", "--location", "oak", "--run", "r1"]);
    assert_eq!(nothing.status.code(), Some(1));
}

#[test]
fn a_contact_is_paused_and_goes_on() {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    let made = imported(&tenon);
    let set = |what: &str, more: &[&str]| {
        let mut arguments = vec!["sync", what, "--location", "oak", "--contact", &made[0]];
        arguments.extend(more);
        tenon.said(&arguments)
    };
    set("pause", &["--reason", "a complaint"]);
    let why = || tenon.said(&["sync", "why", &made[0], "--location", "oak"]);
    assert!(
        why().contains("this contact is paused, by command line"),
        "{}",
        why()
    );
    assert!(why().contains("(a complaint)"), "{}", why());
    assert_eq!(set("resume", &[]), "it goes on");
    assert!(!why().contains("paused"), "{}", why());
}

#[test]
fn what_needs_a_person_is_listed_and_decided() {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
    let mail = "From: Somebody <x@example.org>\r\nSubject: New lead from Houzz\r\n\r\nHello\r\n";
    let mail = folder.file("unclear.eml", mail);
    let mail = mail.to_str().unwrap();
    tenon.said(&["import", "houzz", mail, "--location", "oak"]);
    let list = || {
        let told = tenon.said(&["review", "list", "--location", "oak", "--json"]);
        let told: Value = serde_json::from_str(&told).unwrap();
        told.as_array().cloned().unwrap()
    };
    let open = list();
    assert_eq!(open.len(), 1, "{open:?}");
    let id = open[0]["id"].as_str().unwrap();
    let decide = |decision: &str, more: &[&str]| {
        let mut arguments = vec!["review", "decide", id, decision, "--location", "oak"];
        arguments.extend(more);
        tenon.run(&arguments)
    };
    assert_eq!(decide("link", &[]).status.code(), Some(1));
    assert_eq!(
        decide("create", &["--field", "nonsense"]).status.code(),
        Some(2)
    );
    let made = decide(
        "create",
        &["--field", "firstName=Ana", "--field", "email=ana@x.com"],
    );
    assert!(made.status.success(), "{made:?}");
    assert_eq!(list().len(), 0);
    let again = decide("ignore", &[]);
    assert_eq!(again.status.code(), Some(1));
    let told = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(told.contains("has decided this already: create"), "{told}");
}
