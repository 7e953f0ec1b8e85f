//! What the stories share: the samples and short ways to look at a verdict.
#![allow(dead_code, unreachable_pub, reason = "each story uses a part")]
#![allow(clippy::unwrap_used, reason = "test code outside a test function")]

use std::{fs, path::PathBuf};

use tenon_houzz::{Incoming, Item, Verdict};

/// The bytes of a sample, by its path under `samples/`.
pub fn sample(path: &str) -> Vec<u8> {
    fs::read(samples().join(path)).unwrap()
}

/// Every sample, name and bytes.
pub fn all_samples() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in ["leads", "export", "bridge"] {
        for entry in fs::read_dir(samples().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.push((name, fs::read(path).unwrap()));
        }
    }
    found.sort();
    found
}

fn samples() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../samples"))
}

/// The record, or a panic that shows the verdict.
pub fn record(item: &Item) -> &Incoming {
    match &item.verdict {
        Verdict::Record(incoming) => incoming,
        other => panic!("{}: not a record: {other:?}", item.place),
    }
}

/// The reasons for a review, joined.
pub fn reasons(item: &Item) -> String {
    match &item.verdict {
        Verdict::Review { reasons, .. } => reasons.join("; "),
        other => panic!("{}: not a review: {other:?}", item.place),
    }
}

/// The partial record of a review.
pub fn partial(item: &Item) -> &Incoming {
    match &item.verdict {
        Verdict::Review {
            partial: Some(incoming),
            ..
        } => incoming,
        other => panic!("{}: no partial: {other:?}", item.place),
    }
}

/// Why an item is ignored.
pub fn ignored(item: &Item) -> &str {
    match &item.verdict {
        Verdict::Ignored { reason } => reason,
        other => panic!("{}: not ignored: {other:?}", item.place),
    }
}

/// Records, reviews, ignored items.
pub fn counts(items: &[Item]) -> (usize, usize, usize) {
    let mut counts = (0, 0, 0);
    for item in items {
        match item.verdict {
            Verdict::Record(_) => counts.0 += 1,
            Verdict::Review { .. } => counts.1 += 1,
            Verdict::Ignored { .. } => counts.2 += 1,
        }
    }
    counts
}

/// A lead mail from Houzz with this body.
pub fn lead(body: &str) -> Vec<u8> {
    mail(
        "Houzz <noreply@houzz.com>",
        "New lead from Maya Okafor on Houzz",
        body,
    )
}

/// A plain mail.
pub fn mail(from: &str, subject: &str, body: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 09:14:00 -0600\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{body}"
    )
    .into_bytes()
}

/// A small generator (SplitMix64): the same seed gives the same bytes on every machine.
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}
