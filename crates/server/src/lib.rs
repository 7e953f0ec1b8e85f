//! The HTTP edge: routes read off the registry, access and scopes, limits, errors in the envelope
//! the caller expects, inbound hooks and the console's page.
//!
//! It must hold no business rules: a handler extracts, calls the operation and renders.

mod access;
mod app;
mod body;
mod conditional;
mod connect;
mod console;
mod dispatch;
mod documents;
mod envelope;
mod faults;
mod feeds;
mod health;
mod hooks;
mod idempotency;
mod machine;
mod metrics;
mod oauth;
mod rate;
mod render;
mod serve;
mod sign_in;
mod stream;
mod version;

pub use app::{App, Settings};
pub use connect::CALLBACK;
pub use faults::{Fault, Faults, UnknownFault};
pub use hooks::secret_name;
pub use machine::{SystemClock, SystemSource};
pub use oauth::{OAuthSettings, PublicUrl, PublicUrlError};
pub use rate::{RateLimit, RateLimitError};
pub use serve::{ServeError, serve};

use axum::{Router, middleware::from_fn_with_state};

/// Largest request body: a bulk mail fits, a flood does not.
pub(crate) const MAX_BODY: usize = 1024 * 1024;

/// Everything the server answers.
pub fn router(app: App) -> Router {
    // Those of the registry name their calls themselves.
    let others = Router::new()
        .merge(hooks::routes())
        .merge(feeds::routes())
        .merge(health::routes())
        .merge(connect::routes())
        .merge(metrics::routes())
        .merge(console::routes())
        .merge(oauth::routes())
        .merge(sign_in::routes())
        .merge(documents::routes())
        .layer(from_fn_with_state(app.clone(), render::trace_all));
    Router::new()
        .merge(dispatch::routes())
        .merge(others)
        .fallback(envelope::no_such_path)
        .method_not_allowed_fallback(envelope::no_such_method)
        .with_state(app)
}
