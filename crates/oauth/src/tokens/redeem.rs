//! A code for tokens, and client credentials for a token.

use tenon_model::{Scope, ScopeSet};
use tenon_store::{Client, Grant, OAuthWrite, StoreError};

use super::{For, Issued, MAX_TRIES, TokenServer, contended};
use crate::{
    OAuthError,
    access::Class,
    client, company_of, pkce,
    secret::{MAX_SECRET, hash},
};

const UNKNOWN: OAuthError = OAuthError::Grant("authorization code is invalid");

impl TokenServer {
    /// Redeems a code. A second use ends what came of the first (RFC 6749, section 4.1.2).
    ///
    /// HighLevel's clients may leave `redirect_uri` out. It is not needed where a code verifier
    /// binds the code to its client, or where the client has one URI only.
    ///
    /// # Errors
    /// [`OAuthError::Grant`] when it is worth nothing.
    pub async fn redeem(
        &self,
        client: &Client,
        code: &str,
        redirect_uri: Option<&str>,
        verifier: Option<&str>,
    ) -> Result<Issued, OAuthError> {
        if code.len() > MAX_SECRET {
            return Err(UNKNOWN);
        }
        let hash = hash(code);
        for _ in 0..MAX_TRIES {
            let now = self.clock.now();
            let code = self.store.code(&hash).await?.ok_or(UNKNOWN)?;
            if code.client_id != client.id {
                return Err(UNKNOWN);
            }
            if code.used_at.is_some() {
                tracing::warn!(client = client.id, "a code was used twice; its grant ends");
                self.end(&code.grant_id).await?;
                return Err(UNKNOWN);
            }
            if code.expires_at <= now {
                return Err(OAuthError::Grant("authorization code has expired"));
            }
            let uri_matters = code.challenge.is_empty() && client.redirect_uris.len() > 1;
            match redirect_uri {
                None if uri_matters => return Err(OAuthError::Missing("redirectUri")),
                Some(uri) if uri != code.redirect_uri => {
                    return Err(OAuthError::Grant("redirect_uri is not the one of the code"));
                }
                _ => {}
            }
            let proven = match verifier {
                Some(verifier) => {
                    !code.challenge.is_empty() && pkce::verify(&code.challenge, verifier)
                }
                None => code.challenge.is_empty(),
            };
            if !proven {
                return Err(OAuthError::Grant("code verifier is invalid"));
            }
            let grant: Grant = serde_json::from_str(&code.proposal)
                .map_err(|error| StoreError::Internal(error.to_string()))?;
            let worth = self.standing(client, &grant, "").await?.ok_or(UNKNOWN)?;
            let location_id = match Class::of(&grant.class) {
                Class::Company => String::new(),
                Class::Location => grant.locations.first().cloned().unwrap_or_default(),
            };
            let for_ = For {
                location_id,
                scopes: worth,
                granted: ScopeSet::of_known(&grant.scopes),
            };
            let mut pair = self.access_token(client, &grant, &for_, now);
            let (plain, refresh) = self.refresh_token(&grant, &for_, &pair.token);
            let writes = vec![
                OAuthWrite::UseCode { hash: hash.clone() },
                OAuthWrite::Belongs {
                    person_id: grant.person_id.clone(),
                    locations: grant.locations.clone(),
                },
                OAuthWrite::Grant(grant),
                OAuthWrite::RefreshToken(refresh),
            ];
            match self.write(now, Some(pair.token), writes).await {
                Ok(()) => {
                    pair.issued.refresh_token = Some(plain);
                    return Ok(pair.issued);
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(contended("the code"))
    }

    /// A token for the client itself, where the operator lets it in (RFC 6749, section 4.4).
    ///
    /// # Errors
    /// [`OAuthError::Unauthorized`] for a client that was made without.
    pub async fn client_credentials(
        &self,
        client: &Client,
        scope: Option<&str>,
    ) -> Result<Issued, OAuthError> {
        if client.is_public || client.location_id.is_empty() {
            let why = "this client was made without a location for client credentials";
            return Err(OAuthError::Unauthorized(why));
        }
        let scopes = narrowed(client::scopes(client), scope)?;
        let (clock, random) = (&*self.clock, &*self.random);
        let company = company_of(&self.store, clock, random, &client.location_id).await?;
        let grant = Grant {
            client_id: client.id.clone(),
            class: Class::Location.name().to_owned(),
            company_id: company,
            locations: vec![client.location_id.clone()],
            ..Grant::default()
        };
        let for_ = For {
            location_id: client.location_id.clone(),
            scopes,
            granted: scopes,
        };
        let now = self.clock.now();
        let pair = self.access_token(client, &grant, &for_, now);
        self.write(now, Some(pair.token), Vec::new()).await?;
        Ok(pair.issued)
    }
}

/// What was asked for, of what there is (RFC 6749, section 3.3).
pub(super) fn narrowed(may: ScopeSet, asked: Option<&str>) -> Result<ScopeSet, OAuthError> {
    let Some(asked) = asked.filter(|asked| !asked.trim().is_empty()) else {
        return Ok(may);
    };
    let list = Scope::parse_list(asked)
        .map_err(|_| OAuthError::Scope("it names something that is no scope".into()))?;
    let set: ScopeSet = list.into_iter().collect();
    if may.covers(set) {
        Ok(set)
    } else {
        Err(OAuthError::Scope("more than was granted".into()))
    }
}
