//! `tenon demo`: a hub and a sandbox in one process, fed with the samples. What it does can be done
//! again and again: a killed demo, started again, ends with the same table.

mod api;
mod edits;
mod feed;
mod outward;
mod setup;
mod view;

use std::time::Duration;

use tenon_server::{OAuthSettings, PublicUrl, Settings};

use crate::{
    channels,
    cli::{DemoOptions, HomeOptions},
    doors::Ways,
    failure::Failure,
    sandbox,
    serve::{self, Background},
    sync,
    table::say,
    webhooks::Webhooks,
};

/// How long the samples may take to stand on both sides. After a kill, a call that was cut off is
/// waited for up to 90 s before it is found out what became of it.
const PATIENCE: Duration = Duration::from_secs(240);

pub(crate) async fn run(home: &HomeOptions, options: DemoOptions) -> Result<(), Failure> {
    let hub_listener = serve::listen(options.listen).await?;
    let sandbox_listener = serve::listen(options.sandbox_listen).await?;
    let hub_url = format!("http://{}", hub_listener.local_addr()?);
    let sandbox_url = format!("http://{}", sandbox_listener.local_addr()?);
    let demo = setup::prepare(home, &hub_url, &sandbox_url).await?;

    let stop = serve::stop_signal();
    let sender = sandbox::webhooks(&demo.sandbox, &demo.webhook_url, None, stop.clone()).await?;
    let hooks = Webhooks::open(&demo.hub, true).await?;
    let url: PublicUrl = hub_url.parse()?;
    let settings = Settings {
        webhooks: Some(hooks.desk()),
        oauth: OAuthSettings {
            public_url: url.clone(),
            ..OAuthSettings::default()
        },
        mail_keys: Some(channels::mail_keys(&demo.hub)),
        doors: Some(Ways::open(
            &demo.hub,
            true,
            std::slice::from_ref(&sandbox_url),
        )?),
        ..Settings::default()
    };
    let hub = serve::app(&demo.hub, settings)?;
    let theirs = serve::app(&demo.sandbox, Settings::default())?;
    let hub = tokio::spawn(serve::serve(hub_listener, hub, stop.clone()));
    let theirs = tokio::spawn(serve::serve(sandbox_listener, theirs, stop.clone()));
    let work = Background::start(&demo.hub, hooks, true, &stop);

    let mut interrupted = stop.clone();
    let show = async {
        feed::files(&demo).await?;
        feed::events(&demo).await?;
        feed::mail(&demo).await?;
        let first = view::settle(&demo, PATIENCE).await?;
        let crossed = edits::cross(&demo, PATIENCE).await?;
        let standing = view::settle(&demo, PATIENCE).await?;
        view::show(&standing);
        let drift = sync::proof(&demo.hub, demo.highlevel.clone(), false).await?;
        say(&format!(
            "Read afresh on both sides (tenon sync verify): {} differences.",
            drift.count()
        ));
        let agrees = drift.count() == 0;
        outward::show(&demo, PATIENCE).await?;
        Ok::<bool, Failure>(first.in_step && crossed && standing.in_step && agrees)
    };
    let worked = tokio::select! {
        result = show => result?,
        _ = interrupted.wait_for(|stop| *stop) => return Ok(()),
    };
    if options.exit {
        return if worked {
            say("The main job works: every sample stands on both sides.");
            Ok(())
        } else {
            Err(Failure::failed(
                "the two sides are not in step; see the table above",
            ))
        };
    }
    say("");
    say(&format!(
        "Console:    {}",
        setup::link(&demo.hub, &url).await?
    ));
    say("            (once, within ten minutes; another: tenon user link)");
    say(&format!("Hub API:    {hub_url}   location {}", setup::HUB));
    say(&format!(
        "Sandbox:    {sandbox_url}   location {}",
        setup::SANDBOX
    ));
    say("Your own lead e-mail, from another terminal:");
    say(&format!(
        "  target/release/tenon --data {} import houzz YOUR.eml --location {}",
        home.data.display(),
        setup::HUB
    ));
    say("Ctrl-C stops.");
    hub.await??;
    theirs.await??;
    sender.await?;
    work.ended().await
}
