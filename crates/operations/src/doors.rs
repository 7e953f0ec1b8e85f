//! What operations need of the ways to other systems, which stand above this room: whether they can be
//! gone before anything is kept, and files taken in.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use serde_json::Value;

use crate::{Context, OperationError};

/// An account at HighLevel that is to be connected.
#[derive(Debug, Clone)]
pub struct Account {
    /// Where its API is.
    pub base_url: String,
    /// Its location's id over there.
    pub location: String,
    /// Its private integration token.
    pub token: String,
}

/// A file that a caller sent.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name, whose ending tells what it is.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What columns of a table mean, where the caller says so: by their names.
    pub columns: BTreeMap<String, String>,
    /// Change nothing; say what would be.
    pub dry_run: bool,
}

/// The ways to other systems. What is wrong is said in words, with what to do.
pub trait Doors: Send + Sync {
    /// The addresses that HighLevel's API may be asked at, the usual one first.
    fn addresses(&self) -> Vec<String>;

    /// Asks an account for itself.
    fn try_account<'a>(
        &'a self,
        cx: &'a Context,
        account: &'a Account,
    ) -> BoxFuture<'a, Result<(), String>>;

    /// Signs in to a mailbox and looks at its folder; `settings` as the channel keeps them.
    fn try_mailbox<'a>(
        &'a self,
        settings: &'a Value,
        password: &'a str,
    ) -> BoxFuture<'a, Result<(), String>>;

    /// Fetches a calendar.
    fn try_calendar<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<(), String>>;

    /// Takes a file in, and reports what became of each thing in it.
    fn take_in(
        &self,
        cx: Context,
        upload: Upload,
    ) -> BoxFuture<'static, Result<Value, OperationError>>;
}
