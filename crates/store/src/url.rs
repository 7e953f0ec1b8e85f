//! Where the database is.

use std::{path::PathBuf, str::FromStr};

/// `sqlite:PATH`, `sqlite::memory:` or `postgres://…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// Nothing on disk, gone with the process: for simulations.
    Memory,
    /// A server's URL, as libpq reads it.
    Postgres(String),
}

/// A text that names no database.
#[derive(Debug, thiserror::Error)]
#[error("no database: {0:?}. Write sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME")]
pub struct DatabaseUrlError(String);

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "sqlite::memory:" {
            return Ok(Self::Memory);
        }
        match text.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            None if text.starts_with("postgres://") || text.starts_with("postgresql://") => {
                Ok(Self::Postgres(text.to_owned()))
            }
            _ => {
                // A password must not come back in an error message.
                let scheme = text.split_once(':').map_or(text, |(scheme, _)| scheme);
                Err(DatabaseUrlError(scheme.to_owned()))
            }
        }
    }
}
