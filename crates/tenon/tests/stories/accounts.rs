//! Clients and people on the command line, beside a running server.

use serde_json::Value;

use crate::support::{Folder, Tenon, free_address};

struct House {
    folder: Folder,
    tenon: Tenon,
    address: String,
}

fn house() -> House {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
    House {
        folder,
        tenon,
        address: free_address().to_string(),
    }
}

fn http() -> reqwest::blocking::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::blocking::Client::builder().no_proxy();
    client.build().unwrap()
}

fn client(tenon: &Tenon, more: &[&str]) -> (String, String) {
    let base = [
        "client",
        "create",
        "--name",
        "Leads",
        "--scope",
        "contacts.readonly",
    ];
    let said: Value = serde_json::from_str(&tenon.said(&[&base, more].concat())).unwrap();
    let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
    (text("client_id"), text("client_secret"))
}

impl House {
    /// What the token endpoint answers to client credentials.
    fn status(&self, id: &str, secret: &str) -> u16 {
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let reply = http()
            .post(format!("http://{}/oauth/token", self.address))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send();
        reply.unwrap().status().as_u16()
    }
}

#[test]
fn a_clients_secret_is_replaced_without_a_gap_and_it_can_be_shut_out() {
    let house = house();
    let _server = house.tenon.serve(&["serve", "--listen", &house.address]);
    let (id, first) = client(&house.tenon, &["--location", "oak"]);
    let (app, suffix) = id.split_once('-').unwrap();
    assert_eq!((app.len(), suffix.is_empty()), (20, false), "{id}");
    assert_eq!(house.status(&id, &first), 200);
    let rotate = |keep: &str| {
        let said = house
            .tenon
            .said(&["client", "rotate", &id, "--keep-old", keep]);
        let said: Value = serde_json::from_str(&said).unwrap();
        said["client_secret"].as_str().unwrap().to_owned()
    };
    let second = rotate("1h");
    assert_eq!(
        (house.status(&id, &first), house.status(&id, &second)),
        (200, 200)
    );
    let third = rotate("0s");
    let status = [&first, &second, &third].map(|secret| house.status(&id, secret));
    assert_eq!(status, [401, 401, 200]);
    assert!(house.tenon.said(&["client", "list"]).contains(&id));
    house.tenon.said(&["client", "revoke", &id]);
    assert_eq!(house.status(&id, &third), 401);
    let (public, none) = client(
        &house.tenon,
        &["--public", "--redirect-uri", "http://127.0.0.1/back"],
    );
    assert_eq!((none.as_str(), house.status(&public, "")), ("", 400));
}

#[test]
fn a_client_that_makes_no_sense_is_refused() {
    let house = house();
    let base = ["client", "create", "--name", "x", "--scope"];
    for (more, code) in [
        (&["contacts.readonly"][..], 2),
        (
            &[
                "contacts.everything",
                "--redirect-uri",
                "https://a.example/",
            ],
            2,
        ),
        (&["", "--redirect-uri", "https://a.example/"], 2),
        (
            &["contacts.readonly", "--redirect-uri", "http://a.example/"],
            2,
        ),
        (
            &[
                "contacts.readonly",
                "--redirect-uri",
                "https://a.example/#x",
            ],
            2,
        ),
        (&["contacts.readonly", "--public", "--without-pkce"], 2),
        (&["contacts.readonly", "--location", "nowhere"], 1),
    ] {
        let output = house.tenon.run(&[&base, more].concat());
        assert_eq!(output.status.code(), Some(code), "{more:?}");
        assert!(output.stdout.is_empty());
    }
    assert!(
        !house
            .tenon
            .said(&["client", "list"])
            .contains("contacts.readonly")
    );
}

#[test]
fn people_are_made_let_in_by_a_link_and_shut_out() {
    let house = house();
    let tenon = &house.tenon;
    let secret = house.folder.file("password", "correct horse battery\n");
    let make = |email: &str, more: &[&str]| {
        let base = [
            "user",
            "create",
            "--location",
            "oak",
            "--name",
            "Ana",
            "--email",
            email,
        ];
        tenon.run(&[&base, more].concat())
    };
    let output = make(
        "Ana@Example.org",
        &["--password-file", secret.to_str().unwrap()],
    );
    assert!(output.status.success(), "{output:?}");
    let id = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    tenon.said(&[
        "location",
        "create",
        "--name",
        "Elm",
        "--id",
        "elm",
        "--company",
        "agency",
    ]);
    let again = tenon.said(&[
        "user",
        "create",
        "--location",
        "elm",
        "--name",
        "Ana",
        "--email",
        "ana@example.org",
        "--role",
        "owner",
    ]);
    assert_eq!(again, id, "one person, two locations");
    let list = tenon.said(&["user", "list"]);
    assert!(list.contains("elm (owner), oak (member)"), "{list}");
    for (email, more, code) in [
        ("nobody", &[][..], 2),
        ("b@example.org", &["--role", "king"], 2),
        ("b@example.org", &["--password-file", "/nowhere"], 1),
        (
            "ana@example.org",
            &["--password-file", secret.to_str().unwrap()],
            1,
        ),
    ] {
        assert_eq!(
            make(email, more).status.code(),
            Some(code),
            "{email} {more:?}"
        );
    }
    let short = house.folder.file("short", "secret");
    let output = make(
        "b@example.org",
        &["--password-file", short.to_str().unwrap()],
    );
    assert_eq!(output.status.code(), Some(2));

    let _server = tenon.serve(&["serve", "--listen", &house.address]);
    let url = format!("http://{}", house.address);
    // They are users of their locations, as the API's clients see them.
    for (location, role) in [("oak", "user"), ("elm", "admin")] {
        let scope = ["--scope", "users.readonly"];
        let base = ["token", "create", "--location", location];
        let token = tenon.said(&[&base[..], &scope].concat());
        let users = http()
            .get(format!("{url}/users/?locationId={location}"))
            .header("version", "2021-07-28")
            .bearer_auth(token)
            .send();
        let users: Value = users.unwrap().json().unwrap();
        // A new location has its owner as a user already.
        let ana = users["users"].as_array().unwrap().iter();
        let ana: Vec<_> = ana
            .filter(|user| user["email"] == "ana@example.org")
            .collect();
        assert_eq!(ana.len(), 1, "{users}");
        assert_eq!(ana[0]["id"], id.as_str(), "{users}");
        assert_eq!(ana[0]["roles"]["role"], role, "{users}");
    }
    let link = [
        "user",
        "link",
        "--email",
        "ana@example.org",
        "--public-url",
        &url,
    ];
    let link = tenon.said(&link);
    assert!(link.starts_with(&format!("{url}/sign-in/link/")), "{link}");
    let browser = http();
    let status = || browser.get(&link).send().unwrap().status().as_u16();
    assert_eq!(status(), 200);
    tenon.said(&[
        "user",
        "revoke",
        "--email",
        "ana@example.org",
        "--location",
        "elm",
    ]);
    assert_eq!(status(), 200);
    tenon.said(&["user", "revoke", "--email", "ana@example.org"]);
    assert_eq!(status(), 400);
    let link = tenon.run(&["user", "link", "--email", "ana@example.org"]);
    assert_eq!(link.status.code(), Some(1));
}
