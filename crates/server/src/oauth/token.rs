//! `POST /oauth/token` (RFC 6749, section 3.2).

use axum::{
    extract::{Request, State},
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, header, request::Parts};
use serde_json::{Map, Value, json};
use tenon_oauth::{Class, Issued, OAuthError};
use tenon_operations::Dialect;
use tenon_store::{Client, HOUSE};

use super::{
    answer::{self, Failure},
    dialect,
    parameters::Parameters,
};
use crate::{App, rate, serve::Remote};

pub(super) async fn give(State(app): State<App>, request: Request) -> Response {
    let trace_id = app.new_id();
    let mut limits = HeaderMap::new();
    let answered = work(&app, request, &trace_id, &mut limits).await;
    answer::told(answered, limits, &trace_id)
}

async fn work(
    app: &App,
    request: Request,
    trace_id: &str,
    limits: &mut HeaderMap,
) -> Result<Value, Failure> {
    let (head, body) = request.into_parts();
    let dialect = dialect(&head.headers, trace_id)?;
    let parameters = Parameters::read(&head, body, trace_id).await?;
    let grant_type = parameters.need("grant_type")?;
    if !matches!(
        parameters.get("user_type")?,
        None | Some("Location" | "Company")
    ) {
        return Err(OAuthError::Invalid("userType").into());
    }
    let client = client(app, &head, &parameters, trace_id, limits).await?;
    let tokens = app.tokens();
    let scope = parameters.get("scope")?;
    let issued = match grant_type {
        "authorization_code" => {
            let code = parameters.need("code")?;
            let redirect_uri = parameters.get("redirect_uri")?;
            let verifier = parameters.get("code_verifier")?;
            tokens.redeem(&client, code, redirect_uri, verifier).await
        }
        "refresh_token" => {
            let token = parameters.need("refresh_token")?;
            tokens.refresh(&client, token, scope).await
        }
        "client_credentials" => tokens.client_credentials(&client, scope).await,
        _ => Err(OAuthError::GrantType),
    }?;
    Ok(render(&issued, dialect, trace_id))
}

/// The client that shows itself. The call counts against its limit: each may leave a row behind.
pub(super) async fn client(
    app: &App,
    head: &Parts,
    parameters: &Parameters,
    trace_id: &str,
    limits: &mut HeaderMap,
) -> Result<Client, Failure> {
    let client = shown(app, &head.headers, parameters).await?;
    let limit = app
        .settings()
        .limit(head.extensions.get::<Remote>().is_some());
    rate::check_of(app, limit, (HOUSE, &client.id), limits, trace_id).await?;
    Ok(client)
}

/// The client, by what it shows in the Authorization header or in the body, not in both
/// (RFC 6749, section 2.3).
async fn shown(app: &App, headers: &HeaderMap, parameters: &Parameters) -> Result<Client, Failure> {
    let (id, secret) = (
        parameters.get("client_id")?,
        parameters.get("client_secret")?,
    );
    let Some(shown) = headers.get(header::AUTHORIZATION) else {
        let id = id.ok_or(OAuthError::Missing("clientId"))?;
        return Ok(app.tokens().client(id, secret).await?);
    };
    let basic = |error| Failure::OAuth { error, basic: true };
    let (shown_id, shown_secret) = shown
        .to_str()
        .ok()
        .and_then(basic_pair)
        .ok_or_else(|| basic(OAuthError::Client))?;
    if secret.is_some() || id.is_some_and(|id| id != shown_id) {
        return Err(OAuthError::Invalid("clientId").into());
    }
    let found = app.tokens().client(&shown_id, Some(&shown_secret)).await;
    found.map_err(basic)
}

/// Id and secret of an Authorization header, each form-encoded within (RFC 6749, section 2.3.1).
fn basic_pair(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    let decode = |text: &str| -> Option<String> {
        let form = format!("v={text}");
        let mut pairs = url::form_urlencoded::parse(form.as_bytes());
        let (_, value) = pairs.next()?;
        let value = value.into_owned();
        (pairs.next().is_none() && !value.contains('\0')).then_some(value)
    };
    Some((decode(id)?, decode(secret)?))
}

/// HighLevel's answer: RFC 6749's names in v2, all in camelCase in v3.
pub(super) fn render(issued: &Issued, dialect: Dialect, trace_id: &str) -> Value {
    let mut body = Map::new();
    let mut put = |v2: &str, v3: &str, value: Value| {
        let name = if dialect == Dialect::V3 { v3 } else { v2 };
        body.insert(name.to_owned(), value);
    };
    put("access_token", "accessToken", json!(issued.access_token));
    put("token_type", "tokenType", json!("Bearer"));
    put("expires_in", "expiresIn", json!(issued.expires_in));
    if let Some(refresh) = &issued.refresh_token {
        put("refresh_token", "refreshToken", json!(refresh));
    }
    put("scope", "scope", json!(issued.scopes.to_string()));
    put("userType", "userType", json!(issued.class.name()));
    put("companyId", "companyId", json!(issued.company_id));
    match issued.class {
        Class::Location => put("locationId", "locationId", json!(issued.location_id)),
        Class::Company => {
            put(
                "approvedLocations",
                "approvedLocations",
                json!(issued.approved),
            );
            put(
                "installToFutureLocations",
                "installToFutureLocations",
                json!(false),
            );
        }
    }
    let bulk = issued.class == Class::Company;
    put("isBulkInstallation", "isBulkInstallation", json!(bulk));
    put("userId", "userId", json!(issued.user_id));
    put("traceId", "traceId", json!(trace_id));
    Value::Object(body)
}
