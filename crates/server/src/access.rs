//! Who calls, and whether the token's class and scope cover it.

use std::sync::Arc;

use http::{HeaderMap, StatusCode, header};
use tenon_model::Scope;
use tenon_oauth::{Access, AccessError, Class};

use crate::{App, envelope::Refusal};

/// Who counts as one caller, for its rate limit and the names it gives its calls.
pub(crate) fn caller(access: &Access) -> &str {
    access.caller()
}

/// What the caller's bearer token grants, when it is a location's and covers `scope`. HighLevel
/// answers 401 for a missing scope too.
pub(crate) async fn check(
    app: &App,
    headers: &HeaderMap,
    scope: Scope,
    trace_id: &str,
) -> Result<Arc<Access>, Refusal> {
    let refuse = |message: &str| Refusal::new(StatusCode::UNAUTHORIZED, message, trace_id);
    let access = admit(app, headers, trace_id).await?;
    if access.class == Class::Company {
        return Err(refuse(
            "This authClass type is not allowed to access this scope.",
        ));
    }
    if access.allows(scope) {
        Ok(access)
    } else {
        Err(refuse("The token is not authorized for this scope."))
    }
}

/// What the caller's bearer token grants.
pub(crate) async fn admit(
    app: &App,
    headers: &HeaderMap,
    trace_id: &str,
) -> Result<Arc<Access>, Refusal> {
    let refuse = |message: &str| Refusal::new(StatusCode::UNAUTHORIZED, message, trace_id);
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or_else(|| refuse("Send a token: Authorization: Bearer …"))?;
    app.gate().admit(token).await.map_err(|error| match error {
        AccessError::Store(error) => Refusal::of(error.into(), trace_id),
        wrong => refuse(&wrong.to_string()),
    })
}
