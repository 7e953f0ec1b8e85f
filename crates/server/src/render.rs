//! An operation's reply as an answer: its trace id, its `ETag`, what may be cached.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};
use tenon_operations::Reply;

use crate::{App, conditional, envelope::json_response};

/// The header that names a call, as `traceId` does in its answer and `trace_id` in the log.
pub(crate) const TRACE: HeaderName = HeaderName::from_static("x-trace-id");

/// The answer, or 304 when the caller has it already.
pub(crate) fn answer(mut reply: Reply, head: &Parts, trace_id: &str, replayed: bool) -> Response {
    // One that is given again names the call that it first answered.
    let told = if replayed || reply.file.is_some() {
        reply.body.len()
    } else {
        close_with_trace(&mut reply.body, trace_id)
    };
    let reads = matches!(head.method, Method::GET | Method::HEAD);
    let tag = match reply.version {
        version if reads && reply.status == 200 => Some(conditional::tag(
            version,
            reply.body.get(..told).unwrap_or_default(),
        )),
        Some(version) => Some(conditional::version_tag(version)),
        None => None,
    };
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    let known = reads
        && tag
            .as_deref()
            .is_some_and(|tag| conditional::is_known(&head.headers, tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        json_response(status, reply.body)
    };
    let headers = response.headers_mut();
    if let (Some(file), false) = (&reply.file, known) {
        let kind = HeaderValue::from_static(file.content_type);
        headers.insert(header::CONTENT_TYPE, kind);
        // What stands in it came from strangers: no browser may take it for a page of ours.
        let told = HeaderValue::from_static("nosniff");
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, told);
        let kept = format!("attachment; filename=\"{}\"", file.name);
        if let Ok(kept) = HeaderValue::try_from(kept) {
            headers.insert(header::CONTENT_DISPOSITION, kept);
        }
    }
    if let Some(tag) = tag.and_then(|tag| HeaderValue::try_from(tag).ok()) {
        headers.insert(header::ETAG, tag);
    }
    if reads {
        // It is one caller's, and is to be asked for again each time.
        let private = HeaderValue::from_static("private, no-cache");
        headers.insert(header::CACHE_CONTROL, private);
        let vary = HeaderValue::from_static("authorization, version");
        headers.insert(header::VARY, vary);
    }
    response
}

/// Names the call at the end of a JSON object, unless its operation has done so. How many bytes
/// come before the id: those that are the same each time.
pub(crate) fn close_with_trace(body: &mut Vec<u8>, trace_id: &str) -> usize {
    const NAME: &[u8] = b",\"traceId\":\"";
    let id = trace_id.as_bytes();
    let end = body.strip_suffix(b"\"}").unwrap_or_default();
    if !id.is_empty() && end.ends_with(id) {
        return end.len() - id.len();
    }
    let told = body.len();
    if body.first() == Some(&b'{') && body.pop() == Some(b'}') {
        let name = if body.len() == 1 { &NAME[1..] } else { NAME };
        body.reserve(name.len() + id.len() + 2);
        body.extend_from_slice(name);
        body.extend_from_slice(id);
        body.extend_from_slice(b"\"}");
        return told - 1;
    }
    told
}

/// Names the call in the answer's head.
pub(crate) fn trace(response: &mut Response, trace_id: &str) {
    if let Ok(id) = HeaderValue::try_from(trace_id) {
        response.headers_mut().insert(TRACE, id);
    }
}

/// Names every call of the routes that it is laid over, where they have not done so themselves.
pub(crate) async fn trace_all(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if !response.headers().contains_key(TRACE) {
        trace(&mut response, &app.new_id());
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_closed_with_its_trace_id_once() {
        for (body, closed, told) in [
            ("{}", r#"{"traceId":"t1"}"#, 1),
            (r#"{"a":1}"#, r#"{"a":1,"traceId":"t1"}"#, 6),
            (r#"{"a":1,"traceId":"t1"}"#, r#"{"a":1,"traceId":"t1"}"#, 18),
            ("[1]", "[1]", 3),
            ("", "", 0),
        ] {
            let mut bytes = body.as_bytes().to_vec();
            assert_eq!(close_with_trace(&mut bytes, "t1"), told, "{body}");
            assert_eq!(String::from_utf8(bytes).unwrap(), closed);
        }
    }
}
