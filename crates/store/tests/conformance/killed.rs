//! A process killed in the middle of its writes has lost nothing it was told is written.

use std::{
    io::{BufRead, BufReader, Write as _},
    process::Stdio,
    sync::Arc,
};

use serde_json::json;
use tenon_model::Random;
use tenon_store::{OpenOptions, Store};
use tenon_testkit::{SeededRandom, TestClock};

use super::{
    again::{as_child, child},
    support::{Db, HOME, On, Step, block_on},
    writers::assert_whole,
};

const ROUNDS: u64 = 10;
const SEED: u64 = 20_261_123;

/// Writes for ever, and prints the id of each contact that was acknowledged.
fn write_for_ever(place: &str) {
    let (url, round) = place.split_once(' ').unwrap();
    block_on(async {
        let store = Store::open(&url.parse().unwrap(), OpenOptions::default()).await;
        let step = Step::new(&store.unwrap(), &Arc::<TestClock>::default(), HOME);
        let writers = (0..8).map(|writer| {
            let (step, round) = (step.clone(), round.to_owned());
            tokio::spawn(async move {
                for n in 0.. {
                    let id = format!("r{round}-{writer}-{n}");
                    let doc = json!({ "email": format!("{id}@x.com") });
                    step.clone().contact(&id, doc).done().await;
                    writeln!(std::io::stdout().lock(), "acknowledged {id}").unwrap();
                }
            })
        });
        futures_util::future::join_all(writers).await;
    });
}

fn nothing_acknowledged_is_lost(on: On, test: &str) {
    if let Some(place) = as_child() {
        return write_for_ever(&place);
    }
    let random = SeededRandom::new(SEED);
    let db = block_on(Db::open(on, OpenOptions::default()));
    let mut ids = Vec::new();
    for round in 0..ROUNDS {
        let place = format!("{} {round}", db.address());
        let mut process = child(&[], test, &place)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let enough = ids.len() + 10 + usize::try_from(random.below(300)).unwrap();
        let mut alive = true;
        for line in lines {
            // The harness's own words may stand before the first.
            let Ok(line) = line else { break };
            if let Some((_, id)) = line.rsplit_once("acknowledged ") {
                ids.push(id.to_owned());
            }
            if ids.len() >= enough && alive {
                process.kill().unwrap();
                alive = false;
            }
        }
        process.wait().unwrap();
        assert!(!alive, "it ended by itself");
        block_on(async {
            let reopened = Store::open(&db.url, OpenOptions::default()).await.unwrap();
            assert_whole(&reopened, &ids).await;
        });
    }
}

#[test]
fn sqlite_keeps_what_it_acknowledged() {
    let test = "conformance::killed::sqlite_keeps_what_it_acknowledged";
    nothing_acknowledged_is_lost(On::File, test);
}

#[test]
fn postgres_keeps_what_it_acknowledged() {
    let test = "conformance::killed::postgres_keeps_what_it_acknowledged";
    nothing_acknowledged_is_lost(On::Postgres, test);
}
