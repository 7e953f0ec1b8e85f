//! A calendar that somebody uploads, kept until it is known what day it is and where.

use jiff::{Timestamp, tz::TimeZone};
use tenon_sync::import::MeetingDraft;

use super::{CalendarError, read_calendar, window};
use crate::meeting_draft;

/// An `.ics` file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFile {
    /// What the calendar is called: the file's name without its extension. The same name again is the same
    /// calendar, also as a linked one.
    pub name: String,
    bytes: Vec<u8>,
}

impl CalendarFile {
    pub(crate) fn new(file: &str, bytes: &[u8]) -> Self {
        let name = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        Self {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        }
    }

    /// Its meetings within [`window`], times without a zone in `local`, and what could not be read, a
    /// sentence each.
    ///
    /// # Errors
    /// [`CalendarError`] when it is no calendar, or too large.
    pub fn meetings(
        &self,
        now: Timestamp,
        local: &TimeZone,
    ) -> Result<(Vec<MeetingDraft>, Vec<String>), CalendarError> {
        let calendar = read_calendar(&self.bytes, window(now), local)?;
        let meetings = calendar.meetings.iter();
        let drafts = meetings.map(|meeting| meeting_draft(&self.name, meeting, &[]));
        let mut faults = calendar.faults;
        if !calendar.whole {
            faults.push("the file ends in the middle: what came before was read".to_owned());
        }
        Ok((drafts.collect(), faults))
    }
}
