//! Routes, read off the registry.

use axum::{
    Router,
    extract::{RawPathParams, Request, State},
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tenon_operations::{Call, Method, Operation, registry};

use crate::{
    App, MAX_BODY, access, envelope,
    envelope::Refusal,
    faults::{self, Injected},
    rate, version,
};

pub(crate) fn routes(_app: &App) -> Router<App> {
    registry().fold(Router::new(), |router, operation| {
        let method = match operation.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Delete => MethodFilter::DELETE,
        };
        let handler = move |State(app): State<App>, params: RawPathParams, request: Request| {
            answer(app, operation, params, request)
        };
        let router = router.route(operation.path, on(method, handler));
        // HighLevel's clients send `/contacts` as well as `/contacts/`.
        match operation.path.strip_suffix('/') {
            Some(path) => router.route(
                path,
                on(
                    method,
                    move |State(app): State<App>, params: RawPathParams, request: Request| {
                        answer(app, operation, params, request)
                    },
                ),
            ),
            None => router,
        }
    })
}

async fn answer(
    app: App,
    operation: &'static Operation,
    params: RawPathParams,
    request: Request,
) -> Response {
    let trace_id = app.new_id();
    let mut limits = HeaderMap::new();
    let mut response = match work(&app, operation, params, request, &trace_id, &mut limits).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    response.headers_mut().extend(limits);
    response
}

async fn work(
    app: &App,
    operation: &'static Operation,
    params: RawPathParams,
    request: Request,
    trace_id: &str,
    limits: &mut HeaderMap,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    version::check(operation.path, &head.headers, trace_id)?;
    let access = access::check(app, &head.headers, operation.scope, trace_id).await?;
    rate::check(app, &access, limits, trace_id)?;
    let injected = faults::before(app, trace_id).await?;
    let mut call = Call {
        path: params
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        query: query(head.uri.query(), trace_id)?,
        body: None,
    };
    if call
        .path
        .iter()
        .chain(&call.query)
        .any(|(_, value)| value.contains('\0'))
    {
        return Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "NUL characters are not taken",
            trace_id,
        ));
    }
    if operation.body.is_some() {
        call.body = json(&read(body, trace_id).await?, trace_id)?;
    }
    let cx = app.context(&access, trace_id).await;
    let cx = cx.map_err(|error| Refusal::of(error.into(), trace_id))?;
    let reply = (operation.handler)(cx, call).await;
    let reply = reply.map_err(|error| Refusal::of(error, trace_id))?;
    if injected == Injected::AfterEffect {
        faults::never_answer().await;
    }
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    Ok(envelope::json_response(status, reply.body))
}

/// The body, up to [`MAX_BODY`].
pub(crate) async fn read(body: axum::body::Body, trace_id: &str) -> Result<Bytes, Refusal> {
    match Limited::new(body, MAX_BODY).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("request entity too large: at most {MAX_BODY} bytes"),
            trace_id,
        )),
        Err(_) => Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "the request's body broke off",
            trace_id,
        )),
    }
}

fn json(bytes: &[u8], trace_id: &str) -> Result<Option<serde_json::Value>, Refusal> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    serde_json::from_slice(bytes).map(Some).map_err(|error| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            format!("the body is no JSON: {error}"),
            trace_id,
        )
    })
}

fn query(text: Option<&str>, trace_id: &str) -> Result<Vec<(String, String)>, Refusal> {
    let Some(text) = text else {
        return Ok(Vec::new());
    };
    let uri = http::Uri::builder()
        .path_and_query(format!("/?{text}"))
        .build()
        .unwrap_or_default();
    axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri)
        .map(|query| query.0)
        .map_err(|error| Refusal::new(StatusCode::BAD_REQUEST, error.to_string(), trace_id))
}
