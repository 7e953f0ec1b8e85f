//! What becomes of jobs: done, tried again, given up, given back; and what is written down of it.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tenon_model::time;
use tenon_store::{DeliveryState, DeliveryTry, Job, SubscriptionState, WebhookWrite, Write};
use tokio::task::JoinError;

use super::{
    courier::{Outcome, Report},
    health::Turn,
    lane::{Flight, Lane},
    order::Entry,
    parcel::{self, MAX_TRIES},
};

impl Lane {
    /// Notes how a delivery went.
    pub(super) fn land(&mut self, landed: Result<Flight, JoinError>) {
        let Ok(flight) = landed else {
            // A fault in the delivery itself, and it is not known of which job.
            tracing::error!("webhooks: a delivery broke off, and its lane starts anew");
            self.start_anew();
            return;
        };
        let Some(entry) = self.order.done(&flight.line) else {
            return;
        };
        let (now, random) = (self.now(), std::sync::Arc::clone(&self.shared.random));
        let turn = match flight.report.outcome {
            Outcome::Failed(_) => self.health.failed(now, &*random),
            Outcome::Delivered | Outcome::Refused(_) | Outcome::Gone => {
                self.health.answered(flight.report.took)
            }
        };
        self.turn(&turn);
        match flight.report.outcome.clone() {
            Outcome::Delivered => self.finish(entry, &flight, DeliveryState::Delivered),
            Outcome::Gone => {
                self.warn(&entry, "the receiver is gone (410)");
                self.finish(entry, &flight, DeliveryState::Dead);
                self.disable("the receiver answered 410 Gone");
            }
            Outcome::Refused(reason) | Outcome::Failed(reason)
                if entry.job.attempts + 1 >= MAX_TRIES =>
            {
                self.warn(&entry, &reason);
                self.finish(entry, &flight, DeliveryState::Dead);
            }
            Outcome::Refused(reason) | Outcome::Failed(reason) => {
                self.try_again(entry, &flight, reason);
            }
        }
    }

    fn finish(&mut self, entry: Entry, flight: &Flight, state: DeliveryState) {
        self.log(&entry, flight, state, None);
        self.settled.push(Write::FinishJob(entry.job));
    }

    /// Puts the job off until its next try, and what stands behind it in its line as well.
    fn try_again(&mut self, entry: Entry, flight: &Flight, reason: String) {
        let wait = parcel::wait(entry.job.attempts + 1, &*self.shared.random);
        let (now, line) = (self.now(), flight.line.as_str());
        let run_at = now + SignedDuration::try_from(wait).unwrap_or_default();
        tracing::debug!(event = entry.parcel.event, %reason, "webhooks: to be tried again");
        self.log(&entry, flight, DeliveryState::Waiting, Some(run_at));
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

    /// Writes a try into the log of deliveries, where there is one.
    fn log(
        &mut self,
        entry: &Entry,
        flight: &Flight,
        state: DeliveryState,
        next_try_at: Option<Timestamp>,
    ) {
        if !self.subscription.is_stored() {
            return;
        }
        let Report {
            outcome,
            status,
            answer,
            took,
        } = &flight.report;
        let error = match outcome {
            Outcome::Delivered => None,
            Outcome::Gone => Some("the receiver is gone (410)"),
            Outcome::Refused(reason) | Outcome::Failed(reason) => Some(reason.as_str()),
        };
        let attempt = json!({
            "at": time::to_wire(flight.at),
            "url": self.subscription.url,
            "status": status,
            "milliseconds": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            "error": error,
            "answer": answer,
        });
        self.tries.push(DeliveryTry {
            id: entry.parcel.webhook_id.clone(),
            subscription_id: self.subscription.id.clone(),
            job_key: entry.job.key.clone(),
            event: entry.parcel.event.clone(),
            body: entry.parcel.body.clone(),
            state,
            attempt,
            next_try_at,
        });
    }

    /// Writes down what a try changed about the receiver.
    fn turn(&mut self, turn: &Turn) {
        let (location, id) = (&self.subscription.location_id, &self.subscription.id);
        match *turn {
            Turn::Same => {}
            Turn::Fails(since) => {
                tracing::warn!(%location, subscription = %id, "webhooks: a receiver takes nothing");
                self.stand(SubscriptionState::Active, "", Some(since));
            }
            Turn::Recovers => {
                tracing::info!(%location, subscription = %id, "webhooks: a receiver is back");
                self.stand(SubscriptionState::Active, "", None);
            }
            Turn::GivenUp => self.disable("the receiver has taken nothing for 5 days"),
        }
    }

    /// Ends the lane and leaves its subscription for a person. What waits stays where it is, and is
    /// sent when the subscription is made active again.
    fn disable(&mut self, reason: &str) {
        if self.subscription.is_stored() {
            let (location, id) = (&self.subscription.location_id, &self.subscription.id);
            tracing::warn!(%location, subscription = %id, reason, "webhooks: disabled");
            self.stand(SubscriptionState::Disabled, reason, None);
            self.ended = true;
        }
    }

    fn stand(&mut self, state: SubscriptionState, reason: &str, failing_since: Option<Timestamp>) {
        if self.subscription.is_stored() {
            self.settled.push(Write::Webhook(WebhookWrite::Standing {
                id: self.subscription.id.clone(),
                version: self.subscription.version,
                state,
                reason: reason.to_owned(),
                failing_since,
            }));
        }
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
