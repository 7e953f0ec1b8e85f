//! A company's token for a location's, and where an app is installed, in both dialects.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, request::Parts};
use serde_json::{Value, json};
use tenon_model::time::to_wire;
use tenon_oauth::{Access, InstalledQuery, OAuthError};
use tenon_operations::Dialect;

use super::{
    answer::{given, refusal_of},
    parameters::Parameters,
    token::render,
};
use crate::{
    App, access,
    envelope::{Refusal, json_response},
    rate, render,
    serve::Remote,
    version,
};

/// Most locations on a page, and how many unless asked for (HighLevel's).
const MAX_PAGE: usize = 100;
const PAGE: usize = 20;

/// `POST /oauth/locationToken`, in v3 `/oauth/location-token`.
pub(super) async fn exchange(State(app): State<App>, request: Request) -> Response {
    let trace_id = app.new_id();
    let mut limits = HeaderMap::new();
    let answered = work(&app, request, &trace_id, &mut limits).await;
    let mut response = match answered {
        Ok(body) => given(&body, &trace_id),
        Err(refusal) => refusal.into_response(),
    };
    render::trace(&mut response, &trace_id);
    response.headers_mut().extend(limits);
    response
}

async fn work(
    app: &App,
    request: Request,
    trace_id: &str,
    limits: &mut HeaderMap,
) -> Result<Value, Refusal> {
    let (head, body) = request.into_parts();
    let (dialect, access) = enter(app, &head, "/oauth/location-token", trace_id, limits).await?;
    let parameters = Parameters::read(&head, body, trace_id).await?;
    let (company, location) = (parameters.get("company_id"), parameters.get("location_id"));
    let refuse = |error| refusal_of(error, trace_id);
    let (company, location) = (company.map_err(refuse)?, location.map_err(refuse)?);
    let (Some(company), Some(location)) = (company, location) else {
        let missing = [("companyId", company), ("locationId", location)]
            .into_iter()
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| format!("{name} should not be empty"));
        return Err(Refusal {
            message: missing.collect::<Vec<_>>().into(),
            ..Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "", trace_id)
        });
    };
    let with_refresh = dialect == Dialect::V3;
    let issued = app
        .tokens()
        .exchange(&access, company, location, with_refresh)
        .await
        .map_err(refuse)?;
    let mut body = render(&issued, dialect, trace_id);
    body["appId"] = json!(issued.app_id);
    Ok(body)
}

/// `GET /oauth/installedLocations`, in v3 `/oauth/installed-locations`.
pub(super) async fn installed(State(app): State<App>, request: Request) -> Response {
    let trace_id = app.new_id();
    let mut limits = HeaderMap::new();
    let (head, _) = request.into_parts();
    let answered = list(&app, &head, &trace_id, &mut limits).await;
    let is_v3 = head.uri.path() == "/oauth/installed-locations";
    let mut response = match answered {
        Ok(body) => given(&body, &trace_id),
        Err(refusal) if is_v3 && refusal.status == StatusCode::BAD_REQUEST => aip(&refusal),
        Err(refusal) => refusal.into_response(),
    };
    render::trace(&mut response, &trace_id);
    response.headers_mut().extend(limits);
    response
}

async fn list(
    app: &App,
    head: &Parts,
    trace_id: &str,
    limits: &mut HeaderMap,
) -> Result<Value, Refusal> {
    let (dialect, access) =
        enter(app, head, "/oauth/installed-locations", trace_id, limits).await?;
    let query = head.uri.query().unwrap_or_default();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let get = |name: &str| {
        let pair = pairs
            .iter()
            .find(|(key, value)| key == name && !value.is_empty());
        pair.map(|(_, value)| value.as_str())
    };
    let invalid = |name| refusal_of(OAuthError::Invalid(name), trace_id);
    let missing = |name| refusal_of(OAuthError::Missing(name), trace_id);
    let number = |name: &'static str, default: usize| match get(name) {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| invalid(name)),
    };
    let (skip, limit) = match dialect {
        Dialect::V2 => (number("skip", 0)?, number("limit", PAGE)?),
        Dialect::V3 => (number("pageToken", 0)?, number("pageSize", PAGE)?),
    };
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(invalid(if dialect == Dialect::V3 {
            "pageSize"
        } else {
            "limit"
        }));
    }
    let is_installed = match get("isInstalled") {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => return Err(invalid("isInstalled")),
    };
    let query = InstalledQuery {
        company_id: get("companyId").ok_or_else(|| missing("companyId"))?,
        app_id: get("appId").ok_or_else(|| missing("appId"))?,
        name: get("query"),
        location_id: get("locationId"),
        is_installed,
        skip,
        limit,
    };
    let page = app.tokens().installed(&access, query).await;
    let page = page.map_err(|error| refusal_of(error, trace_id))?;
    let items: Vec<Value> = page
        .locations
        .iter()
        .map(|location| {
            // Tenon knows no address of a location; HighLevel's schema requires one.
            let mut item = json!({
                "_id": location.location_id,
                "name": location.name,
                "address": "",
                "isInstalled": location.since.is_some(),
            });
            if let Some(since) = location.since {
                item["installedAt"] = json!(to_wire(since));
            }
            item
        })
        .collect();
    Ok(match dialect {
        Dialect::V2 => json!({
            "locations": items,
            "count": page.total,
            "installToFutureLocations": false,
            "traceId": trace_id,
        }),
        Dialect::V3 => {
            let size = items.len();
            let (next, before) = (skip.saturating_add(size), skip.saturating_sub(limit));
            let mut pagination = json!({
                "totalRecords": page.total,
                "hasNextPage": next < page.total,
                "hasPrevPage": skip > 0,
                "currentPageSize": size,
            });
            if next < page.total {
                pagination["nextPageToken"] = json!(next.to_string());
            }
            if skip > 0 {
                pagination["prevPageToken"] = json!(before.to_string());
            }
            json!({
                "items": items,
                "pagination": pagination,
                "installToFutureLocations": false,
                "traceId": trace_id,
            })
        }
    })
}

/// The envelope that v3 has for this one operation (AipErrorResponseDto). What its SDKs look for
/// stands beside it.
fn aip(refusal: &Refusal) -> Response {
    let unknown_app = refusal.message == "Invalid parameter: appId";
    let (status, code, resolution) = if unknown_app {
        let resolution = "Name the app that the token was given to.";
        (StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND", resolution)
    } else {
        let resolution = "Correct the parameter that the message names.";
        (StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", resolution)
    };
    let body = json!({
        "error": {
            "code": code,
            "message": refusal.message,
            "details": {},
            "resolution": resolution,
        },
        "statusCode": status.as_u16(),
        "message": refusal.message,
        "traceId": refusal.trace_id,
    });
    json_response(status, body.to_string().into_bytes())
}

/// Lets a caller in by dialect and token. A path of v3 is none under another version, and the other
/// way round.
async fn enter(
    app: &App,
    head: &Parts,
    v3_path: &str,
    trace_id: &str,
    limits: &mut HeaderMap,
) -> Result<(Dialect, Arc<Access>), Refusal> {
    let path = head.uri.path();
    let dialect = version::dialect(path, &head.headers, trace_id)?;
    if (dialect == Dialect::V3) != (path == v3_path) {
        let message = format!("Cannot {} {path}", head.method);
        return Err(Refusal::new(StatusCode::NOT_FOUND, message, trace_id));
    }
    let access = access::admit(app, &head.headers, trace_id).await?;
    let limit = app
        .settings()
        .limit(head.extensions.get::<Remote>().is_some());
    rate::check(app, limit, &access, limits, trace_id).await?;
    Ok((dialect, access))
}
