//! Errors as HighLevel's clients expect them: `{statusCode, message, error, traceId}`.

use axum::{
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode, Uri, header};
use serde_json::{Value, json};
use tenon_operations::OperationError;

use crate::{App, documents, render};

/// An error on its way out.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) message: Value,
    pub(crate) meta: Option<Box<Value>>,
    pub(crate) trace_id: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>, trace_id: &str) -> Self {
        Self {
            status,
            message: Value::String(message.into()),
            meta: None,
            trace_id: trace_id.to_owned(),
        }
    }

    /// There is no such path, or not in the caller's dialect.
    pub(crate) fn no_such_path(method: &Method, uri: &Uri, trace_id: &str) -> Self {
        let path: String = uri.path().chars().take(200).collect();
        let message = format!("Cannot {method} {path}");
        Self::new(StatusCode::NOT_FOUND, message, trace_id)
    }

    /// An operation's error. What is our own fault is logged, and told without its inside.
    pub(crate) fn of(error: OperationError, trace_id: &str) -> Self {
        let text = error.to_string();
        let refuse = |status| Self::new(status, text.clone(), trace_id);
        match error {
            OperationError::Invalid(complaints) => Self {
                message: json!(complaints),
                ..refuse(StatusCode::UNPROCESSABLE_ENTITY)
            },
            OperationError::BadRequest(_) | OperationError::NotFound(_) => {
                refuse(StatusCode::BAD_REQUEST)
            }
            OperationError::Duplicate {
                contact_name,
                contact_id,
                matching_field,
            } => Self {
                meta: Some(Box::new(json!({
                    "contactName": contact_name,
                    "contactId": contact_id,
                    "matchingField": matching_field,
                }))),
                ..refuse(StatusCode::BAD_REQUEST)
            },
            OperationError::OtherLocation => refuse(StatusCode::FORBIDDEN),
            OperationError::Changed => refuse(StatusCode::PRECONDITION_FAILED),
            OperationError::Contended(_)
            | OperationError::Decided { .. }
            | OperationError::TooLargeToRepeat => refuse(StatusCode::CONFLICT),
            OperationError::Unavailable(outage) => {
                tracing::warn!(
                    trace_id,
                    what = outage.detail,
                    "the database is unavailable"
                );
                refuse(StatusCode::SERVICE_UNAVAILABLE)
            }
            OperationError::Unconfirmed(what) => {
                tracing::warn!(trace_id, what, "the database did not confirm");
                refuse(StatusCode::SERVICE_UNAVAILABLE)
            }
            OperationError::Internal(what) => {
                tracing::error!(trace_id, what, "an operation failed");
                let message = "Something went wrong on our side. Tell support this traceId.";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, message, trace_id)
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let reason = match self.status {
            StatusCode::UNPROCESSABLE_ENTITY => "Unprocessable Entity",
            status => status.canonical_reason().unwrap_or("Error"),
        };
        let mut body = json!({
            "statusCode": self.status.as_u16(),
            "message": self.message,
            "error": reason,
            "traceId": self.trace_id,
        });
        if let Some(page) = documents::page_of(self.status) {
            body["doc"] = page.into();
        }
        if let Some(meta) = self.meta {
            body["meta"] = *meta;
        }
        let mut response = json_response(self.status, body.to_string().into_bytes());
        render::trace(&mut response, &self.trace_id);
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// Headers that most answers have, at most.
const HEADERS: usize = 12;

pub(crate) fn json_response(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    // Those of a rate limit, a tag and a trace id are to come: in one piece, not grown.
    response.headers_mut().reserve(HEADERS);
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

pub(crate) async fn no_such_path(State(app): State<App>, request: Request) -> Response {
    Refusal::no_such_path(request.method(), request.uri(), &app.new_id()).into_response()
}

/// 405 for a method that the path does not know; axum adds the `Allow` header. `OPTIONS` is what asks
/// for that header (RFC 9110, 9.3.7), and is answered with it alone.
pub(crate) async fn no_such_method(State(app): State<App>, request: Request) -> Response {
    let trace_id = app.new_id();
    if request.method() == Method::OPTIONS {
        let mut response = StatusCode::NO_CONTENT.into_response();
        render::trace(&mut response, &trace_id);
        return response;
    }
    let path: String = request.uri().path().chars().take(200).collect();
    let message = format!(
        "{path} does not know {}; see the Allow header",
        request.method()
    );
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, message, &trace_id).into_response()
}
