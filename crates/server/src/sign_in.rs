//! Signing in and out: pages without script, for people.

mod browser;
mod page;

use axum::{
    Router,
    extract::{Path, Query, Request, State, rejection::PathRejection},
    response::Response,
    routing::get,
};
use http::{HeaderMap, StatusCode, header};
use tenon_oauth::{SignInError, SignedIn, form_key};

pub(crate) use browser::{Browser, Form};
pub(crate) use page::{Page, escape};

use crate::{App, body, envelope::Refusal, serve::Peer};

/// Where somebody goes who has signed in for nothing else.
const HOME: &str = "/console/";
/// Where a page may send somebody afterwards.
const PLACES: [&str; 3] = ["/oauth/", "/v2/oauth/", HOME];
/// Longest address to come back to.
const MAX_TO: usize = 8_192;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(show).post(by_password))
        .route("/sign-in/link/{secret}", get(show_link).post(by_link))
        .route("/sign-out", axum::routing::post(sign_out))
        .route("/sign-in/style.css", get(page::style))
}

/// Where to go after signing in: a place of our own, or home.
fn destination(to: Option<&str>) -> &str {
    to.filter(|to| {
        to.len() <= MAX_TO
            && to.bytes().all(|byte| byte.is_ascii_graphic())
            && !to.contains('\\')
            && PLACES.iter().any(|place| to.starts_with(place))
    })
    .unwrap_or(HOME)
}

async fn show(
    State(app): State<App>,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let browser = Browser::of(&app, &headers);
    let to = query.iter().find(|(name, _)| name == "to");
    let to = destination(to.map(|(_, to)| to.as_str()));
    if let Ok(Some(_)) = browser.person(&app).await {
        return Page::redirect(to);
    }
    sign_in_page(&browser, to, "", None, StatusCode::OK)
}

async fn by_password(State(app): State<App>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let browser = Browser::of(&app, &head.headers);
    let form = match read(&app, body).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    let to = destination(form.get("to"));
    let email = form.get("email").unwrap_or_default();
    if !browser.sent(&form) {
        let why = "This form was open for too long, or in another browser. Try again.";
        return sign_in_page(&browser, to, email, Some(why), StatusCode::FORBIDDEN);
    }
    let address = address(&app, &head.headers, head.extensions.get::<Peer>());
    let password = form.get("password").unwrap_or_default();
    let signed_in = app
        .people()
        .by_password(email, password, &address, browser.known());
    match signed_in.await {
        Ok(signed_in) => welcome(&browser, &signed_in, to),
        Err(error) => {
            let (status, why) = told(&app, error);
            sign_in_page(&browser, to, email, Some(&why), status)
        }
    }
}

async fn show_link(
    State(app): State<App>,
    secret: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let browser = Browser::of(&app, &headers);
    let secret = secret.map(|Path(secret)| secret).unwrap_or_default();
    match app.people().whose_link(&secret).await {
        Ok(person) => {
            let body = format!(
                "<h1>Sign in</h1><p>You are {name} ({email}).</p>\
                 <form method=\"post\"><input type=\"hidden\" name=\"key\" value=\"{key}\">\
                 <p class=\"row\"><button>Sign in</button></p></form>",
                name = escape(&person.name),
                email = escape(&person.email),
                key = form_key(browser.cookie()),
            );
            let page = Page::new("Sign in", &body).render(StatusCode::OK);
            browser.kept(page)
        }
        Err(error) => {
            let (status, why) = told(&app, error);
            Page::problem(status, &why)
        }
    }
}

async fn by_link(
    State(app): State<App>,
    secret: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let browser = Browser::of(&app, &head.headers);
    let secret = secret.map(|Path(secret)| secret).unwrap_or_default();
    let form = match read(&app, body).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    if !browser.sent(&form) {
        let why = "This form was open in another browser. Open the link again.";
        return Page::problem(StatusCode::FORBIDDEN, why);
    }
    match app.people().by_link(&secret, browser.known()).await {
        Ok(signed_in) => welcome(&browser, &signed_in, HOME),
        Err(error) => {
            let (status, why) = told(&app, error);
            Page::problem(status, &why)
        }
    }
}

async fn sign_out(State(app): State<App>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let browser = Browser::of(&app, &head.headers);
    let form = match read(&app, body).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    if !browser.sent(&form) {
        let why = "This form did not come from Tenon's own page.";
        return Page::problem(StatusCode::FORBIDDEN, why);
    }
    if let Some(cookie) = browser.known()
        && let Err(error) = app.people().sign_out(cookie).await
    {
        let (status, why) = told(&app, SignInError::Store(error));
        return Page::problem(status, &why);
    }
    browser.forgotten(Page::redirect("/sign-in"))
}

fn sign_in_page(
    browser: &Browser<'_>,
    to: &str,
    email: &str,
    why: Option<&str>,
    status: StatusCode,
) -> Response {
    let why = why.map_or_else(String::new, |why| {
        format!("<p role=\"alert\">{}</p>", escape(why))
    });
    let body = format!(
        "<h1>Sign in</h1>{why}\
         <form method=\"post\" action=\"/sign-in\">\
         <input type=\"hidden\" name=\"key\" value=\"{key}\">\
         <input type=\"hidden\" name=\"to\" value=\"{to}\">\
         <p><label for=\"email\">E-mail</label>\
         <input id=\"email\" name=\"email\" type=\"email\" value=\"{email}\" required \
         autocomplete=\"username\" maxlength=\"254\"></p>\
         <p><label for=\"password\">Password</label>\
         <input id=\"password\" name=\"password\" type=\"password\" required \
         autocomplete=\"current-password\"></p>\
         <p class=\"row\"><button>Sign in</button></p></form>\
         <p class=\"quiet\">No password? Whoever runs Tenon can make a sign-in link: \
         <code>tenon user link --email …</code></p>",
        key = form_key(browser.cookie()),
        to = escape(to),
        email = escape(email),
    );
    let mut response = Page::new("Sign in", &body).render(status);
    if status == StatusCode::TOO_MANY_REQUESTS {
        let later = http::HeaderValue::from_static("60");
        response.headers_mut().insert(header::RETRY_AFTER, later);
    }
    browser.kept(response)
}

fn welcome(browser: &Browser<'_>, signed_in: &SignedIn, to: &str) -> Response {
    browser.signed_in(Page::redirect(to), signed_in)
}

fn told(app: &App, error: SignInError) -> (StatusCode, String) {
    let text = error.to_string();
    match error {
        SignInError::Wrong => (StatusCode::UNAUTHORIZED, text),
        SignInError::Locked(_) | SignInError::Busy => (StatusCode::TOO_MANY_REQUESTS, text),
        SignInError::Link => (StatusCode::BAD_REQUEST, text),
        SignInError::Store(error) => {
            let refusal = Refusal::of(error.into(), &app.new_id());
            let told = refusal.message.as_str().unwrap_or_default().to_owned();
            (refusal.status, told)
        }
    }
}

async fn read(app: &App, body: axum::body::Body) -> Result<Form, Response> {
    let bytes = body::read(body, &app.new_id()).await;
    bytes
        .map(|bytes| Form::of(&bytes))
        .map_err(|refusal| Page::problem(refusal.status, "The form could not be read."))
}

/// Whose tries are counted together.
fn address(app: &App, headers: &HeaderMap, peer: Option<&Peer>) -> String {
    let forwarded = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?;
        let last = last.to_str().ok()?.rsplit(',').next()?.trim();
        last.parse::<std::net::IpAddr>().ok()
    };
    let told = app.settings().oauth.behind_proxy.then(forwarded).flatten();
    told.or(peer.map(|peer| peer.0.ip()))
        .map_or_else(String::new, |ip| ip.to_string())
}
