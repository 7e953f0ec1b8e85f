//! What is written in the known forms comes back as it was written.

#![allow(clippy::unwrap_used, reason = "test code outside a test function")]

mod support;

use support::{Random, lead, record};
use tenon_houzz::{read_export, read_mail};

/// Written leads come back as they were written, whatever order and layout they have.
#[test]
fn every_generated_lead_comes_back() {
    let mut random = Random(42);
    let names = [
        "Maya Okafor",
        "Renée O'Neil",
        "李 雷",
        "X Æ",
        "Jean-Luc de la Tour",
    ];
    for n in 0..500 {
        let name = names[random.below(names.len())];
        let email = format!("person{n}@example.org");
        let phone = format!("512-555-01{:02}", random.below(100));
        let mut lines = vec![
            ("Name", name.to_owned()),
            ("Email", email.clone()),
            ("Phone", phone.clone()),
        ];
        lines.push(("Project Type", "Kitchen".to_owned()));
        let turn = random.below(lines.len());
        lines.rotate_left(turn);
        let style = random.below(4);
        let body: String = lines
            .iter()
            .map(|(label, value)| match style {
                0 => format!("{label}: {value}\r\n"),
                1 => format!("{label}:\r\n{value}\r\n\r\n"),
                2 => format!("*{}:* {value}\r\n", label.to_uppercase()),
                _ => format!("{label}:   {value}  \r\n\r\n"),
            })
            .collect();
        let item = read_mail("generated", &lead(&format!("{body}Message: Hello {n}\r\n")));
        let incoming = record(&item);
        assert_eq!(incoming.person.name.as_deref(), Some(name), "{body}");
        assert_eq!(
            incoming.person.email.as_deref(),
            Some(email.as_str()),
            "{body}"
        );
        assert_eq!(
            incoming.person.phone.as_deref(),
            Some(phone.as_str()),
            "{body}"
        );
        assert!(
            incoming.notes[0].body.starts_with(&format!("Hello {n}")),
            "{body}"
        );
    }
}

/// Every client with an address of its own is found once, whatever its cells hold.
#[test]
fn every_generated_client_comes_back() {
    let mut random = Random(43);
    let cells = [
        "",
        "plain",
        "with, comma",
        "a \"quote\"",
        "two\nlines",
        "CLIENTS",
        "é",
        "  x  ",
    ];
    let mut file = "CLIENTS\r\nNAME,EMAIL,NOTES,ADDRESS\r\n".to_owned();
    for n in 0..300 {
        let quote = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let (a, b) = (
            cells[random.below(cells.len())],
            cells[random.below(cells.len())],
        );
        file.push_str(&format!(
            "Person {n},p{n}@example.org,{},{}\r\n",
            quote(a),
            quote(b)
        ));
    }
    let items = read_export("generated.csv", file.as_bytes()).unwrap();
    assert_eq!(items.len(), 300);
    for (n, item) in items.iter().enumerate() {
        assert_eq!(
            record(item).person.email.as_deref(),
            Some(format!("p{n}@example.org").as_str())
        );
    }
}
