//! A new user with two processes, as the README says: a sandbox, a hub, a lead of their own, and an
//! edit on each side.

use std::net::SocketAddr;

use serde_json::json;

use crate::support::{Folder, Server, Tenon, eventually, free_address, side::Side};

const LEAD: &str = "From: Houzz <noreply@houzz.com>\r\nTo: office@example.org\r\n\
    Subject: New lead from Nora Field on Houzz\r\nDate: Mon, 23 Nov 2026 09:00:00 -0600\r\n\
    Message-ID: <nora@example.org>\r\n\r\nName: Nora Field\r\nEmail: nora.field@example.org\r\n\
    Phone: (512) 555-0161\r\nProject Type: Deck\r\nMessage: A deck, please.\r\n";

/// A hub and a sandbox that are connected both ways.
pub(crate) struct Pair {
    pub(crate) hub: Side,
    pub(crate) theirs: Side,
    pub(crate) tenon: Tenon,
    pub(crate) hub_server: Option<Server>,
    hub_token: String,
    hub_listen: String,
    other: Tenon,
    sandbox_arguments: Vec<String>,
    sandbox: Option<Server>,
}

impl Pair {
    /// Kills the hub with -9.
    pub(crate) fn stop_hub(&mut self) {
        if let Some(server) = self.hub_server.take() {
            server.kill();
        }
    }

    /// Kills the hub with -9 and starts it again.
    pub(crate) fn restart_hub(&mut self) {
        self.stop_hub();
        let server = self.tenon.serve(&["serve", "--listen", &self.hub_listen]);
        self.hub_server = Some(server);
    }

    /// Kills the sandbox with -9 and starts it again.
    pub(crate) fn restart_sandbox(&mut self) {
        if let Some(server) = self.sandbox.take() {
            server.kill();
        }
        let arguments: Vec<&str> = self.sandbox_arguments.iter().map(String::as_str).collect();
        self.sandbox = Some(self.other.serve(&arguments));
    }

    /// Kills the hub's first node and talks to another from now on.
    pub(crate) fn kill_first_node(&mut self, other: SocketAddr) {
        if let Some(server) = self.hub_server.take() {
            server.kill();
        }
        self.hub = Side::new(other, &self.hub_token, "oak");
    }
}

pub(crate) fn pair(
    hub: &Folder,
    theirs: &Folder,
    database: Option<&str>,
    sandbox: &[&str],
) -> Pair {
    let (hub_address, address) = (free_address(), free_address());
    let mut tenon = Tenon::at(&hub.0);
    if let Some(database) = database {
        tenon = tenon.on(database);
    }
    tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
    let other = Tenon::at(&theirs.0);
    let listen = address.to_string();
    // The first start makes the token and the key that the connection needs.
    other.serve(&["sandbox", "--listen", &listen]).kill();
    let connection = tenon.said(&[
        "connect",
        "highlevel",
        "--location",
        "oak",
        "--remote-location",
        "sandbox",
        "--base-url",
        &format!("http://{address}"),
        "--token-file",
        theirs.0.join("sandbox.token").to_str().unwrap(),
        "--webhook-key-file",
        theirs.0.join("sandbox-webhook.pub").to_str().unwrap(),
    ]);
    let webhook = format!("http://{hub_address}/hooks/highlevel/{connection}");
    let arguments = [
        &["sandbox", "--listen", &listen, "--webhook", &webhook],
        sandbox,
    ]
    .concat();
    let sandbox = Some(other.serve(&arguments));
    let hub_server = tenon.serve(&["serve", "--listen", &hub_address.to_string()]);
    let token = tenon.said(&["token", "create", "--location", "oak"]);
    // A token of the test's own, which does not use up the connection's limit.
    let their_token = other.said(&["token", "create", "--location", "sandbox"]);
    Pair {
        hub: Side::new(hub_address, &token, "oak"),
        theirs: Side::new(address, &their_token, "sandbox"),
        tenon,
        hub_server: Some(hub_server),
        hub_token: token,
        hub_listen: hub_address.to_string(),
        sandbox_arguments: arguments.iter().map(|part| (*part).to_owned()).collect(),
        other,
        sandbox,
    }
}

#[test]
fn a_lead_of_ones_own_reaches_highlevel_and_edits_cross_both_ways() {
    let (hub, theirs) = (Folder::new(), Folder::new());
    let pair = pair(&hub, &theirs, None, &[]);
    let mail = hub.file("lead.eml", LEAD);
    pair.tenon.said(&[
        "import",
        "houzz",
        mail.to_str().unwrap(),
        "--location",
        "oak",
    ]);
    let in_step = || {
        let hub = pair.hub.everything();
        hub.is_some() && hub == pair.theirs.everything()
    };
    eventually("the lead with its task and note is on both sides", || {
        in_step()
            && pair
                .theirs
                .everything()
                .is_some_and(|all| all.concat().contains("A deck, please."))
    });
    let here = pair.hub.duplicate_of("nora.field@example.org").unwrap();
    let there = pair.theirs.duplicate_of("nora.field@example.org").unwrap();
    pair.hub
        .call("PUT", &format!("/contacts/{here}"), json!({"city": "Buda"}))
        .unwrap();
    pair.theirs
        .call("PUT", &format!("/contacts/{there}"), json!({"state": "TX"}))
        .unwrap();
    let tags = json!({"tags": ["hot"]});
    pair.theirs
        .call("POST", &format!("/contacts/{there}/tags"), tags)
        .unwrap();
    let task = json!({"title": "Call Nora", "dueDate": "2026-11-24T15:00:00Z", "completed": false});
    pair.theirs
        .call("POST", &format!("/contacts/{there}/tasks"), task)
        .unwrap();
    eventually("all edits stand on both sides", || {
        let all = pair.hub.everything().unwrap_or_default().concat();
        in_step()
            && ["Buda", "TX", "hot", "Call Nora"]
                .iter()
                .all(|edit| all.contains(edit))
    });
}
