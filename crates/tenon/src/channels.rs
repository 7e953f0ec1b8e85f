//! Houzz's channels: what the command line sets up, and the tasks that watch them.

mod setup;

use std::{collections::HashMap, sync::Arc, time::Duration};

use tenon_channels::{CALENDAR, Dns, Feed, FeedClient, IMAP, Mailbox, Place};
use tenon_houzz::proof::Records;
use tenon_store::Channel;
use tenon_webhooks::Guard;
use tokio::{sync::watch, task::JoinHandle};

use crate::{failure::Failure, home::Home};

pub(crate) use setup::{Wanted, take_mails};

/// How often new channels are looked for.
const LOOK: Duration = Duration::from_secs(1);
/// How long they may take to end.
const CLOSING: Duration = Duration::from_secs(5);

/// Where the keys of signed mail are found: with this machine's name servers.
pub(crate) fn mail_keys(home: &Home) -> Arc<dyn Records> {
    Arc::new(Dns::of_system(Arc::clone(&home.random)))
}

/// Watches every channel, also those made while we run, until `stop` says so. `private`: calendars may
/// be at private addresses.
pub(crate) async fn run(home: Arc<Home>, private: bool, mut stop: watch::Receiver<bool>) {
    let node = format!("{}-{}", std::process::id(), home.new_id());
    let feeds = match FeedClient::new(Guard::new(private)) {
        Ok(feeds) => feeds,
        Err(error) => {
            tracing::error!(error, "no calendar can be polled");
            return;
        }
    };
    let means = Means {
        keys: mail_keys(&home),
        feeds,
        node,
    };
    let mut tasks: HashMap<(String, String), JoinHandle<()>> = HashMap::new();
    loop {
        match home.store.channels(None).await {
            Err(error) => tracing::warn!(%error, "the channels cannot be listed"),
            Ok(channels) => {
                // One that was removed has ended by itself, and may be made again.
                tasks.retain(|_, task| !task.is_finished());
                for channel in channels {
                    let id = (channel.connection_id.clone(), channel.name.clone());
                    let runs = channel.name == IMAP || channel.name.starts_with(CALENDAR);
                    if tasks.contains_key(&id) || !runs {
                        continue;
                    }
                    match start(&home, &channel, &means, &stop).await {
                        Ok(task) => drop(tasks.insert(id, task)),
                        Err(failure) => {
                            tracing::warn!(channel = ?id, ?failure, "the channel cannot start");
                        }
                    }
                }
            }
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    for (id, task) in tasks {
        if tokio::time::timeout(CLOSING, task).await.is_err() {
            tracing::warn!(channel = ?id, "the channel was cut off");
        }
    }
}

/// What channels are watched with.
struct Means {
    keys: Arc<dyn Records>,
    feeds: FeedClient,
    node: String,
}

async fn start(
    home: &Home,
    channel: &Channel,
    means: &Means,
    stop: &watch::Receiver<bool>,
) -> Result<JoinHandle<()>, Failure> {
    let location = home.location(&channel.location_id).await?;
    let connection = home.store.connection(&channel.connection_id).await?;
    let connection = connection.ok_or_else(|| Failure::failed("its connection is gone"))?;
    let place = Place {
        store: home.store.clone(),
        vault: Arc::new(home.vault()?),
        location: Arc::new(location),
        connection,
        clock: Arc::clone(&home.clock),
        random: Arc::clone(&home.random),
    };
    let mut stop = stop.clone();
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    let node = means.node.clone();
    Ok(if channel.name == IMAP {
        let mailbox = Mailbox::new(place, Arc::clone(&means.keys), node);
        tokio::spawn(Arc::new(mailbox).run(stopped))
    } else {
        let feed = Feed::new(place, channel.name.clone(), means.feeds.clone(), node);
        tokio::spawn(Arc::new(feed).run(stopped))
    })
}
