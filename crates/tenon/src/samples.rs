//! The samples of the demo, built into the binary: invented people at example.org, 555-01xx.

/// Files for `tenon import houzz`, by name.
pub(crate) const FILES: &[(&str, &[u8])] = &[
    (
        "01-plain-text.eml",
        include_bytes!("../../../samples/leads/01-plain-text.eml"),
    ),
    (
        "02-html-table.eml",
        include_bytes!("../../../samples/leads/02-html-table.eml"),
    ),
    (
        "03-alternative-label-above.eml",
        include_bytes!("../../../samples/leads/03-alternative-label-above.eml"),
    ),
    (
        "04-gmail-forwarded.eml",
        include_bytes!("../../../samples/leads/04-gmail-forwarded.eml"),
    ),
    (
        "05-outlook-forwarded.eml",
        include_bytes!("../../../samples/leads/05-outlook-forwarded.eml"),
    ),
    (
        "06-masked-name.eml",
        include_bytes!("../../../samples/leads/06-masked-name.eml"),
    ),
    (
        "07-message.eml",
        include_bytes!("../../../samples/leads/07-message.eml"),
    ),
    (
        "08-missing-contact.eml",
        include_bytes!("../../../samples/leads/08-missing-contact.eml"),
    ),
    (
        "09-newsletter.eml",
        include_bytes!("../../../samples/leads/09-newsletter.eml"),
    ),
    (
        "inbox.mbox",
        include_bytes!("../../../samples/leads/inbox.mbox"),
    ),
    (
        "houzz-account-export.csv",
        include_bytes!("../../../samples/export/houzz-account-export.csv"),
    ),
    (
        "showroom-visitors.csv",
        include_bytes!("../../../samples/tables/showroom-visitors.csv"),
    ),
];

/// A linked calendar's file.
pub(crate) const CALENDAR: (&str, &str) = (
    "site-visits.ics",
    include_str!("../../../samples/calendar/site-visits.ics"),
);
/// The days that are written in it.
pub(crate) const CALENDAR_DAYS: [&str; 2] = ["20270104", "20270105"];

/// What a mail route passes on.
pub(crate) const HOOK_MAIL: &[u8] = include_bytes!("../../../samples/leads/10-mail-hook.eml");

/// Bridge events, in the order they happen.
pub(crate) const EVENTS: &[&[u8]] = &[
    include_bytes!("../../../samples/bridge/contact-created.json"),
    include_bytes!("../../../samples/bridge/contact-updated.json"),
    include_bytes!("../../../samples/bridge/task-created.json"),
    include_bytes!("../../../samples/bridge/note-created.json"),
];
