//! How far HighLevel's clock is from ours, as the `Date` of its answers tells (RFC 9110, section 6.6.1).
//! "Newest wins" compares times of both clocks.

use jiff::{SignedDuration, Timestamp, fmt::rfc2822::DateTimeParser};
use reqwest::header::{DATE, HeaderMap};

/// An answer that took longer tells too little about when it was dated.
const PROMPT: SignedDuration = SignedDuration::from_secs(5);
/// A date tells whole seconds: on average the moment was half of one later.
const HALF: SignedDuration = SignedDuration::from_millis(500);
/// What is nearer than a date's own grain counts as the same time.
const GRAIN: SignedDuration = SignedDuration::from_secs(1);
/// A date that is farther from what is known is believed only when it is told so often in a row: a
/// cache or a proxy may have dated one answer.
const ODD: (SignedDuration, u32) = (SignedDuration::from_secs(60), 3);
/// The weight of one more answer: what was odd by a second is forgotten after some ten.
const WEIGHT: i32 = 8;

/// The distance, smoothed.
#[derive(Debug, Default)]
pub(crate) struct Skew {
    behind: Option<SignedDuration>,
    odd: u32,
}

impl Skew {
    /// Takes note of an answer's headers; sent and received by our clock.
    pub(crate) fn seen(&mut self, headers: &HeaderMap, sent: Timestamp, received: Timestamp) {
        let took = received.duration_since(sent);
        // A clock of ours that was set meanwhile tells nothing either.
        if took > PROMPT || took.is_negative() {
            return;
        }
        let Some(dated) = date(headers) else {
            return;
        };
        let ours = sent.checked_add(took / 2).unwrap_or(sent);
        let theirs = dated.checked_add(HALF).unwrap_or(dated);
        let now = ours.duration_since(theirs);
        let Some(known) = self.behind else {
            self.behind = Some(now);
            return;
        };
        let step = now - known;
        if step.abs() <= ODD.0 {
            self.odd = 0;
            self.behind = Some(known + step / WEIGHT);
        } else if self.odd + 1 >= ODD.1 {
            self.odd = 0;
            self.behind = Some(now);
        } else {
            self.odd += 1;
        }
    }

    /// How far its clock is behind ours; negative: ahead.
    pub(crate) fn behind(&self) -> SignedDuration {
        let known = self.behind.filter(|behind| behind.abs() >= GRAIN);
        known.unwrap_or_default()
    }
}

/// The moment an answer says it was made.
fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(DATE)?.to_str().ok()?;
    DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + seconds).unwrap()
    }

    /// An answer that came `took` after it was sent, dated by a clock that is `behind` ours.
    fn answer(skew: &mut Skew, sent: i64, took: Duration, behind: i64) {
        let theirs = at(sent - behind).strftime("%a, %d %b %Y %H:%M:%S GMT");
        let mut headers = HeaderMap::new();
        headers.insert(DATE, theirs.to_string().parse().unwrap());
        let received = at(sent) + SignedDuration::try_from(took).unwrap();
        skew.seen(&headers, at(sent), received);
    }

    const QUICK: Duration = Duration::from_millis(80);

    #[test]
    fn ten_minutes_are_seen_both_ways_and_a_second_is_none() {
        for behind in [600, -600, 3, 0] {
            let mut skew = Skew::default();
            for second in 0..40 {
                answer(&mut skew, second, QUICK, behind);
            }
            let off = skew.behind() - SignedDuration::from_secs(behind);
            assert!(off.abs() < GRAIN, "{behind}: {off:?}");
        }
        assert_eq!(Skew::default().behind(), SignedDuration::ZERO);
    }

    #[test]
    fn one_odd_date_is_not_believed_and_three_are() {
        let mut skew = Skew::default();
        answer(&mut skew, 0, QUICK, 0);
        answer(&mut skew, 1, QUICK, 86_400);
        answer(&mut skew, 2, QUICK, 86_400);
        answer(&mut skew, 3, QUICK, 0);
        answer(&mut skew, 4, QUICK, 86_400);
        assert_eq!(skew.behind(), SignedDuration::ZERO);
        for second in 5..7 {
            answer(&mut skew, second, QUICK, 86_400);
        }
        assert!(skew.behind() > SignedDuration::from_hours(23));
    }

    #[test]
    fn what_came_late_or_is_no_date_tells_nothing() {
        let mut skew = Skew::default();
        answer(&mut skew, 0, Duration::from_secs(9), 600);
        let mut headers = HeaderMap::new();
        skew.seen(&headers, at(0), at(0));
        headers.insert(DATE, "yesterday".parse().unwrap());
        skew.seen(&headers, at(0), at(0));
        assert_eq!(skew.behind(), SignedDuration::ZERO);
    }
}
