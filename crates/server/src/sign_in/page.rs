//! Plain pages: no script, nobody may frame them, nothing of them is kept.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, Uri, header};

/// A page being put together.
pub(crate) struct Page {
    title: String,
    body: String,
    form_action: String,
}

impl Page {
    /// A page with this title (plain) and body (HTML).
    pub(crate) fn new(title: &str, body: &str) -> Self {
        Self {
            title: escape(title),
            body: body.to_owned(),
            form_action: "'self'".to_owned(),
        }
    }

    /// Lets its form's answer lead there: browsers hold a redirect to the page's policy too.
    pub(crate) fn may_send_to(mut self, source: &str) -> Self {
        self.form_action = format!("'self' {source}");
        self
    }

    pub(crate) fn render(self, status: StatusCode) -> Response {
        let Self {
            title,
            body,
            form_action,
        } = self;
        let html = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{title} · Tenon</title>\
             <link rel=\"stylesheet\" href=\"/sign-in/style.css\"></head>\
             <body><main>{body}</main></body></html>"
        );
        let policy = format!(
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action {form_action}; \
             frame-ancestors 'none'"
        );
        let mut response = (status, html).into_response();
        let headers = response.headers_mut();
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        for (name, value) in [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::CACHE_CONTROL, "no-store"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }

    /// A page that tells what is wrong.
    pub(crate) fn problem(status: StatusCode, why: &str) -> Response {
        let body = format!(
            "<h1>That did not work</h1><p role=\"alert\">{}</p>",
            escape(why)
        );
        Self::new("That did not work", &body).render(status)
    }

    /// Sends the browser on with a GET, whatever it came with (RFC 9700, section 4.12).
    pub(crate) fn redirect(to: &str) -> Response {
        let Ok(to) = HeaderValue::from_str(to) else {
            return Self::problem(StatusCode::BAD_REQUEST, "There is no such place.");
        };
        let mut response = StatusCode::SEE_OTHER.into_response();
        let headers = response.headers_mut();
        headers.insert(header::LOCATION, to);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let policy = HeaderValue::from_static("no-referrer");
        headers.insert(header::REFERRER_POLICY, policy);
        response
    }

    /// Sends the browser to sign in, and then back here.
    pub(crate) fn to_sign_in(uri: &Uri) -> Response {
        let back = uri.path_and_query().map_or("/", |path| path.as_str());
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("to", back)
            .finish();
        Self::redirect(&format!("/sign-in?{query}"))
    }
}

/// Text as HTML, in an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

pub(super) async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, include_str!("style.css")).into_response()
}
