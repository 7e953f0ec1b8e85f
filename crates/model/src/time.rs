//! Times as they stand on the wire and in storage.

use jiff::{Timestamp, civil::Date};

/// ISO 8601 in UTC with milliseconds, as JavaScript's `toISOString`: `2021-07-02T05:18:26.704Z`.
#[must_use]
pub fn to_wire(at: Timestamp) -> String {
    let whole = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
    format!("{whole:.3}")
}

/// A time from storage: microseconds since 1970, UTC. Out-of-range values become the nearest.
#[must_use]
pub fn from_micros(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(if micros < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// Reads an instant: RFC 3339 with an offset, a date-time without one (taken as UTC, as HighLevel
/// does), or a date (its first moment in UTC). `None` when there is no such moment.
#[must_use]
pub fn parse_instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let civil = text
        .parse::<jiff::civil::DateTime>()
        .ok()
        .or_else(|| text.parse::<Date>().ok().map(|date| date.at(0, 0, 0, 0)))?;
    jiff::tz::TimeZone::UTC.to_timestamp(civil).ok()
}

/// Reads an instant as callers name one: milliseconds since 1970, or as [`parse_instant`] does.
#[must_use]
pub fn parse_moment(text: &str) -> Option<Timestamp> {
    match text.trim().parse() {
        Ok(millis) => Timestamp::from_millisecond(millis).ok(),
        Err(_) => parse_instant(text),
    }
}

/// Reads a birthday in any of HighLevel's eight forms (`YYYY/MM/DD`, `MM/DD/YYYY`, with `-`, `.` or
/// `_` as well), or with a time behind it. `None` when there is no such day.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    let parts: Vec<&str> = day.split(['/', '-', '.', '_']).collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    let number = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| part.parse())
    };
    let (year, month, date) = if first.len() == 4 && second.len() <= 2 && third.len() <= 2 {
        (first, second, third)
    } else if third.len() == 4 && first.len() <= 2 && second.len() <= 2 {
        (third, first, second)
    } else {
        return None;
    };
    let year = number(year)?.ok()?;
    Date::new(year, number(month)?.ok()? as i8, number(date)?.ok()? as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birthdays_are_read_in_every_form_and_refused_when_there_is_no_such_day() {
        for text in [
            "1990-09-25",
            "1990/09/25",
            "09/25/1990",
            "09-25-1990",
            "1990.09.25",
            "09_25_1990",
            "1990-09-25T00:00:00.000Z",
        ] {
            assert_eq!(
                parse_date(text),
                Some(Date::constant(1990, 9, 25)),
                "{text}"
            );
        }
        for text in [
            "1990-02-30",
            "25/09/1990",
            "1990-9",
            "",
            "yesterday",
            "1990-300-1",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn instants_are_written_with_milliseconds() {
        let at = parse_instant("2021-07-08T02:30:00+01:00").unwrap();
        assert_eq!(to_wire(at), "2021-07-08T01:30:00.000Z");
        assert_eq!(parse_instant("2021-02-30T00:00:00Z"), None);
        assert_eq!(
            parse_instant("2021-02-03").map(to_wire).unwrap(),
            "2021-02-03T00:00:00.000Z"
        );
    }
}
