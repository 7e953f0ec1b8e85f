//! How many requests may be under way, for everybody together.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests under way at once in this process. Each costs a socket and some 20 KiB.
const EVERYBODY: usize = 512;
/// Of one location, so that one firm's receivers do not take everybody's share.
const LOCATION: usize = 128;
/// Probes of receivers that fail. They have a share of their own: however many are dead, they take
/// nothing from the others.
const PROBES: usize = 64;

/// The shares.
#[derive(Debug)]
pub(super) struct Permits {
    everybody: Arc<Semaphore>,
    probes: Arc<Semaphore>,
    locations: Mutex<HashMap<String, Weak<Semaphore>>>,
}

impl Default for Permits {
    fn default() -> Self {
        Self {
            everybody: Arc::new(Semaphore::new(EVERYBODY)),
            probes: Arc::new(Semaphore::new(PROBES)),
            locations: Mutex::default(),
        }
    }
}

/// Leave for one request; given back when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    _shares: [Option<OwnedSemaphorePermit>; 2],
}

impl Permits {
    /// A location's share.
    pub(super) fn of(&self, location: &str) -> Arc<Semaphore> {
        let mut locations = self
            .locations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = locations.get(location).and_then(Weak::upgrade) {
            return share;
        }
        locations.retain(|_, share| share.strong_count() > 0);
        let share = Arc::new(Semaphore::new(LOCATION));
        locations.insert(location.to_owned(), Arc::downgrade(&share));
        share
    }

    /// Leave for one request, if there is any.
    pub(super) fn take(&self, location: &Arc<Semaphore>, probe: bool) -> Option<Permit> {
        let take = |share: &Arc<Semaphore>| Arc::clone(share).try_acquire_owned().ok();
        let shares = if probe {
            [Some(take(&self.probes)?), None]
        } else {
            [Some(take(location)?), Some(take(&self.everybody)?)]
        };
        Some(Permit { _shares: shares })
    }
}
