//! A company's token for a location's, and the locations where an app is installed.

use jiff::Timestamp;
use tenon_model::{Scope, ScopeSet};
use tenon_store::{Grant, OAuthWrite};

use super::{For, Issued, TokenServer};
use crate::{
    Access, OAuthError,
    access::Class,
    client::{app_id, find},
};

/// HighLevel's words for a token of the wrong class.
const CLASS: OAuthError =
    OAuthError::Class("This authClass type is not allowed to access this scope.");
const SCOPE: OAuthError = OAuthError::Class("The token is not authorized for this scope.");
const COMPANY: OAuthError = OAuthError::Tenant("The token does not have access to this company.");
const LOCATION: OAuthError = OAuthError::Tenant("The token does not have access to this location.");

/// A location of the company that the token was approved for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// Its id.
    pub location_id: String,
    /// Its name.
    pub name: String,
    /// Since when the app is installed there; `None`: it is not.
    pub since: Option<Timestamp>,
}

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalledPage {
    /// The page.
    pub locations: Vec<Installed>,
    /// How many there are in all.
    pub total: usize,
}

/// Which locations are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct InstalledQuery<'a> {
    /// The company.
    pub company_id: &'a str,
    /// The app.
    pub app_id: &'a str,
    /// A part of the name.
    pub name: Option<&'a str>,
    /// One location.
    pub location_id: Option<&'a str>,
    /// Whether it must, or must not, be installed there.
    pub is_installed: Option<bool>,
    /// How many to pass over.
    pub skip: usize,
    /// How many to list.
    pub limit: usize,
}

impl TokenServer {
    /// A token for one of the locations that were approved for a company's token. HighLevel gives a
    /// refresh token along with it in its v3 dialect only.
    ///
    /// # Errors
    /// [`OAuthError::Class`] for a token of another class or without `oauth.write`,
    /// [`OAuthError::Tenant`] for a company or location that is not the token's.
    pub async fn exchange(
        &self,
        access: &Access,
        company_id: &str,
        location_id: &str,
        with_refresh: bool,
    ) -> Result<Issued, OAuthError> {
        company(access, company_id, Scope::OauthWrite)?;
        let client = find(&self.store, &access.client_id).await?;
        let client = client.ok_or(OAuthError::Client)?;
        let grant = self.store.grant(&access.grant_id).await?;
        let grant = grant.ok_or(CLASS)?;
        let worth = self.standing(&client, &grant, location_id).await?;
        // What the company's token may do about companies is not a location's.
        let of_companies: ScopeSet = [Scope::OauthReadonly, Scope::OauthWrite]
            .into_iter()
            .collect();
        let scopes: ScopeSet = worth
            .filter(|_| !location_id.is_empty())
            .ok_or(LOCATION)?
            .and(access.scopes)
            .iter()
            .filter(|scope| !of_companies.has(*scope))
            .collect();
        let for_ = For {
            location_id: location_id.to_owned(),
            scopes,
            granted: scopes,
        };
        let now = self.clock.now();
        let mut pair = self.access_token(&client, &grant, &for_, now);
        let mut writes = Vec::new();
        if with_refresh {
            let (plain, refresh) = self.refresh_token(&grant, &for_, &pair.token);
            writes.push(OAuthWrite::RefreshToken(refresh));
            pair.issued.refresh_token = Some(plain);
        }
        self.write(now, Some(pair.token), writes).await?;
        Ok(pair.issued)
    }

    /// The locations that were approved for the token, and since when its app is installed there. The
    /// company's others are told to nobody: they may be other people's.
    ///
    /// # Errors
    /// As [`TokenServer::exchange`], with `oauth.readonly`; [`OAuthError::Invalid`] for another app.
    pub async fn installed(
        &self,
        access: &Access,
        query: InstalledQuery<'_>,
    ) -> Result<InstalledPage, OAuthError> {
        company(access, query.company_id, Scope::OauthReadonly)?;
        if query.app_id != app_id(&access.client_id) {
            return Err(OAuthError::Invalid("appId"));
        }
        let company = self.store.company(query.company_id).await?.ok_or(COMPANY)?;
        let own = self.store.grant(&access.grant_id).await?.ok_or(CLASS)?;
        let has = |grant: &Grant, id: &str| grant.locations.iter().any(|known| known == id);
        let mut grants = self.store.grants_of_client(&access.client_id).await?;
        grants.retain(|grant| grant.person_id == own.person_id);
        let since = |id: &str| {
            let first = grants.iter().find(|grant| has(grant, id));
            first.map(|grant| grant.created_at)
        };
        let name = query.name.map(str::to_lowercase);
        let mut all = self.store.company_locations(&company).await?;
        all.retain(|(id, _)| has(&own, id));
        let all = all.into_iter().map(|(location_id, name)| Installed {
            since: since(&location_id),
            location_id,
            name,
        });
        let meant = |location: &Installed| {
            name.as_ref()
                .is_none_or(|part| location.name.to_lowercase().contains(part))
                && query
                    .location_id
                    .is_none_or(|id| location.location_id == id)
                && query
                    .is_installed
                    .is_none_or(|installed| location.since.is_some() == installed)
        };
        let meant: Vec<Installed> = all.filter(meant).collect();
        let total = meant.len();
        let page = meant.into_iter().skip(query.skip).take(query.limit);
        Ok(InstalledPage {
            locations: page.collect(),
            total,
        })
    }
}

/// Refuses a token that is not this company's, or has not this scope.
fn company(access: &Access, company_id: &str, scope: Scope) -> Result<(), OAuthError> {
    if access.class != Class::Company || access.grant_id.is_empty() {
        return Err(CLASS);
    }
    if !access.allows(scope) {
        return Err(SCOPE);
    }
    if access.company_id != company_id {
        return Err(COMPANY);
    }
    Ok(())
}
