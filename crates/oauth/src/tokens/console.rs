//! Tokens for the console: for a person who has signed in, at a location they belong to.

use jiff::SignedDuration;
use tenon_model::{Scope, new_id};
use tenon_store::{Person, Token};

use super::{ACCESS, TokenServer, consent::Place, later};
use crate::{
    OAuthError, Role,
    access::Class,
    secret::{hash, new_secret},
};

/// How long such a token lives: the page asks for the next one by its session, so that signing out or
/// leaving a location counts within this time.
const CONSOLE_TTL: SignedDuration = SignedDuration::from_mins(5);

/// Where a person can work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workplace {
    /// The location.
    pub location_id: String,
    /// Its name.
    pub name: String,
    /// What they are there.
    pub role: Role,
}

impl TokenServer {
    /// Where a person belongs.
    ///
    /// # Errors
    /// [`OAuthError::Store`].
    pub async fn workplaces(&self, person: &Person) -> Result<Vec<Workplace>, OAuthError> {
        let places = self.places(&person.id).await?;
        let workplace = |place: Place| Workplace {
            location_id: place.membership.location_id,
            name: place.membership.location_name,
            role: place.role,
        };
        Ok(places.into_iter().map(workplace).collect())
    }

    /// A token for a person's own work at a location, and the seconds it lives.
    ///
    /// # Errors
    /// [`OAuthError::Tenant`] when they do not belong there.
    pub async fn for_person(
        &self,
        person: &Person,
        location: &str,
    ) -> Result<(String, i64), OAuthError> {
        const ELSEWHERE: OAuthError = OAuthError::Tenant("You do not belong to this location.");
        let places = self.places(&person.id).await?;
        let place = places
            .into_iter()
            .find(|place| place.membership.location_id == location)
            .ok_or(ELSEWHERE)?;
        // What is about other locations of the company is for apps.
        let scopes: Vec<Scope> = place
            .role
            .scopes()
            .iter()
            .filter(|scope| !matches!(scope, Scope::OauthReadonly | Scope::OauthWrite))
            .collect();
        let (plain, now) = (new_secret(&*self.random, ACCESS), self.clock.now());
        let token = Token {
            hash: hash(&plain),
            id: new_id(now, &*self.random),
            location_id: location.to_owned(),
            name: person.name.clone(),
            scopes: Scope::list(&scopes),
            created_at: now,
            expires_at: later(now, CONSOLE_TTL),
            class: Class::Location.name().to_owned(),
            company_id: place.company_id,
            person_id: person.id.clone(),
            ..Token::default()
        };
        self.write(now, Some(token), Vec::new()).await?;
        Ok((plain, CONSOLE_TTL.as_secs()))
    }
}
