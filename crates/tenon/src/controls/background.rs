//! Undos too large for one call are gone on with, and rules decide what they speak of. Every step is
//! guarded by a version, so that several nodes may do this at once.

use std::{sync::Arc, time::Duration};

use tenon_model::{Location, Origin};
use tenon_operations::{OperationError, duplicates, reviews, undo};
use tokio::sync::watch;

use crate::home::Home;

/// How often it is looked for something to do.
const LOOK: Duration = Duration::from_secs(2);
/// Undos of one location gone on with in one round.
const UNDOS: i64 = 10;

/// Works until told to stop.
pub(crate) async fn run(home: Arc<Home>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = round(&home) => {}
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn round(home: &Home) {
    let locations = match home.store.locations().await {
        Ok(locations) => locations,
        Err(error) => return tracing::debug!(%error, "the locations cannot be listed"),
    };
    for location in locations {
        let id = location.id.clone();
        if let Err(error) = look(home, location).await {
            tracing::info!(location = id, %error, "undo and rules wait");
        }
    }
}

async fn look(home: &Home, location: Location) -> Result<(), OperationError> {
    let origin = Origin::new(("system", "", "rules"), "rules", ("", ""));
    let cx = home.context(location, origin);
    let running = home.store.undos(&cx.location.id, Some("running"), UNDOS);
    for undo in running.await? {
        match undo::go_on(&cx, &undo).await {
            // Another node was quicker.
            Ok(_) | Err(OperationError::Contended(_)) => {}
            Err(error) => return Err(error),
        }
    }
    while reviews::apply_rules(&cx).await? > 0 {}
    // One page in a round: it may wait, and must not weigh on anything else.
    duplicates::look_at_new(&cx).await.map(drop)
}
