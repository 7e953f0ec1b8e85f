//! How much is read, and why no more. Every bound of this crate stands here.

/// A file to import. An account export of a busy studio is a few megabytes, a year of lead mails a
/// few tens; above that somebody picked the wrong file, and it would all be held in memory.
pub const MAX_FILE: usize = 64 << 20;

/// One mail. Gmail and Outlook stop at 25 MB, gateways of firms often at 50; in base64 that is more.
pub const MAX_MAIL: usize = 50 << 20;

/// Mails in one mbox: what fits the memory of a small server when each is a few kilobytes.
pub const MAX_MAILS: usize = 50_000;

/// Rows in one export, all sections together: ten times the largest account heard of.
pub const MAX_ROWS: usize = 200_000;

/// What a workbook may unpack to, and the text of its cells: some hundred times a large one.
pub const MAX_UNPACKED: u64 = 128 << 20;

/// Columns of a table; Houzz's widest has some forty.
pub const MAX_COLUMNS: usize = 300;

/// MIME parts in one mail. A lead has two; the bound keeps the nesting of attached mails, which are
/// dropped recursively, and repeated searches for missing boundaries harmless.
pub const MAX_PARTS: usize = 100;

/// Characters of one cell of an export. Notes are long; a longer cell is an unclosed quote.
pub const MAX_CELL: usize = 65_536;

/// Characters of a one-line field (name, address, project type): what HighLevel and PostgreSQL
/// indexes take without trouble.
pub const MAX_FIELD: usize = 500;

/// Characters of a note or message. The raw source stays whole beside it.
pub const MAX_NOTE: usize = 20_000;

/// Lines of a mail's body that are searched for fields; leads have some fifty.
pub const MAX_LINES: usize = 20_000;

/// Labelled values without a field of their own kept per mail.
pub const MAX_EXTRA: usize = 50;

/// Octets of an e-mail address (RFC 5321, section 4.5.3.1.3, less the angle brackets).
pub const MAX_EMAIL: usize = 254;

/// A bridge event's body. One contact with one note needs a few kilobytes.
pub const MAX_EVENT: usize = 256 << 10;
