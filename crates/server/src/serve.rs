//! The listener: connections with limits, and an orderly end.

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::{Extension, Router};
use http::Request;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
};
use tower::ServiceExt;

use crate::stream::Stopping;

/// Connections at once. Each costs a few KiB; a firm's integrations use tens.
const MAX_CONNECTIONS: usize = 2_048;
/// How long a client may take to send its request's head: against slow-loris.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// Most headers of a request.
const MAX_HEADERS: usize = 64;
/// Largest head of a request.
const MAX_HEAD: usize = 32 * 1024;
/// How long calls under way may take to end when the server stops.
const DRAIN: Duration = Duration::from_secs(10);

/// Stands on calls that come from another machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Remote;

/// Who is at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) std::net::SocketAddr);

/// Why the server stopped.
#[derive(Debug, thiserror::Error)]
#[error("the server cannot accept connections: {0}")]
pub struct ServeError(#[from] std::io::Error);

/// Serves until `stop` is done, then lets calls under way end.
///
/// # Errors
/// [`ServeError`] when the listener breaks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEAD)
        .keep_alive(true);
    tokio::pin!(stop);
    let (stops, stopping) = watch::channel(false);
    let remote = router.clone().layer(Extension(Remote));
    loop {
        let permit = Arc::clone(&connections).acquire_owned();
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = async { (permit.await, listener.accept().await) } => accepted,
        };
        let (Ok(permit), stream) = accepted else {
            break;
        };
        let (stream, peer) = match stream {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file handles, mostly: others may close theirs.
                tracing::warn!(%error, "could not accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let router = if is_here(peer.ip()) { &router } else { &remote };
        let stopping = Stopping(stopping.clone());
        let router = router.clone().map_request(move |mut request: Request<_>| {
            request.extensions_mut().insert(Peer(peer));
            request.extensions_mut().insert(stopping.clone());
            request
        });
        let service = TowerToHyperService::new(router);
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended badly");
            }
            drop(permit);
        });
    }
    // New callers are turned away at once, and find another node.
    drop(listener);
    let _ = stops.send(true);
    if tokio::time::timeout(DRAIN, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some calls were still under way and were cut off");
    }
    Ok(())
}

/// Whether a peer is on this machine; IPv4 may come dressed as IPv6.
fn is_here(peer: IpAddr) -> bool {
    peer.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RateLimit, Settings};

    #[test]
    fn callers_of_this_machine_are_known_and_only_others_limited_by_default() {
        for (peer, here) in [
            ("127.0.0.1", true),
            ("127.8.9.1", true),
            ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("10.0.0.1", false),
            ("::ffff:10.0.0.1", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_here(peer.parse().unwrap()), here, "{peer}");
        }
        let mut settings = Settings {
            remote_rate_limit: Some(RateLimit::default()),
            ..Settings::default()
        };
        assert!(settings.limit(true).is_some() && settings.limit(false).is_none());
        settings.oauth.behind_proxy = true;
        assert!(settings.limit(false).is_some(), "the proxy is here");
        settings.oauth.behind_proxy = false;
        settings.rate_limit = Some(RateLimit::default());
        assert!(settings.limit(true).is_some() && settings.limit(false).is_some());
    }
}
