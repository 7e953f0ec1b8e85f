//! How a connection stands, as its calls tell: noticed here, kept by the [`TokenStore`].

use std::sync::{Mutex, PoisonError};

use tenon_sync::remote::RemoteError;

use crate::call::Call;
use crate::credentials::TokenStore;

/// Answers in a row that make no sense before it is said so: one or two are a proxy's hiccup.
const SENSELESS: u32 = 3;

/// What was noticed about a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noticed {
    /// It works.
    Works,
    /// What comes back makes no sense, or nothing comes; it is tried again and again.
    Trouble(String),
    /// The vendor has paused the location; the same credentials work once it is active again.
    Paused(String),
    /// The vendor refuses the credentials; a person must connect again.
    Revoked(String),
    /// A scope is missing; the rest works.
    Lacks(&'static str),
}

#[derive(Default)]
pub(crate) struct Health(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    /// What was told last, but for missing scopes, which say nothing about the rest.
    told: Option<Noticed>,
    lacks: Vec<&'static str>,
    senseless: u32,
}

impl Health {
    /// Takes note of how a call ended and tells what is new.
    pub(crate) async fn ended<T>(
        &self,
        store: &dyn TokenStore,
        call: &Call,
        result: &Result<T, RemoteError>,
    ) {
        let noticed = match result {
            Ok(_) => Some(Noticed::Works),
            Err(RemoteError::Unauthorized(message)) => Some(refusal(call, message)),
            Err(RemoteError::Failed(why) | RemoteError::Unknown(why)) => self.senseless(why),
            // The vendor answers as it should.
            Err(
                RemoteError::Refused { .. } | RemoteError::Duplicate { .. } | RemoteError::Gone,
            ) => Some(Noticed::Works),
            Err(RemoteError::Limited { .. }) => None,
        };
        if let Some(noticed) = noticed {
            self.tell(store, noticed).await;
        }
    }

    /// Tells it, unless it was told last.
    pub(crate) async fn tell(&self, store: &dyn TokenStore, noticed: Noticed) {
        if self.is_new(&noticed) {
            store.noticed(&noticed).await;
        }
    }

    fn is_new(&self, noticed: &Noticed) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Noticed::Lacks(scope) = noticed {
            let new = !seen.lacks.contains(scope);
            if new {
                seen.lacks.push(scope);
            }
            return new;
        }
        if !matches!(noticed, Noticed::Trouble(_)) {
            seen.senseless = 0;
        }
        // The words of one trouble differ from call to call.
        let same = seen
            .told
            .as_ref()
            .is_some_and(|told| std::mem::discriminant(told) == std::mem::discriminant(noticed));
        seen.told = Some(noticed.clone());
        !same
    }

    fn senseless(&self, why: &str) -> Option<Noticed> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.senseless = seen.senseless.saturating_add(1);
        (seen.senseless >= SENSELESS).then(|| Noticed::Trouble(why.to_owned()))
    }
}

/// Whether a refusal is about a missing scope, which no other token of the same grant has (public
/// records of live calls; the documents give no texts).
pub(crate) fn is_about_scope(message: &str) -> bool {
    message
        .to_lowercase()
        .contains("not authorized for this scope")
}

/// What a 401 or 403 says of the connection.
fn refusal(call: &Call, message: &str) -> Noticed {
    let lower = message.to_lowercase();
    if is_about_scope(message)
        && let Some(scope) = call.scope()
    {
        return Noticed::Lacks(scope);
    }
    if is_paused(message) {
        return Noticed::Paused(paused_words(message));
    }
    let why = if lower.contains("user type mismatch") || lower.contains("authclass type") {
        "it is a company's token, and a location's is needed"
    } else if lower.contains("not have access to this location") {
        "it is a token of another location"
    } else {
        "it is void"
    };
    Noticed::Revoked(format!(
        "HighLevel refuses the token: {why} ({message}); connect HighLevel again"
    ))
}

/// Whether the vendor says that the location is paused (HighLevel's v3 document of `/oauth/token`:
/// "Location is not active").
pub(crate) fn is_paused(message: &str) -> bool {
    let lower = message.to_lowercase();
    lower.contains("location is not active") || lower.contains("location is inactive")
}

pub(crate) fn paused_words(message: &str) -> String {
    format!(
        "HighLevel has paused the location ({message}); sync goes on by itself once it is active there again"
    )
}
