//! What counts as a lead, and what of it is read.

#![allow(clippy::unwrap_used, reason = "test code outside a test function")]

mod support;

use support::{ignored, lead, mail, partial, reasons, record};
use tenon_houzz::{Verdict, read_mail};

/// Body, e-mail, phone of leads that read without a doubt.
#[test]
fn fields_are_found_in_many_layouts() {
    let layouts = [
        "Name: Maya\nEmail: maya@example.org\nPhone: 512-555-0143",
        "NAME : Maya\nE-mail Address : maya@example.org\nPHONE NUMBER : 512-555-0143",
        "*Name:* Maya\n*Email:* maya@example.org\n*Phone:* 512-555-0143",
        "**Name**: Maya\n**Email**: maya@example.org\n**Phone**: 512-555-0143",
        "Name:\nMaya\nEmail:\nmaya@example.org\nPhone:\n512-555-0143",
        "Name:\n\nMaya\n\nEmail:\n\nmaya@example.org\n\nPhone:\n\n512-555-0143",
        "Name\nMaya\n\nEmail\nmaya@example.org\n\nPhone\n512-555-0143",
        "Name:\u{a0}Maya\nEmail:\u{a0}maya@example.org <mailto:maya@example.org>\nPhone:\u{a0}512-555-0143 <tel:+15125550143>",
        "Message: hello\n\nName: Maya\nEmail: MAYA@example.org\nEmail: maya@example.org\nPhone: 512-555-0143",
        "Email: maya@example.org\nEmail: reply+12ab@messages.houzz.com\nPhone: 512-555-0143",
        "• Email: maya@example.org\n• Phone: 512-555-0143 (cell)",
        "| Email: | maya@example.org |\n| Phone: | 512-555-0143 |",
    ];
    for body in layouts {
        let item = read_mail("table", &lead(body));
        let person = &record(&item).person;
        let email = person.email.as_deref().map(str::to_lowercase);
        assert_eq!(email.as_deref(), Some("maya@example.org"), "{body}");
        assert_eq!(person.phone.as_deref(), Some("512-555-0143"), "{body}");
    }
}

/// Body, and a part of the reason for the review.
#[test]
fn doubts_go_to_a_person() {
    let doubts = [
        ("Name: Maya", "neither e-mail nor phone"),
        (
            "Email: maya at example.org\nPhone: 512-555-0143",
            "does not look like an e-mail",
        ),
        (
            "Email: maya @example.org\nPhone: 512-555-0143",
            "does not look like an e-mail",
        ),
        (
            "Email: maya@example.org\nPhone: 555-01",
            "does not look like a phone",
        ),
        (
            "Email: maya@example.org\nPhone: call after 5",
            "does not look like a phone",
        ),
        (
            "Email: maya@example.org\nEmail: m.okafor@example.org",
            "2 different e-mails",
        ),
        (
            "Email: maya@example.org, m.okafor@example.org",
            "2 different e-mails",
        ),
        ("Phone: 512-555-0143 or 512-555-0144", "2 different phones"),
        (
            "Email: reply+12ab@messages.houzz.com",
            "neither e-mail nor phone",
        ),
    ];
    for (body, reason) in doubts {
        let item = read_mail("table", &lead(body));
        assert!(
            reasons(&item).contains(reason),
            "{body}: {}",
            reasons(&item)
        );
    }
    let relay = read_mail("relay", &lead("Email: reply+12ab@messages.houzz.com"));
    let extra = &partial(&relay).extra;
    assert!(extra.contains(&(
        "Reply address".into(),
        "reply+12ab@messages.houzz.com".into()
    )));
}

/// Sender, subject, and what becomes of a body with everything in it.
#[test]
fn only_houzz_can_send_a_lead() {
    let wanted = "New lead from Maya Okafor on Houzz";
    let cases = [
        ("noreply@houzz.com", wanted, "record"),
        (
            "Houzz <Notifications@Houzz.com>",
            "RE: [External] You have a new lead on Houzz",
            "record",
        ),
        (
            "noreply@houzz.com",
            "New contact form submission from Maya Okafor",
            "record",
        ),
        (
            "noreply@houzz.com",
            "Maya Okafor sent you a message on Houzz",
            "record",
        ),
        ("noreply@houzz.com", "Somebody wants to hire you", "review"),
        ("noreply@houzz.com", "New Houzz Order 12345", "ignored"),
        ("noreply@houzz.com", "Your weekly digest", "ignored"),
        ("updates@houzz.com", "Your kitchen ideas", "ignored"),
        ("updates@houzz.com", wanted, "review"),
        ("support@houzz.com", wanted, "review"),
        ("noreply@houzz.com.example.org", wanted, "review"),
        ("noreply@h0uzz.com", wanted, "review"),
        ("Houzz <noreply@mail.example.org>", wanted, "review"),
        ("\"noreply@houzz.com\" <x@example.org>", wanted, "review"),
        ("noreply@houzz.com, x@example.org", wanted, "review"),
        ("maya@example.org", wanted, "review"),
        ("maya@example.org", "Lunch?", "ignored"),
        ("noreply@h0uzz.com", "Win a prize", "ignored"),
    ];
    for (from, subject, expected) in cases {
        let body = "Name: Maya Okafor\nEmail: maya@example.org\nPhone: 512-555-0143\nMessage: Hi";
        let item = read_mail("table", &mail(from, subject, body));
        let verdict = match item.verdict {
            Verdict::Record(_) => "record",
            Verdict::Review { .. } => "review",
            Verdict::Ignored { .. } => "ignored",
        };
        assert_eq!(verdict, expected, "{from}: {subject}");
    }
    let fake = read_mail(
        "fake",
        &mail("a@houzz.com.example.org", wanted, "Email: maya@example.org"),
    );
    assert!(
        reasons(&fake).contains("which is not Houzz"),
        "{}",
        reasons(&fake)
    );
    assert_eq!(
        ignored(&read_mail("x", &mail("a@example.org", "Lunch?", ""))),
        "not from Houzz"
    );
}

#[test]
fn the_name_comes_from_the_subject_when_the_body_has_none() {
    let item = read_mail("subject", &lead("Email: maya@example.org"));
    assert_eq!(record(&item).person.name.as_deref(), Some("Maya Okafor"));
    let masked = mail(
        "noreply@houzz.com",
        "New lead from Homeowner on Houzz",
        "Phone: 512-555-0143",
    );
    assert_eq!(record(&read_mail("masked", &masked)).person.name, None);
    let both = mail(
        "noreply@houzz.com",
        "New lead from Homeowner on Houzz",
        "Name: Maya Okafor\nPhone: 512-555-0143",
    );
    assert_eq!(
        record(&read_mail("both", &both)).person.name.as_deref(),
        Some("Maya Okafor")
    );
}

#[test]
fn an_address_is_split_only_when_it_is_certain() {
    let cases = [
        (
            "123 Main St, Austin, TX 78701",
            "123 Main St",
            Some("Austin"),
        ),
        (
            "123 Main St, Austin, TX 78701-1234, USA",
            "123 Main St",
            Some("Austin"),
        ),
        (
            "123 Main St\nAustin, TX 78701",
            "123 Main St",
            Some("Austin"),
        ),
        (
            "123 Main St, Apt 4, Austin, TX 78701",
            "123 Main St, Apt 4, Austin, TX 78701",
            None,
        ),
        (
            "Main St, Austin, TX 78701",
            "Main St, Austin, TX 78701",
            None,
        ),
        (
            "123 Main St, Austin, ZZ 78701",
            "123 Main St, Austin, ZZ 78701",
            None,
        ),
        (
            "12 High Street, Leeds LS1 4AP",
            "12 High Street, Leeds LS1 4AP",
            None,
        ),
    ];
    for (address, street, city) in cases {
        let item = read_mail(
            "table",
            &lead(&format!("Email: maya@example.org\nAddress: {address}")),
        );
        let person = &record(&item).person;
        assert_eq!(person.address1.as_deref(), Some(street), "{address}");
        assert_eq!(person.city.as_deref(), city, "{address}");
    }
}

#[test]
fn the_message_ends_where_the_small_print_begins() {
    for footer in [
        "Reply to this message",
        "View lead",
        "Unsubscribe",
        "© Houzz Inc.",
        "--",
        "-----",
    ] {
        let body = format!("Email: maya@example.org\nMessage: One\nTwo\n\nThree\n{footer}\nnoise");
        let item = read_mail("footer", &lead(&body));
        let note = &record(&item).notes[0].body;
        assert_eq!(note, "One\nTwo\n\nThree", "{footer}");
    }
}

#[test]
fn parts_that_contradict_each_other_go_to_review() {
    let mixed = |html: &str| {
        format!(
            "From: noreply@houzz.com\nSubject: You have a new lead on Houzz\nMIME-Version: 1.0\n\
             Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n\
             Email: maya@example.org\n\n--b\nContent-Type: text/html\n\n{html}\n--b--\n"
        )
    };
    let same = mixed("<p>Email: maya@example.org<p>Phone: 512-555-0143");
    assert_eq!(
        record(&read_mail("same", same.as_bytes()))
            .person
            .phone
            .as_deref(),
        Some("512-555-0143")
    );
    let other = mixed("<p>Email: else@example.org<p>Phone: 512-555-0143");
    assert!(reasons(&read_mail("other", other.as_bytes())).contains("different e-mails"));
}
