//! Two nodes on one PostgreSQL: they share the work, and one that is killed loses nothing.

use super::own_lead::pair;
use crate::support::{Folder, eventually, free_address, sample};

#[test]
fn a_node_that_is_killed_is_replaced_by_the_other_and_nothing_is_there_twice() {
    let (hub, theirs) = (Folder::new(), Folder::new());
    let database = tenon_testkit::database_url();
    let pair = pair(&hub, &theirs, Some(&database), &["--rate-limit", "none"]);
    // The second node shares the data folder only for its master key.
    let second = pair
        .tenon
        .serve(&["serve", "--listen", &free_address().to_string()]);
    let (export, inbox) = (
        sample("export/houzz-account-export.csv"),
        sample("leads/inbox.mbox"),
    );
    pair.tenon
        .said(&["import", "houzz", &export, &inbox, "--location", "oak"]);
    second.kill();
    let third = pair
        .tenon
        .serve(&["serve", "--listen", &free_address().to_string()]);
    eventually("both sides hold the same", || {
        let hub = pair.hub.everything();
        hub.as_ref().is_some_and(|all| all.len() > 40) && hub == pair.theirs.everything()
    });
    third.kill();
}
