//! Meetings that stood in a calendar and stand there no more: most programs tell in this way alone that
//! one was called off.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::Value;
use tenon_model::{Kind, time};
use tenon_store::{Link, LinkState};

use super::{ImportError, Importer, Line, MeetingDraft};

/// Links that are read at a time.
const PAGE: i64 = 500;
/// So many may be missing at once without a question.
const FEW: usize = 5;

/// What became of the meetings that are missing.
#[derive(Debug)]
pub enum Missing {
    /// They were called off; a line each.
    CalledOff(Vec<Line>),
    /// So many of so many are missing that the calendar itself may be at fault: nothing was done.
    TooMany {
        /// How many are missing.
        missing: usize,
        /// Of how many.
        of: usize,
    },
}

impl Importer {
    /// Calls off what stood in the calendar between the two times and is not among those `seen`. Only for
    /// a calendar that was read to its end.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub async fn call_off_missing(
        &mut self,
        calendar: &str,
        seen: &HashSet<String>,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<Missing, ImportError> {
        let mut missing = Vec::new();
        let mut of = 0;
        for link in self.meetings_of(calendar).await? {
            let field = |name: &str| link.base_remote.get(name).and_then(Value::as_str);
            let start = field("startTime").and_then(time::parse_instant);
            let stands = field("appointmentStatus") != Some("cancelled");
            let Some(start) = start.filter(|at| (from..to).contains(at) && stands) else {
                continue;
            };
            of += 1;
            if link.remote_id.as_ref().is_some_and(|id| !seen.contains(id)) {
                missing.push((link, start));
            }
        }
        if missing.len() > FEW && missing.len() * 2 > of {
            return Ok(Missing::TooMany {
                missing: missing.len(),
                of,
            });
        }
        let mut lines = Vec::new();
        for (link, start) in missing {
            lines.push(
                self.take_meeting(&called_off(calendar, &link, start))
                    .await?,
            );
        }
        Ok(Missing::CalledOff(lines))
    }

    async fn meetings_of(&self, calendar: &str) -> Result<Vec<Link>, ImportError> {
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let mut found: Vec<Link> = Vec::new();
        let mut after = String::new();
        loop {
            let page = store
                .links_in_state(
                    location,
                    &self.connection.id,
                    Kind::Appointment,
                    LinkState::Linked,
                    &after,
                    PAGE,
                )
                .await?;
            let Some(last) = page.last() else {
                return Ok(found);
            };
            after.clone_from(&last.record_id);
            found.extend(
                page.into_iter()
                    .filter(|link| link.detail["calendar"] == calendar),
            );
        }
    }
}

/// What its calendar said last, called off.
fn called_off(calendar: &str, link: &Link, start: Timestamp) -> MeetingDraft {
    let text = |name: &str| Some(link.base_remote.get(name)?.as_str()?.to_owned());
    let id = link.remote_id.clone().unwrap_or_default();
    let end = text("endTime").as_deref().and_then(time::parse_instant);
    MeetingDraft {
        calendar: calendar.to_owned(),
        version: format!("{id}/gone"),
        label: text("title").unwrap_or_else(|| "Meeting".into()),
        place: format!("{calendar}: no longer in it"),
        attendees: Vec::new(),
        start,
        end: end.unwrap_or(start),
        description: text("description"),
        address: text("address"),
        cancelled: true,
        raw: Vec::new(),
        id,
    }
}
