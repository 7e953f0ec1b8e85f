//! Redirect URIs: which may be registered, and which of them a request means.

use url::{Host, Url};

/// Longest redirect URI. Browsers and proxies take about 2,000 characters.
const MAX_URI: usize = 2_000;

/// Why a URI cannot be registered.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RedirectError {
    /// It is no absolute URI, or holds what a URI must not.
    #[error("{0:?} is no absolute URI")]
    NotAbsolute(String),
    /// It has a fragment (RFC 6749, section 3.1.2) or names a user.
    #[error("{0:?} must have no fragment and no user name")]
    Parts(String),
    /// Plain HTTP to another machine (RFC 9700, section 2.6).
    #[error("{0:?} must use https; http is for the caller's own machine only")]
    PlainHttp(String),
    /// A scheme that is nobody's own (RFC 8252, section 7.1).
    #[error("{0:?} must use https, or for a public client a scheme with a dot, as com.example.app")]
    Scheme(String),
}

/// Whether a URI may be registered for a client.
///
/// # Errors
/// See [`RedirectError`].
pub(crate) fn check(uri: &str, is_public: bool) -> Result<(), RedirectError> {
    let whole = || uri.to_owned();
    let plain = uri.bytes().all(|byte| byte.is_ascii_graphic());
    if uri.len() > MAX_URI || !plain || uri.contains(['"', '<', '>', '\\', '*']) {
        return Err(RedirectError::NotAbsolute(whole()));
    }
    let url = Url::parse(uri).map_err(|_| RedirectError::NotAbsolute(whole()))?;
    if uri.contains('#') || !url.username().is_empty() || url.password().is_some() {
        return Err(RedirectError::Parts(whole()));
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" => match url.host() {
            Some(Host::Ipv4(address)) if address.is_loopback() => Ok(()),
            Some(Host::Ipv6(address)) if address.is_loopback() => Ok(()),
            Some(Host::Domain("localhost")) => Ok(()),
            _ => Err(RedirectError::PlainHttp(whole())),
        },
        scheme if is_public && scheme.contains('.') => Ok(()),
        _ => Err(RedirectError::Scheme(whole())),
    }
}

/// Whether the URI of a request is one of those registered: character by character, but for the port
/// of a public client's loopback address (RFC 8252, section 7.3).
pub(crate) fn is_registered(uri: &str, registered: &[String], is_public: bool) -> bool {
    registered.iter().any(|known| {
        known == uri
            || (is_public
                && matches!((without_port(known), without_port(uri)), (Some(a), Some(b)) if a == b))
    })
}

/// A loopback URI in two parts, around its port. `None` for any other URI. Taken apart as text: what
/// two parsers would read differently is no match.
fn without_port(uri: &str) -> Option<(&str, &str)> {
    let host = ["http://127.0.0.1", "http://[::1]"]
        .into_iter()
        .find(|host| uri.starts_with(host))?;
    let rest = &uri[host.len()..];
    let path = match rest.strip_prefix(':') {
        None => rest,
        Some(rest) => {
            let port = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            rest[..port].parse::<u16>().ok()?;
            &rest[port..]
        }
    };
    (path.is_empty() || path.starts_with(['/', '?'])).then_some((host, path))
}

/// A URI with parameters added to its query, the rest of it as it is (RFC 6749, section 3.1.2).
pub(crate) fn with_query(uri: &str, pairs: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    let between = if uri.contains('?') { '&' } else { '?' };
    format!("{uri}{between}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registered(uri: &str, known: &str, is_public: bool) -> bool {
        is_registered(uri, &[known.to_owned()], is_public)
    }

    #[test]
    fn only_uris_that_lead_to_their_owner_are_registered() {
        for (uri, confidential, public) in [
            ("https://app.example.org/back?x=1", true, true),
            ("http://127.0.0.1/back", true, true),
            ("http://[::1]:8000/back", true, true),
            ("http://localhost:3000/back", true, true),
            ("com.example.app:/back", false, true),
            ("http://app.example.org/back", false, false),
            ("https://app.example.org/back#here", false, false),
            ("https://me@app.example.org/back", false, false),
            ("https://*.example.org/back", false, false),
            ("javascript:alert(1)", false, false),
            ("data:text/html,x", false, false),
            ("myapp:/back", false, false),
            ("/back", false, false),
            ("https://app.example.org/ba ck", false, false),
            ("", false, false),
        ] {
            assert_eq!(check(uri, false).is_ok(), confidential, "{uri}");
            assert_eq!(check(uri, true).is_ok(), public, "{uri}");
        }
    }

    #[test]
    fn a_uri_matches_as_it_is_written() {
        let known = "https://app.example.org/back";
        assert!(registered(known, known, false));
        for other in [
            "https://app.example.org/back/",
            "https://app.example.org/back?x",
            "https://app.example.org:443/back",
            "https://APP.example.org/back",
            "https://app.example.org.evil.example/back",
            "https://app.example.org/back/../evil",
            "http://app.example.org/back",
        ] {
            assert!(!registered(other, known, false), "{other}");
            assert!(!registered(other, known, true), "{other}");
        }
    }

    #[test]
    fn only_a_public_clients_loopback_port_may_differ() {
        let known = "http://127.0.0.1/back";
        assert!(registered("http://127.0.0.1:51004/back", known, true));
        assert!(registered(
            "http://127.0.0.1/back",
            "http://127.0.0.1:80/back",
            true
        ));
        assert!(!registered("http://127.0.0.1:51004/back", known, false));
        for other in [
            "http://127.0.0.1:51004/other",
            "http://127.0.0.1:51004@evil.example/back",
            "http://127.0.0.1:99999/back",
            "http://127.0.0.1.evil.example/back",
            "http://[::1]:51004/back",
            "http://localhost:51004/back",
        ] {
            assert!(!registered(other, known, true), "{other}");
        }
    }

    #[test]
    fn what_is_added_to_a_query_cannot_break_out_of_it() {
        assert_eq!(
            with_query("https://a.example/b?c=d", &[("state", "x&y=#\r\n ü")]),
            "https://a.example/b?c=d&state=x%26y%3D%23%0D%0A+%C3%BC"
        );
    }
}
