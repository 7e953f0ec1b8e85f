//! Recurrence rules (RFC 5545, section 3.3.10): by day and coarser. Rules by the hour, by the week's
//! number or by the year's day are not known, and are told.

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, Weekday},
};

use super::event::When;

/// Days that are looked at for one rule: 150 years. A rule that finds nothing ends there.
const MAX_DAYS: usize = 55_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Every {
    Day,
    Week,
    Month,
    Year,
}

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    every: Every,
    interval: i32,
    count: Option<usize>,
    until: Option<Until>,
    /// Weekdays, each with which of its month or year (0: every one).
    days: Vec<(i8, Weekday)>,
    month_days: Vec<i8>,
    months: Vec<i8>,
    positions: Vec<i32>,
    week_start: Weekday,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Until {
    Day(Date),
    Moment(Timestamp),
}

impl Rule {
    pub(super) fn read(text: &str, start: &When) -> Result<Self, String> {
        let mut rule = Self {
            every: Every::Day,
            interval: 1,
            count: None,
            until: None,
            days: Vec::new(),
            month_days: Vec::new(),
            months: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Monday,
        };
        let mut every = None;
        for part in text
            .trim()
            .split(';')
            .filter(|part| !part.trim().is_empty())
        {
            let (name, value) = part.split_once('=').ok_or_else(|| part.to_owned())?;
            let bad = || format!("{name}={value}");
            let value = value.trim();
            match name.trim().to_ascii_uppercase().as_str() {
                "FREQ" => {
                    every = Some(match value.to_ascii_uppercase().as_str() {
                        "DAILY" => Every::Day,
                        "WEEKLY" => Every::Week,
                        "MONTHLY" => Every::Month,
                        "YEARLY" => Every::Year,
                        _ => return Err(bad()),
                    });
                }
                "INTERVAL" => {
                    let interval = value.parse().ok().filter(|n| (1..=10_000).contains(n));
                    rule.interval = interval.ok_or_else(bad)?;
                }
                "COUNT" => rule.count = Some(value.parse().map_err(|_| bad())?),
                "UNTIL" => rule.until = Some(until(value, start).ok_or_else(bad)?),
                "BYDAY" => rule.days = list(value, weekday).ok_or_else(bad)?,
                "BYMONTHDAY" => rule.month_days = list(value, |n| within(n, 31)).ok_or_else(bad)?,
                "BYMONTH" => {
                    let months = list(value, |n| within(n, 12).filter(|n| *n > 0));
                    rule.months = months.ok_or_else(bad)?;
                }
                "BYSETPOS" => {
                    let place = |n: &str| n.parse().ok().filter(|n: &i32| *n != 0);
                    rule.positions = list(value, place).ok_or_else(bad)?;
                }
                "WKST" => rule.week_start = weekday(value).ok_or_else(bad)?.1,
                name if name.starts_with("X-") => {}
                _ => return Err(bad()),
            }
        }
        rule.every = every.ok_or("FREQ is missing")?;
        Ok(rule)
    }

    /// The days it falls on, from the event's own on, while `go_on` says so of the last one.
    pub(super) fn days(&self, start: &When, mut go_on: impl FnMut(Date) -> bool) -> Vec<Date> {
        let first = start.clock.date();
        let mut found = Vec::new();
        let mut looked = 0;
        let mut period = 0;
        loop {
            let Some((begin, end)) = self.period(first, period) else {
                return found;
            };
            period += 1;
            let mut candidates = Vec::new();
            let mut day = begin;
            while day <= end {
                looked += 1;
                if self.matches(day, first) {
                    candidates.push(day);
                }
                let Ok(next) = day.tomorrow() else { break };
                day = next;
            }
            for day in self.placed(candidates) {
                if day < first {
                    continue;
                }
                if self.count.is_some_and(|count| found.len() >= count) || self.is_over(day, start)
                {
                    return found;
                }
                found.push(day);
                if !go_on(day) {
                    return found;
                }
            }
            // Also where no day of a period fits, for ever.
            if looked > MAX_DAYS || self.is_over(begin, start) || !go_on(begin) {
                return found;
            }
        }
    }

    /// The first and last day of the nth period.
    fn period(&self, first: Date, nth: i32) -> Option<(Date, Date)> {
        let step = nth.checked_mul(self.interval)?;
        match self.every {
            Every::Day => {
                let day = first.checked_add(step.days()).ok()?;
                Some((day, day))
            }
            Every::Week => {
                let into = first.weekday().since(self.week_start);
                let begin = first.checked_sub(i32::from(into).days()).ok()?;
                let begin = begin.checked_add(step.checked_mul(7)?.days()).ok()?;
                Some((begin, begin.checked_add(6.days()).ok()?))
            }
            Every::Month => {
                let begin = first.first_of_month().checked_add(step.months()).ok()?;
                Some((begin, begin.last_of_month()))
            }
            Every::Year => {
                let begin = first.first_of_year().checked_add(step.years()).ok()?;
                Some((begin, begin.last_of_year()))
            }
        }
    }

    fn matches(&self, day: Date, first: Date) -> bool {
        let month = self.months.is_empty() || self.months.contains(&day.month());
        let length = day.days_in_month();
        let month_day = self.month_days.is_empty()
            || self
                .month_days
                .iter()
                .any(|n| *n == day.day() || *n < 0 && length + 1 + n == day.day());
        let week_day =
            self.days.is_empty() || self.days.iter().any(|wanted| self.is_weekday(day, *wanted));
        // What the rule does not say, the event's own day says.
        let plain = self.days.is_empty() && self.month_days.is_empty();
        let same = match self.every {
            Every::Week => !self.days.is_empty() || day.weekday() == first.weekday(),
            Every::Month => !plain || day.day() == first.day(),
            Every::Year => {
                !plain
                    || day.day() == first.day()
                        && (!self.months.is_empty() || day.month() == first.month())
            }
            Every::Day => true,
        };
        month && month_day && week_day && same
    }

    /// Whether a day is the weekday wanted: every one, or the nth of its month or year.
    fn is_weekday(&self, day: Date, (nth, weekday): (i8, Weekday)) -> bool {
        if day.weekday() != weekday {
            return false;
        }
        if nth == 0 || matches!(self.every, Every::Day | Every::Week) {
            return true;
        }
        let of_year = self.every == Every::Year && self.months.is_empty();
        let (place, length) = if of_year {
            (i32::from(day.day_of_year()), i32::from(day.days_in_year()))
        } else {
            (i32::from(day.day()), i32::from(day.days_in_month()))
        };
        let (from_start, from_end) = ((place - 1) / 7 + 1, (length - place) / 7 + 1);
        i32::from(nth) == from_start || -i32::from(nth) == from_end
    }

    fn placed(&self, days: Vec<Date>) -> Vec<Date> {
        if self.positions.is_empty() {
            return days;
        }
        let count = i32::try_from(days.len()).unwrap_or(i32::MAX);
        let mut places: Vec<i32> = self
            .positions
            .iter()
            .map(|n| if *n < 0 { count + n } else { n - 1 })
            .collect();
        places.sort_unstable();
        places.dedup();
        let days = places
            .into_iter()
            .filter_map(|at| days.get(usize::try_from(at).ok()?).copied());
        days.collect()
    }

    fn is_over(&self, day: Date, start: &When) -> bool {
        match self.until {
            None => false,
            Some(Until::Day(last)) => day > last,
            Some(Until::Moment(last)) => {
                let when = When {
                    clock: day.to_datetime(start.clock.time()),
                    ..start.clone()
                };
                when.moment().is_none_or(|at| at > last)
            }
        }
    }
}

/// A day, a moment in UTC, or a wall clock in the event's own zone, as careless programs write.
fn until(value: &str, start: &When) -> Option<Until> {
    let date: Date = value.get(..8)?.parse().ok()?;
    let Some(clock) = value.get(8..).filter(|rest| !rest.is_empty()) else {
        return Some(Until::Day(date));
    };
    let clock = clock.strip_prefix('T')?;
    let (digits, utc) = match clock.strip_suffix('Z') {
        Some(digits) => (digits, true),
        None => (clock, false),
    };
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i8>().ok();
    let clock = date.at(number(0..2)?, number(2..4)?, 0, 0);
    let zone = if utc {
        jiff::tz::TimeZone::UTC
    } else {
        start.zone.clone()
    };
    let when = When {
        clock,
        zone,
        all_day: false,
    };
    // Its seconds do not tell meetings apart.
    Some(Until::Moment(
        when.moment()?.checked_add(59.seconds()).ok()?,
    ))
}

fn list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let all: Option<Vec<T>> = value
        .split(',')
        .take(400)
        .map(|part| read(part.trim()))
        .collect();
    all.filter(|all| !all.is_empty())
}

/// A number from 1, or from the end; never 0.
fn within(text: &str, most: i8) -> Option<i8> {
    let number: i8 = text.parse().ok()?;
    (number != 0 && (-most..=most).contains(&number)).then_some(number)
}

/// `MO`, `2TU`, `-1FR`.
fn weekday(text: &str) -> Option<(i8, Weekday)> {
    let split = text.len().checked_sub(2)?;
    let (nth, day) = (text.get(..split)?, text.get(split..)?);
    let day = match day.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    let nth = match nth {
        "" => 0,
        nth => within(nth, 53)?,
    };
    Some((nth, day))
}
