//! Meetings in the importer's terms.

use tenon_sync::import::MeetingDraft;

use crate::{calendar::Meeting, key::digest};

/// Hands a meeting over to the importer. `calendar` names the calendar it is in: two may have one
/// `UID`, and are two then. `owners` are those whose calendar it is: their attending tells nothing.
#[must_use]
pub fn meeting_draft(calendar: &str, meeting: &Meeting, owners: &[String]) -> MeetingDraft {
    let instance = meeting
        .instance
        .map(|at| at.to_string())
        .unwrap_or_default();
    let id = digest("houzz-meeting", [calendar, &meeting.uid, &instance]);
    // When its calendar wrote it is no change of the meeting.
    let bare = Meeting {
        changed_at: None,
        ..meeting.clone()
    };
    let raw = serde_json::to_vec(&bare).unwrap_or_default();
    let label = meeting
        .title
        .clone()
        .unwrap_or_else(|| "Meeting".to_owned());
    let is_owner = |email: &String| owners.iter().any(|owner| owner.eq_ignore_ascii_case(email));
    // Whoever invites may be the client as well.
    let people = meeting.attendees.iter().chain(&meeting.organizer);
    MeetingDraft {
        version: digest(
            "houzz-meeting",
            ["version", &id, &String::from_utf8_lossy(&raw)],
        ),
        calendar: calendar.to_owned(),
        place: format!("{calendar}: {}", meeting.start),
        attendees: people.filter(|email| !is_owner(email)).cloned().collect(),
        start: meeting.start,
        end: meeting.end,
        description: meeting.description.clone(),
        address: meeting.place.clone(),
        cancelled: meeting.cancelled,
        raw,
        label,
        id,
    }
}
