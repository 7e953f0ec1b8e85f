//! `POST /oauth/revoke` (RFC 7009) and `POST /oauth/introspect` (RFC 7662): a client about its own
//! tokens. What is not its own is told as nobody's.

use axum::{
    extract::{Request, State},
    response::Response,
};
use http::HeaderMap;
use serde_json::{Value, json};
use tenon_oauth::OAuthError;

use super::{
    answer::{self, Failure},
    parameters::Parameters,
    token,
};
use crate::App;

pub(super) async fn revoke(State(app): State<App>, request: Request) -> Response {
    let trace_id = app.new_id();
    let mut limits = HeaderMap::new();
    let work = async {
        let (head, body) = request.into_parts();
        let parameters = Parameters::read(&head, body, &trace_id).await?;
        let client = token::client(&app, &head, &parameters, &trace_id, &mut limits).await?;
        let token = parameters.need("token")?;
        app.tokens().revoke(&client, token).await?;
        Ok(json!({ "traceId": trace_id }))
    };
    let answered = work.await;
    answer::told(answered, limits, &trace_id)
}

pub(super) async fn introspect(State(app): State<App>, request: Request) -> Response {
    let trace_id = app.new_id();
    let mut limits = HeaderMap::new();
    let answered = inspected(&app, request, &trace_id, &mut limits).await;
    answer::told(answered, limits, &trace_id)
}

async fn inspected(
    app: &App,
    request: Request,
    trace_id: &str,
    limits: &mut HeaderMap,
) -> Result<Value, Failure> {
    let (head, body) = request.into_parts();
    let parameters = Parameters::read(&head, body, trace_id).await?;
    let client = token::client(app, &head, &parameters, trace_id, limits).await?;
    // Whoever asks must have shown a secret (RFC 7662, section 2.1).
    if client.is_public {
        return Err(OAuthError::Client.into());
    }
    let token = parameters.need("token")?;
    let Some(known) = app.tokens().introspect(&client, token).await? else {
        return Ok(json!({ "active": false }));
    };
    let mut body = json!({
        "active": true,
        "scope": known.scopes.to_string(),
        "client_id": known.client_id,
        "exp": known.expires_at,
        "iss": app.settings().oauth.public_url.as_str(),
        "userType": known.class.name(),
    });
    if !known.is_refresh {
        body["token_type"] = json!("Bearer");
    }
    if let Some(at) = known.issued_at {
        body["iat"] = json!(at);
    }
    for (name, value) in [
        ("sub", known.person_id),
        ("locationId", known.location_id),
        ("companyId", known.company_id),
    ] {
        if !value.is_empty() {
            body[name] = json!(value);
        }
    }
    Ok(body)
}
