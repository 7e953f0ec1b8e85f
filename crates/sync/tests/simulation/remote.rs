//! The other side behind the engine's port, with everything that can go wrong on the way. Each call
//! gives way before and after its effect, so that anything may happen in between.

mod faults;
mod port;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tenon_model::{Clock, Random};
use tenon_sync::remote::RemoteError;
use tenon_testkit::{SeededRandom, TestClock};

use super::peer::{Outcome, Peer};
pub(crate) use faults::{Faults, Script, Yield};

/// Longest that a call is on its way; the connector gives up on it then.
const CALL: SignedDuration = SignedDuration::from_secs(10);
/// How far the other side's search lags its writes.
const LAG: SignedDuration = SignedDuration::from_secs(3);
/// Contacts on a page.
const PAGE: usize = 3;

type Effect = Box<dyn FnOnce(&mut Peer) + Send>;

/// A write that is on its way, and nobody waits for its answer any more.
struct Flying {
    lands: Timestamp,
    effect: Effect,
}

/// The other side as the engine reaches it.
pub(crate) struct FakeRemote {
    peer: Mutex<Peer>,
    flying: Mutex<Vec<Flying>>,
    pub(crate) faults: Mutex<Faults>,
    /// Answers that the next writes get instead of having an effect, for stories.
    pub(crate) scripted: Mutex<VecDeque<Script>>,
    clock: Arc<TestClock>,
    chance: SeededRandom,
    told: Mutex<Vec<String>>,
    tells: bool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FakeRemote {
    pub(crate) fn new(clock: Arc<TestClock>, seed: u64, tells: bool) -> Self {
        Self {
            peer: Mutex::default(),
            flying: Mutex::default(),
            faults: Mutex::default(),
            scripted: Mutex::default(),
            clock,
            chance: SeededRandom::new(seed ^ 0x5EED),
            told: Mutex::default(),
            tells,
        }
    }

    /// Everything over there, at this moment.
    pub(crate) fn peer(&self) -> MutexGuard<'_, Peer> {
        let mut peer = lock(&self.peer);
        peer.now = self.clock.now();
        peer
    }

    /// What was called since this was asked last.
    pub(crate) fn told(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.told))
    }

    fn tell(&self, text: impl FnOnce() -> String) {
        if self.tells {
            lock(&self.told).push(text());
        }
    }

    /// Lets writes land whose time has come. Whether any are still on their way.
    pub(crate) fn land(&self) -> bool {
        let now = self.clock.now();
        let mut flying = lock(&self.flying);
        while let Some(at) = flying.iter().position(|one| one.lands <= now) {
            let one = flying.remove(at);
            self.tell(|| "    a late write lands".into());
            (one.effect)(&mut self.peer());
        }
        !flying.is_empty()
    }

    /// Whether a write is still on its way.
    #[allow(dead_code)]
    pub(crate) fn is_flying(&self) -> bool {
        !lock(&self.flying).is_empty()
    }

    fn script(&self) -> Script {
        if let Some(script) = lock(&self.scripted).pop_front() {
            return script;
        }
        let faults = *lock(&self.faults);
        let mut roll = self.chance.below(100);
        for (percent, script) in [
            (faults.limited, Script::Limited),
            (faults.lost, Script::Lost),
            (faults.unanswered, Script::Unanswered),
            (faults.late, Script::Late),
        ] {
            if roll < percent {
                return script;
            }
            roll -= percent;
        }
        Script::Well
    }

    async fn dawdle(&self) {
        for _ in 0..=self.chance.below(2) {
            Yield(false).await;
        }
    }

    async fn read<T>(&self, what: String, read: impl FnOnce(&mut Peer) -> T) -> Outcome<T> {
        let faults = *lock(&self.faults);
        let roll = self.chance.below(100);
        let since = self.clock.now();
        self.dawdle().await;
        if lock(&self.faults).locked {
            return Err(RemoteError::Unauthorized("the token is void".into()));
        }
        if roll < faults.limited {
            return Err(limited());
        }
        if roll < faults.limited + faults.lost / 2 || self.clock.now() > since + CALL {
            self.tell(|| format!("    {what}: no answer"));
            return Err(unknown());
        }
        let answer = read(&mut self.peer());
        self.tell(|| format!("    {what}"));
        self.dawdle().await;
        if self.clock.now() > since + CALL {
            return Err(unknown());
        }
        Ok(answer)
    }

    async fn write<T: Send + 'static>(
        &self,
        what: String,
        effect: impl FnOnce(&mut Peer) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let script = self.script();
        let ends = self.clock.now() + CALL;
        // Dropped while it waits: the caller crashed, and its request goes on without it.
        let mut sent = Sent {
            remote: self,
            effect: None,
            ends,
        };
        let answer = Arc::new(Mutex::new(None));
        if script != Script::Limited && script != Script::Lost {
            let slot = Arc::clone(&answer);
            sent.effect = Some(Box::new(move |peer| *lock(&slot) = Some(effect(peer))));
        }
        self.dawdle().await;
        if lock(&self.faults).locked {
            sent.effect = None;
            return Err(RemoteError::Unauthorized("the token is void".into()));
        }
        if script == Script::Limited {
            self.tell(|| format!("    {what}: limited"));
            return Err(limited());
        }
        if script == Script::Late && self.clock.now() < ends {
            self.tell(|| format!("    {what}: no answer yet"));
            if let Some(effect) = sent.effect.take() {
                self.land_late(effect, ends);
            }
            return Err(unknown());
        }
        let Some(effect) = sent.effect.take().filter(|_| self.clock.now() <= ends) else {
            self.tell(|| format!("    {what}: lost"));
            return Err(unknown());
        };
        effect(&mut self.peer());
        let answer = lock(&answer).take().unwrap_or_else(|| Err(unknown()));
        self.tell(|| {
            let failed = answer.as_ref().err();
            format!(
                "    {what}{}",
                failed.map_or(String::new(), |error| format!(": {error}"))
            )
        });
        self.dawdle().await;
        if script == Script::Unanswered || self.clock.now() > ends {
            self.tell(|| format!("    {what}: its answer is lost"));
            return Err(unknown());
        }
        answer
    }

    /// A write that nobody waits for any more may still land.
    fn fly(&self, effect: Effect, ends: Timestamp) {
        if self.clock.now() < ends && self.chance.chance(60) {
            self.land_late(effect, ends);
        }
    }

    fn land_late(&self, effect: Effect, ends: Timestamp) {
        let now = self.clock.now();
        let rest = u64::try_from((ends.as_microsecond() - now.as_microsecond()).max(1));
        let wait = self.chance.below(rest.unwrap_or(1));
        let wait = SignedDuration::from_micros(i64::try_from(wait).unwrap_or(0));
        let lands = now + wait;
        lock(&self.flying).push(Flying { lands, effect });
    }
}

/// A write that was sent. Dropped with its effect, its caller has crashed or given up.
struct Sent<'a> {
    remote: &'a FakeRemote,
    effect: Option<Effect>,
    ends: Timestamp,
}

impl Drop for Sent<'_> {
    fn drop(&mut self) {
        if let Some(effect) = self.effect.take() {
            self.remote.fly(effect, self.ends);
        }
    }
}

fn limited() -> RemoteError {
    let wait = Duration::from_secs(2);
    RemoteError::Limited { wait }
}

fn unknown() -> RemoteError {
    RemoteError::Unknown("time-out".into())
}
