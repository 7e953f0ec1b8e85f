//! How a connection stands, as its calls tell.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tenon_highlevel::{Credentials, Noticed};
use tenon_sync::remote::{Remote, Urgency::Interactive};

use crate::fake::{Fake, MemoryStore, Reply, error, ok};

/// Reads a contact once for each answer; what was noticed.
async fn noticed(
    answers: impl Fn(usize) -> Reply + Send + Sync + 'static,
    calls: usize,
) -> Vec<Noticed> {
    let count = AtomicUsize::new(0);
    let fake = Fake::start(move |_| answers(count.fetch_add(1, Ordering::SeqCst))).await;
    let token = Credentials::Private("pit-token".into());
    let store = MemoryStore::new(token.clone());
    let connection = fake.connection_with(token, &store, None);
    for _ in 0..calls {
        let _ = connection.contact("c1", Interactive).await;
    }
    store.noticed.lock().unwrap().clone()
}

fn good() -> Reply {
    ok(json!({"contact": {"id": "c1"}}))
}

/// HTML, a redirect, an endless body, a schema that is another one, an error page.
#[tokio::test]
async fn answers_that_make_no_sense_are_trouble_and_pass() {
    let endless = Arc::new("x".repeat(9 * 1024 * 1024));
    let senseless: [Box<dyn Fn() -> Reply + Send + Sync>; 4] = [
        Box::new(|| Reply::Text(200, "<html>maintenance</html>".into())),
        Box::new(|| {
            Reply::With(
                302,
                &[("location", "https://elsewhere.example/")],
                json!({}),
            )
        }),
        Box::new(move || Reply::Text(200, endless.as_ref().clone())),
        Box::new(|| Reply::Text(404, "<html>not here</html>".into())),
    ];
    for answer in senseless {
        let told = noticed(move |at| if at < 5 { answer() } else { good() }, 7).await;
        let [Noticed::Trouble(words), Noticed::Works] = &told[..] else {
            panic!("{told:?}")
        };
        assert!(!words.is_empty() && words.len() < 600, "{words}");
    }
    // One or two are a hiccup.
    let told = noticed(
        |at| {
            if at < 2 {
                Reply::Text(502, String::new())
            } else {
                good()
            }
        },
        3,
    )
    .await;
    assert_eq!(told, [Noticed::Works]);
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let told = |status, message: &'static str| noticed(move |_| error(status, message), 2);
    let scope = told(401, "The token is not authorized for this scope.").await;
    assert_eq!(scope, [Noticed::Lacks("contacts.readonly")]);
    let paused = told(403, "Location is not active").await;
    assert!(matches!(&paused[..], [Noticed::Paused(_)]), "{paused:?}");
    for (status, message, words) in [
        (401, "Invalid Private Integration token", "it is void"),
        (
            403,
            "The token does not have access to this location.",
            "a token of another location",
        ),
        (401, "Token's user type mismatch!", "a company's token"),
        (
            401,
            "This authClass type is not allowed to access this scope.",
            "a company's token",
        ),
    ] {
        let told = told(status, message).await;
        let [Noticed::Revoked(said)] = &told[..] else {
            panic!("{told:?}")
        };
        assert!(said.contains(words) && said.contains(message), "{said}");
    }
    // An API that refuses a record, or does not have it, works.
    for (status, message) in [(422, "no"), (400, "Contact not found")] {
        assert_eq!(told(status, message).await, [Noticed::Works]);
    }
    assert_eq!(told(429, "Too Many Requests").await, []);
}
