//! The demo: it works, again and again, on both databases, and killed at any moment.

use std::time::Duration;

use tenon_model::Random;
use tenon_testkit::SeededRandom;

use crate::support::{Folder, Tenon, free_address};

/// Times the demo is killed.
const KILLS: usize = 8;

fn run(tenon: &Tenon, ports: &[String; 2]) -> String {
    let arguments = [
        "demo",
        "--listen",
        &ports[0],
        "--sandbox-listen",
        &ports[1],
        "--exit",
    ];
    let said = tenon.said(&arguments);
    let (_, table) = said.split_once("Where everything stands").unwrap();
    table.to_owned()
}

fn ports() -> [String; 2] {
    [free_address().to_string(), free_address().to_string()]
}

#[test]
fn every_sample_stands_on_both_sides_and_a_second_run_changes_nothing() {
    let (folder, ports) = (Folder::new(), ports());
    let tenon = Tenon::at(&folder.0);
    let table = run(&tenon, &ports);
    assert!(
        table.contains("in step") && !table.contains("differs"),
        "{table}"
    );
    assert_eq!(run(&tenon, &ports), table);
}

#[test]
fn on_postgresql_it_is_the_same() {
    let (folder, other) = (Folder::new(), Folder::new());
    let database = tenon_testkit::database_url();
    let table = run(&Tenon::at(&folder.0).on(&database), &ports());
    assert_eq!(table, run(&Tenon::at(&other.0), &ports()));
}

#[test]
fn killed_at_any_moment_and_started_again_it_ends_with_the_same_table() {
    let calm = Folder::new();
    let expected = run(&Tenon::at(&calm.0), &ports());
    let (folder, ports) = (Folder::new(), ports());
    let tenon = Tenon::at(&folder.0);
    let chance = SeededRandom::new(20_261_123);
    for _ in 0..KILLS {
        let arguments = ["demo", "--listen", &ports[0], "--sandbox-listen", &ports[1]];
        let running = tenon.spawn(&arguments);
        // Early kills hit the setup and the imports, later ones the sync.
        std::thread::sleep(Duration::from_millis(30 + chance.below(1_500)));
        running.kill();
    }
    assert_eq!(run(&tenon, &ports), expected);
}
