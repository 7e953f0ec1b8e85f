//! The binary as people use it: its commands, killed and started again, on both databases, with a
//! sandbox that misbehaves, and as two nodes.

// Helpers of tests are tests.
#![allow(clippy::unwrap_used)]

mod stories {
    mod accounts;
    mod command_line;
    mod console;
    mod controls;
    mod demo;
    mod nodes;
    mod outlets;
    mod own_lead;
    mod proofs;
    mod troubled;
    mod webhooks;
}
mod support;
