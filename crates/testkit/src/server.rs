//! A PostgreSQL server of one test's own, that may crash and come back.

use std::process::Command;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/postgres");

/// A server that is stopped and removed with it.
pub struct PostgresServer {
    url: String,
    folder: String,
}

impl PostgresServer {
    /// Starts one.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start() -> Self {
        let line = script(&["start"]);
        let variable = |name: &str| {
            line.split_whitespace()
                .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
                .unwrap_or_else(|| panic!("no {name} in {line:?}"))
                .to_owned()
        };
        Self {
            url: variable("TENON_TEST_POSTGRES"),
            folder: variable("TENON_TEST_POSTGRES_FOLDER"),
        }
    }

    /// Its URL without a database.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Cuts everybody off, as a crash would.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn crash(&self) {
        script(&["stop-server", &self.folder]);
    }

    /// Lets it come back, at the same place.
    ///
    /// # Panics
    /// When it does not start.
    pub fn come_back(&self) {
        script(&["start-server", &self.folder]);
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        let _ = Command::new(SCRIPT).args(["stop", &self.folder]).output();
    }
}

fn script(arguments: &[&str]) -> String {
    // Written to a file, because the server keeps the pipe open that it was started with.
    let folder = crate::TempFolder::default();
    let told = folder.path().join("told");
    let run = std::fs::File::create(&told).and_then(|file| {
        let status = Command::new(SCRIPT).args(arguments).stdout(file).status()?;
        Ok((status, std::fs::read_to_string(&told)?))
    });
    match run {
        Ok((status, told)) if status.success() => told,
        other => panic!("scripts/postgres {arguments:?}: {other:?}"),
    }
}
