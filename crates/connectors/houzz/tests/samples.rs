//! Every sample file yields what `samples/README.md` says.

#![allow(clippy::unwrap_used, reason = "test code outside a test function")]

mod support;

use support::{counts, ignored, reasons, record, sample};
use tenon_houzz::{Item, Origin, bridge::read_event, read_file};

fn read(path: &str) -> Vec<Item> {
    read_file(path, &sample(path)).unwrap()
}

#[test]
fn every_lead_mail_is_understood() {
    let expected = [
        (
            "01-plain-text",
            "Maya Okafor",
            "maya.okafor@example.org",
            "(512) 555-0143",
        ),
        (
            "02-html-table",
            "Tomás Lindqvist",
            "tomas.lindqvist@example.org",
            "+1 512 555 0167",
        ),
        (
            "03-alternative-label-above",
            "Renée Castellano",
            "renee.castellano@example.org",
            "737-555-0118",
        ),
        (
            "04-gmail-forwarded",
            "Priya Raman",
            "priya.raman@example.org",
            "512.555.0129",
        ),
        (
            "05-outlook-forwarded",
            "George Abara",
            "george.abara@example.org",
            "737-555-0182",
        ),
    ];
    for (file, name, email, phone) in expected {
        let items = read(&format!("leads/{file}.eml"));
        let person = &record(&items[0]).person;
        assert_eq!(person.name.as_deref(), Some(name), "{file}");
        assert_eq!(person.email.as_deref(), Some(email), "{file}");
        assert_eq!(person.phone.as_deref(), Some(phone), "{file}");
    }
}

#[test]
fn a_plain_lead_carries_everything_it_says() {
    let items = read("leads/01-plain-text.eml");
    let lead = record(&items[0]);
    assert_eq!(lead.origin, Origin::LeadEmail);
    assert_eq!(
        lead.person.address1.as_deref(),
        Some("1208 Willow Creek Dr")
    );
    assert_eq!(lead.person.city.as_deref(), Some("Austin"));
    assert_eq!(lead.person.state.as_deref(), Some("TX"));
    assert_eq!(lead.person.postal_code.as_deref(), Some("78741"));
    assert_eq!(lead.tags, ["houzz", "houzz-lead", "houzz-kitchen-remodel"]);
    assert_eq!(
        lead.tasks[0].title,
        "Follow up with Maya Okafor (Houzz lead)"
    );
    assert_eq!(lead.tasks[0].due, None);
    assert_eq!(
        lead.occurred_at.unwrap().to_string(),
        "2026-11-20T15:14:00Z"
    );
    assert_eq!(lead.notes[0].title.as_deref(), Some("Houzz lead"));
    assert_eq!(
        lead.notes[0].body,
        "Hi! We bought a 1978 ranch house and the kitchen is original.\n\
         We would love to open the wall to the dining room.\n\n\
         Could you come by on a weekday after 4?\n\n\
         Project Type: Kitchen Remodel\nBudget: $45,000 - $60,000\nTimeline: Within 3 months"
    );
}

#[test]
fn what_is_no_complete_lead_is_not_made_one() {
    let masked = read("leads/06-masked-name.eml");
    let masked = record(&masked[0]);
    assert_eq!(masked.person.name, None);
    assert!(masked.tags.contains(&"houzz-masked-name".to_owned()));
    assert_eq!(
        masked.tasks[0].title,
        "Follow up with j.ferreira@example.org (Houzz lead)"
    );

    let message = read("leads/07-message.eml");
    let message = record(&message[0]);
    assert_eq!(message.notes[0].title.as_deref(), Some("Houzz message"));
    assert!(
        message.notes[0]
            .body
            .starts_with("Thank you for the quick call.")
    );

    assert!(reasons(&read("leads/08-missing-contact.eml")[0]).contains("neither e-mail nor phone"));
    assert!(ignored(&read("leads/09-newsletter.eml")[0]).contains("newsletter"));
}

#[test]
fn a_mailbox_holds_the_same_mails_with_the_same_keys() {
    let mailbox = read("leads/inbox.mbox");
    assert_eq!(counts(&mailbox), (3, 0, 0));
    assert_eq!(mailbox[0].key, read("leads/01-plain-text.eml")[0].key);
    assert_eq!(mailbox[0].place, "leads/inbox.mbox: message 1");
    let quoted = &record(&mailbox[1]).notes[0].body;
    assert!(
        quoted.contains("\n\nFrom wall to wall it is 14 feet.\nFrom floor"),
        "{quoted}"
    );
}

#[test]
fn the_export_holds_forty_people_and_their_history() {
    let items = read("export/houzz-account-export.csv");
    assert_eq!(counts(&items), (46, 4, 14));
    let of = |origin| {
        items.iter().filter(move |item| {
            matches!(&item.verdict, tenon_houzz::Verdict::Record(r) if r.origin == origin && r.tasks.is_empty())
        })
    };
    assert_eq!(of(Origin::ExportClient).count(), 40);
    assert_eq!(of(Origin::ExportLead).count(), 3);
    assert_eq!(of(Origin::ExportProject).count(), 2);
    let again = read("export/houzz-account-export.csv");
    assert_eq!(items, again, "the same file twice is the same");
    let mut keys: Vec<_> = items.iter().map(|item| &item.key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), items.len(), "each item has a key of its own");
}

#[test]
fn the_bridge_events_are_understood() {
    let created = read_event(&sample("bridge/contact-created.json")).unwrap();
    assert_eq!(
        record(&created).external_id.as_deref(),
        Some("hz_lead_2001")
    );
    assert_eq!(record(&created).tags, ["houzz", "sunroom"]);
    let updated = read_event(&sample("bridge/contact-updated.json")).unwrap();
    assert_eq!(
        record(&updated).occurred_at.unwrap().to_string(),
        "2026-11-22T22:30:00Z"
    );
    let task = read_event(&sample("bridge/task-created.json")).unwrap();
    assert_eq!(
        record(&task).tasks[0].external_id.as_deref(),
        Some("hz_task_301")
    );
    let note = read_event(&sample("bridge/note-created.json")).unwrap();
    assert!(record(&note).notes[0].body.contains('\n'));
}
