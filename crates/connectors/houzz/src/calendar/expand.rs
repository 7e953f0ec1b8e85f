//! Events as meetings: instances within a window, each moved or called off as its calendar says.

use std::collections::{HashMap, HashSet};

use jiff::{Timestamp, civil::Date};

use super::{
    Calendar, Meeting,
    event::{Event, When},
};

/// Meetings of one calendar in one window: a busy team of ten for a year.
pub const MAX_MEETINGS: usize = 20_000;
/// Instances of one event in one window: several a day for a year.
const MAX_INSTANCES: usize = 1_500;

/// Puts every meeting within the window into the calendar.
pub(super) fn expand(events: Vec<Event>, window: (Timestamp, Timestamp), calendar: &mut Calendar) {
    // The newest word on an event, or on one instance of it, counts.
    let mut latest: HashMap<(String, Option<Timestamp>), Event> = HashMap::new();
    for event in events {
        let key = (event.uid.clone(), event.instance);
        let newer = latest.get(&key).is_none_or(|known| {
            (known.sequence, known.changed_at) <= (event.sequence, event.changed_at)
        });
        if newer {
            latest.insert(key, event);
        }
    }
    let spoken: HashSet<(String, Timestamp)> = latest
        .keys()
        .filter_map(|(uid, instance)| Some((uid.clone(), (*instance)?)))
        .collect();
    let mut meetings = Vec::new();
    for event in latest.values() {
        if let Some(fault) = &event.fault {
            calendar.fault(fault.clone());
        }
        let recurs = event.rule.is_some() || !event.more.is_empty();
        if event.instance.is_some() || !recurs {
            // A series may be called off by a word on each instance; alone it is one meeting.
            meetings.extend(meeting(event, &event.start, event.instance, window));
            continue;
        }
        let mut taken = HashSet::new();
        for when in instances(event, window.1) {
            let Some(at) = when.moment() else { continue };
            let other = event.left_out.contains(&at) || spoken.contains(&(event.uid.clone(), at));
            if other || !taken.insert(at) {
                continue;
            }
            meetings.extend(meeting(event, &when, Some(at), window));
            if taken.len() > MAX_INSTANCES * 40 {
                break;
            }
        }
    }
    meetings.sort_by(|one, other| {
        let key = |meeting: &Meeting| (meeting.start, meeting.uid.clone(), meeting.instance);
        key(one).cmp(&key(other))
    });
    if meetings.len() > MAX_MEETINGS {
        calendar.fault(format!(
            "it holds more than {MAX_MEETINGS} meetings; the first are taken"
        ));
        meetings.truncate(MAX_MEETINGS);
        calendar.whole = false;
    }
    calendar.meetings = meetings;
}

/// The starts of an event that recurs, up to the window's end.
fn instances(event: &Event, to: Timestamp) -> Vec<When> {
    let at = |day: Date| When {
        clock: day.to_datetime(event.start.clock.time()),
        ..event.start.clone()
    };
    let mut all = event.more.clone();
    match &event.rule {
        Some(rule) => {
            let days = rule.days(&event.start, |day| {
                at(day).moment().is_some_and(|at| at < to)
            });
            all.extend(days.into_iter().map(at));
        }
        None => all.push(event.start.clone()),
    }
    all
}

/// A meeting, where any of it lies within the window.
fn meeting(
    event: &Event,
    when: &When,
    instance: Option<Timestamp>,
    (from, to): (Timestamp, Timestamp),
) -> Option<Meeting> {
    let start = when.moment()?;
    // A day lasts as long as it does, also when clocks change.
    let end = if when.all_day {
        let days = i32::try_from(event.length.as_hours() / 24).ok()?.max(1);
        let end = when
            .clock
            .checked_add(jiff::Span::new().try_days(days).ok()?)
            .ok()?;
        When {
            clock: end,
            ..when.clone()
        }
        .moment()?
    } else {
        start.checked_add(event.length).ok()?
    };
    (start < to && end >= from).then(|| Meeting {
        uid: event.uid.clone(),
        instance,
        start,
        end,
        all_day: when.all_day,
        title: event.title.clone(),
        description: event.description.clone(),
        place: event.place.clone(),
        cancelled: event.cancelled,
        attendees: event.attendees.clone(),
        organizer: event.organizer.clone(),
        changed_at: event.changed_at,
    })
}
