//! The connector against a small stand-in for the vendor on 127.0.0.1.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod budget;
mod contract;
mod errors;
mod fake;
mod health;
mod refresh;
mod remote;
mod search;
mod webhook;
