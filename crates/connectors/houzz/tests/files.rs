//! What a file is, and what is said of a wrong one.

#![allow(clippy::unwrap_used, reason = "test code outside a test function")]

mod support;

use support::{lead, record, sample};
use tenon_houzz::{ReadError, read_file};

#[test]
fn a_wrong_file_is_named_and_the_right_kinds_are_listed() {
    let cases: [(&str, &[u8], &str); 9] = [
        ("leads.zip", b"PK\x03\x04rest", "a ZIP archive"),
        ("leads.eml", b"PK\x03\x04rest", "an Excel workbook"),
        ("mail.msg", b"\xd0\xcf\x11\xe0rest", "an Outlook message"),
        ("a.pdf", b"%PDF-1.7", "a PDF"),
        ("a.eml", b"%PDF-1.7", "a PDF"),
        ("a.eml", b"just some words", "something else"),
        ("a.mbox", b"just some words", "something else"),
        ("notes.txt", b"hello", "a kind Tenon does not read"),
        ("empty.csv", b" \n", "is empty"),
    ];
    for (name, bytes, what) in cases {
        let error = read_file(name, bytes).unwrap_err().to_string();
        assert!(error.contains(what) && error.contains(name), "{error}");
        assert!(error.contains(".mbox"), "{error}");
    }
    let large = vec![b'a'; tenon_houzz::limits::MAX_FILE + 1];
    assert!(matches!(
        read_file("a.csv", &large),
        Err(ReadError::TooLarge { .. })
    ));
}

#[test]
fn spreadsheet_programs_may_save_the_export_in_their_own_way() {
    let text = "CLIENTS\r\nNAME,EMAIL\r\nRenée,renee@example.org\r\n";
    let utf16 = |unit: fn(u16) -> [u8; 2], mark: &[u8]| {
        [
            mark,
            &text.encode_utf16().flat_map(unit).collect::<Vec<u8>>(),
        ]
        .concat()
    };
    let forms: [Vec<u8>; 6] = [
        text.into(),
        text.replace("\r\n", "\r").into(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        utf16(u16::to_le_bytes, b"\xff\xfe"),
        utf16(u16::to_be_bytes, b"\xfe\xff"),
        text.chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect(),
    ];
    let mut keys = Vec::new();
    for form in forms {
        let items = read_file("e.csv", &form).unwrap();
        assert_eq!(record(&items[0]).person.name.as_deref(), Some("Renée"));
        keys.push(items[0].key.clone());
    }
    keys.dedup();
    assert_eq!(keys.len(), 1);
}

#[test]
fn a_mailbox_is_cut_only_where_a_mail_begins() {
    let one = String::from_utf8(lead(
        "Email: maya@example.org\nMessage: Hi\n\nFrom the door to the wall,\n12 feet.\n",
    ))
    .unwrap();
    let two = String::from_utf8(lead("Email: bo@example.org\n")).unwrap();
    let mailbox =
        format!("From x Fri Nov 20 09:14:00 2026\n{one}\nFrom y Fri Nov 20 09:14:00 2026\n{two}");
    let items = read_file("a.mbox", mailbox.as_bytes()).unwrap();
    assert_eq!(items.len(), 2);
    assert!(
        record(&items[0]).notes[0]
            .body
            .contains("From the door to the wall,")
    );
    let crlf = mailbox.replace("\r\n", "\n").replace('\n', "\r\n");
    assert_eq!(read_file("a.mbox", crlf.as_bytes()).unwrap().len(), 2);
}

#[test]
fn hundreds_of_mails_are_read() {
    let mail = String::from_utf8(sample("leads/02-html-table.eml")).unwrap();
    let mailbox: String = (0..500)
        .map(|n| {
            format!(
                "From a Fri Nov 20 09:14:00 2026\n{}\n",
                mail.replace("lead-9c2d77", &format!("lead-{n}"))
            )
        })
        .collect();
    let items = read_file("many.mbox", mailbox.as_bytes()).unwrap();
    assert_eq!(items.len(), 500);
    assert_eq!(
        record(&items[499]).person.postal_code.as_deref(),
        Some("78704")
    );
}
