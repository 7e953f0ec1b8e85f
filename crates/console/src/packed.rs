//! Files packed by gzip, once each.

use std::{
    collections::HashMap,
    io::Write as _,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use flate2::{Compression, write::GzEncoder};

/// Packed files that are kept: far more than a console has. A debug build, whose files change under
/// it, starts over at this number.
const KEPT: usize = 500;

/// By the SHA-256 of what was packed; `None`: not worth it.
type Packed = HashMap<[u8; 32], Option<Arc<[u8]>>>;

static PACKED: LazyLock<Mutex<Packed>> = LazyLock::new(Mutex::default);

/// `body`, whose SHA-256 is `hash`, packed, where that makes it smaller.
pub(crate) fn packed(body: &[u8], hash: [u8; 32]) -> Option<Arc<[u8]>> {
    let kept = || PACKED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept().get(&hash) {
        return known.clone();
    }
    let made = pack(body).filter(|made| made.len() < body.len());
    let mut kept = kept();
    if kept.len() >= KEPT {
        kept.clear();
    }
    kept.insert(hash, made.clone());
    made
}

fn pack(body: &[u8]) -> Option<Arc<[u8]>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).ok()?;
    Some(encoder.finish().ok()?.into())
}
