//! `ETag`, `If-None-Match` and `If-Match` (RFC 9110, 8.8.3 and 13.1).
//!
//! An `ETag` is `"VERSION-HASH"`: the version of the one record an answer is about, and a hash of the
//! answer without its trace id, since an answer may tell more than its record (another dialect, a
//! custom field's name). Reads compare the whole; writes compare the version, which is what their
//! transaction is guarded by. A list has the hash alone, and the answer to a write the version alone.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use ring::digest;
use tenon_operations::IfMatch;

use crate::envelope::Refusal;

/// Bytes of the hash that are told: 96 bits, past any chance.
const HASH: usize = 12;
/// Most versions looked at in one `If-Match`.
const MAX_TAGS: usize = 32;

/// The tag of what is read.
pub(crate) fn tag(version: Option<i64>, body: &[u8]) -> String {
    let hash = digest::digest(&digest::SHA256, body);
    let mut tag = String::with_capacity(2 * HASH + 24);
    tag.push('"');
    if let Some(version) = version {
        tag.push_str(&version.to_string());
        tag.push('-');
    }
    for byte in hash.as_ref().iter().take(HASH) {
        for digit in [byte >> 4, byte & 15] {
            tag.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    tag.push('"');
    tag
}

/// The tag of what was written.
pub(crate) fn version_tag(version: i64) -> String {
    format!("\"{version}\"")
}

/// Whether the caller has this already.
pub(crate) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    tags(headers, &header::IF_NONE_MATCH)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// What the caller asks the record to be.
pub(crate) fn if_match(
    headers: &HeaderMap,
    trace_id: &str,
) -> Result<Option<Arc<IfMatch>>, Refusal> {
    if !headers.contains_key(header::IF_MATCH) {
        return Ok(None);
    }
    let refuse = |what: &str| Refusal::new(StatusCode::BAD_REQUEST, what, trace_id);
    let mut versions = Vec::new();
    for (at, tag) in tags(headers, &header::IF_MATCH).enumerate() {
        if at == MAX_TAGS {
            return Err(refuse("If-Match names too many entity tags"));
        }
        if tag == "*" {
            return Ok(Some(Arc::new(IfMatch::new(None))));
        }
        let strong = tag.strip_prefix("W/").is_none();
        let inner = tag
            .strip_prefix("W/")
            .unwrap_or(tag)
            .strip_prefix('"')
            .and_then(|tag| tag.strip_suffix('"'))
            .ok_or_else(|| refuse("If-Match must hold entity tags, such as \"3\""))?;
        // One that is weak, or not ours, is well-formed and matches nothing.
        let version = inner.split_once('-').map_or(inner, |(version, _)| version);
        if let Ok(version) = version.parse()
            && strong
        {
            versions.push(version);
        }
    }
    Ok(Some(Arc::new(IfMatch::new(Some(versions)))))
}

/// A list may be split over several headers.
fn tags<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).iter();
    values
        .filter_map(|value: &HeaderValue| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
}
