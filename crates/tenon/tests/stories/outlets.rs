//! Out to Houzz Pro, as people do it: a Zap's catch hook, files, the work list and a calendar feed.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::{Value, json};

use crate::support::{Folder, Tenon, eventually, free_address, side::Side};

/// A catch hook that counts its calls; it answers, or holds its tongue for ever.
fn hook(answers: bool) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hooks/catch/1/x", listener.local_addr().unwrap());
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    std::thread::spawn(move || {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept() {
            let mut read = [0; 8192];
            let _ = stream.read(&mut read);
            counted.fetch_add(1, Ordering::SeqCst);
            if answers {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            } else {
                open.push(stream);
            }
        }
    });
    (url, calls)
}

/// A house with Houzz Pro connected and its hook set; a token.
fn house(tenon: &Tenon, folder: &Folder, url: &str) -> String {
    tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
    tenon.said(&["connect", "houzz", "--location", "oak"]);
    let file = folder.file("hook.txt", url);
    let set = [
        "outlet",
        "houzz",
        "--location",
        "oak",
        "--lead-hook-file",
        file.to_str().unwrap(),
        "--lead-tag",
        "To Houzz",
        "--allow-private-hooks",
    ];
    let told = tenon.said(&set);
    assert!(
        told.contains("127.0.0.1") && !told.contains("catch"),
        "{told}"
    );
    tenon.said(&["token", "create", "--location", "oak"])
}

fn person(email: &str) -> Value {
    json!({"locationId": "oak", "firstName": "Ana", "email": email, "tags": ["to houzz"]})
}

fn states(side: &Side) -> Vec<String> {
    let told = side.call("GET", "/tenon/v1/handoffs", Value::Null).unwrap();
    let all = told["handoffs"].as_array().unwrap();
    let states = all
        .iter()
        .map(|it| it["state"].as_str().unwrap().to_owned());
    states.collect()
}

#[test]
fn a_node_that_is_killed_while_it_sends_never_sends_twice() {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    let (url, calls) = hook(false);
    let token = house(&tenon, &folder, &url);
    let address = free_address();
    let listen = address.to_string();
    let serve = ["serve", "--listen", &listen, "--allow-private-hooks"];
    let server = tenon.serve(&serve);
    let side = Side::new(address, &token, "oak");
    side.call("POST", "/contacts/", person("ana@example.org"))
        .unwrap();
    eventually("the hook is called", || calls.load(Ordering::SeqCst) == 1);
    server.kill();
    let _server = tenon.serve(&serve);
    eventually("a person is asked", || states(&side) == ["unknown"]);
    let asked = side
        .call("GET", "/tenon/v1/conflicts", Value::Null)
        .unwrap();
    assert!(asked.to_string().contains("Did a lead arrive"), "{asked}");
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[test]
fn the_command_line_exports_hands_off_and_feeds() {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    let (url, calls) = hook(true);
    let token = house(&tenon, &folder, &url);
    let address = free_address();
    let listen = address.to_string();
    let _server = tenon.serve(&["serve", "--listen", &listen, "--allow-private-hooks"]);
    let side = Side::new(address, &token, "oak");
    let other = json!({"locationId": "oak", "firstName": "=1+1", "email": "ben@example.org"});
    side.call("POST", "/contacts/", other).unwrap();
    side.call("POST", "/contacts/", person("ana@example.org"))
        .unwrap();
    eventually("it is handed off", || states(&side) == ["handedOff"]);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    // What was handed off is not in the files.
    let into = folder.0.to_str().unwrap();
    let export = ["export", "houzz", "--location", "oak", "--folder", into];
    let told = tenon.said(&export);
    assert!(
        told.ends_with("1 contacts in 1 files, 0 left out"),
        "{told}"
    );
    let csv = std::fs::read_to_string(folder.0.join("houzz-leads-1.csv")).unwrap();
    assert!(
        csv.contains("'=1+1") && !csv.contains("ana@example.org"),
        "{csv}"
    );
    tenon.said(&[&export[..], &["--format", "xlsx"]].concat());
    assert!(folder.0.join("houzz-leads-1.xlsx").exists());
    let base = format!("http://{address}");
    let make = [
        "calendar-feed",
        "create",
        "--location",
        "oak",
        "--name",
        "Phone",
    ];
    let url = tenon.said(&[&make[..], &["--public-url", &base]].concat());
    let path = url.strip_prefix(&base).unwrap();
    assert!(
        path.starts_with("/feeds/calendar/") && path.ends_with(".ics"),
        "{path}"
    );
    assert_eq!(
        tenon.said(&["work", "list", "--location", "oak"]),
        "0 to do"
    );
    let none = tenon.run(&["work", "done", "nothing", "--location", "oak"]);
    assert_eq!(none.status.code(), Some(1));
}
