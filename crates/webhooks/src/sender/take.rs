//! From the log into jobs, and from claimed jobs into the lines.

use std::{collections::HashSet, sync::Arc};

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use tenon_model::{Action, Change, Kind};
use tenon_store::{Job, NewJob, StoreError, Write};

use super::{
    lane::Lane,
    order::Entry,
    parcel::{self, Parcel},
};
use crate::{Chaos, Event, Snapshot, envelope, event};

/// Changes read at once.
const PAGE: i64 = 200;
/// Reads under way at once: half of the store's connections.
const READS: usize = 8;
/// What a contact has beyond the jobs that may be in hand waits for so long. Shorter than a lease,
/// so that it need not be written down.
const OVERFLOW: SignedDuration = SignedDuration::from_secs(1);

/// What was made of a page of the log.
#[derive(Default)]
pub(super) struct Taken {
    /// The jobs, and the cursor's move.
    pub(super) writes: Vec<Write>,
    /// Where the reader stands then.
    pub(super) position: Option<i64>,
    /// Whether a job of it may be done now.
    pub(super) due: bool,
}

impl Lane {
    /// Reads a page of the log and makes jobs of it.
    pub(super) async fn take_changes(&mut self) -> Result<Taken, StoreError> {
        let Some(from) = self.hold.as_ref().map(|hold| hold.position) else {
            return Ok(Taken::default());
        };
        let (shared, to) = (Arc::clone(&self.shared), Arc::clone(&self.subscription));
        let location = &to.location_id;
        let changes = shared.store.changes_after(location, from, PAGE).await?;
        self.more_log = changes.len() as i64 == PAGE;
        let Some(last) = changes.last().map(|change| change.seq) else {
            return Ok(Taken::default());
        };
        let events = self.events(&changes).await?;
        self.learn(events.iter().map(|event| event.root_id.as_str()))
            .await?;
        let now = self.now();
        self.order.forget(now);
        let mut taken = Taken {
            position: Some(last),
            ..Taken::default()
        };
        for event in &events {
            if let Some(job) = self.job(event, now) {
                taken.due |= job.run_at <= now;
                taken.writes.push(Write::Job(job));
            }
        }
        taken.writes.push(Write::Cursor {
            name: to.name(),
            from: Some(from.to_string()),
            to: last.to_string(),
        });
        Ok(taken)
    }

    /// The wanted events of changes, in order. Snapshots are of now: see [`event::events`].
    async fn events(&mut self, changes: &[Change]) -> Result<Vec<Event>, StoreError> {
        let (shared, to) = (&self.shared, &self.subscription);
        let tells: Vec<_> = changes
            .iter()
            .filter(|change| event::tells(change, to.completeness))
            .map(|change| async move {
                let record = match (change.action, Kind::parse(&change.kind)) {
                    // A creation tells everything itself.
                    (Action::Create, _) | (_, None) => None,
                    (_, Some(kind)) => {
                        let (location, id) = (&to.location_id, &change.record_id);
                        shared.store.record_or_tombstone(location, kind, id).await?
                    }
                };
                let snapshot = match record {
                    Some(record) => Some(Snapshot {
                        fields: record.fields()?,
                        created_at: record.created_at,
                    }),
                    None => None,
                };
                let events =
                    event::events(&to.location_id, change, snapshot.as_ref(), to.completeness);
                Ok::<_, StoreError>(events)
            })
            .collect();
        let events: Vec<Vec<Event>> = stream::iter(tells).buffered(READS).try_collect().await?;
        let mut events: Vec<Event> = events.into_iter().flatten().collect();
        events.retain(|event| to.wants(event.kind));
        for event in &events {
            if event.kind == tenon_model::EventKind::ContactCreate {
                // New, so nothing was written down about it.
                self.order.learn(&event.root_id, None);
            }
        }
        Ok(events)
    }

    /// Reads what is written down about lines that are not known yet.
    async fn learn<'a>(&mut self, roots: impl Iterator<Item = &'a str>) -> Result<(), StoreError> {
        let unknown: HashSet<String> = roots
            .filter(|root| !self.order.knows(root))
            .map(str::to_owned)
            .collect();
        let (shared, to) = (&self.shared, &self.subscription);
        let reads: Vec<_> = unknown
            .into_iter()
            .map(|root| async move {
                let written = shared
                    .store
                    .cursor(&to.location_id, &to.held(&root))
                    .await?;
                Ok::<_, StoreError>((root, written))
            })
            .collect();
        let found: Vec<_> = stream::iter(reads)
            .buffer_unordered(READS)
            .try_collect()
            .await?;
        for (root, written) in found {
            self.order.learn(&root, written);
        }
        Ok(())
    }

    /// An event's job, unless chaos loses it.
    fn job(&self, event: &Event, now: Timestamp) -> Option<NewJob> {
        let chaos = self.shared.config.chaos.as_deref();
        // Not `chaos.drop()`, which reads as a destructor.
        if chaos.is_some_and(Chaos::drop) {
            tracing::info!(event = event.kind.name(), "webhooks: chaos lost an event");
            return None;
        }
        let delay = chaos.and_then(Chaos::delay);
        let (webhook_id, body) = envelope::body(event, &self.subscription);
        let parcel = Parcel {
            event: event.kind.name().to_owned(),
            webhook_id,
            body,
            twice: chaos.is_some_and(Chaos::duplicate),
            astray: delay.is_some(),
        };
        let run_at = match delay {
            Some(delay) => now + SignedDuration::try_from(delay).unwrap_or_default(),
            None => self.order.due(&event.root_id, now),
        };
        Some(NewJob {
            queue: self.subscription.name(),
            key: parcel::key(&event.root_id, event.seq, event.kind.name()),
            payload: serde_json::json!(parcel),
            priority: 0,
            run_at,
            look: 0,
        })
    }

    /// A parcel with its body; `None`: its delivery was cleared away.
    async fn filled(&mut self, mut parcel: Parcel) -> Result<Option<Parcel>, StoreError> {
        if !parcel.body.is_empty() {
            return Ok(Some(parcel));
        }
        let location = &self.subscription.location_id;
        match self
            .shared
            .store
            .delivery(location, &parcel.webhook_id)
            .await
        {
            Ok(Some(delivery)) => {
                parcel.body = delivery.body;
                Ok(Some(parcel))
            }
            Ok(None) => Ok(None),
            Err(error) => {
                // The jobs are claimed and not in their lines: as after a crash.
                self.start_anew();
                Err(error)
            }
        }
    }

    /// Puts claimed jobs into their lines; those that may not go yet are put off.
    pub(super) async fn receive(&mut self, jobs: Vec<Job>) -> Result<(), StoreError> {
        let (until, now) = (self.claimed_until(), self.now());
        let learned = self
            .learn(jobs.iter().map(|job| parcel::root_of(&job.key)))
            .await;
        if let Err(error) = learned {
            // The jobs are claimed, and nobody knows their order: as after a crash.
            self.start_anew();
            return Err(error);
        }
        for job in jobs {
            let parcel = match Parcel::from_payload(&job.payload) {
                Some(parcel) => self.filled(parcel).await?,
                None => None,
            };
            let Some(parcel) = parcel else {
                tracing::error!(key = job.key, "webhooks: a job has no body and is given up");
                self.settled.push(Write::FinishJob(job));
                continue;
            };
            let line = line_of(&job.key, &parcel).to_owned();
            if !parcel.astray && !self.order.holds(&line, &job.key) {
                if self.order.is_full(&line) {
                    self.order.raise(&line, now + OVERFLOW);
                }
                let (behind, due) = (
                    self.order.comes(&line, &job.key),
                    self.order.due(&line, now),
                );
                if behind || due > now {
                    self.put_off(&line, job, due);
                    continue;
                }
            }
            let parcel = Arc::new(parcel);
            self.order.take(&line, Entry { job, parcel, until });
        }
        Ok(())
    }
}

/// The line a job stands in: its contact's, or one of its own when it went astray.
pub(super) fn line_of<'a>(key: &'a str, parcel: &Parcel) -> &'a str {
    if parcel.astray {
        key
    } else {
        parcel::root_of(key)
    }
}
