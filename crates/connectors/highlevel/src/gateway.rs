//! The way of every call: a token, leave from the budget, the exchange, and what the answer means.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::Value;
use tenon_model::Clock;
use tenon_sync::remote::{RemoteError, Urgency};

use crate::answer;
use crate::budget::{Budget, Limits, Purpose, Seen, Ticket};
use crate::call::Call;
use crate::client::{Answer, Client};
use crate::health::is_about_scope;
use crate::scopes;
use crate::session::Session;
use crate::skew::Skew;

/// How long an interactive call waits for its turn: a window and a half. A person waits no longer.
const INTERACTIVE_PATIENCE: Duration = Duration::from_secs(15);
/// How long a bulk call does; it is cheap to ask for it again later, and a task that sleeps holds
/// its lease for nothing.
const BULK_PATIENCE: Duration = Duration::from_secs(2);
/// The shortest wait that is told to who comes back later: below it, asking costs more than waiting.
const LEAST_WAIT: Duration = Duration::from_secs(1);

pub(crate) struct Gateway {
    client: Client,
    session: Arc<Session>,
    budget: Mutex<Budget>,
    skew: Mutex<Skew>,
    clock: Arc<dyn Clock>,
}

impl Gateway {
    pub(crate) fn new(
        client: Client,
        session: Arc<Session>,
        limits: Option<Limits>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            client,
            session,
            budget: Mutex::new(Budget::new(limits)),
            skew: Mutex::default(),
            clock,
        }
    }

    /// Sends a call once, or twice when the first was turned away with 401 and there is another
    /// token. The JSON of its success; `null` when that has no body.
    pub(crate) async fn call(&self, call: &Call, urgency: Urgency) -> Result<Value, RemoteError> {
        let token = self.session.token().await?;
        let result = self.sent(call, &token, urgency).await;
        self.session
            .health()
            .ended(self.session.store(), call, &result)
            .await;
        result
    }

    async fn sent(&self, call: &Call, token: &str, urgency: Urgency) -> Result<Value, RemoteError> {
        let first = self.send(call, token, urgency).await?;
        if first.status != 401 {
            return self.judged(call, &first);
        }
        // A missing scope is a 401 as well, and no other token mends it.
        let judged = self.judged(call, &first);
        if let Err(RemoteError::Unauthorized(message)) = &judged
            && is_about_scope(message)
        {
            let scope = call.scope().map(scopes::words).unwrap_or_default();
            return Err(RemoteError::Unauthorized(format!("{message} ({scope})")));
        }
        let Some(token) = self.session.renewed(token).await? else {
            return judged;
        };
        let second = self.send(call, &token, urgency).await?;
        self.judged(call, &second)
    }

    fn judged(&self, call: &Call, answer: &Answer) -> Result<Value, RemoteError> {
        let seen = Seen::read(&answer.headers);
        answer::judge(call, answer, &seen, self.clock.now())
    }

    async fn send(
        &self,
        call: &Call,
        token: &str,
        urgency: Urgency,
    ) -> Result<Answer, RemoteError> {
        let url = call.url(&self.client.base)?;
        let mut request = self
            .client
            .request(call.method.clone(), url)
            .header("Version", call.version())
            .bearer_auth(token);
        if let Some(body) = &call.body {
            request = request.json(body);
        }
        let request = request
            .build()
            .map_err(|error| RemoteError::Failed(error.without_url().to_string()))?;
        let leave = self.leave(urgency, call.purpose()).await?;
        let sent = self.clock.now();
        let answer = self.client.exchange(request).await;
        let answer = answer.map_err(|silence| answer::silent(call, silence))?;
        self.skew().seen(&answer.headers, sent, self.clock.now());
        leave.used(&answer);
        Ok(answer)
    }

    /// Waits for leave to send, within the urgency's patience.
    async fn leave(&self, urgency: Urgency, purpose: Purpose) -> Result<Leave<'_>, RemoteError> {
        let mut patience = match urgency {
            Urgency::Interactive => INTERACTIVE_PATIENCE,
            Urgency::Bulk => BULK_PATIENCE,
        };
        loop {
            let asked = self.budget().acquire(self.clock.now(), urgency, purpose);
            let wait = match asked {
                Ok(ticket) => {
                    return Ok(Leave {
                        gateway: self,
                        ticket,
                    });
                }
                Err(wait) => wait,
            };
            let rest = patience.checked_sub(wait);
            patience = rest.ok_or(RemoteError::Limited {
                wait: wait.max(LEAST_WAIT),
            })?;
            tokio::time::sleep(wait).await;
        }
    }

    /// The limits that calls keep to, as far as they are known.
    pub(crate) fn limits(&self) -> Option<Limits> {
        self.budget().limits()
    }

    /// How far the vendor's clock is behind ours.
    pub(crate) fn behind(&self) -> SignedDuration {
        self.skew().behind()
    }

    fn skew(&self) -> MutexGuard<'_, Skew> {
        self.skew.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn budget(&self) -> MutexGuard<'_, Budget> {
        self.budget.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leave to send one call; given back when the call is over, however it ends.
struct Leave<'a> {
    gateway: &'a Gateway,
    ticket: Ticket,
}

impl Leave<'_> {
    fn used(self, answer: &Answer) {
        let seen = Seen::read(&answer.headers);
        let now = self.gateway.clock.now();
        let mut budget = self.gateway.budget();
        budget.answered(self.ticket, &seen, now);
        if answer.status == 429 {
            budget.refused(seen.wait(now), now);
        }
    }
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        let now = self.gateway.clock.now();
        self.gateway.budget().lost(self.ticket, now);
    }
}
