//! The order of deliveries: each contact's events one after the other, contacts side by side.
//!
//! The store gives due jobs by their time, then key, and a line delivers only its first. When an
//! event fails, those behind it are put off until its next try, and what comes later starts there
//! too: the line's floor. The floor of a failure is written down, for a node that takes over.
//! Jobs that were put off are away; until all are back, none that is later than they may come in,
//! even when the store gives it first.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;
use tenon_store::Job;

use super::parcel::Parcel;

/// Jobs in hand, at most: what one lane keeps in memory, some 300 KiB with bodies of usual size, and
/// four times what may be under way.
pub(super) const IN_HAND: usize = 256;
/// Jobs of one contact in hand, at most, so that one slow contact does not fill all hands.
const PER_LINE: usize = 64;
/// Lines whose floor is remembered, before those that are of no use now are forgotten. One costs some
/// 200 bytes, and a look-up when it is forgotten in vain.
const REMEMBERED: usize = 1_000;

/// A job in hand.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) job: Job,
    pub(super) parcel: Arc<Parcel>,
    /// When the claim ends, and others may take it.
    pub(super) until: Timestamp,
}

#[derive(Debug, Default)]
struct Line {
    // By key, which sorts by the change's number.
    waiting: BTreeMap<String, Entry>,
    // The one of them that is being delivered.
    flying: Option<String>,
    // How many were put off, and the last of them. Everything behind it was not seen yet.
    away: usize,
    last: String,
    floor: Option<Timestamp>,
    // The floor as it was written down.
    written: Option<String>,
}

/// The lines of a lane: one per contact, and one per event gone astray.
#[derive(Debug, Default)]
pub(super) struct Order {
    lines: HashMap<String, Line>,
    ready: VecDeque<String>,
    in_hand: usize,
}

impl Order {
    /// How many more jobs may be taken in hand.
    pub(super) const fn room(&self) -> usize {
        IN_HAND.saturating_sub(self.in_hand)
    }

    /// How many jobs are in hand.
    pub(super) const fn in_hand(&self) -> usize {
        self.in_hand
    }

    pub(super) fn knows(&self, line: &str) -> bool {
        self.lines.contains_key(line)
    }

    /// Notes what was written down about a line.
    pub(super) fn learn(&mut self, line: &str, written: Option<String>) {
        let micros = written.as_ref().and_then(|text| text.parse().ok());
        let known = Line {
            floor: micros.map(tenon_model::time::from_micros),
            written,
            ..Line::default()
        };
        self.lines.entry(line.to_owned()).or_insert(known);
    }

    /// When what comes into the line may be due: not before `now`.
    pub(super) fn due(&self, line: &str, now: Timestamp) -> Timestamp {
        let floor = self.lines.get(line).and_then(|line| line.floor);
        floor.map_or(now, |floor| floor.max(now))
    }

    /// From now on nothing comes into the line before `floor`.
    pub(super) fn raise(&mut self, line: &str, floor: Timestamp) {
        let line = self.lines.entry(line.to_owned()).or_default();
        line.floor = Some(line.floor.map_or(floor, |known| known.max(floor)));
    }

    /// What is to be written of the line's floor: what stood there, and what shall stand there.
    pub(super) fn note_down(&mut self, line: &str) -> Option<(Option<String>, String)> {
        let line = self.lines.get_mut(line)?;
        let to = line.floor?.as_microsecond().to_string();
        Some((line.written.replace(to.clone()), to))
    }

    /// Whether the line has as many jobs in hand as it may.
    pub(super) fn is_full(&self, line: &str) -> bool {
        let line = self.lines.get(line);
        line.is_some_and(|line| line.waiting.len() >= PER_LINE)
    }

    /// A job was put off.
    pub(super) fn leaves(&mut self, line: &str, key: &str) {
        let line = self.lines.entry(line.to_owned()).or_default();
        line.away += 1;
        if *key > *line.last {
            key.clone_into(&mut line.last);
        }
    }

    /// A job comes, for the first time or back; whether earlier ones of its line are still away.
    pub(super) fn comes(&mut self, line: &str, key: &str) -> bool {
        let Some(line) = self.lines.get_mut(line).filter(|line| line.away > 0) else {
            return false;
        };
        if *key > *line.last {
            return true;
        }
        line.away -= 1;
        false
    }

    /// Takes a job in hand. One that is in hand already, and whose claim had ended, goes on under
    /// its new claim.
    pub(super) fn take(&mut self, name: &str, entry: Entry) {
        let line = self.lines.entry(name.to_owned()).or_default();
        let idle = line.waiting.is_empty();
        if line.waiting.insert(entry.job.key.clone(), entry).is_none() {
            self.in_hand += 1;
        }
        if idle {
            self.ready.push_back(name.to_owned());
        }
    }

    /// Whether that job is in hand.
    pub(super) fn holds(&self, line: &str, key: &str) -> bool {
        let line = self.lines.get(line);
        line.is_some_and(|line| line.waiting.contains_key(key))
    }

    /// Whether a line has a job that may be delivered.
    pub(super) fn is_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// The next job to be delivered, whose line waits for it from now on.
    pub(super) fn next(&mut self) -> Option<(String, Entry)> {
        let name = self.ready.pop_front()?;
        let line = self.lines.get_mut(&name)?;
        let (key, entry) = line.waiting.first_key_value()?;
        line.flying = Some(key.clone());
        let entry = entry.clone();
        Some((name, entry))
    }

    /// Takes the job that was being delivered out of hand.
    pub(super) fn done(&mut self, name: &str) -> Option<Entry> {
        let line = self.lines.get_mut(name)?;
        let entry = line.waiting.remove(&line.flying.take()?)?;
        self.in_hand -= 1;
        if !line.waiting.is_empty() {
            self.ready.push_back(name.to_owned());
        }
        Some(entry)
    }

    /// Takes the whole line out of hand, in its order.
    pub(super) fn clear(&mut self, name: &str) -> Vec<Entry> {
        let Some(line) = self.lines.get_mut(name) else {
            return Vec::new();
        };
        let waiting = std::mem::take(&mut line.waiting);
        line.flying = None;
        self.in_hand -= waiting.len();
        self.ready.retain(|ready| ready != name);
        waiting.into_values().collect()
    }

    /// The lines that have jobs in hand, none of which is being delivered.
    pub(super) fn ready(&self) -> Vec<String> {
        self.ready.iter().cloned().collect()
    }

    /// Forgets lines at rest when there are too many. What was written down can be read again.
    pub(super) fn forget(&mut self, now: Timestamp) {
        if self.lines.len() <= REMEMBERED {
            return;
        }
        self.lines.retain(|_, line| {
            let floor = line.floor.filter(|floor| *floor > now);
            let floor = floor.map(|floor| floor.as_microsecond().to_string());
            let busy = !line.waiting.is_empty() || line.away > 0;
            busy || floor.is_some() && floor != line.written
        });
    }
}
