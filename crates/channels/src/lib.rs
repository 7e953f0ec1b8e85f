//! Ways in that run by themselves: mailboxes watched over IMAP, calendars polled, and DNS asked for the keys that mail
//! is signed with.
//!
//! Owns the carrying. It must not decide what a mail means (`tenon-houzz`) nor what becomes of it
//! (`tenon-sync`'s importer).

mod dns;
mod feed;
mod imap;
mod intake;
mod mailbox;
mod place;
mod retry;

pub use dns::Dns;
pub use feed::{Feed, FeedClient, FeedSettings};
pub use imap::{ImapError, ImapSettings, Security, try_mailbox};
pub use intake::{Taken, policy, take_mail};
pub use mailbox::Mailbox;
pub use place::Place;

/// The channel whose settings say what mail is trusted ([`tenon_houzz::proof::Policy`]).
pub const MAIL: &str = tenon_store::Channel::MAIL;
/// What the names of channels of calendars begin with ([`FeedSettings`]).
pub const CALENDAR: &str = tenon_store::Channel::CALENDAR;
/// The channel of a watched mailbox ([`ImapSettings`]).
pub const IMAP: &str = tenon_store::Channel::IMAP;
