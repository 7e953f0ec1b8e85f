//! Refresh tokens under a thief: lives made of a seed, in which a client, a thief who has copied
//! tokens, lost answers and time meet in any order. Whatever the order, no two hold working tokens of
//! one grant for longer than until the second of them refreshes.

// Tests may panic; the lints know only the functions marked `#[test]` as such.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use jiff::SignedDuration;
use tenon_model::{Clock, Location, Origin, Random, Scope};
use tenon_oauth::{
    AuthorizeRequest, Gate, Issued, NewClient, OAuthError, TokenServer, TokenSettings, new_client,
    new_person,
};
use tenon_store::{Client, Commit, DatabaseUrl, HOUSE, OAuthWrite, OpenOptions, Store, Write};
use tenon_testkit::{SeededRandom, TestClock};

/// Lives per run.
const LIVES: u64 = 60;
/// Steps of a life.
const STEPS: usize = 40;
const BACK: &str = "https://app.example.org/back";

struct World {
    store: Store,
    clock: Arc<TestClock>,
    random: Arc<SeededRandom>,
    gate: Arc<Gate>,
    tokens: TokenServer,
    client: Client,
}

/// Somebody's pair.
#[derive(Clone)]
struct Pair {
    access: String,
    refresh: String,
}

impl World {
    async fn new(seed: u64) -> (Self, Pair) {
        let store = Store::open(&DatabaseUrl::Memory, OpenOptions::default()).await;
        let store = store.unwrap();
        let (clock, random) = (
            Arc::new(TestClock::default()),
            Arc::new(SeededRandom::new(seed)),
        );
        let time = || Arc::clone(&clock) as Arc<dyn Clock>;
        let chance = || Arc::clone(&random) as Arc<dyn Random>;
        let gate = Arc::new(Gate::new(store.clone(), time()));
        let settings = TokenSettings::default();
        let tokens = TokenServer::new(store.clone(), time(), chance(), settings, Arc::clone(&gate));
        let uris = [BACK.to_owned()];
        let new = NewClient {
            name: "App",
            redirect_uris: &uris,
            scopes: &[Scope::ContactsReadonly],
            is_public: false,
            needs_pkce: false,
            location_id: "",
        };
        let (client, _) = new_client(&*random, clock.now(), &new).unwrap();
        let ana = new_person(&*random, clock.now(), "ana@example.org", "Ana", None).unwrap();
        let world = Self {
            store,
            clock,
            random,
            gate,
            tokens,
            client: Client {
                version: 1,
                ..client.clone()
            },
        };
        let home = Location {
            id: "home".into(),
            name: "Home".into(),
            country: "US".into(),
            timezone: "America/Chicago".into(),
            allow_duplicates: false,
        };
        world.write("home", vec![Write::Location(home)]).await;
        let member = OAuthWrite::Member {
            person_id: ana.id.clone(),
            location_id: "home".into(),
            role: Some("owner".into()),
        };
        let writes = [
            OAuthWrite::Client(client),
            OAuthWrite::Person(ana.clone()),
            member,
        ];
        let writes = writes.into_iter().map(Box::new).map(Write::OAuth).collect();
        world.write(HOUSE, writes).await;
        let parameters = [
            ("response_type", "code"),
            ("client_id", world.client.id.as_str()),
            ("redirect_uri", BACK),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let request = AuthorizeRequest::check(Some(world.client.clone()), &parameters, "https://i");
        let request = request.unwrap();
        let choices = world.tokens.choices(&ana, &request).await.unwrap();
        let answer = world
            .tokens
            .approve(&ana, &request, &choices[0])
            .await
            .unwrap();
        let code = answer
            .split("code=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap();
        let issued = world.tokens.redeem(&world.client, code, None, None).await;
        let pair = pair(issued.unwrap());
        (world, pair)
    }

    async fn write(&self, location: &str, writes: Vec<Write>) {
        let commit = Commit {
            location: location.to_owned(),
            at: self.clock.now(),
            origin: Origin::new(("system", "", "test"), "cli", ("request", "")),
            fence: None,
            writes,
        };
        self.store.commit(commit).await.unwrap();
    }

    async fn refresh(&self, pair: &Pair) -> Option<Pair> {
        match self.tokens.refresh(&self.client, &pair.refresh, None).await {
            Ok(issued) => Some(self::pair(issued)),
            Err(OAuthError::Grant(_)) => None,
            Err(error) => panic!("{error}"),
        }
    }

    async fn works(&self, pair: &Pair) -> bool {
        self.gate.admit(&pair.access).await.is_ok()
    }
}

fn pair(issued: Issued) -> Pair {
    Pair {
        access: issued.access_token,
        refresh: issued.refresh_token.unwrap(),
    }
}

/// A life in which the client calls and refreshes, answers get lost, and time passes.
async fn honest_life(seed: u64) {
    let (world, mut held) = World::new(seed).await;
    for step in 0..STEPS {
        match world.random.below(4) {
            0 => assert!(world.works(&held).await, "seed {seed}, step {step}: a call"),
            1 => world.clock.advance(SignedDuration::from_mins(5)),
            2 => {
                let next = world.refresh(&held).await;
                held = next.unwrap_or_else(|| panic!("seed {seed}, step {step}: a refresh"));
            }
            // The answer is lost, a few times over, and the client asks again within the grace.
            _ => {
                for _ in 0..=world.random.below(3) {
                    let lost = world.refresh(&held).await;
                    assert!(lost.is_some(), "seed {seed}, step {step}: a lost answer");
                    let seconds = i64::try_from(world.random.below(15)).unwrap();
                    world.clock.advance(SignedDuration::from_secs(seconds));
                }
                let next = world.refresh(&held).await;
                held = next.unwrap_or_else(|| panic!("seed {seed}, step {step}: asked again"));
            }
        }
    }
    let last = world.refresh(&held).await;
    assert!(
        last.is_some(),
        "seed {seed}: an honest client is never thrown out"
    );
}

/// A life with a thief who has copied the client's pair at some moment.
async fn robbed_life(seed: u64) {
    let (world, first) = World::new(seed).await;
    let (mut owner, mut thief) = (first.clone(), first);
    let (mut owner_moved, mut thief_moved) = (false, false);
    for step in 0..STEPS {
        let minutes = i64::try_from(world.random.below(3)).unwrap();
        world.clock.advance(SignedDuration::from_mins(minutes));
        let owners_turn = world.random.chance(50);
        let (who, moved) = if owners_turn {
            (&mut owner, &mut owner_moved)
        } else {
            (&mut thief, &mut thief_moved)
        };
        // Each uses what it has got, as anybody does.
        world.works(who).await;
        match world.refresh(who).await {
            Some(next) => {
                (*who, *moved) = (next, true);
                world.works(who).await;
            }
            // From now on nothing of the grant is worth anything, to either of them.
            None => {
                for pair in [&owner, &thief] {
                    assert!(!world.works(pair).await, "seed {seed}, step {step}");
                    assert!(
                        world.refresh(pair).await.is_none(),
                        "seed {seed}, step {step}"
                    );
                }
                return;
            }
        }
        assert!(
            !(owner_moved && thief_moved),
            "seed {seed}, step {step}: two lines of one grant"
        );
    }
}

fn run(life: impl AsyncFn(u64)) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        for seed in 0..LIVES {
            life(seed).await;
        }
    });
}

#[test]
fn an_honest_client_is_never_thrown_out() {
    run(honest_life);
}

#[test]
fn a_thief_and_the_owner_never_both_go_on() {
    run(robbed_life);
}
