//! The dates of the export: `Jan 24, 2026`, and the forms neighbouring Houzz exports use.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The number of a month by its English name or three-letter abbreviation.
pub(crate) fn month(name: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|month| {
        *month == name
            || name == "sept" && *month == "september"
            || name.len() == 3 && month.starts_with(&name)
    })?;
    u8::try_from(at + 1).ok()
}

/// Midnight UTC of a day; `None` for anything that is not a day of the calendar.
pub(crate) fn day(text: &str) -> Option<Timestamp> {
    let date = named(text)
        .or_else(|| slashed(text))
        .or_else(|| text.trim().parse().ok())?;
    Some(date.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp())
}

/// `Jan 24, 2026`.
fn named(text: &str) -> Option<Date> {
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let month = month(words.next()?)?;
    let day = words.next()?.parse().ok()?;
    let year = words.next()?.parse().ok()?;
    Date::new(year, i8::try_from(month).ok()?, day).ok()
}

/// `1/24/2026`: US order, four-digit year only.
fn slashed(text: &str) -> Option<Date> {
    let mut parts = text.trim().splitn(3, '/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
