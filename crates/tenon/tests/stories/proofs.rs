//! The same story over real processes: a hub and a sandbox that fails in every way it can, each killed
//! with -9 in the middle of its work; and then `tenon sync verify` says that both sides agree.

use serde_json::{Value, json};

use super::own_lead::{Pair, pair};
use crate::support::{Folder, PATIENCE, Tenon, eventually, free_address, sample};

const FAULTS: [&str; 16] = [
    "--rate-limit",
    "none",
    "--seed",
    "11",
    "--fault",
    "429=0.03",
    "--fault",
    "500=0.03",
    "--fault",
    "timeout-after=0.005",
    "--fault",
    "drop-webhook=0.2",
    "--fault",
    "duplicate-webhook=0.2",
    "--fault",
    "delay-webhook=0.2",
];

/// What a proof found.
fn proof(tenon: &Tenon) -> Option<Value> {
    let output = tenon.run(&["sync", "verify", "--location", "oak", "--json"]);
    let found: Value = serde_json::from_slice(&output.stdout).ok()?;
    let agree = found["drift"] == 0;
    assert_eq!(
        output.status.success(),
        agree,
        "the exit code says the same"
    );
    Some(found)
}

/// Until both sides agree. A lost answer and a lost webhook are found within minutes, by sweeps.
fn agree(tenon: &Tenon, at_least: u64) {
    let started = std::time::Instant::now();
    loop {
        let found = proof(tenon);
        let contacts = |found: &Value| found["kinds"]["contact"]["compared"].as_u64();
        if let Some(found) = &found
            && found["drift"] == 0
            && contacts(found) >= Some(at_least)
        {
            return;
        }
        assert!(started.elapsed() < PATIENCE, "no agreement: {found:#?}");
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
}

fn take_in(pair: &Pair) {
    let (export, inbox) = (
        sample("export/houzz-account-export.csv"),
        sample("leads/inbox.mbox"),
    );
    pair.tenon
        .said(&["import", "houzz", &export, &inbox, "--location", "oak"]);
}

fn edit_there(pair: &Pair, number: usize) {
    let body = json!({"locationId": "sandbox", "email": format!("walk-in-{number}@example.org"),
        "firstName": "Walk", "lastName": format!("In {number}"), "tags": ["walk-in"]});
    // A fault may hit it; the next is tried.
    let _ = pair.theirs.call("POST", "/contacts/", body);
}

#[test]
fn after_faults_and_kills_of_either_side_a_proof_finds_no_drift() {
    let (hub, theirs) = (Folder::new(), Folder::new());
    let mut pair = pair(&hub, &theirs, None, &FAULTS);
    take_in(&pair);
    for number in 0..5 {
        edit_there(&pair, number);
    }
    eventually("the hub has begun", || {
        pair.theirs.everything().is_some_and(|all| all.len() > 8)
    });
    pair.restart_hub();
    eventually("it goes on", || {
        pair.theirs.everything().is_some_and(|all| all.len() > 15)
    });
    pair.restart_sandbox();
    for number in 5..8 {
        edit_there(&pair, number);
    }
    // What the faults kept quiet is found by looking at everything.
    let _ = pair
        .tenon
        .run(&["sync", "run", "--location", "oak", "--reach", "deep"]);
    agree(&pair.tenon, 40);
}

#[test]
fn two_hubs_on_one_database_come_to_no_drift_when_one_is_killed() {
    let (hub, theirs) = (Folder::new(), Folder::new());
    let database = tenon_testkit::database_url();
    let mut pair = pair(&hub, &theirs, Some(&database), &FAULTS);
    let other = free_address();
    let _second = pair.tenon.serve(&["serve", "--listen", &other.to_string()]);
    take_in(&pair);
    eventually("the first node has begun", || {
        pair.theirs.everything().is_some_and(|all| all.len() > 8)
    });
    pair.kill_first_node(other);
    pair.restart_sandbox();
    let _ = pair
        .tenon
        .run(&["sync", "run", "--location", "oak", "--reach", "deep"]);
    agree(&pair.tenon, 40);
}

#[test]
fn a_plan_writes_nothing_and_a_proof_tells_a_difference() {
    let (hub, theirs) = (Folder::new(), Folder::new());
    // No webhook and no server: nothing is in step until it is asked for.
    let mut pair = pair(&hub, &theirs, None, &["--rate-limit", "none"]);
    pair.stop_hub();
    take_in(&pair);
    let plan = pair
        .tenon
        .said(&["sync", "plan", "--location", "oak", "--json"]);
    let plan: Value = serde_json::from_str(&plan).unwrap();
    let created = plan["sides"]["remote"]["contact"]["create"]
        .as_u64()
        .unwrap();
    assert!(created > 40, "{plan:#}");
    assert!(
        pair.theirs.everything().unwrap().is_empty(),
        "a plan writes nothing"
    );
    let found = proof(&pair.tenon).unwrap();
    assert_eq!(
        found["kinds"]["contact"]["records"]["missingThere"],
        created
    );
    // Without a server, the command itself does the work.
    pair.tenon.said(&["sync", "run", "--location", "oak"]);
    let found = proof(&pair.tenon).unwrap();
    assert_eq!(found["drift"], 0, "{found:#}");
    assert_eq!(found["kinds"]["contact"]["compared"], created);
}
