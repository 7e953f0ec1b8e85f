//! A private PostgreSQL: `./test` starts one and names it in `TENON_TEST_POSTGRES`; a single
//! `cargo test` gets one of its own from `scripts/postgres`.

use std::{
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// The server's URL without a database, `postgres://tenon@127.0.0.1:PORT`. A missing server fails
/// the test: it is never skipped.
///
/// # Panics
/// When `TENON_TEST_POSTGRES` is not set: run the tests by `./test` or `just test`.
#[must_use]
pub fn private_server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| {
        std::env::var("TENON_TEST_POSTGRES").unwrap_or_else(|_| {
            panic!(
                "no PostgreSQL to test against: run ./test, or \
                 eval \"$(scripts/postgres start)\" once and cargo nextest run after it"
            )
        })
    })
}

/// A new, empty database on the private server.
///
/// # Panics
/// When it cannot be made.
#[must_use]
pub fn database_url() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = private_server();
    let name = format!(
        "t{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::SeqCst)
    );
    let made = Command::new("psql")
        .args([
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            &format!("CREATE DATABASE {name}"),
        ])
        .arg(format!("{server}/postgres"))
        .status();
    assert!(
        made.is_ok_and(|status| status.success()),
        "could not create {name} on {server}"
    );
    format!("{server}/{name}")
}
