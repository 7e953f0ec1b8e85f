//! The authorization endpoint and its consent page (RFC 6749, section 3.1). HighLevel's clients know
//! it as `chooselocation`.
//!
//! Nothing is kept between the page and its answer: the form comes back to the same address, and the
//! request is judged again.

use axum::{
    extract::{Request, State},
    response::Response,
};
use http::{StatusCode, Uri};
use tenon_oauth::{
    AuthorizeError, AuthorizeRequest, Choice, OAuthError, client_id, form_key, same,
};
use tenon_store::Person;

use super::answer::refusal_of;
use crate::{
    App, body,
    sign_in::{Browser, Form, Page, escape},
};

/// `GET`: puts the request before the person.
pub(super) async fn ask(State(app): State<App>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let browser = Browser::of(&app, &head.headers);
    match judged(&app, &head.uri, &browser).await {
        Ok(Judged {
            request,
            person,
            choices,
        }) => consent(&head.uri, &request, &person, &choices, browser.cookie()),
        Err(response) => response,
    }
}

/// `POST`: the person's answer.
pub(super) async fn decide(State(app): State<App>, request: Request) -> Response {
    let trace_id = app.new_id();
    let (head, body) = request.into_parts();
    let browser = Browser::of(&app, &head.headers);
    let form = match body::read(body, &trace_id).await {
        Ok(bytes) => Form::of(&bytes),
        Err(refusal) => return Page::problem(refusal.status, "The form could not be read."),
    };
    let judged = match judged(&app, &head.uri, &browser).await {
        Ok(judged) => judged,
        Err(response) => return response,
    };
    if !browser.sent(&form) {
        return Page::problem(
            StatusCode::FORBIDDEN,
            "This answer did not come from Tenon's own page. Go back to the app and start again.",
        );
    }
    let Judged {
        request,
        person,
        choices,
    } = judged;
    if form.get("decision") != Some("allow") {
        let why = "the person did not allow it";
        return Page::redirect(&request.refusal("access_denied", why));
    }
    let chosen = form.get("choice").unwrap_or_default();
    let choice = choices
        .iter()
        .find(|choice| same(&choice.chosen.value(), chosen));
    let Some(choice) = choice else {
        return consent(&head.uri, &request, &person, &choices, browser.cookie());
    };
    match app.tokens().approve(&person, &request, choice).await {
        Ok(uri) => Page::redirect(&uri),
        Err(error) => failed(error, &trace_id),
    }
}

/// A request that is fit to be asked about, and who is asked.
struct Judged {
    request: AuthorizeRequest,
    person: Person,
    choices: Vec<Choice>,
}

async fn judged(app: &App, uri: &Uri, browser: &Browser<'_>) -> Result<Judged, Response> {
    let trace_id = app.new_id();
    let query = uri.query().unwrap_or_default();
    let parameters: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let refuse = |error: AuthorizeError| match error {
        AuthorizeError::Shown(why) => Page::problem(StatusCode::BAD_REQUEST, &why),
        AuthorizeError::Told(uri) => Page::redirect(&uri),
    };
    let id = client_id(&parameters).map_err(refuse)?;
    let client = app.tokens().find_client(id).await;
    let client = client.map_err(|error| failed(error, &trace_id))?;
    let issuer = app.settings().oauth.public_url.as_str();
    let request = AuthorizeRequest::check(client, &parameters, issuer).map_err(refuse)?;
    let person = match browser.person(app).await {
        Ok(Some(person)) => person,
        Ok(None) => return Err(Page::to_sign_in(uri)),
        Err(error) => return Err(failed(error.into(), &trace_id)),
    };
    let choices = app.tokens().choices(&person, &request).await;
    let choices = choices.map_err(|error| failed(error, &trace_id))?;
    Ok(Judged {
        request,
        person,
        choices,
    })
}

fn consent(
    uri: &Uri,
    request: &AuthorizeRequest,
    person: &Person,
    choices: &[Choice],
    cookie: &str,
) -> Response {
    let app = escape(&request.client.name);
    let action = escape(uri.path_and_query().map_or("", |path| path.as_str()));
    let scopes: String = request
        .scopes
        .iter()
        .map(|scope| format!("<li>{}</li>", escape(scope.words())))
        .collect();
    let only_one = choices.len() == 1;
    let places: String = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| place(choice, request, at, only_one))
        .collect();
    let (question, allow) = if choices.is_empty() {
        let none = "<p role=\"alert\">You belong to no location where your role covers any of \
                    this. Ask an owner for it.</p>";
        (none.to_owned(), "")
    } else {
        let list = format!("<fieldset><legend>Where?</legend>{places}</fieldset>");
        let allow = "<button name=\"decision\" value=\"allow\">Allow</button>";
        (list, allow)
    };
    let sent_to = escape(&origin(&request.redirect_uri));
    let body = format!(
        "<h1>{app} asks for access</h1>\
         <p>Signed in as {name} ({email}).</p>\
         <p><strong>{app}</strong> could then:</p><ul>{scopes}</ul>\
         <form method=\"post\" action=\"{action}\">\
         <input type=\"hidden\" name=\"key\" value=\"{key}\">\
         {question}\
         <p class=\"quiet\">You will be sent to {sent_to}.</p>\
         <p class=\"row\">{allow}\
         <button name=\"decision\" value=\"deny\" class=\"plain\">Deny</button></p></form>",
        name = escape(&person.name),
        email = escape(&person.email),
        key = form_key(cookie),
    );
    Page::new(&format!("{} asks for access", request.client.name), &body)
        .may_send_to(&source(&request.redirect_uri))
        .render(StatusCode::OK)
}

fn place(choice: &Choice, request: &AuthorizeRequest, at: usize, only_one: bool) -> String {
    let value = escape(&choice.chosen.value());
    let checked = if only_one { " checked" } else { "" };
    let mut name = escape(&choice.name);
    if choice.chosen.value().starts_with("company:") {
        name = format!(
            "{name}: all {} locations that you own",
            choice.locations.len()
        );
    }
    let less = if choice.scopes == request.scopes {
        String::new()
    } else {
        let words: Vec<_> = choice.scopes.iter().map(|scope| scope.words()).collect();
        format!(
            "<span class=\"quiet\">There your role lets it only: {}.</span>",
            escape(&words.join("; "))
        )
    };
    format!(
        "<p><input type=\"radio\" id=\"c{at}\" name=\"choice\" value=\"{value}\" required{checked}>\
         <label for=\"c{at}\">{name}</label>{less}</p>"
    )
}

/// Scheme and host of a URI, for people to see.
fn origin(uri: &str) -> String {
    let end = uri.find("://").map(|at| at + 3).map(|start| {
        uri[start..]
            .find(['/', '?'])
            .map_or(uri.len(), |at| start + at)
    });
    match end {
        Some(end) => uri[..end].to_owned(),
        None => uri.split(':').next().unwrap_or(uri).to_owned(),
    }
}

/// Where a Content-Security-Policy must let a form's redirect lead. It cannot name an IPv6 address.
fn source(uri: &str) -> String {
    let origin = origin(uri);
    let scheme = uri.split(':').next().unwrap_or_default();
    if (scheme == "https" || scheme == "http") && !origin.contains('[') {
        origin
    } else {
        format!("{scheme}:")
    }
}

fn failed(error: OAuthError, trace_id: &str) -> Response {
    let refusal = refusal_of(error, trace_id);
    let told = refusal.message.as_str().unwrap_or_default().to_owned();
    Page::problem(refusal.status, &told)
}
