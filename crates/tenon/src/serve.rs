//! `tenon serve`

use std::{net::SocketAddr, sync::Arc, time::Instant};

use tenon_oauth::TokenSettings;
use tenon_server::{App, OAuthSettings, RateLimit, Settings};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use crate::{
    channels,
    cli::{HomeOptions, OAuthOptions, ServeOptions},
    controls,
    doors::Ways,
    failure::Failure,
    home::Home,
    outlets, supervisor,
    table::say,
    tokens::duration,
    webhooks::Webhooks,
};

pub(crate) async fn run(home: &HomeOptions, options: ServeOptions) -> Result<(), Failure> {
    let started = Instant::now();
    let home = Arc::new(Home::open(home).await?);
    let rate_limits = rate_limits(options.rate_limit.as_deref())?;
    let listener = listen(options.listen).await?;
    let address = listener.local_addr()?;
    let webhooks = Webhooks::open(&home, options.allow_private_hooks).await?;
    let oauth = oauth(&options.oauth, address)?;
    if hides_callers(&oauth) {
        tracing::warn!(
            "the public URL is https, so a proxy is in front of this server: without --behind-proxy \
             all callers through one on this machine count as this machine's own, with no rate \
             limit by default, and wrong passwords lock sign-in for everybody at once"
        );
    }
    let app = app(
        &home,
        Settings {
            rate_limit: rate_limits.0,
            remote_rate_limit: rate_limits.1,
            faults: None,
            webhooks: Some(webhooks.desk()),
            oauth,
            mail_keys: Some(channels::mail_keys(&home)),
            doors: Some(Ways::open(
                &home,
                options.allow_private_hooks,
                &options.highlevel_url,
            )?),
        },
    )?;
    let stop = stop_signal();
    let work = Background::start(&home, webhooks, options.allow_private_hooks, &stop);
    say(&format!(
        "tenon serves http://{address} (ready in {} ms)",
        started.elapsed().as_millis()
    ));
    serve(listener, app, stop).await?;
    work.ended().await
}

/// Everything that works beside the answering of requests, until told to stop.
pub(crate) struct Background([JoinHandle<()>; 6]);

impl Background {
    /// `private`: webhooks and calendars may be at private addresses.
    pub(crate) fn start(
        home: &Arc<Home>,
        webhooks: Webhooks,
        private: bool,
        stop: &watch::Receiver<bool>,
    ) -> Self {
        let home = || Arc::clone(home);
        let stop = || stop.clone();
        Self([
            tokio::spawn(webhooks.run(stop())),
            tokio::spawn(supervisor::run(home(), stop())),
            tokio::spawn(outlets::run(home(), private, stop())),
            tokio::spawn(controls::run(home(), stop())),
            tokio::spawn(channels::run(home(), private, stop())),
            tokio::spawn(keep_search_indexes(home(), stop())),
        ])
    }

    /// Waits until all of it has stopped.
    pub(crate) async fn ended(self) -> Result<(), Failure> {
        for work in self.0 {
            work.await?;
        }
        Ok(())
    }
}

/// The limit for everybody, and the one for callers from other machines: HighLevel's, unless said
/// otherwise.
fn rate_limits(said: Option<&str>) -> Result<(Option<RateLimit>, Option<RateLimit>), Failure> {
    Ok(match said {
        None => (None, Some(RateLimit::default())),
        Some("none") => (None, None),
        Some(text) => (Some(text.parse().map_err(Failure::usage)?), None),
    })
}

/// Keeps the search indexes up to date until told to stop.
pub(crate) async fn keep_search_indexes(home: Arc<Home>, mut stop: watch::Receiver<bool>) {
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    home.store.keep_search_indexes(&*home.clock, stopped).await;
}

/// How the authorization server behaves.
fn oauth(options: &OAuthOptions, address: SocketAddr) -> Result<OAuthSettings, Failure> {
    let defaults = TokenSettings::default();
    let url = match &options.public_url {
        Some(url) => url.clone(),
        None => format!("http://{address}"),
    };
    let access_ttl = match &options.access_ttl {
        Some(text) => duration("--access-ttl", text)?,
        None => defaults.access_ttl,
    };
    Ok(OAuthSettings {
        public_url: url.parse().map_err(Failure::usage)?,
        behind_proxy: options.behind_proxy,
        tokens: TokenSettings {
            access_ttl,
            refresh_ttl: duration("--refresh-ttl", &options.refresh_ttl)?,
            rotate: !options.no_refresh_rotation,
            grace: duration("--refresh-grace", &options.refresh_grace)?,
        },
    })
}

/// Whether callers come through a proxy whose word about them is not taken: TLS is a proxy's work.
fn hides_callers(oauth: &OAuthSettings) -> bool {
    oauth.public_url.as_str().starts_with("https://") && !oauth.behind_proxy
}

/// The server's state over a home.
pub(crate) fn app(home: &Home, settings: Settings) -> Result<App, Failure> {
    Ok(App::new(
        home.store.clone(),
        home.vault()?,
        Arc::clone(&home.clock),
        Arc::clone(&home.random),
        settings,
    ))
}

pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        Failure::failed(format!(
            "{address} cannot be listened at: {error}; choose another with --listen"
        ))
    })
}

/// Serves until told to stop.
pub(crate) async fn serve(
    listener: TcpListener,
    app: App,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Failure> {
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    Ok(tenon_server::serve(listener, tenon_server::router(app), stopped).await?)
}

/// Turns true on Ctrl-C or SIGTERM.
pub(crate) fn stop_signal() -> watch::Receiver<bool> {
    let (tell, told) = watch::channel(false);
    tokio::spawn(async move {
        let terminated = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => drop(signal.recv().await),
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = terminated => {}
        }
        let _ = tell.send(true);
        // The sender lives on, so that receivers made later see it too.
        std::future::pending::<()>().await;
    });
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_that_is_not_told_of_is_noticed() {
        for (url, behind_proxy, noticed) in [
            ("https://tenon.example.org", false, true),
            ("https://tenon.example.org", true, false),
            ("http://127.0.0.1:8080", false, false),
        ] {
            let oauth = OAuthSettings {
                public_url: url.parse().unwrap(),
                behind_proxy,
                ..OAuthSettings::default()
            };
            assert_eq!(hides_callers(&oauth), noticed, "{url} {behind_proxy}");
        }
    }
}
