//! What is fuzzed: each function takes any bytes and panics when something does not hold.
//!
//! `fuzz/libfuzzer` runs them under libFuzzer (`scripts/fuzz`); the inputs it found worth keeping stand
//! in `fuzz/corpus`, beside those written by hand in `fuzz/seeds`, and are replayed by an ordinary test.

mod bodies;
mod house;
mod houzz;
mod requests;
mod vendor;

pub use bodies::body;
pub use houzz::{calendar, proof, table};
pub use requests::{cursor, oauth, request, search};
pub use vendor::{export, mail, webhook};

/// A thing to fuzz: any bytes.
pub type Target = fn(&[u8]);

/// Every target, by the name of its binary and of its corpus.
pub const TARGETS: &[(&str, Target)] = &[
    ("body", body),
    ("calendar", calendar),
    ("cursor", cursor),
    ("export", export),
    ("mail", mail),
    ("oauth", oauth),
    ("proof", proof),
    ("request", request),
    ("search", search),
    ("table", table),
    ("webhook", webhook),
];
