//! `/.well-known/oauth-authorization-server` (RFC 8414).

use axum::{extract::State, response::Response};
use http::StatusCode;
use serde_json::json;
use tenon_model::Scope;

use crate::{App, envelope::json_response};

pub(super) async fn show(State(app): State<App>) -> Response {
    let issuer = app.settings().oauth.public_url.as_str();
    let at = |path: &str| format!("{issuer}{path}");
    let scopes: Vec<_> = Scope::ALL.iter().map(|scope| scope.name()).collect();
    let shown = ["client_secret_basic", "client_secret_post"];
    let body = json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "revocation_endpoint": at("/oauth/revoke"),
        "introspection_endpoint": at("/oauth/introspect"),
        "scopes_supported": scopes,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_methods_supported":
            ["client_secret_basic", "client_secret_post", "none"],
        "revocation_endpoint_auth_methods_supported":
            ["client_secret_basic", "client_secret_post", "none"],
        "introspection_endpoint_auth_methods_supported": shown,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    });
    json_response(StatusCode::OK, body.to_string().into_bytes())
}
