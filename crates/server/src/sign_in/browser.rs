//! A person's browser: its cookie, and whether a form came from a page of ours.

use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use tenon_oauth::{SignedIn, form_key, same};
use tenon_store::{Person, StoreError};

use crate::App;

/// Longest cookie looked at. Ours are 64 characters.
const MAX_COOKIE: usize = 128;

/// A browser that calls.
pub(crate) struct Browser<'a> {
    headers: &'a HeaderMap,
    is_https: bool,
    known: Option<String>,
    // What its next forms are bound to, when it has no cookie yet.
    fresh: String,
}

/// The fields of a form.
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(bytes).into_owned().collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.0.iter().filter(|(key, _)| key == name);
        fields.next().map(|(_, value)| value.as_str())
    }
}

impl<'a> Browser<'a> {
    pub(crate) fn of(app: &App, headers: &'a HeaderMap) -> Self {
        let is_https = app.settings().oauth.public_url.is_https();
        let name = cookie_name(is_https);
        let known = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, value)| {
                let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric());
                *key == name && (1..=MAX_COOKIE).contains(&value.len()) && plain
            })
            .map(|(_, value)| value.to_owned());
        Self {
            headers,
            is_https,
            known,
            fresh: app.people().new_cookie(),
        }
    }

    /// The cookie it came with.
    pub(crate) fn known(&self) -> Option<&str> {
        self.known.as_deref()
    }

    /// The cookie its forms are bound to.
    pub(crate) fn cookie(&self) -> &str {
        self.known.as_ref().unwrap_or(&self.fresh)
    }

    /// Who has signed in with it.
    pub(crate) async fn person(&self, app: &App) -> Result<Option<Person>, StoreError> {
        match &self.known {
            None => Ok(None),
            Some(cookie) => app.people().signed_in(cookie).await,
        }
    }

    /// Whether a form was sent from a page of ours in this very browser: it carries the key that
    /// follows from the cookie, and the browser does not say that another site sent it.
    pub(crate) fn sent(&self, form: &Form) -> bool {
        self.sent_key(form.get("key").unwrap_or_default())
    }

    /// The same for a call of our own script, which carries the key in a header.
    pub(crate) fn sent_key(&self, key: &str) -> bool {
        let site = self.headers.get("sec-fetch-site");
        let ours = site.is_none_or(|site| site == "same-origin" || site == "none");
        let bound = self
            .known
            .as_ref()
            .is_some_and(|cookie| same(&form_key(cookie), key));
        ours && bound
    }

    /// The answer, with a cookie for a browser that had none. It ends with the browser.
    pub(crate) fn kept(&self, response: Response) -> Response {
        if self.known.is_some() {
            return response;
        }
        self.with_cookie(response, &self.fresh, None)
    }

    /// The answer, with the cookie of a session.
    pub(crate) fn signed_in(&self, response: Response, signed_in: &SignedIn) -> Response {
        self.with_cookie(response, &signed_in.cookie, Some(signed_in.lives.as_secs()))
    }

    /// The answer, with the cookie's end.
    pub(crate) fn forgotten(&self, response: Response) -> Response {
        self.with_cookie(response, "", Some(0))
    }

    fn with_cookie(&self, mut response: Response, value: &str, lives: Option<i64>) -> Response {
        let name = cookie_name(self.is_https);
        let secure = if self.is_https { "; Secure" } else { "" };
        let lives = lives.map_or_else(String::new, |lives| format!("; Max-Age={lives}"));
        let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{lives}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// Under https the prefix keeps other hosts of the domain from planting one (RFC 6265bis, section
/// 4.1.3.2).
fn cookie_name(is_https: bool) -> &'static str {
    if is_https { "__Host-tenon" } else { "tenon" }
}
