//! The sender's desk, with names that a test knows.

use std::{io, net::IpAddr, sync::Arc};

use futures_util::FutureExt as _;
use tenon_model::{Clock, Random};
use tenon_oauth::Vault;
use tenon_operations::WebhookDesk;
use tenon_store::Store;
use tenon_webhooks::{Desk, Guard, Keys};

/// `inside.example` is private, every other `….example` is public, and nothing else is found.
fn look_up(name: &str) -> io::Result<Vec<IpAddr>> {
    let address = match name {
        "inside.example" => "10.0.0.1",
        _ if name.ends_with(".example") => "93.184.216.34",
        _ => return Err(io::ErrorKind::NotFound.into()),
    };
    Ok(vec![address.parse().unwrap()])
}

pub(crate) async fn desk(
    store: &Store,
    vault: Vault,
    random: Arc<dyn Random>,
    clock: &dyn Clock,
) -> Arc<dyn WebhookDesk> {
    let keys = Keys::open(store, &vault, &*random, clock.now()).await;
    let lookup = |name: String| async move { look_up(&name) }.boxed();
    Arc::new(Desk {
        vault: Arc::new(vault),
        guard: Guard::with_lookup(false, Arc::new(lookup)),
        keys: keys.unwrap(),
        random,
    })
}
