//! The console's two calls by cookie: who has signed in, and a short token for one of their
//! locations. Everything else it asks by that token, as any client does.

use axum::{
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use tenon_oauth::form_key;
use tenon_store::Person;

use crate::{
    App, body,
    envelope::{Refusal, json_response},
    oauth::refusal_of,
    sign_in::Browser,
};

/// `GET /console/session`: the person, their locations, and the key that the other call must carry.
pub(super) async fn show(State(app): State<App>, request: Request) -> Response {
    let trace_id = app.new_id();
    let (head, _) = request.into_parts();
    let browser = Browser::of(&app, &head.headers);
    answer(told(&app, &browser, &trace_id).await)
}

async fn told(app: &App, browser: &Browser<'_>, trace_id: &str) -> Result<Value, Refusal> {
    let person = person(app, browser, trace_id).await?;
    let places = app.tokens().workplaces(&person).await;
    let places = places.map_err(|error| refusal_of(error, trace_id))?;
    let places: Vec<Value> = places
        .into_iter()
        .map(
            |place| json!({"id": place.location_id, "name": place.name, "role": place.role.name()}),
        )
        .collect();
    Ok(json!({
        "name": person.name,
        "email": person.email,
        "key": form_key(browser.cookie()),
        "locations": places,
        "traceId": trace_id,
    }))
}

/// `POST /console/token` with `{locationId}` and the key in `X-Tenon-Key`: no other site can send
/// that header, or knows the key.
pub(super) async fn token(State(app): State<App>, request: Request) -> Response {
    let trace_id = app.new_id();
    answer(give(&app, request, &trace_id).await)
}

async fn give(app: &App, request: Request, trace_id: &str) -> Result<Value, Refusal> {
    let (head, body) = request.into_parts();
    let browser = Browser::of(app, &head.headers);
    let person = person(app, &browser, trace_id).await?;
    let key = head.headers.get("x-tenon-key");
    let key = key.and_then(|key| key.to_str().ok()).unwrap_or_default();
    if !browser.sent_key(key) {
        let message = "This call did not come from the console; reload it.";
        return Err(Refusal::new(StatusCode::FORBIDDEN, message, trace_id));
    }
    let body = body::json(&body::read(body, trace_id).await?, trace_id)?;
    let location = body.as_ref().and_then(|body| body["locationId"].as_str());
    let location = location
        .filter(|id| tenon_model::is_id(id))
        .ok_or_else(|| {
            let message = "Invalid parameter: locationId";
            Refusal::new(StatusCode::BAD_REQUEST, message, trace_id)
        })?;
    let given = app.tokens().for_person(&person, location).await;
    let (token, expires_in) = given.map_err(|error| refusal_of(error, trace_id))?;
    Ok(json!({"token": token, "expiresIn": expires_in, "traceId": trace_id}))
}

async fn person(app: &App, browser: &Browser<'_>, trace_id: &str) -> Result<Person, Refusal> {
    let person = browser.person(app).await;
    person
        .map_err(|error| Refusal::of(error.into(), trace_id))?
        .ok_or_else(|| Refusal::new(StatusCode::UNAUTHORIZED, "Sign in first.", trace_id))
}

fn answer(answered: Result<Value, Refusal>) -> Response {
    let mut response = match answered {
        Ok(body) => json_response(StatusCode::OK, body.to_string().into_bytes()),
        Err(refusal) => refusal.into_response(),
    };
    let none = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, none);
    response
}
