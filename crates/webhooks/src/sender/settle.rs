//! What becomes of jobs: done, tried again, given up, given back.

use jiff::{SignedDuration, Timestamp};
use tenon_store::{Job, Write};
use tokio::task::JoinError;

use super::{
    courier::Outcome,
    lane::Lane,
    order::Entry,
    parcel::{self, MAX_TRIES},
};

impl Lane {
    /// Notes how a delivery went.
    pub(super) fn land(&mut self, landed: Result<(String, Outcome), JoinError>) {
        let Ok((line, outcome)) = landed else {
            // A fault in the delivery itself, and it is not known of which job.
            tracing::error!("webhooks: a delivery broke off, and its lane starts anew");
            self.start_anew();
            return;
        };
        let Some(entry) = self.order.done(&line) else {
            return;
        };
        match outcome {
            Outcome::Delivered => self.settled.push(Write::FinishJob(entry.job)),
            Outcome::Gone => {
                self.warn(&entry, "the receiver is gone (410)");
                self.settled.push(Write::FinishJob(entry.job));
            }
            // One day it goes to the dead letters.
            Outcome::Failed(reason) if entry.job.attempts + 1 >= MAX_TRIES => {
                self.warn(&entry, &reason);
                self.settled.push(Write::FinishJob(entry.job));
            }
            Outcome::Failed(reason) => self.try_again(&line, entry, reason),
        }
    }

    /// Puts the job off until its next try, and what stands behind it in its line as well.
    fn try_again(&mut self, line: &str, entry: Entry, reason: String) {
        let wait = parcel::wait(entry.job.attempts + 1, &*self.shared.random);
        let now = self.now();
        let run_at = now + SignedDuration::try_from(wait).unwrap_or_default();
        tracing::debug!(event = entry.parcel.event, %reason, "webhooks: to be tried again");
        let astray = entry.parcel.astray;
        if !astray {
            self.order.leaves(line, &entry.job.key);
        }
        self.settled.push(Write::RetryJob {
            job: entry.job,
            run_at,
            error: reason,
            counts: true,
        });
        if astray {
            return;
        }
        self.order.raise(line, run_at);
        if let Some((from, to)) = self.order.note_down(line) {
            let name = self.subscription.held(line);
            self.settled.push(Write::Cursor { name, from, to });
        }
        self.give_back(line, run_at);
    }

    /// Puts a job off that was not tried.
    pub(super) fn put_off(&mut self, line: &str, job: Job, run_at: Timestamp) {
        // An event gone astray is its own line.
        if line != job.key {
            self.order.leaves(line, &job.key);
        }
        self.settled.push(Write::RetryJob {
            job,
            run_at,
            error: String::new(),
            counts: false,
        });
    }

    /// Gives a line's jobs back, due at `run_at`.
    pub(super) fn give_back(&mut self, line: &str, run_at: Timestamp) {
        for entry in self.order.clear(line) {
            self.put_off(line, entry.job, run_at);
        }
    }

    /// Gives back everything that is not under way.
    pub(super) fn give_back_all(&mut self, run_at: Timestamp) {
        for line in self.order.ready() {
            self.give_back(&line, run_at);
        }
    }

    fn warn(&self, entry: &Entry, reason: &str) {
        tracing::warn!(
            location = self.subscription.location_id,
            subscription = self.subscription.id,
            event = entry.parcel.event,
            webhook_id = entry.parcel.webhook_id,
            tries = entry.job.attempts + 1,
            reason,
            "webhooks: an event is given up"
        );
    }
}
