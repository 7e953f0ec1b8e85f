//! One life: nodes, users and time, stepped by a seed.

mod run;

use std::sync::Arc;

use futures_util::{FutureExt, future::BoxFuture};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_model::{Clock, Kind, Location, Origin, Random};
use tenon_operations::{Caller, Context, Guards};
use tenon_store::{Commit, Connection, Job, Store, Write};
use tenon_sync::{Engine, EngineError, EngineParts};
use tenon_testkit::{SeededRandom, TestClock};

use super::{
    remote::{FakeRemote, Faults, Yield},
    terms::furniture,
    users::Owner,
};

/// Jobs a node does at once.
const AT_ONCE: usize = 3;
/// As long as the runner takes the lease for, and how soon it renews it.
const LEASE: SignedDuration = SignedDuration::from_secs(15);
const RENEW: SignedDuration = SignedDuration::from_secs(5);
/// Turns of a drain after which something goes round in circles.
const PATIENCE: usize = 4_000;
/// Steps of one task in a drain after which it may be that it waits for another.
const WAITS: usize = 500;

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
    pub(crate) owner: Owner,
    seed: u64,
    random: Arc<SeededRandom>,
    nodes: Vec<Node>,
    tasks: Vec<Task>,
    hooks: Vec<(Timestamp, (String, Kind))>,
    lossy: bool,
}

pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> T {
    future
        .now_or_never()
        .expect("the store in memory answers at once")
}

impl World {
    pub(crate) fn new(store: &Store, seed: u64, traces: bool) -> Self {
        // Lives are small, and much in them is deleted: the stories are about the brake.
        Self::with_settings(store, seed, traces, &json!({"brake": "off"}))
    }

    pub(crate) fn with_settings(store: &Store, seed: u64, traces: bool, settings: &Value) -> Self {
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
            settings: settings.clone(),
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
            ]
            .into_iter()
            .chain(
                furniture()
                    .into_iter()
                    .map(|(kind, id, doc)| Write::Create {
                        kind,
                        id: id.into(),
                        root_id: id.into(),
                        doc,
                        exclusive: true,
                    }),
            )
            .collect(),
        };
        at_once(store.commit(commit)).unwrap();
        let cx = Context {
            store: store.clone(),
            location: Arc::clone(&location),
            origin: Origin::new(("token", "user", "A user"), "api", ("request", "")),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            random: Arc::clone(&random) as Arc<dyn Random>,
            dialect: tenon_operations::Dialect::default(),
            trace_id: String::new(),
            caller: Caller::default(),
            webhooks: None,
            doors: None,
            maps: Some(Arc::new(tenon_sync::map::Maps)),
            guards: Guards::default(),
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
            owner: Owner::default(),
            seed,
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

    /// The engine of the living node, for stories.
    #[allow(dead_code)]
    pub(crate) fn engine(&self) -> Arc<Engine> {
        Arc::clone(&self.nodes[self.newest()].engine)
    }

    fn newest(&self) -> usize {
        self.nodes.len() - 1
    }

    /// Chaos: `steps` steps, in which everything that can go wrong does.
    pub(crate) fn chaos(&mut self, steps: usize) {
        // Of its own chance: what else happens in a life is the same without an owner.
        self.owner = Owner::any(&SeededRandom::new(self.seed ^ 0x0_0E4));
        let rough = self.chance.below(4);
        *self.remote.faults.lock().unwrap() = Faults {
            limited: rough * 3,
            lost: rough * 3,
            unanswered: rough * 4,
            late: rough * 3,
            locked: false,
        };
        self.lossy = rough > 0;
        let skew = i64::try_from(self.chance.below(1_200)).unwrap() - 600;
        self.remote.peer().skew = SignedDuration::from_secs(skew);
        for _ in 0..steps {
            match self.chance.below(100) {
                0..22 => self.user_acts(),
                22..28 => self.pass_time(),
                28..34 => self.deliver(),
                34 if rough > 0 && self.chance.chance(40) => self.crash(),
                35 if rough > 0 && self.chance.chance(30) => self.replace(),
                36 if rough > 1 && self.chance.chance(10) => self.turn_token(),
                37..42 if self.owner.acts() => self.owner_acts(),
                _ => self.turn(),
            }
        }
        self.say(|| "--- faults stop ---".into());
        *self.remote.faults.lock().unwrap() = Faults::default();
        self.lossy = false;
        self.resume_all();
        // A process that was cut off ends some day.
        let newest = self.newest();
        self.tasks.retain(|task| task.node == newest);
    }

    /// The token is taken back, or there is a new one.
    fn turn_token(&mut self) {
        let locked = {
            let mut faults = self.remote.faults.lock().unwrap();
            faults.locked = !faults.locked;
            faults.locked
        };
        self.say(|| format!("THE TOKEN IS {}", if locked { "VOID" } else { "NEW" }));
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

    /// A while passes in which nothing happens.
    pub(crate) fn later(&mut self) {
        self.advance(SignedDuration::from_mins(11));
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
}
