//! Simulated lives: the real engine and the real store against the other side in memory, with every
//! fault a network and a data centre know, each decided by a seed. A seed that failed once is kept.
//!
//! One seed again, with a trace: `TENON_SEED=123 cargo nextest run -p tenon-sync one_seed`

// Tests may panic; the lints know only the functions marked `#[test]` as such.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod simulation {
    mod checks;
    mod peer;
    mod remote;
    mod terms;
    mod users;
    mod world;

    use std::{fmt::Write as _, ops::Range, panic::AssertUnwindSafe};

    use tenon_model::Random;
    use tenon_store::{DatabaseUrl, OpenOptions, Store};
    use world::{World, at_once};

    /// Seeds that found something once; the commits say what. A change of the simulator changes what
    /// a seed means, so the stories in `engine.rs` tell the same once more.
    const REGRESSIONS: &[u64] = &[
        2, 5, 15, 18, 36, 88, 241, 264, 318, 341, 352, 381, 489, 634, 696, 716, 1302, 1533, 2128,
        9364,
    ];

    fn store() -> Store {
        at_once(Store::open(&DatabaseUrl::Memory, OpenOptions::default())).unwrap()
    }

    /// One life. Says what went wrong in it, with its trace.
    fn life(store: &Store, seed: u64, traces: bool) -> Result<(), String> {
        let mut world = World::new(store, seed, traces);
        let result = std::panic::catch_unwind(AssertUnwindSafe(|| live(&mut world)));
        let wrong = result.unwrap_or_else(|_| vec!["it panicked".into()]);
        if wrong.is_empty() {
            return Ok(());
        }
        world.say(|| "--- the end ---".into());
        let mut text = format!("seed {seed}:\n");
        for line in world.trace.iter().chain(&wrong) {
            let _ = writeln!(text, "{line}");
        }
        Err(text)
    }

    fn live(world: &mut World) -> Vec<String> {
        let steps = 120 + usize::try_from(world.chance.below(220)).unwrap();
        world.chaos(steps);
        let settled = world.drain().and_then(|()| {
            // What was not understood may be asked for again.
            world.later();
            // What a person was asked about may have been settled by others since.
            world.leads_again();
            world.sweep_everything()
        });
        if let Err(error) = settled {
            return vec![error];
        }
        let mut wrong = checks::wrong(world);
        // Nothing is left to be said or done.
        let seen = |world: &World| {
            let seq = at_once(world.store.last_seq(&world.location.id)).unwrap();
            (seq, world.remote.peer().writes)
        };
        let before = seen(world);
        world.leads_again();
        if let Err(error) = world.sweep_everything() {
            wrong.push(error);
        }
        let after = seen(world);
        if before != after {
            wrong.push(format!(
                "an echo: log and writes {before:?} became {after:?}"
            ));
        }
        wrong
    }

    /// The same seed lives the same life, also in a store that others have used.
    #[test]
    fn a_seed_decides_everything() {
        let shared = store();
        for seed in 0..20 {
            let told = [&shared, &store()].map(|store| {
                let mut world = World::new(store, seed, true);
                live(&mut world);
                world.say(String::new);
                world.trace
            });
            assert!(told[0] == told[1], "seed {seed}");
        }
    }

    fn lives(seeds: Range<u64>) {
        let store = store();
        for seed in seeds {
            if let Err(wrong) = life(&store, seed, false) {
                again(seed);
                panic!("{wrong}in a store that others had used before");
            }
        }
    }

    /// A life that went wrong, told.
    fn again(seed: u64) {
        if let Err(told) = life(&self::store(), seed, true) {
            panic!("{told}\nagain: TENON_SEED={seed} cargo nextest run -p tenon-sync one_seed");
        }
    }

    #[test]
    fn lives_0() {
        lives(0..1250);
    }

    #[test]
    fn lives_1() {
        lives(1250..2500);
    }

    #[test]
    fn lives_2() {
        lives(2500..3750);
    }

    #[test]
    fn lives_3() {
        lives(3750..5000);
    }

    #[test]
    fn lives_4() {
        lives(5000..6250);
    }

    #[test]
    fn lives_5() {
        lives(6250..7500);
    }

    #[test]
    fn lives_6() {
        lives(7500..8750);
    }

    #[test]
    fn lives_7() {
        lives(8750..10000);
    }

    #[test]
    fn seeds_that_failed_once() {
        let store = store();
        for seed in REGRESSIONS {
            life(&store, *seed, false).unwrap_or_else(|_| again(*seed));
        }
    }

    /// Other seeds than every run's: `just sim 20000..30000`
    #[test]
    #[ignore = "for a search that takes as long as it is told to"]
    fn more_lives() {
        let range = std::env::var("TENON_SEEDS").expect("TENON_SEEDS=FROM..TO");
        let (from, to) = range.split_once("..").expect("FROM..TO");
        lives(from.parse().unwrap()..to.parse().unwrap());
    }

    #[test]
    fn one_seed() {
        let seed = std::env::var("TENON_SEED").ok();
        again(seed.and_then(|seed| seed.parse().ok()).unwrap_or(0));
    }
}
