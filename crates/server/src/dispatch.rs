//! Routes, read off the registry.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    extract::{Query, RawPathParams, Request, State, rejection::RawPathParamsRejection},
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, request::Parts};
use tenon_houzz::limits::MAX_FILE;
use tenon_operations::{Call, Method, Operation, registry};

use crate::{
    App, access, body, conditional,
    envelope::Refusal,
    faults::{self, Injected},
    idempotency, rate, render,
    serve::Remote,
    stream, version,
};

/// Longest path and query: far more than any operation can use, and little to read.
const MAX_URI: usize = 8 * 1024;

/// How long a file may take to come in: the largest over a slow line.
const PATIENCE: Duration = Duration::from_secs(180);

/// Path parameters, unless they are no UTF-8.
type Params = Result<RawPathParams, RawPathParamsRejection>;

/// An operation and the path it was called by, as declared.
type Route = (&'static Operation, &'static str);

pub(crate) fn routes() -> Router<App> {
    registry().fold(Router::new(), |router, operation| {
        let method = match operation.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Delete => MethodFilter::DELETE,
        };
        operation.paths().fold(router, |router, path| {
            let handler = move |State(app): State<App>, params: Params, request: Request| {
                answer(app, (operation, path), params, request)
            };
            let router = router.route(path, on(method, handler));
            // HighLevel's clients send `/contacts` as well as `/contacts/`.
            match path.strip_suffix('/') {
                Some(path) => router.route(path, on(method, handler)),
                None => router,
            }
        })
    })
}

async fn answer(app: App, route: Route, params: Params, request: Request) -> Response {
    let trace_id = app.new_id();
    let mut limits = HeaderMap::new();
    let (head, body) = request.into_parts();
    let mut body = Some(body);
    let call = (&head, &mut body);
    let mut response = match work(&app, route, params, call, &trace_id, &mut limits).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    if let Some(unread) = body {
        body::discard(unread).await;
    }
    response.headers_mut().extend(limits);
    render::trace(&mut response, &trace_id);
    tracing::debug!(
        target: "tenon::call",
        trace_id,
        operation = route.0.id,
        status = response.status().as_u16()
    );
    response
}

async fn work(
    app: &App,
    (operation, path): Route,
    params: Params,
    (head, body): (&Parts, &mut Option<Body>),
    trace_id: &str,
    limits: &mut HeaderMap,
) -> Result<Response, Refusal> {
    if head
        .uri
        .path_and_query()
        .is_some_and(|uri| uri.as_str().len() > MAX_URI)
    {
        let message = format!("the URL is too long: at most {MAX_URI} bytes");
        return Err(Refusal::new(StatusCode::URI_TOO_LONG, message, trace_id));
    }
    let dialect = version::dialect(path, &head.headers, trace_id)?;
    if operation.path_in(dialect) != Some(path) {
        return Err(Refusal::no_such_path(&head.method, &head.uri, trace_id));
    }
    let access = access::check(app, &head.headers, operation.scope, trace_id).await?;
    let limit = app
        .settings()
        .limit(head.extensions.get::<Remote>().is_some());
    rate::check(app, limit, &access, limits, trace_id).await?;
    let injected = faults::before(app, trace_id).await?;
    let mut call = call(params, &head.uri)
        .map_err(|what| Refusal::new(StatusCode::BAD_REQUEST, what, trace_id))?;
    call.base = app.settings().oauth.public_url.as_str().to_owned();
    if operation.takes_file()
        && let Some(body) = body.take()
    {
        upload(app, &mut call, body, trace_id).await?;
    } else if operation.body.is_some()
        && let Some(body) = body.take()
    {
        call.body = body::json(&body::read(body, trace_id).await?, trace_id)?;
    }
    let cx = app.context(&access, dialect, trace_id).await;
    let mut cx = cx.map_err(|error| Refusal::of(error.into(), trace_id))?;
    cx.guards.if_match = conditional::if_match(&head.headers, trace_id)?;
    let named = match operation.method {
        Method::Post => idempotency::name(&access, &head.headers, &head.uri, &call, trace_id)?,
        _ => None,
    };
    let (reply, replayed) = match named {
        Some(named) => idempotency::run(app, operation, cx, call, named).await?,
        None => {
            let reply = (operation.handler)(cx, call).await;
            (reply.map_err(|error| Refusal::of(error, trace_id))?, false)
        }
    };
    if injected == Injected::AfterEffect {
        faults::never_answer().await;
    }
    if let Some(follow) = reply.follow {
        return stream::answer(app, follow, head, trace_id);
    }
    let mut response = render::answer(reply, head, trace_id, replayed);
    if replayed {
        let told = HeaderValue::from_static("true");
        response.headers_mut().insert(idempotency::REPLAYED, told);
    }
    Ok(response)
}

/// What the path and the query say, or why they cannot be read.
fn call(params: Params, uri: &Uri) -> Result<Call, String> {
    let params = params.map_err(|_| "the path is not UTF-8")?;
    let path = params
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let query = Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|error| error.to_string())?
        .0;
    let call = Call {
        path,
        query,
        body: None,
        ..Call::default()
    };
    let mut values = call.path.iter().chain(&call.query);
    if values.any(|(_, value)| value.contains('\0')) {
        return Err("NUL characters are not taken".into());
    }
    Ok(call)
}

/// Takes a body that is a file. What is told of a call that is sent again goes by its hash.
async fn upload(app: &App, call: &mut Call, body: Body, trace_id: &str) -> Result<(), Refusal> {
    let Ok(_permit) = app.large_bodies().try_acquire() else {
        let message = "Too many files come in at this moment; send it again in a few seconds.";
        let status = StatusCode::SERVICE_UNAVAILABLE;
        return Err(Refusal::new(status, message, trace_id));
    };
    let bytes = body::read_up_to(body, MAX_FILE, PATIENCE, trace_id).await?;
    let hash = ring::digest::digest(&ring::digest::SHA256, &bytes);
    let hash: String = hash
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    call.body = Some(serde_json::json!({"sha256": hash}));
    call.file = bytes.into();
    Ok(())
}
