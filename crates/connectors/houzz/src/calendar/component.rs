//! Lines and components (RFC 5545, section 3.1).

use super::CalendarError;

/// Events of one calendar; ten years of a busy studio have some ten thousand.
const MAX_EVENTS: usize = 50_000;
/// Properties of one event; one with a hundred guests has some hundred and twenty.
const MAX_PROPERTIES: usize = 1_000;
/// Characters of a property's value.
const MAX_VALUE: usize = 65_536;

/// `NAME;PARAM=a:value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Property {
    pub(super) name: String,
    params: Vec<(String, String)>,
    pub(super) value: String,
}

impl Property {
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        let mut params = self.params.iter();
        let found = params.find(|(known, _)| known == name)?;
        Some(found.1.as_str())
    }

    /// The value as text, escapes undone (section 3.3.11).
    pub(super) fn text(&self) -> String {
        let mut out = String::with_capacity(self.value.len());
        let mut chars = self.value.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') => out.push('\n'),
                    Some(other) => out.push(other),
                    None => {}
                },
                c => out.push(c),
            }
        }
        out
    }

    fn read(line: &str) -> Option<Self> {
        let mut quoted = false;
        let colon = line.find(|c| {
            quoted ^= c == '"';
            c == ':' && !quoted
        })?;
        let (head, value) = line.split_at(colon);
        let mut quoted = false;
        let mut parts = head.split(|c| {
            quoted ^= c == '"';
            c == ';' && !quoted
        });
        let name = parts.next()?.trim().to_ascii_uppercase();
        let params = parts.filter_map(|part| {
            let (name, value) = part.split_once('=')?;
            Some((
                name.to_ascii_uppercase(),
                value.trim_matches('"').to_owned(),
            ))
        });
        Some(Self {
            name,
            params: params.take(30).collect(),
            value: value[1..].chars().take(MAX_VALUE).collect(),
        })
    }
}

/// The properties of an event or a zone, without those of what stands inside (alarms).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Component {
    pub(super) properties: Vec<Property>,
    /// For a zone: the offsets of its standard times.
    pub(super) inner: Vec<Component>,
}

impl Component {
    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties
            .iter()
            .filter(move |property| property.name == name)
    }
}

/// A calendar's components.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) events: Vec<Component>,
    pub(super) zones: Vec<Component>,
    pub(super) whole: bool,
}

/// Reads every component; several calendars one after the other count as one.
pub(super) fn read(text: &str) -> Result<Parsed, CalendarError> {
    let mut parsed = Parsed::default();
    // Names of what is open, outermost first; what is deeper than anybody nests is passed over.
    let mut open: Vec<String> = Vec::new();
    let mut current = Component::default();
    let mut begun = false;
    for line in unfolded(text) {
        let Some(property) = Property::read(&line) else {
            continue;
        };
        match property.name.as_str() {
            "BEGIN" => {
                let name = property.value.trim().to_ascii_uppercase();
                if !begun && name != "VCALENDAR" {
                    return Err(CalendarError::NoCalendar);
                }
                (begun, parsed.whole) = (true, false);
                if name == "VEVENT" || name == "VTIMEZONE" {
                    current = Component::default();
                }
                if open.len() < 10 {
                    open.push(name);
                }
            }
            "END" => {
                let name = property.value.trim().to_ascii_uppercase();
                let Some(at) = open.iter().rposition(|known| *known == name) else {
                    continue;
                };
                open.truncate(at);
                match name.as_str() {
                    "VEVENT" => parsed.events.push(std::mem::take(&mut current)),
                    "VTIMEZONE" => parsed.zones.push(std::mem::take(&mut current)),
                    "VCALENDAR" => parsed.whole = open.is_empty(),
                    _ => {}
                }
                if parsed.events.len() > MAX_EVENTS || parsed.zones.len() > 500 {
                    return Err(CalendarError::TooMuch("50,000 events or 500 time zones"));
                }
            }
            _ if !begun => return Err(CalendarError::NoCalendar),
            name => match open.last().map(String::as_str) {
                Some("VEVENT" | "VTIMEZONE") if current.properties.len() < MAX_PROPERTIES => {
                    current.properties.push(property);
                }
                Some("STANDARD") if name == "TZOFFSETTO" && current.inner.len() < 50 => {
                    let properties = vec![property];
                    current.inner.push(Component {
                        properties,
                        inner: Vec::new(),
                    });
                }
                _ => {}
            },
        }
    }
    if begun {
        Ok(parsed)
    } else {
        Err(CalendarError::NoCalendar)
    }
}

/// Lines, with those that begin with a blank put to the one before.
fn unfolded(text: &str) -> impl Iterator<Item = String> {
    let mut lines = text.lines().peekable();
    std::iter::from_fn(move || {
        let mut line = loop {
            let line = lines.next()?.trim_end_matches('\r');
            if !line.trim().is_empty() {
                break line.to_owned();
            }
        };
        while let Some(more) = lines.next_if(|next| next.starts_with([' ', '\t'])) {
            if line.len() < MAX_VALUE * 4 {
                line.push_str(more[1..].trim_end_matches('\r'));
            }
        }
        Some(line)
    })
}
