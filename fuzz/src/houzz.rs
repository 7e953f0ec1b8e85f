//! Files that people bring: tables, calendars, signed mails.

use futures_util::{FutureExt, future::BoxFuture};
use jiff::{Timestamp, tz::TimeZone};
use tenon_houzz::{
    Opened,
    calendar::{MAX_MEETINGS, read_calendar, window},
    open_file,
    proof::{LookupFault, Records, prove},
    read_file,
};

use crate::vendor::item;

/// A table of somebody's own: the first byte says whether it is named a workbook or text.
///
/// # Panics
/// When what a person is shown would steer a terminal, or reading it again reads something else.
pub fn table(data: &[u8]) {
    let (first, data) = data.split_first().unwrap_or((&0, data));
    let name = if first % 2 == 0 {
        "leads.csv"
    } else {
        "leads.xlsx"
    };
    if let Ok(Opened::Table(table)) = open_file(name, data) {
        let again = open_file(name, data);
        assert!(matches!(again, Ok(Opened::Table(other)) if other == table));
    }
    for one in read_file(name, data).unwrap_or_default() {
        item(one);
    }
}

/// A calendar's file.
///
/// # Panics
/// When a meeting is outside of the time that was asked for, ends before it begins, or there are more
/// than are read.
pub fn calendar(data: &[u8]) {
    let (from, to) = window(Timestamp::UNIX_EPOCH);
    let Ok(calendar) = read_calendar(data, (from, to), &TimeZone::UTC) else {
        return;
    };
    assert!(calendar.meetings.len() <= MAX_MEETINGS);
    for meeting in calendar.meetings {
        assert!(meeting.start <= meeting.end, "{meeting:?}");
        assert!(meeting.start < to && meeting.end >= from, "{meeting:?}");
    }
}

/// The keys that stand in no zone, or one that signs nothing.
struct Zone(Option<&'static str>);

impl Records for Zone {
    fn txt<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<String>, LookupFault>> {
        let key = self.0.map(|key| vec![key.to_owned()]);
        async move { key.ok_or(LookupFault::NotFound) }.boxed()
    }
}

/// An Ed25519 key (RFC 8463, appendix A.2), whose private half nobody uses here.
const KEY: &str = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

/// A mail that says who signed it.
///
/// # Panics
/// When a signature holds for which there is no key.
pub fn proof(data: &[u8]) {
    for key in [None, Some(KEY)] {
        let zone = Zone(key);
        let proof = prove(data, &zone, Timestamp::UNIX_EPOCH).now_or_never();
        let proof = proof.unwrap_or_default();
        assert!(proof.signed_by.is_empty(), "{proof:?}");
        assert!(proof.chain.is_none(), "{proof:?}");
    }
}
