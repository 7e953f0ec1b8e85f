//! A refresh token for new tokens.
//!
//! Each use replaces it. One that is used again tells that two have it: everything that came of the
//! grant ends (RFC 9700, section 4.14.2). But an answer may have been lost on its way: within a short
//! grace a spent token may be used again, if neither the access token nor the refresh token of that
//! answer was ever used; the two are worth nothing from then on.

use jiff::Timestamp;
use tenon_model::ScopeSet;
use tenon_store::{Client, Grant, OAuthWrite, RefreshToken, StoreError};

use super::{For, Issued, MAX_TRIES, TokenServer, contended, redeem::narrowed};
use crate::{
    OAuthError,
    access::Class,
    secret::{MAX_SECRET, hash},
};

const WORTHLESS: OAuthError = OAuthError::Grant("refresh token is invalid");

/// What a refresh token may be used for.
enum Use {
    /// Its first use, or its use again where tokens are not replaced.
    First,
    /// Its use again, the answer to the first having been lost: with what came of it.
    Again { lost: Box<RefreshToken> },
    /// Nothing: somebody else has it too.
    Stolen,
}

impl TokenServer {
    /// Uses a refresh token. `scope` may ask for less than was granted (RFC 6749, section 6).
    ///
    /// # Errors
    /// [`OAuthError::Grant`] when it is worth nothing.
    pub async fn refresh(
        &self,
        client: &Client,
        plain: &str,
        scope: Option<&str>,
    ) -> Result<Issued, OAuthError> {
        if plain.len() > MAX_SECRET {
            return Err(WORTHLESS);
        }
        let hash = hash(plain);
        for _ in 0..MAX_TRIES {
            let now = self.clock.now();
            let token = self.store.refresh_token(&hash).await?.ok_or(WORTHLESS)?;
            let grant = self.store.grant(&token.grant_id).await?;
            let grant = grant.ok_or(WORTHLESS)?;
            let worth = self.standing(client, &grant, &token.location_id).await?;
            let worth = worth.ok_or(WORTHLESS)?;
            if token.expires_at <= now {
                return Err(WORTHLESS);
            }
            let granted = ScopeSet::of_known(&token.scopes);
            let scopes = narrowed(granted, scope)?.and(worth);
            let using = self.using(&token, now).await?;
            if matches!(using, Use::Stolen) {
                tracing::warn!(
                    client = client.id,
                    grant = grant.id,
                    "a refresh token was used again; its grant ends"
                );
                self.end(&grant.id).await?;
                return Err(WORTHLESS);
            }
            let for_ = For {
                location_id: location(&grant, &token),
                scopes,
                granted,
            };
            match self
                .replace(client, &grant, &for_, &token, &using, now)
                .await
            {
                Ok(mut issued) => {
                    if issued.refresh_token.is_none() {
                        issued.refresh_token = Some(plain.to_owned());
                    }
                    return Ok(issued);
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(contended("the refresh token"))
    }

    async fn using(&self, token: &RefreshToken, now: Timestamp) -> Result<Use, OAuthError> {
        let Some(spent_at) = token.spent_at else {
            return Ok(Use::First);
        };
        let age = now.duration_since(spent_at).abs();
        let (Some(heir), true) = (&token.heir, age < self.settings.grace) else {
            return Ok(Use::Stolen);
        };
        let Some(lost) = self.store.refresh_token(heir).await? else {
            return Ok(Use::Stolen);
        };
        let access = self.store.token(&lost.access_hash).await?;
        let unused = lost.spent_at.is_none()
            && access.is_some_and(|token| token.used_at.is_none() && token.revoked_at.is_none());
        Ok(if unused {
            Use::Again {
                lost: Box::new(lost),
            }
        } else {
            Use::Stolen
        })
    }

    /// Writes the new tokens. No refresh token in the answer: the old one stays.
    async fn replace(
        &self,
        client: &Client,
        grant: &Grant,
        for_: &For,
        old: &RefreshToken,
        using: &Use,
        now: Timestamp,
    ) -> Result<Issued, StoreError> {
        let mut pair = self.access_token(client, grant, for_, now);
        // A public client's must be replaced, whatever is said (RFC 9700, section 2.2.2).
        let rotate = self.settings.rotate || client.is_public;
        if !rotate && matches!(using, Use::First) {
            self.write(now, Some(pair.token), Vec::new()).await?;
            return Ok(pair.issued);
        }
        let (plain, new) = self.refresh_token(grant, for_, &pair.token);
        let mut writes = Vec::new();
        let read = match using {
            Use::Again { lost } => {
                let hash = lost.hash.clone();
                writes.push(OAuthWrite::ReplaceRefresh { hash });
                let hash = lost.access_hash.clone();
                writes.push(OAuthWrite::RevokeUnusedToken { hash });
                Some(lost.hash.clone())
            }
            Use::First | Use::Stolen => None,
        };
        writes.push(OAuthWrite::SpendRefresh {
            hash: old.hash.clone(),
            read,
            heir: new.hash.clone(),
        });
        writes.push(OAuthWrite::RefreshToken(new));
        self.write(now, Some(pair.token), writes).await?;
        pair.issued.refresh_token = Some(plain);
        Ok(pair.issued)
    }
}

/// The location that a refresh token is for; empty for a company's.
fn location(grant: &Grant, token: &RefreshToken) -> String {
    match Class::of(&grant.class) {
        Class::Company => token.location_id.clone(),
        Class::Location => grant.locations.first().cloned().unwrap_or_default(),
    }
}
