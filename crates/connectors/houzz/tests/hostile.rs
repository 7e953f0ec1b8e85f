//! Nothing that comes in from outside makes a reader panic, hang, or lose the source.

#![allow(clippy::unwrap_used, reason = "test code outside a test function")]

mod support;

use std::time::{Duration, Instant};

use support::{Random, all_samples, lead, reasons, record};
use tenon_houzz::{bridge::read_event, read_export, read_file, read_mail};

fn feed_all(bytes: &[u8]) {
    let item = read_mail("hostile", bytes);
    assert_eq!(item.raw, bytes, "the source is kept");
    assert_eq!(item.key.len(), 64);
    let _ = read_event(bytes);
    for name in ["a.csv", "a.eml", "a.mbox", "a"] {
        let first = read_file(name, bytes);
        assert_eq!(
            first,
            read_file(name, bytes),
            "reading is a function of the bytes"
        );
    }
    let _ = read_export("a.csv", bytes);
}

#[test]
fn every_truncation_of_every_sample_is_read() {
    for (_, bytes) in all_samples() {
        for end in (0..bytes.len()).step_by(37) {
            feed_all(&bytes[..end]);
        }
    }
}

#[test]
fn samples_with_damage_are_read() {
    let mut random = Random(20_261_123);
    for (_, bytes) in all_samples() {
        for _ in 0..60 {
            let mut bytes = bytes.clone();
            for _ in 0..=random.below(8) {
                let at = random.below(bytes.len());
                let piece: &[u8] = match random.below(10) {
                    0 => b"\0",
                    1 => b"\xff\xfe",
                    2 => b"\"",
                    3 => b"\n",
                    4 => b"<",
                    5 => b"&#x110000;",
                    6 => b"\n\nFrom ",
                    7 => "\u{130}é：".as_bytes(),
                    8 => b"Content-Type: multipart/mixed; boundary=x\n",
                    _ => b",",
                };
                let end = (at + random.below(20)).min(bytes.len());
                bytes.splice(at..end, piece.iter().copied());
            }
            feed_all(&bytes);
        }
    }
}

#[test]
fn random_bytes_are_read() {
    let mut random = Random(7);
    for length in (0..2_000).step_by(13) {
        let bytes: Vec<u8> = (0..length)
            .map(|_| u8::try_from(random.next() & 255).unwrap())
            .collect();
        feed_all(&bytes);
        let letters: &[u8] =
            b"Name: \n\r\t<>&;\"',@.+-=/From Date Subject houzz CLIENTS\x00\xc3\xa9";
        let text: Vec<u8> = (0..length)
            .map(|_| letters[random.below(letters.len())])
            .collect();
        feed_all(&text);
        feed_all(&lead(&String::from_utf8_lossy(&text)));
    }
}

#[test]
fn large_and_twisted_mails_end_in_time() {
    let start = Instant::now();
    let line = |unit: &str| unit.repeat((10 << 20) / unit.len());
    let html = |body: String| {
        format!("From: noreply@houzz.com\nSubject: You have a new lead\nContent-Type: text/html\n\n{body}").into_bytes()
    };
    let bodies = [
        line("a"),
        line("("),
        line("Name: "),
        line("Phone: ((\n"),
        line("> "),
        line("@"),
        line("\t"),
        line("\0"),
    ];
    for body in bodies {
        let _ = read_mail("line", &lead(&body));
        let _ = read_mail("phone", &lead(&format!("Phone: {body}")));
    }
    for unit in [
        "<", "<a", "<a\n", "<a \"", "<!--", "<style>", "&", "&amp", "<td>", "</p>",
    ] {
        let _ = read_mail("html", &html(unit.repeat((2 << 20) / unit.len())));
    }
    let _ = read_mail(
        "subject",
        format!("From: noreply@houzz.com\nSubject: {}\n\nx", line("re: ")).as_bytes(),
    );
    let _ = read_mail(
        "from",
        format!("From: {}\nSubject: x\n\nx", line("a@b.c, ")).as_bytes(),
    );
    assert!(
        start.elapsed() < Duration::from_secs(120),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn nested_mails_cannot_exhaust_the_stack() {
    let head = "From: noreply@houzz.com\nSubject: You have a new lead\n";
    let inner = "Content-Type: message/rfc822\n\n".repeat(100_000);
    assert!(reasons(&read_mail("nested", format!("{head}{inner}").as_bytes())).contains("parts"));
    let mixed: String = (0..5_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
        .collect();
    assert!(reasons(&read_mail("mixed", format!("{head}{mixed}").as_bytes())).contains("parts"));
    for kind in [
        "message/rfc822",
        "message/global; name=x",
        "\n message/rfc822",
        "multipart/digest; boundary=d",
    ] {
        let hidden =
            format!("{head}Content-Type: {kind}\nContent-Transfer-Encoding: base64\n\nAAAA");
        assert!(
            reasons(&read_mail("hidden", hidden.as_bytes())).contains("standards forbid"),
            "{kind}"
        );
    }
    let named = "Content-Type: application/pdf;\n name=\"message.pdf\"\nContent-Transfer-Encoding: base64\n\nAAAA";
    let attached = format!(
        "{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nEmail: maya@example.org\n--b\n{named}\n--b--\n"
    );
    record(&read_mail("attached", attached.as_bytes()));
    let unclosed = format!(
        "{head}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nEmail: maya@example.org\n"
    );
    record(&read_mail("unclosed", unclosed.as_bytes()));
}

#[test]
fn large_and_twisted_exports_end_in_time() {
    let start = Instant::now();
    let head = "CLIENTS\nNAME,EMAIL,PHONE\n";
    for unit in [
        "\"",
        "\"\n",
        "a\n",
        ",",
        "A\n",
        "\" \"\nABC\n",
        "Sam,s@example.org,512-555-0143\n",
        "\"a\n\",\"\n",
    ] {
        let _ = read_export(
            "twisted.csv",
            format!("{head}{}", unit.repeat((1 << 19) / unit.len())).as_bytes(),
        );
    }
    assert!(
        start.elapsed() < Duration::from_secs(120),
        "{:?}",
        start.elapsed()
    );
}
