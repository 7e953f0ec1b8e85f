//! `GET /connect/callback`: where a vendor sends the browser back to, with the `state` of a connection
//! that was begun here. It has no cookie and needs none: the state was given to whoever began it, works
//! once, and ends by time.

use axum::{
    Router,
    extract::{Request, State},
    response::Response,
    routing::get,
};
use http::StatusCode;
use tenon_highlevel::{
    install::{Connected, Desk, Finished, InstallError},
    oauth::ExchangeError,
    scopes,
};

use crate::{
    App,
    sign_in::{Page, escape},
};

/// The path that is registered with vendors. It names none: HighLevel's portal refuses addresses with
/// its own name in them.
pub const CALLBACK: &str = "/connect/callback";

pub(crate) fn routes() -> Router<App> {
    Router::new().route(CALLBACK, get(answered))
}

async fn answered(State(app): State<App>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    // One that stands twice says nothing (RFC 6749, section 3.1).
    let get = |name: &str| {
        let mut values = pairs
            .iter()
            .filter(|(key, value)| key == name && !value.is_empty());
        let value = values.next().map(|(_, value)| value.clone());
        value.filter(|_| values.next().is_none())
    };
    let Some(state) = get("state") else {
        let why = "HighLevel's answer does not say what it is an answer to (there is no state). \
                   Start again.";
        return Page::problem(StatusCode::BAD_REQUEST, why);
    };
    let answer = match (get("code"), get("error")) {
        (Some(code), None) => Ok(code),
        (_, Some(error)) => Err(get("error_description").unwrap_or(error)),
        (None, None) => Err("its answer holds no code".to_owned()),
    };
    // To its end, also when the browser goes away: the code works once.
    let done = tokio::spawn(async move {
        let desk = Desk {
            store: app.store(),
            vault: app.vault(),
            clock: app.clock(),
            random: app.random(),
        };
        let answer = answer.as_deref().map_err(String::as_str);
        desk.finish(&state, answer).await
    });
    match done.await {
        Ok(Ok(finished)) => shown(&finished),
        Ok(Err(error)) => failed(&error),
        Err(error) => {
            tracing::error!(%error, "a connection could not be made");
            Page::problem(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something broke. Start again.",
            )
        }
    }
}

fn shown(finished: &Finished) -> Response {
    let (title, body) = match finished {
        Finished::Connected(connected) => ("HighLevel is connected", connection(connected)),
        Finished::Company {
            app,
            company,
            places,
        } => {
            let items: String = places
                .iter()
                .map(|place| {
                    format!(
                        "<li>{} (<code>{}</code>)</li>",
                        escape(&place.name),
                        escape(&place.id)
                    )
                })
                .collect();
            let body = format!(
                "<p>The app is installed for the whole company. Each of its locations is connected to one \
                 of yours; nothing is connected by itself:</p><ul>{items}</ul>\
                 <p><code>tenon connect highlevel --app {} --company {} --remote-location ID \
                 --location LOCATION</code></p>",
                escape(app),
                escape(company)
            );
            ("Installed for the company", body)
        }
    };
    Page::new(title, &format!("<h1>{title}</h1>{body}")).render(StatusCode::OK)
}

fn connection(connected: &Connected) -> String {
    let missing: String = connected
        .missing
        .iter()
        .map(|need| format!("<li>{}</li>", escape(&scopes::words(need.scope))))
        .collect();
    let missing = if missing.is_empty() {
        String::new()
    } else {
        format!("<p>It works, but not all of it:</p><ul>{missing}</ul>")
    };
    format!(
        "<p>The location <code>{}</code> is connected, and the first look at it has begun.</p>{missing}\
         <p><a href=\"/\">To Tenon</a></p>",
        escape(&connected.account)
    )
}

fn failed(error: &InstallError) -> Response {
    let status = match error {
        InstallError::Exchange(ExchangeError::Setup(_))
        | InstallError::Vault(_)
        | InstallError::NoApp => StatusCode::INTERNAL_SERVER_ERROR,
        InstallError::Exchange(ExchangeError::Lost(_)) => StatusCode::BAD_GATEWAY,
        InstallError::Store(error) if error.is_transient() => StatusCode::SERVICE_UNAVAILABLE,
        InstallError::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
        InstallError::Contended | InstallError::OtherLocation { .. } => StatusCode::CONFLICT,
        _ => StatusCode::BAD_REQUEST,
    };
    tracing::warn!(%error, "a connection was not made");
    let told = match error {
        InstallError::Store(_) | InstallError::Vault(_) => {
            "The answer could not be kept; the log says why. Start again.".to_owned()
        }
        error => error.to_string(),
    };
    Page::problem(status, &told)
}
