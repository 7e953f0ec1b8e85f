//! Webhooks out of the binary: to private addresses only when the operator says so, and none lost
//! when the node that sends is killed.

use std::{
    collections::{HashMap, HashSet},
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
};

use serde_json::{Value, json};

use crate::support::{Folder, Tenon, eventually, free_address, side::Side};

/// A receiver that keeps what it is sent.
struct Receiver {
    address: SocketAddr,
    status: Arc<AtomicU16>,
    got: Arc<Mutex<Vec<String>>>,
}

impl Receiver {
    fn start(status: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let receiver = Self {
            address: listener.local_addr().unwrap(),
            status: Arc::new(AtomicU16::new(status)),
            got: Arc::default(),
        };
        let (status, got) = (Arc::clone(&receiver.status), Arc::clone(&receiver.got));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (status, got) = (Arc::clone(&status), Arc::clone(&got));
                std::thread::spawn(move || while take(&stream, &status, &got).is_some() {});
            }
        });
        receiver
    }

    fn got(&self) -> Vec<Value> {
        let got = self.got.lock().unwrap();
        got.iter()
            .map(|body| serde_json::from_str(body).unwrap())
            .collect()
    }
}

/// Reads one request and answers it.
fn take(mut stream: &TcpStream, status: &AtomicU16, got: &Mutex<Vec<String>>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    got.lock().unwrap().push(String::from_utf8(body).ok()?);
    let status = status.load(Ordering::SeqCst);
    write!(stream, "HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n").ok()
}

fn hook(receiver: &Receiver) -> Value {
    json!({"url": format!("http://{}/in", receiver.address),
        "events": ["ContactCreate", "ContactUpdate"]})
}

fn house(tenon: &Tenon) -> String {
    tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
    tenon.said(&["token", "create", "--location", "oak"])
}

#[test]
fn private_receivers_need_the_operators_word_and_the_keys_outlive_the_process() {
    let (folder, receiver) = (Folder::new(), Receiver::start(200));
    let tenon = Tenon::at(&folder.0);
    let token = house(&tenon);
    let address = free_address();
    let listen = address.to_string();
    let side = Side::new(address, &token, "oak");
    let path = "/tenon/v1/webhook-subscriptions";
    let server = tenon.serve(&["serve", "--listen", &listen]);
    assert_eq!(side.call("POST", path, hook(&receiver)), None);
    let keys = side
        .call("GET", "/tenon/v1/webhook-keys", Value::Null)
        .unwrap();
    server.kill();

    let id = tenon.said(&["webhook-key", "rotate", "--lead", "1h"]);
    let _server = tenon.serve(&["serve", "--listen", &listen, "--allow-private-hooks"]);
    assert!(side.call("POST", path, hook(&receiver)).is_some());
    let both = side
        .call("GET", "/tenon/v1/webhook-keys", Value::Null)
        .unwrap();
    assert_eq!(
        (&both["keys"][0], &both["keys"][1]["id"]),
        (&keys["keys"][0], &json!(id))
    );
    let ana = json!({"locationId": "oak", "firstName": "Ana"});
    side.call("POST", "/contacts/", ana).unwrap();
    eventually("it is told", || !receiver.got().is_empty());
    let told = &receiver.got()[0];
    assert_eq!(
        (&told["type"], &told["firstName"]),
        (&json!("ContactCreate"), &json!("Ana"))
    );
}

#[test]
fn a_node_that_is_killed_loses_no_event_and_its_followers_keep_their_order() {
    let (folder, receiver) = (Folder::new(), Receiver::start(200));
    let database = tenon_testkit::database_url();
    let tenon = Tenon::at(&folder.0).on(&database);
    let token = house(&tenon);
    let (one, two) = (free_address(), free_address());
    let serve = |at: SocketAddr| {
        tenon.serve(&[
            "serve",
            "--listen",
            &at.to_string(),
            "--allow-private-hooks",
        ])
    };
    let (first, _second) = (serve(one), serve(two));
    let side = Side::new(two, &token, "oak");
    let subscribed = side.call("POST", "/tenon/v1/webhook-subscriptions", hook(&receiver));
    assert!(subscribed.is_some());
    let mut ids = Vec::new();
    for name in ["Ana", "Ben", "Cem", "Dan"] {
        let contact = json!({"locationId": "oak", "firstName": name});
        let made = side.call("POST", "/contacts/", contact).unwrap();
        ids.push(made["contact"]["id"].as_str().unwrap().to_owned());
    }
    eventually("some are told", || receiver.got().len() >= 4);
    // While the receiver is ill, one node dies; which of them sends is not known, and not needed.
    receiver.status.store(503, Ordering::SeqCst);
    let mut first = Some(first);
    for round in 0..10 {
        for id in &ids {
            let city = json!({"city": format!("City {round:02}")});
            side.call("PUT", &format!("/contacts/{id}"), city).unwrap();
        }
        if round == 5
            && let Some(first) = first.take()
        {
            first.kill();
        }
    }
    receiver.status.store(200, Ordering::SeqCst);
    let taken = || -> HashSet<String> {
        let got = receiver.got();
        got.iter()
            .map(|told| told["webhookId"].as_str().unwrap().to_owned())
            .collect()
    };
    eventually("all are told", || taken().len() == 44);
    // The log says so, too.
    let path = "/tenon/v1/webhook-deliveries?limit=200&state=delivered";
    eventually("all are noted", || {
        let listed = side.call("GET", path, Value::Null);
        listed.is_some_and(|listed| listed["webhookDeliveries"].as_array().unwrap().len() == 44)
    });
    // Each contact's events came in their order: the first coming of each id is what counts, for
    // what was answered by a killed node comes again.
    let (mut seen, mut rounds) = (HashSet::new(), HashMap::<String, Vec<i64>>::new());
    for told in receiver.got() {
        if seen.insert(told["webhookId"].as_str().unwrap().to_owned()) {
            let at = told["timestamp"]
                .as_str()
                .unwrap()
                .parse::<jiff::Timestamp>()
                .unwrap();
            let id = told["id"].as_str().unwrap().to_owned();
            rounds.entry(id).or_default().push(at.as_millisecond());
        }
    }
    for (id, times) in rounds {
        assert!(times.is_sorted() && times.len() == 11, "{id}: {times:?}");
    }
}
