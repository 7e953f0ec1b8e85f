//! From a change to what a receiver gets.

// Tests may panic; the lints know only the functions marked `#[test]` as such.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod webhooks {
    mod house;
    mod support;

    mod delivery;
    mod events;
    mod guard;
    mod nodes;
    mod stored;
}
