//! Files that other people's programs read: CSV, XLSX and iCalendar, written.
//!
//! Owns the formats. Pure: values in, bytes out. It must not know a record or a vendor, do I/O, or
//! read the clock.

pub mod csv;
pub mod ics;
pub mod xlsx;
mod zip;
