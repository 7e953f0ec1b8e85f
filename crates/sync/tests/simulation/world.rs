//! One life: nodes, users and time, stepped by a seed.

use std::{
    sync::Arc,
    task::{Context as TaskContext, Poll, Waker},
};

use futures_util::{FutureExt, future::BoxFuture};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tenon_model::{Clock, Location, Origin, Random};
use tenon_operations::Context;
use tenon_store::{Commit, Connection, Job, Store, Write};
use tenon_sync::{Engine, EngineError, EngineParts, queue};
use tenon_testkit::{SeededRandom, TestClock};

use super::remote::{FakeRemote, Faults, Yield};

/// Jobs a node does at once.
const AT_ONCE: usize = 3;
/// As long as the runner takes the lease for, and how soon it renews it.
const LEASE: SignedDuration = SignedDuration::from_secs(15);
const RENEW: SignedDuration = SignedDuration::from_secs(5);
/// Turns of a drain after which something goes round in circles.
const PATIENCE: usize = 4_000;

/// What a piece of an engine's work came to.
enum Did {
    Lease(bool),
    Follow,
    Claim(Vec<Job>),
    Work,
    Sweep(bool),
}

struct Task {
    node: usize,
    what: &'static str,
    future: BoxFuture<'static, Result<Did, EngineError>>,
}

/// A process that runs an engine.
struct Node {
    engine: Arc<Engine>,
    // When its lease ends; `None`: it has none.
    leased: Option<Timestamp>,
    alive: bool,
}

/// Everything there is in one life.
pub(crate) struct World {
    pub(crate) clock: Arc<TestClock>,
    pub(crate) chance: SeededRandom,
    pub(crate) store: Store,
    pub(crate) location: Arc<Location>,
    pub(crate) connection: Connection,
    pub(crate) houzz: Connection,
    pub(crate) remote: Arc<FakeRemote>,
    pub(crate) cx: Context,
    pub(crate) count: u64,
    pub(crate) trace: Vec<String>,
    pub(crate) traces: bool,
    pub(crate) known: super::users::Known,
    random: Arc<SeededRandom>,
    nodes: Vec<Node>,
    tasks: Vec<Task>,
    hooks: Vec<(Timestamp, String)>,
    lossy: bool,
}

pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> T {
    future
        .now_or_never()
        .expect("the store in memory answers at once")
}

impl World {
    pub(crate) fn new(store: &Store, seed: u64, traces: bool) -> Self {
        let clock = Arc::new(TestClock::default());
        let random = Arc::new(SeededRandom::new(seed ^ 0xA11CE));
        let location = Arc::new(Location {
            id: format!("loc{seed}"),
            name: "Cruz Remodeling".into(),
            country: "US".into(),
            timezone: "America/Chicago".into(),
            allow_duplicates: false,
        });
        let connection = |system: &str| Connection {
            location_id: location.id.clone(),
            id: format!("{system}{seed}"),
            system: system.into(),
            name: system.into(),
            settings: Value::Null,
        };
        let (highlevel, houzz) = (connection("highlevel"), connection("houzz"));
        let commit = Commit {
            location: location.id.clone(),
            at: clock.now(),
            origin: Origin::new(("system", "", ""), "cli", ("request", "")),
            fence: None,
            writes: vec![
                Write::Location((*location).clone()),
                Write::Connection(Box::new(highlevel.clone())),
                Write::Connection(Box::new(houzz.clone())),
            ],
        };
        at_once(store.commit(commit)).unwrap();
        let cx = Context {
            store: store.clone(),
            location: Arc::clone(&location),
            origin: Origin::new(("token", "user", "A user"), "api", ("request", "")),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            random: Arc::clone(&random) as Arc<dyn Random>,
            trace_id: String::new(),
        };
        let mut world = Self {
            remote: Arc::new(FakeRemote::new(Arc::clone(&clock), seed, traces)),
            clock,
            chance: SeededRandom::new(seed),
            store: store.clone(),
            location,
            connection: highlevel,
            houzz,
            cx,
            count: 0,
            trace: Vec::new(),
            traces,
            known: super::users::Known::default(),
            random,
            nodes: Vec::new(),
            tasks: Vec::new(),
            hooks: Vec::new(),
            lossy: false,
        };
        world.start_node();
        world
    }

    pub(crate) fn say(&mut self, text: impl FnOnce() -> String) {
        if self.traces {
            self.trace.extend(self.remote.told());
            let at = self.clock.now();
            self.trace.push(format!("{at:.3} {}", text()));
        }
    }

    fn start_node(&mut self) {
        let parts = EngineParts {
            store: self.store.clone(),
            location: Arc::clone(&self.location),
            connection: self.connection.clone(),
            remote: Arc::clone(&self.remote) as Arc<dyn tenon_sync::remote::Remote>,
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            random: Arc::clone(&self.random) as Arc<dyn Random>,
            node: format!("node{}", self.nodes.len()),
            pause: Some(Arc::new(|| Yield(false).boxed())),
        };
        self.nodes.push(Node {
            engine: Arc::new(Engine::new(parts)),
            leased: None,
            alive: true,
        });
    }

    fn newest(&self) -> usize {
        self.nodes.len() - 1
    }

    /// Chaos: `steps` steps, in which everything that can go wrong does.
    pub(crate) fn chaos(&mut self, steps: usize) {
        let rough = self.chance.below(4);
        *self.remote.faults.lock().unwrap() = Faults {
            limited: rough * 3,
            lost: rough * 3,
            unanswered: rough * 4,
            late: rough * 3,
        };
        self.lossy = rough > 0;
        let skew = i64::try_from(self.chance.below(600)).unwrap() - 300;
        self.remote.peer().skew = SignedDuration::from_secs(skew);
        for _ in 0..steps {
            match self.chance.below(100) {
                0..22 => self.user_acts(),
                22..28 => self.pass_time(),
                28..34 => self.deliver(),
                34 if rough > 0 && self.chance.chance(40) => self.crash(),
                35 if rough > 0 && self.chance.chance(30) => self.replace(),
                _ => self.turn(),
            }
        }
        self.say(|| "--- faults stop ---".into());
        *self.remote.faults.lock().unwrap() = Faults::default();
        self.lossy = false;
        // A process that was cut off ends some day.
        let newest = self.newest();
        self.tasks.retain(|task| task.node == newest);
    }

    fn pass_time(&mut self) {
        let millis = match self.chance.below(10) {
            0..5 => self.chance.below(900),
            5..9 => self.chance.below(9_000),
            _ => self.chance.below(200_000),
        };
        self.advance(SignedDuration::from_millis(i64::try_from(millis).unwrap()));
    }

    fn advance(&mut self, by: SignedDuration) {
        self.clock.advance(by);
        self.remote.land();
    }

    /// The process ends in the middle of whatever it does, and another takes its place.
    pub(crate) fn crash(&mut self) {
        self.say(|| "CRASH".into());
        let newest = self.newest();
        self.tasks.retain(|task| task.node != newest);
        self.nodes[newest].alive = false;
        self.start_node();
    }

    /// The process is cut off but goes on; its lease ends, and another takes its place.
    fn replace(&mut self) {
        self.say(|| "CUT OFF, and replaced".into());
        let newest = self.newest();
        self.nodes[newest].alive = false;
        self.start_node();
        if self.chance.chance(50) {
            self.advance(LEASE);
        }
    }

    /// Takes what the other side has to tell on its way, and delivers what has come.
    fn deliver(&mut self) {
        let events = std::mem::take(&mut self.remote.peer().events);
        let now = self.clock.now();
        for contact in events {
            let copies = match self.chance.below(10) {
                0 | 1 if self.lossy => 0,
                2 if self.lossy => 2,
                _ => 1,
            };
            for _ in 0..copies {
                let most = if self.lossy { 60_000 } else { 500 };
                let wait = i64::try_from(self.chance.below(most)).unwrap();
                let at = now + SignedDuration::from_millis(wait);
                self.hooks.push((at, contact.clone()));
            }
        }
        let (come, wait) = std::mem::take(&mut self.hooks)
            .into_iter()
            .partition(|(at, _)| *at <= now);
        self.hooks = wait;
        let come: Vec<(Timestamp, String)> = come;
        for (_, contact) in come {
            self.say(|| format!("webhook about {contact}"));
            let cause = ("delivery", "webhook");
            let job = tenon_sync::arrival(&self.connection.id, &contact, cause, now);
            at_once(self.store.commit(self.cx.commit(vec![Write::Job(job)]))).unwrap();
        }
    }

    fn spawn(
        &mut self,
        node: usize,
        what: &'static str,
        future: BoxFuture<'static, Result<Did, EngineError>>,
    ) {
        self.tasks.push(Task { node, what, future });
    }

    fn running(&self, node: usize, what: &str) -> usize {
        let mine = self.tasks.iter().filter(|task| task.node == node);
        mine.filter(|task| task.what == what).count()
    }

    /// The living node begins something, or one of those that run goes on for a step.
    fn turn(&mut self) {
        let node = self.newest();
        let engine = || Arc::clone(&self.nodes[node].engine);
        let now = self.clock.now();
        let leased = self.nodes[node].leased;
        if leased.is_none_or(|until| now >= until - (LEASE - RENEW))
            && self.running(node, "lease") == 0
        {
            let engine = engine();
            let future = async move { Ok(Did::Lease(engine.lease(now + LEASE).await?)) };
            return self.spawn(node, "lease", future.boxed());
        }
        if leased.is_some() {
            let engine = engine();
            match self.chance.below(60) {
                0..6 if self.running(node, "follow") == 0 => {
                    let future = async move { engine.follow().await.map(|_| Did::Follow) };
                    return self.spawn(node, "follow", future.boxed());
                }
                6..14 if self.running(node, "claim") + self.running(node, "work") < AT_ONCE => {
                    let future = async move { engine.claim(2).await.map(Did::Claim) };
                    return self.spawn(node, "claim", future.boxed());
                }
                14 if self.running(node, "sweep") == 0 => {
                    let future = async move { engine.sweep().await.map(Did::Sweep) };
                    return self.spawn(node, "sweep", future.boxed());
                }
                _ => {}
            }
        }
        if !self.tasks.is_empty() {
            let at = self.chance.below(self.tasks.len() as u64);
            self.poll(usize::try_from(at).unwrap());
        }
    }

    /// One step of one task.
    fn poll(&mut self, at: usize) -> Option<bool> {
        let task = &mut self.tasks[at];
        let (node, what) = (task.node, task.what);
        let mut context = TaskContext::from_waker(Waker::noop());
        let Poll::Ready(done) = task.future.as_mut().poll(&mut context) else {
            return None;
        };
        drop(self.tasks.swap_remove(at));
        let mut more = false;
        match done {
            Ok(Did::Lease(had)) => {
                let now = self.clock.now();
                self.nodes[node].leased = had.then_some(now + LEASE);
                if !had {
                    // As the runner does: a session without the lease ends.
                    self.tasks.retain(|task| task.node != node);
                }
            }
            Ok(Did::Claim(jobs)) => {
                for job in jobs {
                    self.say(|| format!("job {} begins, try {}", job.key, job.attempts));
                    let engine = Arc::clone(&self.nodes[node].engine);
                    let future = async move { engine.work(job).await.map(|()| Did::Work) };
                    self.spawn(node, "work", future.boxed());
                }
            }
            Ok(Did::Sweep(is_more)) => more = is_more,
            Ok(Did::Follow | Did::Work) => {}
            Err(error) => {
                self.say(|| format!("{what} of node {node}: {error}"));
                // As the runner does: whatever fails, the lease is taken anew.
                self.nodes[node].leased = None;
                more = what == "sweep";
            }
        }
        Some(more)
    }

    /// Goes on until nothing is left to be done by anybody.
    pub(crate) fn drain(&mut self) -> Result<(), String> {
        let queue = queue(&self.connection.id);
        for turn in 0..PATIENCE {
            self.deliver();
            if !self.tasks.is_empty() {
                self.poll(0);
                continue;
            }
            let node = self.newest();
            let now = self.clock.now();
            let engine = Arc::clone(&self.nodes[node].engine);
            if self.nodes[node]
                .leased
                .is_none_or(|until| now >= until - (LEASE - RENEW))
            {
                let future = async move { Ok(Did::Lease(engine.lease(now + LEASE).await?)) };
                self.spawn(node, "lease", future.boxed());
                while !self.tasks.is_empty() {
                    self.poll(0);
                }
                if self.nodes[node].leased.is_none() {
                    self.advance(RENEW);
                }
                continue;
            }
            let follow = Arc::clone(&engine);
            let future = async move { follow.follow().await.map(|_| Did::Follow) };
            self.spawn(node, "follow", future.boxed());
            let future = async move { engine.claim(8).await.map(Did::Claim) };
            self.spawn(node, "claim", future.boxed());
            while !self.tasks.is_empty() {
                self.poll(0);
            }
            let depth = at_once(self.store.queue_depth(&self.location.id, &queue)).unwrap();
            let waits = self.remote.land() || !self.hooks.is_empty();
            if depth.waiting == 0 && !waits && self.remote.peer().events.is_empty() {
                return Ok(());
            }
            let due = depth.next.is_some_and(|next| next <= self.clock.now());
            if turn > PATIENCE / 2 {
                self.say(|| format!("not at rest: {}", depth.last_error));
            }
            if turn + 1 == PATIENCE {
                return Err(format!("does not come to rest: {}", depth.last_error));
            }
            if !due {
                let hook = self.hooks.iter().map(|(at, _)| *at).min();
                let soon = self.clock.now() + SignedDuration::from_secs(5);
                let next = depth.next.into_iter().chain(hook).min().unwrap_or(soon);
                let next = if waits { next.min(soon) } else { next };
                self.advance(
                    next.duration_since(self.clock.now()) + SignedDuration::from_millis(1),
                );
            }
        }
        Err("does not come to rest".into())
    }

    /// Goes on until something has happened; for stories.
    #[allow(dead_code)]
    pub(crate) fn work_until(&mut self, happened: impl Fn(&Self) -> bool) {
        for _ in 0..PATIENCE {
            if happened(self) {
                return;
            }
            self.turn();
        }
        panic!("it does not happen");
    }

    /// A sweep of everything, to its end.
    pub(crate) fn sweep_everything(&mut self) -> Result<(), String> {
        self.say(|| "--- a full sweep ---".into());
        let mut asked = false;
        for _ in 0..1_000 {
            self.drain()?;
            let engine = Arc::clone(&self.nodes[self.newest()].engine);
            let ask = !std::mem::replace(&mut asked, true);
            let node = self.newest();
            let future = async move {
                if ask {
                    engine.sweep_everything().await?;
                }
                engine.sweep().await.map(Did::Sweep)
            };
            self.spawn(node, "sweep", future.boxed());
            let more = loop {
                if let Some(more) = self.poll(0) {
                    break more;
                }
            };
            if !more {
                return self.drain();
            }
        }
        Err("the sweep does not end".into())
    }
}
