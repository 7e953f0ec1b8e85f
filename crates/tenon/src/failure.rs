//! How the command line fails: one line on standard error, with what to do next.

use std::process::ExitCode;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It did not work: exit 1.
    Failed(String),
    /// It was asked for wrongly: exit 2.
    Usage(String),
}

impl Failure {
    pub(crate) fn failed(what: impl std::fmt::Display) -> Self {
        Self::Failed(what.to_string())
    }

    pub(crate) fn usage(what: impl std::fmt::Display) -> Self {
        Self::Usage(what.to_string())
    }

    #[allow(clippy::print_stderr)]
    pub(crate) fn report(&self) -> ExitCode {
        let (text, code) = match self {
            Self::Failed(text) => (text, 1),
            Self::Usage(text) => (text, 2),
        };
        eprintln!("tenon: {}", text.replace('\n', " "));
        ExitCode::from(code)
    }
}

/// Everything that is not the caller's mistake.
impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Failed(error.to_string())
    }
}
