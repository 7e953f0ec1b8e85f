//! A private PostgreSQL: `./test` starts one and names it in `TENON_TEST_POSTGRES`; for
//! single tests, start one with `eval "$(scripts/postgres start)"`.

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
    make(private_server())
}

fn make(server: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "t{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::SeqCst)
    );
    sql(
        &format!("{server}/postgres"),
        &format!("CREATE DATABASE {name}"),
    );
    format!("{server}/{name}")
}

/// Runs a statement by `psql`, beside everything under test, and gives what it prints.
///
/// # Panics
/// When it fails.
pub fn sql(url: &str, statement: &str) -> String {
    let run = Command::new("psql")
        .args(["-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement])
        .arg(url)
        .output();
    match run {
        Ok(run) if run.status.success() => String::from_utf8_lossy(&run.stdout).trim().to_owned(),
        other => panic!("{statement} on {url}: {other:?}"),
    }
}

/// A new, empty database that is dropped with it.
pub struct Database {
    url: String,
    server: String,
}

impl Default for Database {
    fn default() -> Self {
        Self::on(private_server())
    }
}

impl Database {
    /// On that server.
    #[must_use]
    pub fn on(server: &str) -> Self {
        Self {
            url: make(server),
            server: server.to_owned(),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = self.url.rsplit('/').next().unwrap_or_default();
        // The server may be gone, and a test that fails must say why itself.
        let _ = Command::new("psql")
            .args(["-q", "-c"])
            .arg(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            .arg(format!("{}/postgres", self.server))
            .output();
    }
}
