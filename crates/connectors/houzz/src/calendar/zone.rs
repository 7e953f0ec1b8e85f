//! Which zone a time is in.

use std::collections::HashMap;

use jiff::tz::{Offset, TimeZone};

use super::component::Component;

/// Names that Microsoft's programs write, for where Houzz Pro is sold (Unicode CLDR, windowsZones).
const WINDOWS: &[(&str, &str)] = &[
    ("Eastern Standard Time", "America/New_York"),
    ("US Eastern Standard Time", "America/Indiana/Indianapolis"),
    ("Central Standard Time", "America/Chicago"),
    ("Mountain Standard Time", "America/Denver"),
    ("US Mountain Standard Time", "America/Phoenix"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Alaskan Standard Time", "America/Anchorage"),
    ("Hawaiian Standard Time", "Pacific/Honolulu"),
    ("Atlantic Standard Time", "America/Halifax"),
    ("Newfoundland Standard Time", "America/St_Johns"),
    ("Canada Central Standard Time", "America/Regina"),
    ("GMT Standard Time", "Europe/London"),
    ("Greenwich Standard Time", "Atlantic/Reykjavik"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Romance Standard Time", "Europe/Paris"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("E. Europe Standard Time", "Europe/Chisinau"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("E. Australia Standard Time", "Australia/Brisbane"),
    ("Cen. Australia Standard Time", "Australia/Adelaide"),
    ("W. Australia Standard Time", "Australia/Perth"),
    ("New Zealand Standard Time", "Pacific/Auckland"),
    ("India Standard Time", "Asia/Calcutta"),
    ("UTC", "UTC"),
];

/// The zones of a calendar.
pub(super) struct Zones {
    named: HashMap<String, TimeZone>,
    pub(super) local: TimeZone,
}

impl Zones {
    /// What the calendar's own definitions add to the names that are known anyway.
    pub(super) fn read(components: &[Component], local: &TimeZone) -> Self {
        let mut named = HashMap::new();
        for component in components {
            let Some(id) = component.get("TZID").map(|id| id.value.trim().to_owned()) else {
                continue;
            };
            let other = component
                .get("X-LIC-LOCATION")
                .and_then(|name| known(&name.value));
            // A zone of its own making that never changes its clocks.
            let fixed = || match component.inner.as_slice() {
                [only] => offset(&only.properties.first()?.value).map(TimeZone::fixed),
                _ => None,
            };
            if let Some(zone) = known(&id).or(other).or_else(fixed) {
                named.insert(id, zone);
            }
        }
        Self {
            named,
            local: local.clone(),
        }
    }

    /// The zone of that name.
    pub(super) fn get(&self, id: &str) -> Option<TimeZone> {
        self.named.get(id.trim()).cloned().or_else(|| known(id))
    }
}

fn known(id: &str) -> Option<TimeZone> {
    let id = id.trim();
    let windows = WINDOWS.iter().find(|(name, _)| *name == id);
    let name = windows.map_or(id, |(_, name)| name);
    // Some prefix the name: `/freeassociation.sourceforge.net/America/Chicago`.
    let tail = name
        .trim_start_matches('/')
        .split_once('/')
        .map(|(_, tail)| tail);
    let tails = [Some(name), tail.filter(|_| name.starts_with('/'))];
    tails
        .into_iter()
        .flatten()
        .find_map(|name| TimeZone::get(name).ok())
}

/// `-0600`
fn offset(text: &str) -> Option<Offset> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i32>().ok();
    let (hours, minutes) = (number(0..2)?, number(2..4)?);
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}
