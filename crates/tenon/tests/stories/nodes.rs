//! Two nodes on one PostgreSQL: one holds the connection; when it is killed in the middle of its
//! work, the other takes over, and nothing is lost or there twice.

use super::own_lead::pair;
use crate::support::{Folder, eventually, free_address, sample};

#[test]
fn a_node_that_is_killed_is_replaced_by_the_other_and_nothing_is_there_twice() {
    let (hub, theirs) = (Folder::new(), Folder::new());
    let database = tenon_testkit::database_url();
    // A limit slow enough that the first node dies with most of its work before it.
    let mut pair = pair(&hub, &theirs, Some(&database), &["--rate-limit", "60/1"]);
    let other = free_address();
    // The second node shares the data folder only for its master key.
    let _second = pair.tenon.serve(&["serve", "--listen", &other.to_string()]);
    let (export, inbox) = (
        sample("export/houzz-account-export.csv"),
        sample("leads/inbox.mbox"),
    );
    pair.tenon
        .said(&["import", "houzz", &export, &inbox, "--location", "oak"]);
    eventually("the first node has begun", || {
        pair.theirs.everything().is_some_and(|all| !all.is_empty())
    });
    pair.kill_first_node(other);
    eventually("both sides hold the same", || {
        let hub = pair.hub.everything();
        hub.as_ref().is_some_and(|all| all.len() > 40) && hub == pair.theirs.everything()
    });
}
