//! Clients: made, shown their secrets once, and known by them.

use jiff::{SignedDuration, Timestamp};
use tenon_model::{Random, Scope, ScopeSet, new_id};
use tenon_store::{Client, ClientSecret, Store};

use crate::{
    OAuthError,
    redirect::{self, RedirectError},
    secret::{MAX_SECRET, hash, new_secret, same},
};

/// What a client's secret starts with.
const PREFIX: &str = "tenon_cs_";
/// Secrets a client may have at once: the new one and the one it replaces.
const MAX_SECRETS: usize = 2;

/// What a client is made of.
#[derive(Debug, Clone)]
pub struct NewClient<'a> {
    /// Its name for people.
    pub name: &'a str,
    /// Where answers may be sent.
    pub redirect_uris: &'a [String],
    /// What it may ask for.
    pub scopes: &'a [Scope],
    /// Whether it cannot keep a secret.
    pub is_public: bool,
    /// Whether it must send a code challenge. Public clients always must.
    pub needs_pkce: bool,
    /// The location that client credentials let it into; empty: none.
    pub location_id: &'a str,
}

/// Why a client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// A redirect URI is not to be registered.
    #[error(transparent)]
    Redirect(#[from] RedirectError),
    /// It could do nothing.
    #[error("a client needs a redirect URI, or a location for client credentials")]
    Useless,
    /// Nothing to ask for.
    #[error("a client needs at least one scope")]
    NoScope,
    /// Client credentials without a secret (RFC 6749, section 4.4).
    #[error("a public client has no credentials; leave out --location or --public")]
    PublicCredentials,
    /// It has no secret to replace.
    #[error("a public client has no secret")]
    NoSecret,
}

/// Makes a client: what is stored, and its secret when it has one. The id is an app's id and a
/// suffix, as HighLevel's are: its SDKs take what stands before the first `-` for the app's id.
///
/// # Errors
/// See [`ClientError`].
pub fn new_client(
    random: &dyn Random,
    now: Timestamp,
    new: &NewClient<'_>,
) -> Result<(Client, Option<String>), ClientError> {
    for uri in new.redirect_uris {
        redirect::check(uri, new.is_public)?;
    }
    if new.scopes.is_empty() {
        return Err(ClientError::NoScope);
    }
    if new.is_public && !new.location_id.is_empty() {
        return Err(ClientError::PublicCredentials);
    }
    if new.redirect_uris.is_empty() && new.location_id.is_empty() {
        return Err(ClientError::Useless);
    }
    let suffix = new_id(now, random);
    let suffix: String = suffix.chars().rev().take(8).collect();
    let (plain, secrets) = if new.is_public {
        (None, Vec::new())
    } else {
        let (plain, secret) = new_client_secret(random);
        (Some(plain), vec![secret])
    };
    let client = Client {
        id: format!("{}-{suffix}", new_id(now, random)),
        name: new.name.to_owned(),
        redirect_uris: new.redirect_uris.to_vec(),
        scopes: Scope::list(new.scopes),
        is_public: new.is_public,
        needs_pkce: new.is_public || new.needs_pkce,
        location_id: new.location_id.to_owned(),
        secrets,
        created_at: now,
        revoked_at: None,
        version: 0,
    };
    Ok((client, plain))
}

/// A new secret for a client. The one it has ends at `keep_old` from now; any older one at once.
///
/// # Errors
/// [`ClientError::NoSecret`] for a public client.
pub fn rotate_secret(
    random: &dyn Random,
    now: Timestamp,
    client: &mut Client,
    keep_old: SignedDuration,
) -> Result<String, ClientError> {
    if client.is_public {
        return Err(ClientError::NoSecret);
    }
    let end = now.checked_add(keep_old).unwrap_or(Timestamp::MAX);
    let (plain, secret) = new_client_secret(random);
    let old = client.secrets.drain(..).take(MAX_SECRETS - 1);
    let old: Vec<_> = old
        .map(|old| ClientSecret {
            until: Some(old.until.map_or(end, |until| until.min(end))),
            ..old
        })
        .filter(|old| old.until.is_some_and(|until| now < until))
        .collect();
    client.secrets = vec![secret];
    client.secrets.extend(old);
    Ok(plain)
}

fn new_client_secret(random: &dyn Random) -> (String, ClientSecret) {
    let plain = new_secret(random, PREFIX);
    let hash = hash(&plain);
    (plain, ClientSecret { hash, until: None })
}

/// The part of a client's id that names the app.
#[must_use]
pub fn app_id(client_id: &str) -> &str {
    client_id.split('-').next().unwrap_or(client_id)
}

/// What a client may ask for.
pub(crate) fn scopes(client: &Client) -> ScopeSet {
    ScopeSet::of_known(&client.scopes)
}

/// A client that is let in, by its id.
///
/// # Errors
/// See [`tenon_store::StoreError`]; absence is `None`.
pub(crate) async fn find(store: &Store, id: &str) -> Result<Option<Client>, OAuthError> {
    if !tenon_model::is_id(id) {
        return Ok(None);
    }
    let client = store.client(id).await?;
    Ok(client.filter(|client| client.revoked_at.is_none()))
}

/// The client that shows this id and secret; a public one shows none.
///
/// # Errors
/// [`OAuthError::Client`] when it is not so.
pub(crate) async fn authenticate(
    store: &Store,
    now: Timestamp,
    id: &str,
    secret: Option<&str>,
) -> Result<Client, OAuthError> {
    let client = find(store, id).await?.ok_or(OAuthError::Client)?;
    let shown = match secret {
        None => client.is_public,
        // Libraries send an empty one for a public client.
        Some(secret) if client.is_public => secret.is_empty(),
        Some(secret) if secret.len() > MAX_SECRET => false,
        Some(secret) => {
            let hash = hash(secret);
            client.secrets.iter().any(|known| {
                known.until.is_none_or(|until| now < until) && same(&known.hash, &hash)
            })
        }
    };
    if shown {
        Ok(client)
    } else {
        Err(OAuthError::Client)
    }
}
