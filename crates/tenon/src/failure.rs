//! How the command line fails: one line on standard error, with what to do next.

use std::{any::Any, process::ExitCode};

use tenon_operations::OperationError;
use tenon_store::StoreError;
use tenon_sync::import::ImportError;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It did not work: exit 1.
    Failed(String),
    /// It was asked for wrongly: exit 2.
    Usage(String),
    /// An operation or the database did not do it, which the API tells apart, and why for whoever runs
    /// this: exit 1.
    Operation(OperationError, String),
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
            Self::Failed(text) | Self::Operation(_, text) => (text, 1),
            Self::Usage(text) => (text, 2),
        };
        eprintln!("tenon: {}", text.replace('\n', " "));
        ExitCode::from(code)
    }
}

/// Everything that is not the caller's mistake.
impl<E: std::error::Error + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        let text = error.to_string();
        let error: Box<dyn Any> = Box::new(error);
        let error = match error.downcast::<ImportError>() {
            Ok(error) => match *error {
                ImportError::Store(error) => return Self::Operation(error.into(), text),
                ImportError::Operation(error) => return Self::Operation(error, text),
                ImportError::Map | ImportError::Contended(_) => return Self::Failed(text),
            },
            Err(error) => error,
        };
        let error = match error.downcast::<StoreError>() {
            Ok(error) => return Self::Operation((*error).into(), text),
            Err(error) => error,
        };
        match error.downcast::<OperationError>() {
            Ok(error) => Self::Operation(*error, text),
            Err(_) => Self::Failed(text),
        }
    }
}
