//! What a grant is worth today, and what a client may know and end of its own tokens.

use tenon_model::ScopeSet;
use tenon_store::{Client, Grant, OAuthWrite};

use super::TokenServer;
use crate::{
    OAuthError, Role,
    access::{Class, house},
    client,
    secret::{MAX_SECRET, hash},
};

/// What a client is told of a token (RFC 7662, section 2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introspection {
    /// What it may do.
    pub scopes: ScopeSet,
    /// The client it was given to.
    pub client_id: String,
    /// Whether it is a refresh token.
    pub is_refresh: bool,
    /// The person; empty for none.
    pub person_id: String,
    /// What it is for.
    pub class: Class,
    /// The location; empty for a company's.
    pub location_id: String,
    /// The company; empty when it is not known.
    pub company_id: String,
    /// When it was made, in seconds since 1970; a refresh token's is not kept.
    pub issued_at: Option<i64>,
    /// When it ends, in seconds since 1970.
    pub expires_at: i64,
}

impl TokenServer {
    /// What a grant is worth now at a location (`""`: for the company): what the person may still
    /// do there, and the client may still ask for. `None`: nothing.
    pub(super) async fn standing(
        &self,
        client: &Client,
        grant: &Grant,
        location: &str,
    ) -> Result<Option<ScopeSet>, OAuthError> {
        if grant.revoked_at.is_some() || grant.client_id != client.id {
            return Ok(None);
        }
        let person = self.store.person(&grant.person_id).await?;
        if person.is_none_or(|person| person.revoked_at.is_some()) {
            return Ok(None);
        }
        let is_companys = Class::of(&grant.class) == Class::Company;
        let places = self.store.memberships(&grant.person_id).await?;
        let approved = |id: &str| grant.locations.iter().any(|known| known == id);
        let worth = places.iter().filter_map(|place| {
            let role: Role = place.role.parse().ok()?;
            let here = if location.is_empty() && is_companys {
                approved(&place.location_id) && role == Role::Owner
            } else if location.is_empty() {
                approved(&place.location_id)
            } else {
                place.location_id == location
                    && approved(location)
                    && (!is_companys || role == Role::Owner)
            };
            here.then(|| role.scopes())
        });
        let mut worth = worth.take(1);
        Ok(worth.next().map(|scopes| {
            scopes
                .and(ScopeSet::of_known(&grant.scopes))
                .and(client::scopes(client))
        }))
    }

    /// Ends a grant and all that came of it.
    pub(super) async fn end(&self, grant: &str) -> Result<(), OAuthError> {
        let write = OAuthWrite::RevokeGrant {
            id: grant.to_owned(),
        };
        self.take_back(write).await
    }

    async fn take_back(&self, write: OAuthWrite) -> Result<(), OAuthError> {
        let commit = house(self.clock.now(), vec![write]);
        let done = self.store.commit(commit).await;
        self.gate.forget();
        Ok(done.map(drop)?)
    }

    /// Takes a client's token back (RFC 7009): an access token alone, a refresh token with all that
    /// came of its grant. One that nobody knows is as good as taken back.
    ///
    /// # Errors
    /// [`OAuthError::Unauthorized`] for another client's.
    pub async fn revoke(&self, client: &Client, plain: &str) -> Result<(), OAuthError> {
        const OTHERS: OAuthError = OAuthError::Unauthorized("the token is another client's");
        if plain.len() > MAX_SECRET {
            return Ok(());
        }
        let hash = hash(plain);
        if let Some(token) = self.store.token(&hash).await? {
            if token.client_id != client.id {
                return Err(OTHERS);
            }
            return self.take_back(OAuthWrite::RevokeToken { hash }).await;
        }
        let Some(token) = self.store.refresh_token(&hash).await? else {
            return Ok(());
        };
        match self.store.grant(&token.grant_id).await? {
            Some(grant) if grant.client_id == client.id => self.end(&grant.id).await,
            _ => Err(OTHERS),
        }
    }

    /// What a token of the client's is worth. `None`: nothing, or it is not this client's.
    ///
    /// # Errors
    /// [`OAuthError::Store`].
    pub async fn introspect(
        &self,
        client: &Client,
        plain: &str,
    ) -> Result<Option<Introspection>, OAuthError> {
        if plain.len() > MAX_SECRET {
            return Ok(None);
        }
        let (hash, now) = (hash(plain), self.clock.now());
        if let Some(token) = self.store.token(&hash).await? {
            let known = token.client_id == client.id
                && token.revoked_at.is_none()
                && now < token.expires_at;
            return Ok(known.then(|| Introspection {
                scopes: ScopeSet::of_known(&token.scopes),
                client_id: token.client_id,
                is_refresh: false,
                person_id: token.person_id,
                class: Class::of(&token.class),
                location_id: token.location_id,
                company_id: token.company_id,
                issued_at: Some(token.created_at.as_second()),
                expires_at: token.expires_at.as_second(),
            }));
        }
        let Some(token) = self.store.refresh_token(&hash).await? else {
            return Ok(None);
        };
        let Some(grant) = self.store.grant(&token.grant_id).await? else {
            return Ok(None);
        };
        if token.spent_at.is_some() || token.expires_at <= now {
            return Ok(None);
        }
        let Some(worth) = self.standing(client, &grant, &token.location_id).await? else {
            return Ok(None);
        };
        let class = if token.location_id.is_empty() {
            Class::of(&grant.class)
        } else {
            Class::Location
        };
        let own = grant.locations.first().cloned().unwrap_or_default();
        Ok(Some(Introspection {
            scopes: worth.and(ScopeSet::of_known(&token.scopes)),
            client_id: grant.client_id,
            is_refresh: true,
            person_id: grant.person_id,
            class,
            location_id: match class {
                Class::Company => String::new(),
                Class::Location if token.location_id.is_empty() => own,
                Class::Location => token.location_id,
            },
            company_id: grant.company_id,
            issued_at: None,
            expires_at: token.expires_at.as_second(),
        }))
    }
}
