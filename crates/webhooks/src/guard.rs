//! Where webhooks may go: to the public internet, unless the operator allows more.
//!
//! A subscriber names a URL and we call it from inside the operator's network, so the URL is judged
//! when it is given, and its addresses again at every connection: [`Guard`] is the HTTP client's
//! resolver, and what it has judged is what is connected to, so that a name cannot answer one thing
//! to the judge and another to the socket. Redirects are not followed. (OWASP, Server-Side Request
//! Forgery Prevention Cheat Sheet, case 2.)

mod address;

use std::{
    io,
    net::{IpAddr, SocketAddr, ToSocketAddrs as _},
    sync::Arc,
    time::Duration,
};

use futures_util::{FutureExt as _, future::BoxFuture};
use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};
use tokio::{sync::Semaphore, time::timeout};

pub use address::is_public;

/// Longest URL: what browsers and proxies take.
pub const MAX_URL: usize = 2_048;
/// A name that takes longer is not found.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(4);
/// Names looked up at once. Each holds a thread until the system gives up on it, also when nobody
/// waits any more.
const LOOKUPS: usize = 32;
/// Names looked up at once for the API, counted apart: names that never answer, given by callers,
/// must not keep deliveries waiting. People subscribe now and then.
const ASKED: usize = 8;
/// Addresses of one name that are looked at; one that has more is no receiver's.
const MAX_ADDRESSES: usize = 64;

/// Why a URL is not called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is none, or too long.
    #[error("url must be an absolute http or https URL of at most {MAX_URL} characters")]
    NoUrl,
    /// It holds a user name or password.
    #[error("url must not hold a user name or password")]
    Credentials,
    /// It holds a fragment, which is never sent.
    #[error("url must not hold a fragment (#…)")]
    Fragment,
    /// Its name has no address.
    #[error("the host of url was not found")]
    NotFound,
    /// An address of it is not public. Which one is not told: the caller must learn nothing about
    /// the network we stand in.
    #[error(
        "url must lead to a public address; the operator can allow others with \
         serve --allow-private-hooks"
    )]
    Private,
}

/// Finds a name's addresses.
pub type Lookup = dyn Fn(String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> + Send + Sync;

/// Judges URLs and addresses; clones share it.
#[derive(Clone)]
pub struct Guard {
    allow_private: bool,
    lookup: Arc<Lookup>,
    permits: Arc<Semaphore>,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Guard")
            .field("allow_private", &self.allow_private)
            .finish_non_exhaustive()
    }
}

impl Guard {
    /// A guard that asks the system for addresses. `allow_private`: any address will do.
    #[must_use]
    pub fn new(allow_private: bool) -> Self {
        Self::with_lookup(allow_private, Arc::new(|name| system(name).boxed()))
    }

    /// A guard that asks `lookup` for addresses.
    #[must_use]
    pub fn with_lookup(allow_private: bool, lookup: Arc<Lookup>) -> Self {
        Self {
            allow_private,
            lookup,
            permits: Arc::new(Semaphore::new(LOOKUPS)),
        }
    }

    /// The same guard for the API, with lookups of its own.
    #[must_use]
    pub fn for_callers(&self) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(ASKED)),
            ..self.clone()
        }
    }

    /// What can be said of a URL without looking its name up.
    ///
    /// # Errors
    /// See [`Refused`].
    pub fn url(&self, text: &str) -> Result<Url, Refused> {
        if text.len() > MAX_URL {
            return Err(Refused::NoUrl);
        }
        let url: Url = text.parse().map_err(|_| Refused::NoUrl)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refused::NoUrl);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::Credentials);
        }
        if url.fragment().is_some() {
            return Err(Refused::Fragment);
        }
        // The client connects to a literal without asking its resolver. Odd ways to write one
        // (octal, hexadecimal, one number) are in normal form by now (WHATWG URL, host parsing).
        match literal(&url) {
            Some(address) => self.address(address)?,
            None if url.host_str().is_none_or(str::is_empty) => return Err(Refused::NoUrl),
            None => {}
        }
        Ok(url)
    }

    /// Judges a URL and the addresses its name has now.
    ///
    /// # Errors
    /// See [`Refused`].
    pub async fn judge(&self, text: &str) -> Result<Url, Refused> {
        let url = self.url(text)?;
        if literal(&url).is_none() {
            self.addresses(url.host_str().unwrap_or_default()).await?;
        }
        Ok(url)
    }

    /// A name's addresses, when every one of them may be called: a name that has private ones
    /// beside public ones is up to no good, or misconfigured.
    async fn addresses(&self, name: &str) -> Result<Vec<IpAddr>, Refused> {
        let found = timeout(LOOKUP_TIMEOUT, self.look_up(name)).await;
        let Ok(Ok(addresses)) = found else {
            return Err(Refused::NotFound);
        };
        if addresses.is_empty() || addresses.len() > MAX_ADDRESSES {
            return Err(Refused::NotFound);
        }
        for address in &addresses {
            self.address(*address)?;
        }
        Ok(addresses)
    }

    async fn look_up(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(io::Error::other)?;
        let found = (self.lookup)(name.to_owned());
        // Until the lookup ends, and not until whoever asked is gone, which may be earlier.
        let found = tokio::spawn(async move {
            let found = found.await;
            drop(permit);
            found
        });
        found.await.map_err(io::Error::other)?
    }

    fn address(&self, address: IpAddr) -> Result<(), Refused> {
        if self.allow_private || is_public(address) {
            Ok(())
        } else {
            Err(Refused::Private)
        }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        async move {
            let found = guard.addresses(name.as_str()).await?;
            // The client puts the URL's port in.
            let found = found.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(found) as Addrs)
        }
        .boxed()
    }
}

/// The address that stands in a URL instead of a name.
fn literal(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(host).parse().ok()
}

async fn system(name: String) -> io::Result<Vec<IpAddr>> {
    let found = tokio::task::spawn_blocking(move || {
        let found = (name.as_str(), 0).to_socket_addrs()?;
        Ok(found.map(|address| address.ip()).collect())
    });
    found.await.map_err(io::Error::other)?
}
