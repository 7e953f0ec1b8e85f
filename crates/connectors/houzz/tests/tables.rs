//! Stories of single tables, CSV and XLSX.
#![allow(clippy::unwrap_used, reason = "test code")]

mod support;

use std::io::Write as _;

use tenon_houzz::{
    Item, Opened, ReadError, Verdict,
    limits::MAX_UNPACKED,
    open_file, read_file,
    table::{ColumnMap, MapError, Table, guess, items},
};

use support::{counts, reasons, record};

const LEADS: &[u8] = include_bytes!("tables/leads.xlsx");

fn table(name: &str, bytes: &[u8]) -> Table {
    match open_file(name, bytes) {
        Ok(Opened::Table(table)) => table,
        other => panic!("{name}: no table: {other:?}"),
    }
}

fn csv(text: &str) -> Table {
    table("leads.csv", text.as_bytes())
}

/// `column: meaning` of each.
fn meanings(map: &ColumnMap) -> Vec<String> {
    let pairs = map.0.iter();
    pairs
        .map(|column| format!("{}: {}", column.name, column.meaning.name()))
        .collect()
}

fn read(text: &str) -> Vec<Item> {
    read_file("leads.csv", text.as_bytes()).unwrap()
}

#[test]
fn a_workbook_is_read_as_people_see_it() {
    let table = table("leads.xlsx", LEADS);
    assert_eq!(table.place, "leads.xlsx (Leads)");
    let map = guess(&table);
    assert_eq!(
        meanings(&map),
        [
            "Client: name",
            "Client Email: email",
            "Mobile: phone",
            "Zip Code: postalCode",
            "Date Added: createdAt",
            "Budget: extra",
            "Email opt in: extra",
            "Notes: note"
        ]
    );
    let items = items(&table, &map);
    assert_eq!(counts(&items), (2, 2, 0));
    let maya = record(&items[0]);
    assert_eq!(maya.person.name.as_deref(), Some("Maya Okafor"));
    assert_eq!(maya.person.phone.as_deref(), Some("5125550143"));
    assert_eq!(maya.person.postal_code.as_deref(), Some("78741"));
    assert_eq!(
        maya.occurred_at.unwrap().to_string(),
        "2026-01-24T00:00:00Z"
    );
    assert_eq!(maya.notes[0].body, "Open the wall");
    assert!(maya.extra.contains(&("Budget".into(), "45000.5".into())));
    assert!(reasons(&items[2]).contains("neither e-mail nor phone"));
    assert!(reasons(&items[3]).contains("Client Email: “not an address”"));
    assert_eq!(items[0].place, "leads.xlsx (Leads): line 4");
}

#[test]
fn columns_are_known_by_what_stands_in_them() {
    let table = csv(
        "wer;Kontakt;Ruf\nAna Cruz;ana@example.org;+1 512 555 0155\nBo Li;bo@example.org;(512) 555-0101\n",
    );
    let map = guess(&table);
    assert_eq!(
        meanings(&map),
        ["wer: extra", "Kontakt: email", "Ruf: phone"]
    );
    let said = map.with("WER=name").unwrap();
    assert_eq!(
        record(&items(&table, &said)[0]).person.name.as_deref(),
        Some("Ana Cruz")
    );
}

#[test]
fn one_meaning_goes_to_one_column() {
    let table = csv(
        "Name,Client,E-Mail,Email 2,Phone,Cell\nCo,Ana Cruz,a@example.org,b@example.org,5125550101,5125550102\n",
    );
    let map = guess(&table);
    map.check().unwrap();
    assert_eq!(
        meanings(&map),
        [
            "Name: name",
            "Client: extra",
            "E-Mail: email",
            "Email 2: secondEmail",
            "Phone: phone",
            "Cell: secondPhone"
        ]
    );
    let said = map.with("Client=name").unwrap();
    said.check().unwrap();
    assert_eq!(meanings(&said)[..2], ["Name: extra", "Client: name"]);
    let twice = said.with("Name=name").unwrap();
    assert!(matches!(twice.check(), Err(MapError::Twice(..))));
}

#[test]
fn what_was_learned_is_used_again_and_new_columns_are_guessed() {
    let first = csv("Who,Reach\nAna,ana@example.org\n");
    let kept = guess(&first).with("Who=name").unwrap().to_json();
    let again = csv("reach,WHO\nbo@example.org,Bo\n");
    assert_eq!(first.header_key(), again.header_key());
    let map = ColumnMap::from_json(&again, guess(&again), &kept);
    assert_eq!(meanings(&map), ["reach: email", "WHO: name"]);
    let wider = csv("reach,WHO,zip\nbo@example.org,Bo,78701\n");
    assert_ne!(first.header_key(), wider.header_key());
    let map = ColumnMap::from_json(&wider, guess(&wider), &kept);
    assert_eq!(meanings(&map)[2], "zip: postalCode");
}

#[test]
fn what_nobody_can_be_told_by_is_refused_with_what_to_do() {
    let table = csv("Colour,Price\nred,5\n");
    let error = guess(&table).check().unwrap_err().to_string();
    assert!(error.contains("Colour, Price"), "{error}");
    let error = read_file("x.csv", b"Colour,Price\nred,5\n").unwrap_err();
    assert!(matches!(error, ReadError::Unmapped { .. }));
    for (said, why) in [
        ("Color=email", "the columns are: Colour, Price"),
        ("Colour=mail", "firstName"),
        ("Colour", "COLUMN=MEANING"),
    ] {
        let error = guess(&table).with(said).unwrap_err().to_string();
        assert!(error.contains(why), "{said}: {error}");
    }
}

#[test]
fn formulas_are_text_and_guarded_cells_are_freed() {
    let items = read("Name,Email,Phone\n=HYPERLINK(\"x\"),ana@example.org,'+15125550101\n");
    assert_eq!(
        record(&items[0]).person.phone.as_deref(),
        Some("+15125550101")
    );
    let items = read("Name,Email\n\"=cmd|' /C calc'!A0\",ana@example.org\n");
    assert_eq!(
        record(&items[0]).person.name.as_deref(),
        Some("=cmd|' /C calc'!A0")
    );
}

#[test]
fn encodings_separators_and_line_ends_of_others() {
    let text = "Name;Email\r\nJosé Núñez;jose@example.org\r\n";
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let wide: Vec<u8> = [0xfeff_u16]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let mac = text.replace("\r\n", "\r");
    let tabs = text.replace(';', "\t");
    for bytes in [
        text.as_bytes(),
        &latin,
        &wide,
        mac.as_bytes(),
        tabs.as_bytes(),
    ] {
        let items = read_file("x.csv", bytes).unwrap();
        assert_eq!(record(&items[0]).person.name.as_deref(), Some("José Núñez"));
    }
}

#[test]
fn a_broken_row_stops_nothing() {
    let items =
        read("Name,Email\n\"Ana,ana@example.org\nBo,bo@example.org\nCy,cy@example.org,,surplus\n");
    assert_eq!(counts(&items), (1, 2, 0));
    assert!(matches!(items[1].verdict, Verdict::Record(_)));
}

#[test]
fn the_same_row_is_the_same_item_wherever_it_stands() {
    let one = read("Name,Email\nAna,ana@example.org\nBo,bo@example.org\n");
    let other = read("Email,Name\nbo@example.org,Bo\nbo@example.org,Bo\n");
    assert_eq!(one[1].key, other[0].key);
    assert_ne!(other[0].key, other[1].key);
}

fn zipped(name: &str, content: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file(name, options).unwrap();
    for piece in content {
        zip.write_all(&piece).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_is_not_unpacked() {
    let pieces = usize::try_from(MAX_UNPACKED >> 20).unwrap() + 1;
    let bomb = zipped(
        "xl/worksheets/sheet1.xml",
        (0..pieces).map(|_| vec![b' '; 1 << 20]),
    );
    assert!(bomb.len() < 1 << 20);
    let error = read_file("leads.xlsx", &bomb).unwrap_err().to_string();
    assert!(error.contains("unpacks to more than"), "{error}");
}

#[test]
fn half_a_workbook_and_no_workbook_are_told() {
    for length in (0..LEADS.len()).step_by(97) {
        match read_file("leads.xlsx", &LEADS[..length]) {
            Err(error) => assert!(!error.to_string().is_empty()),
            Ok(items) => panic!("{length} bytes: {} items", items.len()),
        }
    }
    let other = zipped("readme.txt", std::iter::once(b"hello".to_vec()));
    assert!(read_file("leads.xlsx", &other).is_err());
    assert!(read_file("leads.xlsx", b"Name,Email\nAna,a@example.org\n").is_err());
}

#[test]
fn no_bytes_break_the_reading() {
    let mut random = support::Random(11);
    for _ in 0..150 {
        let mut bytes = LEADS.to_vec();
        for _ in 0..=random.below(6) {
            let at = random.below(bytes.len());
            bytes[at] = u8::try_from(random.below(256)).unwrap();
        }
        let _ = read_file("leads.xlsx", &bytes);
    }
}
