//! The engine, as stories: one act on one side, and what comes of it on the other.

// Tests may panic; the lints know only the functions marked `#[test]` as such.
#![allow(clippy::unwrap_used, clippy::expect_used)]

// Shared with the simulation, which uses more of it.
#[allow(dead_code)]
#[path = "simulation"]
mod simulation {
    pub(crate) mod peer;
    pub(crate) mod remote;
    pub(crate) mod terms;
    pub(crate) mod users;
    pub(crate) mod world;
}

mod engine {
    mod conflicts;
    mod controls;
    mod crossing;
    mod deletes;
    mod faults;
    mod house;
    mod kinds;
    mod maps;
    mod proofs;
    mod runs;
}
