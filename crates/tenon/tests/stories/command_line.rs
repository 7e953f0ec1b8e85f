//! The commands: what they print, how they fail, and that a refused one changes nothing.

use serde_json::Value;

use crate::support::{Folder, Tenon, free_address, sample, side::Side};

#[test]
fn a_wrong_use_is_told_in_one_line_with_exit_code_2() {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    let id = tenon.said(&["location", "create", "--name", "Oak & Iron"]);
    for wrong in [
        &[
            "token",
            "create",
            "--location",
            &id,
            "--scope",
            "contacts.everything",
        ][..],
        &["token", "create", "--location", &id, "--ttl", "never"],
        &["location", "create", "--name", "x", "--country", "USA"],
        &[
            "location",
            "create",
            "--name",
            "x",
            "--timezone",
            "Mars/Olympus",
        ],
        &["serve", "--rate-limit", "many"],
        &["sandbox", "--fault", "fire=0.5"],
        &["nonsense"],
    ] {
        let output = tenon.run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(
            !output.stderr.is_empty() && output.stdout.is_empty(),
            "{wrong:?}"
        );
    }
    let output = tenon.run(&["token", "create", "--location", "nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("tenon location create") && told.lines().count() == 1,
        "{told}"
    );
    let again = tenon.run(&["location", "create", "--name", "Twice", "--id", &id]);
    assert_eq!(again.status.code(), Some(1));
}

#[test]
fn a_dry_run_tells_what_an_import_would_do_and_does_nothing() {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
    let (mail, export) = (
        sample("leads/01-plain-text.eml"),
        sample("export/houzz-account-export.csv"),
    );
    let totals = |arguments: &[&str]| -> Value {
        let all = [
            &[
                "import",
                "houzz",
                &mail,
                &export,
                "--location",
                "oak",
                "--json",
            ],
            arguments,
        ];
        let said: Value = serde_json::from_str(&tenon.said(&all.concat())).unwrap();
        said["totals"].clone()
    };
    let would = totals(&["--dry-run"]);
    assert_eq!(totals(&["--dry-run"]), would, "a dry run changes nothing");
    assert_eq!(totals(&[]), would, "and tells the truth");
    let again = totals(&[]);
    assert_eq!(
        (&again["created"], &again["merged"]),
        (&0.into(), &0.into()),
        "{again}"
    );
}

#[test]
fn a_calendars_file_becomes_appointments_of_who_attends() {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
    let event = |uid: &str, lines: &str| {
        format!("BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:Site visit\r\n{lines}END:VEVENT\r\n")
    };
    // Once a month, for ever: a year of it is looked at.
    let visits = "DTSTART;TZID=America/Chicago:20260105T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=MONTHLY\r\n\
                  ATTENDEE:mailto:maya.okafor@example.org\r\n";
    let events = [event("visit", visits), event("broken", "DTSTART:soon\r\n")].concat();
    let calendar = format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n");
    let calendar = folder.file("site-visits.ics", calendar);
    let mail = sample("leads/01-plain-text.eml");
    let import = |more: &[&str]| -> Value {
        let files = ["import", "houzz", calendar.to_str().unwrap(), &mail];
        let all = [&files[..], &["--location", "oak", "--json"], more].concat();
        serde_json::from_str(&tenon.said(&all)).unwrap()
    };
    let would = import(&["--dry-run"])["totals"].clone();
    let told = import(&[]);
    assert_eq!(told["totals"], would, "a dry run tells the truth");
    let items = told["items"].as_array().unwrap();
    let visits = items.iter().filter(|item| item["label"] == "Site visit");
    let made =
        visits.filter(|item| item["outcome"] == "created" && item["contact"] == "Maya Okafor");
    assert!((12..=14).contains(&made.count()), "{told}");
    let fault = items.last().unwrap()["reasons"][0].as_str().unwrap();
    assert!(fault.contains("soon"), "{fault}");
    let again = import(&[]);
    assert_eq!(again["totals"]["created"], 0, "{}", again["totals"]);
    let other = folder.file("other.ics", "BEGIN:VCARD\r\n");
    let output = tenon.run(&[
        "import",
        "houzz",
        other.to_str().unwrap(),
        "--location",
        "oak",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("no calendar") && told.contains("nothing was imported"),
        "{told}"
    );
}

#[test]
fn a_file_that_cannot_be_read_changes_nothing() {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
    let picture = folder.file("picture.csv", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16]);
    let mail = sample("leads/01-plain-text.eml");
    let output = tenon.run(&[
        "import",
        "houzz",
        &mail,
        picture.to_str().unwrap(),
        "--location",
        "oak",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nothing was imported"));
    let address = free_address();
    let _server = tenon.serve(&["serve", "--listen", &address.to_string()]);
    let token = tenon.said(&["token", "create", "--location", "oak"]);
    assert_eq!(
        Side::new(address, &token, "oak").everything(),
        Some(Vec::new())
    );
}

#[test]
fn the_command_line_works_beside_a_running_server() {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    let address = free_address();
    let _server = tenon.serve(&["serve", "--listen", &address.to_string()]);
    tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
    let token = tenon.said(&["token", "create", "--location", "oak"]);
    tenon.said(&[
        "import",
        "houzz",
        &sample("leads/01-plain-text.eml"),
        "--location",
        "oak",
    ]);
    let side = Side::new(address, &token, "oak");
    let id = side.duplicate_of("maya.okafor@example.org").unwrap();
    let timeline = side.call(
        "GET",
        &format!("/tenon/v1/contacts/{id}/timeline"),
        Value::Null,
    );
    let timeline = timeline.unwrap().to_string();
    for told in ["01-plain-text.eml", "\"task\"", "\"note\"", "Houzz Pro"] {
        assert!(timeline.contains(told), "{told} in {timeline}");
    }
}

#[test]
fn connecting_in_the_browser_prints_the_address_to_open() {
    let folder = Folder::new();
    let tenon = Tenon::at(&folder.0);
    tenon.said(&["location", "create", "--name", "Oak & Iron", "--id", "oak"]);
    let secret = folder.0.join("app.secret");
    std::fs::write(&secret, "a secret\n").unwrap();
    let secret = secret.to_str().unwrap();
    let connect = ["connect", "highlevel", "--location", "oak"];
    let with = |more: &[&'static str]| [&connect[..], more].concat();
    for wrong in [
        with(&[]),
        with(&["--oauth", "--client-id", "x"]),
        with(&["--white-label"]),
    ] {
        assert_eq!(tenon.run(&wrong).status.code(), Some(2), "{wrong:?}");
    }
    let none = tenon.run(&with(&["--oauth"]));
    let told = String::from_utf8(none.stderr).unwrap();
    assert!(told.contains("There is no app yet"), "{told}");
    let hub = [
        "--public-url",
        "https://hub.example",
        "--client-secret-file",
        secret,
    ];
    let first = [
        &with(&[
            "--oauth",
            "--client-id",
            "65f-x",
            "--scope",
            "contacts.readonly",
        ])[..],
        &hub,
    ]
    .concat();
    let address = tenon.said(&first);
    let start = "https://marketplace.gohighlevel.com/v2/oauth/chooselocation?response_type=code\
        &client_id=65f-x&redirect_uri=https%3A%2F%2Fhub.example%2Fconnect%2Fcallback\
        &scope=contacts.readonly&state=";
    assert_eq!(
        address.strip_prefix(start).map(str::len),
        Some(64),
        "{address}"
    );
    // The app is known from now on; each address is a new one.
    let again = tenon.said(&with(&["--oauth"]));
    assert!(again.starts_with(start) && again != address, "{again}");
    let white = [
        &with(&["--oauth", "--client-id", "65f-x", "--white-label"])[..],
        &hub,
    ]
    .concat();
    let white = tenon.said(&white);
    assert!(
        white.starts_with("https://marketplace.leadconnectorhq.com/v2/oauth/"),
        "{white}"
    );
    let key = std::fs::read(folder.0.join("tenon.db")).unwrap();
    assert!(
        !key.windows(8).any(|part| part == b"a secret"),
        "it is sealed"
    );
}
