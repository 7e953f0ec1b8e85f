//! A new pair for an old one: `POST /oauth/token` with a refresh token, or `POST /oauth/locationToken`
//! with a company's token (HighLevel docs, OAuth).

use jiff::Timestamp;
use tenon_sync::remote::RemoteError;

use crate::budget::Seen;
use crate::client::Client;
use crate::credentials::Grant;
use crate::health::is_paused;
use crate::oauth::endpoint::{self, Exchange, Told, Unmade};

/// Tries of one exchange whose answer was lost. With [`crate::CALL_TIMEOUT`] each, both are over well
/// before the engine takes a call for lost.
const TRIES: usize = 2;

/// Why there is no new pair.
pub(super) enum Refused {
    /// The refresh token is used up or revoked, or the app is not known.
    Grant(String),
    /// The location is paused; the same refresh token works once it is active again.
    Paused(String),
    /// Something that may pass. `lost`: the token may have been used up all the same.
    Other {
        /// What.
        error: RemoteError,
        /// Whether an answer was lost.
        lost: bool,
    },
}

/// A new pair for the old one. The grant stays as it is when this fails.
///
/// A lost answer may have used the refresh token up: HighLevel's documents promise nothing, so it is
/// tried once more at once, which helps where used tokens have a grace.
pub(super) async fn by_refresh_token(
    client: &Client,
    grant: &Grant,
    now: Timestamp,
) -> Result<Grant, Refused> {
    let user_type = if grant.company { "Company" } else { "Location" };
    let form = [
        ("client_id", grant.client_id.as_str()),
        ("client_secret", grant.client_secret.as_str()),
        ("grant_type", "refresh_token"),
        ("refresh_token", grant.refresh_token.as_str()),
        ("user_type", user_type),
    ];
    exchanged(client, &Exchange::token(&form), grant, now).await
}

/// A new token for a location, by its company's.
pub(super) async fn by_company(
    client: &Client,
    company_token: &str,
    grant: &Grant,
    now: Timestamp,
) -> Result<Grant, Refused> {
    let form = [
        ("companyId", grant.company_id.as_str()),
        ("locationId", grant.location_id.as_str()),
    ];
    exchanged(
        client,
        &Exchange::location(&form, company_token),
        grant,
        now,
    )
    .await
}

async fn exchanged(
    client: &Client,
    exchange: &Exchange<'_>,
    grant: &Grant,
    now: Timestamp,
) -> Result<Grant, Refused> {
    let mut tries = 1;
    loop {
        match endpoint::ask(client, exchange).await {
            Ok(told) => return Ok(renewed(grant, told, now)),
            Err(Unmade::Lost(_)) if tries < TRIES => tries += 1,
            Err(unmade) => return Err(refused(unmade, now)),
        }
    }
}

fn refused(unmade: Unmade, now: Timestamp) -> Refused {
    let other = |error, lost| Refused::Other { error, lost };
    match unmade {
        Unmade::Lost(why) => other(RemoteError::Failed(format!("token refresh: {why}")), true),
        Unmade::NotSent(why) => other(RemoteError::Failed(format!("token refresh: {why}")), false),
        Unmade::Answered {
            status: 429,
            headers,
            ..
        } => {
            let wait = Seen::read(&headers).wait(now);
            other(RemoteError::Limited { wait }, false)
        }
        Unmade::Answered {
            message: Some(message),
            ..
        } if is_paused(&message) => Refused::Paused(message),
        Unmade::Answered {
            status: 400 | 401 | 403 | 422,
            message: Some(message),
            ..
        } => Refused::Grant(message),
        Unmade::Answered {
            status, message, ..
        } => {
            let message = message.unwrap_or_else(|| "no explanation".to_owned());
            let why = format!("token refresh: status {status}: {message}");
            other(RemoteError::Failed(why), false)
        }
    }
}

fn renewed(grant: &Grant, told: Told, now: Timestamp) -> Grant {
    let (expires_at, refresh_at) = told.times(now);
    Grant {
        access_token: told.access_token,
        // Where no new one is given, the old one goes on (RFC 6749, section 6).
        refresh_token: told
            .refresh_token
            .unwrap_or_else(|| grant.refresh_token.clone()),
        expires_at,
        refresh_at,
        ..grant.clone()
    }
}
