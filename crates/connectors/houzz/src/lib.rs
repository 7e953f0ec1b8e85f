//! What Houzz Pro sends out, read: lead notification e-mails, the account export, tables, calendars,
//! bridge events; and [`out`], what goes there.
//!
//! Owns the parsing and the scoring. Reading is pure: bytes in, [`Item`]s out. It must not decide what
//! happens to an item (the import operation does), do I/O, or read the clock.

pub mod bridge;
pub mod calendar;
mod contact;
mod draft;
mod export;
mod file;
mod item;
mod key;
pub mod limits;
mod mail;
mod meeting;
pub mod out;
pub mod proof;
pub mod table;
mod text;

pub use draft::draft;
pub use export::read_export;
pub use file::{Opened, ReadError, open_file, read_file};
pub use item::{Incoming, Item, NoteDraft, Origin, Person, TaskDraft, Verdict};
pub use mail::{read_mail, read_proven_mail};
pub use meeting::meeting_draft;
