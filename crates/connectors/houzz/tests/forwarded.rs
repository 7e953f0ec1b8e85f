//! Forwarded copies: whose words they are, and when they are the same mail.

#![allow(clippy::unwrap_used, reason = "test code outside a test function")]

mod support;

use support::{ignored, mail, reasons, record};
use tenon_houzz::read_mail;

const FIELDS: &str = "Name: Maya Okafor\nEmail: maya@example.org\nMessage: Hello there";

fn original() -> String {
    format!(
        "From: Houzz <noreply@houzz.com>\nSubject: New lead from Maya Okafor on Houzz\n\
         Date: Fri, 20 Nov 2026 09:14:30 -0600\nMessage-ID: <Lead-1@mail.houzz.com>\n\n{FIELDS}\n"
    )
}

fn forwarded(headers: &str, body: &str) -> Vec<u8> {
    format!(
        "From: Dana <dana@example.org>\nSubject: Fwd: New lead from Maya Okafor on Houzz\n\
         Date: Fri, 20 Nov 2026 10:00:00 -0600\nMessage-ID: <fwd@example.org>\n{headers}\n{body}"
    )
    .into_bytes()
}

#[test]
fn mail_programs_quote_in_many_ways() {
    let quotes = [
        "---------- Forwarded message ---------\nFrom: Houzz <noreply@houzz.com>\nDate: Fri, Nov 20, 2026 at 9:14 AM\nSubject: New lead from Maya Okafor on Houzz\nTo: <d@example.org>\n\n",
        "Begin forwarded message:\n\nFrom: Houzz <noreply@houzz.com>\nSubject: New lead from Maya Okafor on Houzz\nDate: November 20, 2026 at 9:14:30 AM CST\nTo: d@example.org\n\n",
        "-----Original Message-----\nFrom: Houzz [mailto:noreply@houzz.com]\nSent: Friday, November 20, 2026 9:14 AM\nTo: d@example.org\nSubject: New lead from Maya Okafor on Houzz\n\n",
        "________________________________\n*From:* Houzz <noreply@houzz.com>\n*Sent:* Friday, November 20, 2026 9:14 AM\n*Subject:* New lead from Maya Okafor on Houzz\n\n",
        "From: Houzz\n<noreply@houzz.com>\nDate: Fri, Nov 20, 2026 at 9:14 AM\nSubject: New lead from Maya Okafor on Houzz\n\n",
    ];
    let mut keys = Vec::new();
    for quote in quotes {
        let plain = read_mail(
            "plain",
            &forwarded("", &format!("FYI\n\n{quote}{FIELDS}\n")),
        );
        assert_eq!(
            record(&plain).person.email.as_deref(),
            Some("maya@example.org"),
            "{quote}"
        );
        let marked: String = format!("{quote}{FIELDS}")
            .lines()
            .map(|l| format!("> {l}\n"))
            .collect();
        let marked = read_mail("marked", &forwarded("", &marked));
        assert_eq!(
            record(&marked).person.email.as_deref(),
            Some("maya@example.org"),
            "{marked:?}"
        );
        keys.extend([plain.key, marked.key]);
    }
    keys.dedup();
    assert_eq!(
        keys.len(),
        1,
        "copies of one mail by several programs are one"
    );
}

#[test]
fn a_copy_that_names_its_original_has_its_key() {
    let first = read_mail("original", original().as_bytes());
    let quote = "From: Houzz <noreply@houzz.com>\nDate: Fri, Nov 20, 2026 at 9:14 AM\nSubject: New lead from Maya Okafor on Houzz\n\n";
    let by_hand = forwarded(
        "In-Reply-To: <Lead-1@mail.houzz.com>\n",
        &format!("{quote}{FIELDS}"),
    );
    assert_eq!(read_mail("by hand", &by_hand).key, first.key);

    let attached = forwarded(
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n",
        &format!(
            "--b\nContent-Type: text/plain\n\nsee below\n--b\nContent-Type: message/rfc822\n\n{}\n--b--\n",
            original()
        ),
    );
    let attached = read_mail("attached", &attached);
    assert_eq!(
        record(&attached).person.name.as_deref(),
        Some("Maya Okafor")
    );
    assert_eq!(attached.key, first.key);

    // A filter's copy is the mail itself with headers added in front.
    let filter = format!(
        "Resent-From: dana@example.org\nX-Forwarded-To: t@example.org\n{}",
        original()
    );
    assert_eq!(read_mail("filter", filter.as_bytes()).key, first.key);
}

#[test]
fn without_message_ids_equal_content_is_the_same_mail() {
    let bare = original().replace("Message-ID: <Lead-1@mail.houzz.com>\n", "");
    let quote = "From: Houzz <noreply@houzz.com>\nDate: Fri, Nov 20, 2026 at 9:14 AM\nSubject: New lead from Maya Okafor on Houzz\n\n";
    let copy = forwarded(
        "",
        &format!("{quote}{}", FIELDS.replace("Hello there", "Hello\nthere")),
    );
    assert_eq!(
        read_mail("copy", &copy).key,
        read_mail("bare", bare.as_bytes()).key
    );
    let other = forwarded(
        "",
        &format!("{quote}{}", FIELDS.replace("Hello", "Goodbye")),
    );
    assert_ne!(
        read_mail("other", &other).key,
        read_mail("bare", bare.as_bytes()).key
    );
}

#[test]
fn a_list_that_rewrites_from_leaves_traces() {
    for trace in [
        "X-Original-From: Houzz <noreply@houzz.com>\n",
        "Resent-From: notifications@houzz.com\n",
        "ARC-Authentication-Results: i=1; mx.example.org; dkim=pass; dmarc=pass header.from=houzz.com\n",
    ] {
        let item = read_mail("list", &forwarded(trace, FIELDS));
        assert_eq!(
            record(&item).person.email.as_deref(),
            Some("maya@example.org"),
            "{trace}"
        );
    }
    let fake = "ARC-Authentication-Results: i=1; x; header.from=houzz.com.example.org\n";
    assert!(reasons(&read_mail("fake", &forwarded(fake, FIELDS))).contains("not from Houzz"));
}

#[test]
fn the_forwarders_own_address_may_hold_the_word_houzz() {
    let list = "X-Original-From: Houzz <noreply@houzz.com>\n";
    let forwarder = |from: &str| {
        let mail = String::from_utf8(forwarded(list, FIELDS)).unwrap();
        read_mail(
            "x",
            mail.replace("Dana <dana@example.org>", from).as_bytes(),
        )
    };
    for from in [
        "Houzz leads <houzz@example.org>",
        "\"'Houzz' via Leads\" <leads@example.org>",
    ] {
        let item = forwarder(from);
        assert_eq!(
            record(&item).person.email.as_deref(),
            Some("maya@example.org"),
            "{from}"
        );
    }
    let fake = forwarder("Houzz <noreply@houzz-pro.example.org>");
    assert!(reasons(&fake).contains("which is not Houzz"));
}

#[test]
fn an_html_forward_is_read_too() {
    let html = "<div>FYI</div><div class=gmail_quote>---------- Forwarded message ---------<br>From: \
        <strong>Houzz</strong> <span>&lt;<a href=\"mailto:noreply@houzz.com\">noreply@houzz.com</a>&gt;</span><br>\
        Date: Fri, Nov 20, 2026 at 9:14 AM<br>Subject: New lead from Maya Okafor on Houzz<br>To: d<br><br>\
        <table><tr><td>Name:</td><td>Maya Okafor</td></tr><tr><td>Email:</td><td>maya@example.org</td></tr></table></div>";
    let item = read_mail("html", &forwarded("Content-Type: text/html\n", html));
    assert_eq!(
        record(&item).person.email.as_deref(),
        Some("maya@example.org")
    );
}

#[test]
fn forwarded_fakes_and_newsletters_are_not_leads() {
    let quote = |from: &str, subject: &str| {
        forwarded(
            "",
            &format!(
                "From: {from}\nDate: Fri, Nov 20, 2026 at 9:14 AM\nSubject: {subject}\n\n{FIELDS}"
            ),
        )
    };
    let fake = quote(
        "Houzz <noreply@houzz.com.example.org>",
        "New lead from Maya on Houzz",
    );
    assert!(reasons(&read_mail("fake", &fake)).contains("which is not Houzz"));
    let news = quote("Houzz <updates@houzz.com>", "12 kitchens");
    assert!(ignored(&read_mail("news", &news)).contains("newsletter"));
    let order = quote("Houzz <noreply@houzz.com>", "New Houzz Order 77");
    assert!(ignored(&read_mail("order", &order)).contains("order"));
    let stranger = mail(
        "dana@example.org",
        "Fwd: New lead from Maya on Houzz",
        FIELDS,
    );
    assert!(reasons(&read_mail("stranger", &stranger)).contains("not from Houzz"));
}

#[test]
fn a_homeowner_cannot_put_a_forward_into_a_lead() {
    let body = format!(
        "{FIELDS}\nFrom: Houzz <noreply@houzz.com>\nDate: x\nSubject: New lead\n\nEmail: other@example.org"
    );
    let item = read_mail(
        "direct",
        &mail("noreply@houzz.com", "You have a new lead on Houzz", &body),
    );
    assert!(reasons(&item).contains("2 different e-mails"));
}
