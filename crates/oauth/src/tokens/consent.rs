//! A person's consent, and the code that comes of it.

use jiff::SignedDuration;
use tenon_model::{ScopeSet, new_id};
use tenon_store::{Code, Grant, Membership, OAuthWrite, Person};

use super::{CODE, TokenServer, later};
use crate::{
    AuthorizeRequest, OAuthError, Role,
    access::Class,
    company_of,
    secret::{hash, new_secret},
};

/// How long a code lives: a redirect and a call. RFC 6749 asks for 10 minutes at most.
const CODE_TTL: SignedDuration = SignedDuration::from_secs(60);

/// Something a person can allow an app into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is to be sent back when it is chosen.
    pub chosen: Chosen,
    /// Its name for people.
    pub name: String,
    /// What the app would get there of what it asks for.
    pub scopes: ScopeSet,
    /// The company.
    pub company_id: String,
    /// The location, or those of the company that the person owns.
    pub locations: Vec<String>,
}

/// Which it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// One location.
    Location(String),
    /// All of a company's locations that the person owns.
    Company(String),
}

impl Chosen {
    /// As a form's value.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Location(id) => format!("location:{id}"),
            Self::Company(id) => format!("company:{id}"),
        }
    }
}

impl TokenServer {
    /// What a person can allow an app into: each location where their role covers any of what is
    /// asked for, and each company of which they own locations when the app asks to get tokens for
    /// them.
    ///
    /// # Errors
    /// [`OAuthError::Store`].
    pub async fn choices(
        &self,
        person: &Person,
        request: &AuthorizeRequest,
    ) -> Result<Vec<Choice>, OAuthError> {
        let mut choices = Vec::new();
        let mut companies: Vec<Choice> = Vec::new();
        for place in self.places(&person.id).await? {
            let Place {
                membership,
                role,
                company_id,
            } = place;
            let scopes = request.scopes.and(role.scopes());
            if role == Role::Owner && request.scopes.has(tenon_model::Scope::OauthWrite) {
                match companies.iter_mut().find(|c| c.company_id == company_id) {
                    Some(company) => company.locations.push(membership.location_id.clone()),
                    None => {
                        let company = self.store.company(&company_id).await?;
                        companies.push(Choice {
                            chosen: Chosen::Company(company_id.clone()),
                            name: company.map_or_else(String::new, |company| company.name),
                            scopes: request.scopes,
                            company_id: company_id.clone(),
                            locations: vec![membership.location_id.clone()],
                        });
                    }
                }
            }
            if !scopes.is_empty() {
                choices.push(Choice {
                    chosen: Chosen::Location(membership.location_id.clone()),
                    name: membership.location_name,
                    scopes,
                    company_id,
                    locations: vec![membership.location_id],
                });
            }
        }
        choices.extend(companies);
        Ok(choices)
    }

    /// Keeps a person's consent as a code; where to send them with it.
    ///
    /// # Errors
    /// [`OAuthError::Store`].
    pub async fn approve(
        &self,
        person: &Person,
        request: &AuthorizeRequest,
        choice: &Choice,
    ) -> Result<String, OAuthError> {
        let now = self.clock.now();
        let class = match choice.chosen {
            Chosen::Location(_) => Class::Location,
            Chosen::Company(_) => Class::Company,
        };
        let grant = Grant {
            id: new_id(now, &*self.random),
            client_id: request.client.id.clone(),
            person_id: person.id.clone(),
            class: class.name().to_owned(),
            company_id: choice.company_id.clone(),
            locations: choice.locations.clone(),
            scopes: choice.scopes.to_string(),
            created_at: now,
            revoked_at: None,
        };
        let plain = new_secret(&*self.random, CODE);
        let code = Code {
            hash: hash(&plain),
            client_id: grant.client_id.clone(),
            grant_id: grant.id.clone(),
            redirect_uri: request.redirect_uri.clone(),
            challenge: request.challenge.clone(),
            proposal: serde_json::to_string(&grant)
                .map_err(|error| tenon_store::StoreError::Internal(error.to_string()))?,
            expires_at: later(now, CODE_TTL),
            used_at: None,
        };
        self.write(now, None, vec![OAuthWrite::Code(code)]).await?;
        Ok(request.answer_with(&plain))
    }

    /// Where a person belongs, with what they are there.
    pub(super) async fn places(&self, person: &str) -> Result<Vec<Place>, OAuthError> {
        let mut places = Vec::new();
        for membership in self.store.memberships(person).await? {
            // A role that this version does not know covers nothing.
            let Ok(role) = membership.role.parse::<Role>() else {
                continue;
            };
            let company_id = match &membership.company_id {
                Some(company) => company.clone(),
                None => {
                    let (clock, random) = (&*self.clock, &*self.random);
                    company_of(&self.store, clock, random, &membership.location_id).await?
                }
            };
            places.push(Place {
                membership,
                role,
                company_id,
            });
        }
        Ok(places)
    }
}

/// A person's place.
pub(super) struct Place {
    pub(super) membership: Membership,
    pub(super) role: Role,
    pub(super) company_id: String,
}
