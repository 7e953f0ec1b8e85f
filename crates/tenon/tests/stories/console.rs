//! What the console asks of a server that the command line does otherwise: connections made and files
//! sent over the API.

use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::support::{Folder, Server, Tenon, free_address};

const LEAD: &str = "From: Houzz <noreply@houzz.com>\r\nTo: office@example.org\r\n\
    Subject: New lead from Nora Field on Houzz\r\nDate: Mon, 23 Nov 2026 09:00:00 -0600\r\n\
    Message-ID: <nora2@example.org>\r\n\r\nName: Nora Field\r\nEmail: nora.field@example.org\r\n\
    Phone: (512) 555-0161\r\nProject Type: Deck\r\nMessage: A deck, please.\r\n";

/// A hub that may ask a sandbox, and a caller.
struct Hub {
    client: reqwest::blocking::Client,
    url: String,
    token: String,
    sandbox: SocketAddr,
    sandbox_token: String,
    _servers: [Server; 2],
}

impl Hub {
    fn open(folder: &Folder, theirs: &Folder) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (address, sandbox) = (free_address(), free_address());
        let (tenon, other) = (Tenon::at(&folder.0), Tenon::at(&theirs.0));
        tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
        let sandbox_url = format!("http://{sandbox}");
        let servers = [
            other.serve(&["sandbox", "--listen", &sandbox.to_string()]),
            tenon.serve(&[
                "serve",
                "--listen",
                &address.to_string(),
                "--highlevel-url",
                &sandbox_url,
            ]),
        ];
        let token = std::fs::read_to_string(theirs.0.join("sandbox.token")).unwrap();
        Self {
            client: reqwest::blocking::Client::builder()
                .no_proxy()
                .build()
                .unwrap(),
            url: format!("http://{address}"),
            token: tenon.said(&[
                "token",
                "create",
                "--location",
                "oak",
                "--scope",
                "contacts.readonly contacts.write locations.write",
            ]),
            sandbox,
            sandbox_token: token.trim().to_owned(),
            _servers: servers,
        }
    }

    fn post(&self, path: &str, body: impl Into<reqwest::blocking::Body>) -> (u16, Value) {
        let request = self.client.post(format!("{}{path}", self.url));
        let answer = request.bearer_auth(&self.token).body(body).send().unwrap();
        (answer.status().as_u16(), answer.json().unwrap())
    }

    fn connect(&self, body: &Value) -> (u16, Value) {
        self.post("/tenon/v1/connections", body.to_string())
    }

    fn get(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}{path}", self.url));
        request
            .bearer_auth(&self.token)
            .send()
            .unwrap()
            .json()
            .unwrap()
    }

    fn connections(&self) -> usize {
        let told = self.get("/tenon/v1/connections");
        told["connections"].as_array().unwrap().len()
    }
}

#[test]
fn a_connection_is_tried_before_it_is_kept() {
    let (folder, theirs) = (Folder::new(), Folder::new());
    let hub = Hub::open(&folder, &theirs);
    let sandbox = format!("http://{}", hub.sandbox);
    let right = json!({"system": "highlevel", "token": hub.sandbox_token, "baseUrl": sandbox,
        "remoteLocationId": "sandbox"});
    for (name, value, status, words) in [
        ("token", "pit-wrong", 400, "HighLevel refuses the token"),
        ("token", "", 422, "token should not be empty"),
        ("token", "two words", 422, "one line"),
        ("remoteLocationId", "elsewhere", 400, "elsewhere"),
        ("remoteLocationId", "../x", 422, "remoteLocationId"),
        ("baseUrl", "http://127.0.0.1:9/", 422, "--highlevel-url"),
        ("system", "fax", 422, "system"),
        ("connectionId", "nobody", 400, "Connection not found"),
    ] {
        let mut wrong = right.clone();
        wrong[name] = value.into();
        let (told, body) = hub.connect(&wrong);
        assert_eq!(told, status, "{name}: {body}");
        assert!(
            body["message"].to_string().contains(words),
            "{name}: {body}"
        );
    }
    assert_eq!(hub.connections(), 0);
    let mut test = right.clone();
    test["test"] = true.into();
    let (status, tried) = hub.connect(&test);
    assert_eq!((status, &tried["kept"]), (200, &json!(false)), "{tried}");
    assert_eq!(hub.connections(), 0);
    let (status, made) = hub.connect(&right);
    assert_eq!(
        (status, &made["checks"][0]["what"]),
        (201, &json!("token")),
        "{made}"
    );
    assert!(!made.to_string().contains(&hub.sandbox_token));
    let (status, again) = hub.connect(&right);
    assert_eq!(status, 400, "{again}");
    // A new token for the same connection.
    let renewed = json!({"system": "highlevel", "token": hub.sandbox_token,
        "connectionId": made["connection"]["id"]});
    assert_eq!(hub.connect(&renewed).0, 201);
    assert_eq!(hub.connections(), 1);
}

#[test]
fn houzz_comes_in_by_its_ways() {
    let (folder, theirs) = (Folder::new(), Folder::new());
    let hub = Hub::open(&folder, &theirs);
    let (status, made) = hub.connect(&json!({"system": "houzz", "mail": true,
        "forwarders": ["Dana@Studio.example"]}));
    assert_eq!(status, 201, "{made}");
    let url = made["told"]["mail"]["url"].as_str().unwrap();
    assert!(made["told"]["bridge"]["secret"].as_str().unwrap().len() == 64);
    // The secret that was told opens the door.
    let mail = hub
        .client
        .post(url)
        .header("content-type", "message/rfc822")
        .body(LEAD);
    assert_eq!(mail.send().unwrap().status(), 200);
    // More ways are added to the same connection, and its secrets are not told again.
    let (status, more) =
        hub.connect(&json!({"system": "houzz", "forwarders": ["@studio.example"]}));
    assert_eq!((status, &more["told"]), (201, &json!({})), "{more}");
    assert_eq!(more["connection"]["id"], made["connection"]["id"]);
    let mailbox = json!({"system": "houzz", "imapHost": "127.0.0.1", "imapPort": 9,
        "imapUser": "dana", "imapPassword": "secret"});
    let (status, told) = hub.connect(&mailbox);
    assert!((400..500).contains(&status), "{told}");
    let calendar = json!({"system": "houzz", "calendarUrl": "http://127.0.0.1:9/x.ics"});
    let (status, told) = hub.connect(&calendar);
    assert!((400..500).contains(&status), "{told}");
    let (status, told) = hub.connect(&json!({"system": "houzz", "forwarders": ["dana"]}));
    assert_eq!(status, 422, "{told}");
    assert_eq!(hub.connections(), 1);
}

#[test]
fn a_file_is_imported_over_the_api() {
    let (folder, theirs) = (Folder::new(), Folder::new());
    let hub = Hub::open(&folder, &theirs);
    let import =
        |query: &str, body: &'static str| hub.post(&format!("/tenon/v1/imports?{query}"), body);
    let (status, dry) = import("name=lead.eml&dryRun=true", LEAD);
    assert_eq!(
        (status, &dry["totals"]["created"]),
        (200, &json!(1)),
        "{dry}"
    );
    assert_eq!(
        hub.get("/tenon/v1/changes?kind=contact")["changes"],
        json!([])
    );
    let (_, done) = import("name=lead.eml", LEAD);
    assert_eq!(done["items"][0]["outcome"], "created", "{done}");
    // Its entries name who sent the file.
    let changes = hub.get("/tenon/v1/changes?kind=contact");
    assert_eq!(changes["changes"][0]["who"]["kind"], "token", "{changes}");
    // What it did can be taken back by its id; a dry run did nothing.
    assert_eq!(dry["importId"], Value::Null);
    let undo = json!({"kind": "import", "id": done["importId"], "dryRun": true});
    let (status, undo) = hub.post("/tenon/v1/undos", undo.to_string());
    assert_eq!(
        (status, &undo["undo"]["report"]["recordsDeleted"]),
        // The contact, its task and its note.
        (200, &json!(3)),
        "{undo}"
    );
    let (_, again) = import("name=lead.eml", LEAD);
    assert_eq!(again["totals"]["unchanged"], 1, "{again}");
    // A table whose columns nobody can guess is shown with its problem, and taken as said.
    const TABLE: &str = "Alpha,Beta\nAna Cruz,ana@example.org\n";
    let (status, shown) = import("name=people.csv&dryRun=true", TABLE);
    assert_eq!(status, 200, "{shown}");
    assert_eq!(shown["tables"][0]["rows"], 1);
    let columns = "%7B%22Alpha%22%3A%22name%22%2C%22Beta%22%3A%22email%22%7D";
    let (status, taken) = import(&format!("name=people.csv&columns={columns}"), TABLE);
    assert_eq!(
        (status, &taken["totals"]["created"]),
        (200, &json!(1)),
        "{taken}"
    );
    for (query, body) in [
        ("name=photo.png", "\u{89}PNG"),
        ("name=lead.eml", ""),
        ("dryRun=true", LEAD),
        ("name=x.xlsx", "no workbook"),
        ("name=people.csv&columns=x", TABLE),
        (
            "name=people.csv&columns=%7B%22Nope%22%3A%22email%22%7D",
            TABLE,
        ),
    ] {
        let (status, told) = import(query, body);
        assert!((400..500).contains(&status), "{query}: {status} {told}");
        assert!(!told["message"].is_null(), "{told}");
    }
}
