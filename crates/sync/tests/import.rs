//! Imports, as stories: what becomes of what a source tells.

// Tests may panic; the lints know only the functions marked `#[test]` as such.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod import {
    mod batches;
    mod house;
    mod mapping;
    mod meetings;
    mod parallel;
    mod persons;
}
