//! What these operations need of sync, which stands above this room.

use jiff::Timestamp;
use tenon_store::NewJob;

/// Who can read field maps.
pub trait MapDesk: Send + Sync {
    /// The document that holds where a location has saved none.
    fn standard(&self) -> &'static str;

    /// What is wrong with a document, each with its line; nothing: it can be switched on.
    fn complaints(&self, document: &str) -> Vec<String>;

    /// The job of looking at what a version would do.
    fn preview(&self, connection: &str, version: i64, now: Timestamp) -> NewJob;

    /// The job that a map which has just been switched on asks for.
    fn switched(&self, connection: &str, now: Timestamp) -> NewJob;
}
