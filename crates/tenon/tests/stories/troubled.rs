//! A sandbox that fails in every way it can: the sides still come into step, and nothing is there
//! twice.

use super::own_lead::pair;
use crate::support::{Folder, eventually, sample};

#[test]
fn with_faults_of_every_kind_the_sides_come_into_step() {
    let (hub, theirs) = (Folder::new(), Folder::new());
    let faults = [
        "--rate-limit",
        "none",
        "--seed",
        "7",
        "--fault",
        "429=0.05",
        "--fault",
        "500=0.05",
        "--fault",
        "timeout-after=0.01",
        "--fault",
        "drop-webhook=0.2",
        "--fault",
        "duplicate-webhook=0.2",
        "--fault",
        "delay-webhook=0.2",
    ];
    let pair = pair(&hub, &theirs, None, &faults);
    let files = [
        sample("leads/01-plain-text.eml"),
        sample("leads/inbox.mbox"),
        sample("leads/04-gmail-forwarded.eml"),
        sample("leads/05-outlook-forwarded.eml"),
    ];
    let mut arguments = vec!["import", "houzz"];
    arguments.extend(files.iter().map(String::as_str));
    arguments.extend(["--location", "oak"]);
    pair.tenon.said(&arguments);
    eventually("both sides hold the same", || {
        let hub = pair.hub.everything();
        hub.as_ref().is_some_and(|all| all.len() == 5) && hub == pair.theirs.everything()
    });
}
