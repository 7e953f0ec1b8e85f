//! Calls of the API: whatever is sent, the answer is no server error, a refusal has changed nothing,
//! and no answer holds another location's data.

use crate::house::{HOME, call};

const JSON: (&str, &str) = ("content-type", "application/json");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
/// More would only be slow.
const MAX_HEADERS: usize = 8;
const V2: (&str, &str) = ("version", "2021-07-28");

/// Any call: `METHOD PATH VERSION` on the first line, then lines of `@header: value`, then the body.
/// `CONTACT` in the path is a contact that is there.
///
/// # Panics
/// When the answer is not as it must be.
pub fn request(data: &[u8]) {
    let (first, mut rest) = line(data);
    let first = String::from_utf8_lossy(first);
    let mut words = first.split(' ');
    let [method, path, version] = [(); 3].map(|()| words.next().unwrap_or_default());
    let mut given = Vec::new();
    while rest.first() == Some(&b'@') && given.len() < MAX_HEADERS {
        let (header, more) = line(rest);
        given.push(String::from_utf8_lossy(&header[1..]).into_owned());
        rest = more;
    }
    let kind = if rest.first() == Some(&b'{') {
        JSON
    } else {
        FORM
    };
    let mut headers = vec![("version", version), kind];
    headers.extend(given.iter().filter_map(|header| header.split_once(": ")));
    call(method, path, &headers, rest);
}

/// The body of a search, without its location.
///
/// # Panics
/// When the answer is not as it must be.
pub fn search(data: &[u8]) {
    let body = [
        b"{\"locationId\":\"",
        HOME.as_bytes(),
        b"\",\"pageLimit\":5,",
        data,
    ]
    .concat();
    call("POST", "/contacts/search", &[V2, JSON], &body);
}

/// A cursor, in every place that takes one.
///
/// # Panics
/// When the answer is not as it must be.
pub fn cursor(data: &[u8]) {
    let body = [
        b"{\"locationId\":\"",
        HOME.as_bytes(),
        b"\",\"pageLimit\":5,\"searchAfter\":",
        data,
        b"}",
    ]
    .concat();
    call("POST", "/contacts/search", &[V2, JSON], &body);
    let text: String = data
        .iter()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(*byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    for place in [
        format!("/contacts/?locationId={HOME}&startAfterId={text}"),
        format!("/contacts/?locationId={HOME}&startAfter={text}"),
        format!("/contacts/?locationId={HOME}&startAfter=1&startAfterId={text}"),
        format!("/tenon/v1/contacts/CONTACT/timeline?after={text}"),
        format!("/tenon/v1/tasks?cursor={text}"),
        format!("/tenon/v1/imports?after={text}"),
    ] {
        call("GET", &place, &[V2], b"");
    }
}

/// A form, in every place of OAuth that takes one: as a form, as a query, in both dialects.
///
/// # Panics
/// When the answer is not as it must be.
pub fn oauth(data: &[u8]) {
    for path in [
        "/oauth/token",
        "/oauth/revoke",
        "/oauth/introspect",
        "/oauth/authorize",
        "/oauth/locationToken",
        "/oauth/location-token",
    ] {
        for version in [V2, ("version", "v3")] {
            call("POST", path, &[version, FORM, ("authorization", "")], data);
        }
    }
    let query = String::from_utf8_lossy(data);
    call("GET", &format!("/oauth/authorize?{query}"), &[], b"");
    call("GET", &format!("/oauth/chooselocation?{query}"), &[], b"");
}

fn line(data: &[u8]) -> (&[u8], &[u8]) {
    match data.iter().position(|byte| *byte == b'\n') {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, b""),
    }
}
