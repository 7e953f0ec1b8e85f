//! The files of the console over HTTP. What is no file is a place inside the page, which finds its
//! way by itself.

use axum::{
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use tenon_console::{File, Site};

use crate::{App, envelope};

/// Nothing but our own files (and pictures that a script draws), and nobody may frame us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// What a debug build answers that has no console: a release is not made without one.
const UNBUILT: &str = "<!doctype html>\n<html lang=\"en\">\n<title>Tenon: no console</title>\n\
    <h1>This build has no console</h1>\n\
    <p>Run <code>scripts/console build</code> in Tenon's folder, then load this page again.</p>\n";

/// `GET /console/`.
pub(super) async fn start(headers: HeaderMap) -> Response {
    page(tenon_console::built(), &headers)
}

/// `GET /console/…`.
pub(super) async fn below(
    State(app): State<App>,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    match found(tenon_console::built(), &path, request.headers()) {
        Some(response) => response,
        None => envelope::no_such_path(State(app), request).await,
    }
}

/// A file, the page where there is none, or nothing: a part of an older build that is gone must not
/// be answered with a page.
fn found(site: Site, path: &str, headers: &HeaderMap) -> Option<Response> {
    match site.file(path) {
        Some(file) => Some(answer(file, headers)),
        None if path.starts_with("assets/") => None,
        None => Some(page(site, headers)),
    }
}

fn page(site: Site, headers: &HeaderMap) -> Response {
    match site.page() {
        Some(file) => answer(file, headers),
        None => {
            let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8");
            guarded(([kind], UNBUILT).into_response(), "no-store")
        }
    }
}

fn answer(file: File, headers: &HeaderMap) -> Response {
    let packed = file.gzip.filter(|_| takes_gzip(headers));
    let tag = match packed {
        Some(_) => format!("\"{}-gzip\"", file.tag),
        None => format!("\"{}\"", file.tag),
    };
    let keep = if file.lasting {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = if known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let (body, packed) = match packed {
            Some(packed) => (Bytes::from_owner(packed), true),
            None => (Bytes::from_owner(file.body), false),
        };
        let mut response = ([(header::CONTENT_TYPE, file.content_type)], body).into_response();
        if packed {
            set(&mut response, header::CONTENT_ENCODING, "gzip");
        }
        response
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    set(&mut response, header::VARY, "accept-encoding");
    guarded(response, keep)
}

fn guarded(mut response: Response, keep: &'static str) -> Response {
    for (name, value) in [
        (header::CACHE_CONTROL, keep),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        set(&mut response, name, value);
    }
    response
}

fn set(response: &mut Response, name: HeaderName, value: &'static str) {
    let value = HeaderValue::from_static(value);
    response.headers_mut().insert(name, value);
}

/// Whether `Accept-Encoding` names gzip and does not give it the weight nought (RFC 9110, 12.5.3).
fn takes_gzip(headers: &HeaderMap) -> bool {
    words(headers, &header::ACCEPT_ENCODING).any(|word| {
        let (name, weight) = word.split_once(';').unwrap_or((word, ""));
        let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
        name.trim().eq_ignore_ascii_case("gzip") && weight.parse().is_ok_and(|q: f32| q > 0.0)
    })
}

/// Whether `If-None-Match` has this tag, as strong or as weak.
fn known(headers: &HeaderMap, tag: &str) -> bool {
    words(headers, &header::IF_NONE_MATCH)
        .any(|word| word == "*" || word.trim_start_matches("W/") == tag)
}

fn words<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let lines = headers
        .get_all(name)
        .iter()
        .filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    const SITE: Site = Site::new(|path| match path {
        "index.html" => Some((Cow::Borrowed(b"<!doctype html>"), [1; 32])),
        "assets/a-1.js" => Some((Cow::Owned(b"let a = 1;\n".repeat(90)), [2; 32])),
        _ => None,
    });
    const NONE: Site = Site::new(|_| None);

    fn asked(site: Site, path: &str, headers: &[(HeaderName, &'static str)]) -> Option<Response> {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        found(site, path, &headers.collect())
    }

    fn header_of(response: &Response, name: HeaderName) -> &str {
        let value = response.headers().get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn assets_are_kept_for_ever_and_the_page_is_asked_for_again() {
        let script = asked(SITE, "assets/a-1.js", &[]).unwrap();
        assert_eq!(script.status(), 200);
        assert!(header_of(&script, header::CACHE_CONTROL).contains("immutable"));
        assert_eq!(header_of(&script, header::CONTENT_ENCODING), "");
        for path in ["index.html", "contacts", "contacts/x", "contacts/a.b@c.org"] {
            let page = asked(SITE, path, &[]).unwrap();
            let kind = header_of(&page, header::CONTENT_TYPE);
            assert_eq!(
                (page.status(), kind),
                (StatusCode::OK, "text/html; charset=utf-8")
            );
            assert_eq!(
                header_of(&page, header::CACHE_CONTROL),
                "no-cache",
                "{path}"
            );
            assert_eq!(header_of(&page, header::CONTENT_SECURITY_POLICY), POLICY);
        }
        assert!(asked(SITE, "assets/a-0.js", &[]).is_none());
    }

    #[test]
    fn what_is_known_is_not_sent_again() {
        let packed = [(header::ACCEPT_ENCODING, "br;q=1, GZIP;q=0.5")];
        let first = asked(SITE, "assets/a-1.js", &packed).unwrap();
        assert_eq!(header_of(&first, header::CONTENT_ENCODING), "gzip");
        assert_eq!(header_of(&first, header::VARY), "accept-encoding");
        let tag = header_of(&first, header::ETAG);
        assert_eq!(tag, "\"02020202020202020202-gzip\"");
        let tags = "\"other\", W/\"02020202020202020202-gzip\"";
        let again = [packed[0].clone(), (header::IF_NONE_MATCH, tags)];
        let again = asked(SITE, "assets/a-1.js", &again).unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        // Unpacked it is another thing, under another tag.
        let plain = [
            (header::ACCEPT_ENCODING, "gzip;q=0"),
            (header::IF_NONE_MATCH, tags),
        ];
        assert_eq!(asked(SITE, "assets/a-1.js", &plain).unwrap().status(), 200);
    }

    #[test]
    fn a_build_without_a_console_says_so() {
        let told = asked(NONE, "contacts", &[]).unwrap();
        assert_eq!(header_of(&told, header::CACHE_CONTROL), "no-store");
        assert!(asked(NONE, "assets/a-1.js", &[]).is_none());
    }
}
