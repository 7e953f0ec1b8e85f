//! Hand-offs, sent once: the intent stands in the ledger before anything goes out, and what came of it
//! after. A hand-off whose answer never came is nobody's to send again but a person's.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_model::{Action, Contact, Kind, houzz::Lead};
use tenon_operations::outlets::{Rules, hook_secret};
use tenon_store::{Handoff, HandoffState, Job, OutletWrite, Review, StoreError, Write};

use super::{Outlet, hook::Said};

/// How long a claimed job is ours: longer than a call and both of its commits.
const CLAIM: SignedDuration = SignedDuration::from_secs(60);
/// An intent older than this is not acted on any more: the process stood still, and somebody else may
/// have found it wanting.
const FRESH: SignedDuration = SignedDuration::from_secs(5);
/// Tries that had no effect before it is given up: with the waits between, some two days.
const MAX_TRIES: i64 = 12;
/// First wait after a try without effect; it doubles with every further one.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(6);

/// What there is to send, or why nothing is.
enum Ready {
    Send { url: String, body: Value },
    Settled { state: HandoffState, reason: String },
}

impl Outlet {
    /// Sends the next hand-off that is due. Whether there was one.
    pub(super) async fn send_one(&self) -> Result<bool, StoreError> {
        let (store, location) = (self.store(), self.location());
        if !store.has_due(location, &self.queue, self.now()).await? {
            return Ok(false);
        }
        let claim = Write::Claim {
            queue: self.queue.clone(),
            limit: 1,
            until: self.now().checked_add(CLAIM).unwrap_or(Timestamp::MAX),
        };
        let Some(job) = self.write(vec![claim]).await?.jobs.pop() else {
            return Ok(false);
        };
        match self.send(job).await {
            // It was confirmed or decided meanwhile: its job finds that when it is claimed again.
            Err(StoreError::Conflict { .. }) => Ok(true),
            result => result.map(|()| true),
        }
    }

    async fn send(&self, job: Job) -> Result<(), StoreError> {
        let found = self.store().handoff(self.location(), &job.key).await?;
        let Some(it) = found else {
            return self.write(vec![Write::FinishJob(job)]).await.map(drop);
        };
        match it.state {
            HandoffState::NotSent => {}
            // Whoever sent it died before it could say what came of it.
            HandoffState::Sending => {
                let reason = "Tenon stopped before the answer came".to_owned();
                return self.settle(job, it, HandoffState::Unknown, reason).await;
            }
            _ => return self.write(vec![Write::FinishJob(job)]).await.map(drop),
        }
        let (url, body) = match self.ready(&it).await? {
            Ready::Send { url, body } => (url, body),
            Ready::Settled { state, reason } => {
                return self.settle(job, it, state, reason).await;
            }
        };
        let intended = self.now();
        let mut it = Handoff {
            state: HandoffState::Sending,
            sent: body.clone(),
            handed_at: Some(intended),
            reason: String::new(),
            ..it
        };
        let intent = OutletWrite::Handoff(Box::new(it.clone()));
        self.write(vec![Write::Outlet(intent)]).await?;
        it.version += 1;
        let age = self.now().duration_since(intended);
        let said = if age < SignedDuration::ZERO || age > FRESH {
            Said::NotSent("the process stood still".into())
        } else {
            self.parts.hook.post(&url, &body).await
        };
        match said {
            Said::Taken(answer) => self.settle(job, it, HandoffState::HandedOff, answer).await,
            Said::Refused(why) => self.settle(job, it, HandoffState::Failed, why).await,
            Said::Unknown(why) => self.settle(job, it, HandoffState::Unknown, why).await,
            Said::NotSent(why) if it.tries + 1 >= MAX_TRIES => {
                let reason = format!("given up after {MAX_TRIES} tries: {why}");
                self.settle(job, it, HandoffState::Failed, reason).await
            }
            Said::NotSent(why) => self.later(job, it, why).await,
        }
    }

    /// What is to be sent, from what stands now: it may have changed since it was entered.
    async fn ready(&self, it: &Handoff) -> Result<Ready, StoreError> {
        let (store, location) = (self.store(), self.location());
        let settled = |state, reason: &str| {
            Ok(Ready::Settled {
                state,
                reason: reason.to_owned(),
            })
        };
        let contact = store.record(location, Kind::Contact, &it.record_id).await?;
        let Some(contact) = contact else {
            return settled(HandoffState::Failed, "the contact was deleted");
        };
        let links = store.links_of(location, self.connection(), &contact.id);
        let known = links.await?.iter().any(|link| link.kind == Kind::Contact);
        if known {
            let why = "Houzz Pro told of the contact before it was sent";
            return settled(HandoffState::Confirmed, why);
        }
        let rules = Rules::of(store.outlet(location, self.connection()).await?.as_ref());
        let mut lead = match Lead::of(&contact.typed::<Contact>()?, &rules.lead()) {
            Ok(lead) => lead,
            Err(why) => return settled(HandoffState::Failed, why),
        };
        if let Some(chosen) = self.chosen(&rules, &contact.id).await? {
            lead = self.named(lead, &chosen).await?;
        }
        let name = hook_secret(self.connection(), &it.what);
        let sealed = store.secret(location, &name).await?;
        let sealed = sealed.filter(|_| rules.hook(&it.what).is_some());
        let Some((sealed, _)) = sealed else {
            return settled(
                HandoffState::Failed,
                "there is no catch hook for it any more",
            );
        };
        let url = match self.parts.vault.open(location, &name, &sealed) {
            Ok(url) => String::from_utf8_lossy(&url).into_owned(),
            Err(error) => return settled(HandoffState::Failed, &error.to_string()),
        };
        let mut body = json!(lead);
        if it.what == "project" {
            body["project_name"] = body["lead_name"].take();
            if let Some(fields) = body.as_object_mut() {
                fields.shift_remove("lead_name");
                fields.shift_remove("stage");
            }
        }
        // For the Zap's own history, and for a filter there that knows a second one.
        body["tenon_id"] = it.id.clone().into();
        body["tenon_contact_id"] = contact.id.into();
        Ok(Ready::Send { url, body })
    }

    /// What came of it, told on the timeline; what nobody knows goes to a person.
    async fn settle(
        &self,
        job: Job,
        it: Handoff,
        state: HandoffState,
        reason: String,
    ) -> Result<(), StoreError> {
        let it = Handoff {
            state,
            reason,
            ..it
        };
        let mut writes = vec![self.say(&it)];
        if state == HandoffState::Unknown {
            writes.push(self.ask(&it));
        }
        let cause = job.payload["cause"].clone();
        writes.push(Write::Outlet(OutletWrite::Handoff(Box::new(it))));
        writes.push(Write::FinishJob(job));
        let text = |name: &str| cause[name].as_str().unwrap_or_default().to_owned();
        let (kind, id) = (text("kind"), text("id"));
        let commit = self.commit(Some((&kind, &id)), writes);
        self.store().commit(commit).await.map(drop)
    }

    /// It certainly had no effect: it stands as if it had never been tried, and is tried again.
    async fn later(&self, job: Job, it: Handoff, why: String) -> Result<(), StoreError> {
        let doubling = u32::try_from(it.tries.clamp(0, 16)).unwrap_or(16);
        let wait = FIRST_WAIT.checked_mul(1 << doubling);
        let wait = wait.unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
        let back = Handoff {
            state: HandoffState::NotSent,
            sent: Value::Null,
            handed_at: None,
            tries: it.tries + 1,
            reason: why.clone(),
            ..it
        };
        let writes = vec![
            Write::Outlet(OutletWrite::Handoff(Box::new(back))),
            Write::RetryJob {
                job,
                run_at: self.now().checked_add(wait).unwrap_or(Timestamp::MAX),
                error: why,
                counts: true,
            },
        ];
        self.write(writes).await.map(drop)
    }

    /// An entry of the timeline about a hand-off.
    pub(super) fn say(&self, it: &Handoff) -> Write {
        Write::Log {
            kind: Kind::Contact,
            record_id: it.record_id.clone(),
            root_id: it.root_id.clone(),
            action: Action::Push,
            detail: json!({"connection": self.parts.connection.name,
                "connectionId": it.connection_id, "handoff": it.id, "what": it.what, "way": it.way,
                "state": it.state.name(), "why": it.reason, "sent": it.sent,
                "evidence": it.evidence}),
        }
    }

    fn ask(&self, it: &Handoff) -> Write {
        Write::Review(Box::new(Review {
            // Sent again and lost again, it is another question.
            id: format!("handoff/{}/{}", it.id, it.version),
            subject: it.root_id.clone(),
            title: format!(
                "Did a {} arrive in {}?",
                it.what, self.parts.connection.name
            ),
            reasons: vec![format!(
                "{}: look there, then decide with POST /tenon/v1/handoffs/{}/decide",
                it.reason, it.id
            )],
            detail: json!({"connectionId": it.connection_id, "handoffId": it.id, "what": it.what,
                "sent": it.sent}),
        }))
    }
}
