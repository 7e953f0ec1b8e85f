//! What each failure is told as: only as much as is known.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_highlevel::{Credentials, HighLevel, SetupError};
use tenon_model::{Fields, Kind};
use tenon_sync::remote::{Place, Remote, RemoteError, RemotePatch, Urgency::Interactive};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use crate::fake::{Fake, MemoryStore, Reply, config, error, fields};
use tenon_testkit::TestClock;

const CONTACT: Place<'static> = Place {
    kind: Kind::Contact,
    parent: None,
};
const TASK: Place<'static> = Place {
    kind: Kind::Task,
    parent: Some("c1"),
};

fn refused(status: u16, message: &str) -> RemoteError {
    RemoteError::Refused {
        status,
        message: message.into(),
    }
}

async fn read(connection: &HighLevel) -> RemoteError {
    connection
        .children(Kind::Task, "c1", Interactive)
        .await
        .unwrap_err()
}

async fn create(connection: &HighLevel) -> RemoteError {
    let contact = fields(&json!({"firstName": "Ana"}));
    connection
        .create(CONTACT, &contact, Interactive)
        .await
        .unwrap_err()
}

/// The errors of a read and of a create that are both answered so.
async fn both(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (RemoteError, RemoteError) {
    let fake = Fake::start(move |_| reply()).await;
    let connection = fake.connection();
    (read(&connection).await, create(&connection).await)
}

#[tokio::test]
async fn a_server_error_leaves_doubt_about_writes_only() {
    let (read, create) = both(|| error(502, "bad gateway")).await;
    assert_eq!(read, RemoteError::Failed("status 502: bad gateway".into()));
    assert_eq!(
        create,
        RemoteError::Unknown("status 502: bad gateway".into())
    );
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_leaves_the_same_doubt() {
    for reply in [
        || Reply::Text(201, "<html>".into()),
        || Reply::Broken(200),
        || Reply::Text(200, "x".repeat(9 << 20)),
    ] {
        let (read, create) = both(reply).await;
        assert!(matches!(read, RemoteError::Failed(_)), "{read:?}");
        assert!(matches!(create, RemoteError::Unknown(_)), "{create:?}");
    }
    let (_, create) = both(|| Reply::Json(201, json!({"contact": {"name": "no id"}}))).await;
    assert!(matches!(create, RemoteError::Unknown(_)), "{create:?}");
}

#[tokio::test]
async fn a_vendor_that_cannot_be_reached_got_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = create(&to(&base_url)).await;
    assert!(matches!(error, RemoteError::Failed(_)), "{error:?}");
}

#[tokio::test]
async fn a_connection_that_breaks_after_sending_leaves_doubt_and_nothing_is_sent_twice() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let deaf = tokio::spawn(async move {
        let mut taken = 0;
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().await.unwrap();
            taken += stream.read(&mut [0; 8192]).await.unwrap().min(1);
        }
        taken
    });
    let connection = to(&base_url);
    let error = create(&connection).await;
    assert!(matches!(error, RemoteError::Unknown(_)), "{error:?}");
    let error = read(&connection).await;
    assert!(matches!(error, RemoteError::Failed(_)), "{error:?}");
    assert!(
        !error.to_string().contains("c1"),
        "addresses stay out of messages: {error}"
    );
    assert_eq!(deaf.await.unwrap(), 2);
}

#[tokio::test]
async fn a_vendor_that_does_not_answer_in_time_leaves_doubt() {
    let fake = Fake::start(|_| Reply::Silence).await;
    let connection = fake.connection();
    let error = create(&connection).await;
    assert!(matches!(error, RemoteError::Unknown(_)), "{error:?}");
    tokio::time::resume();
    let error = read(&connection).await;
    assert!(matches!(error, RemoteError::Failed(_)), "{error:?}");
    assert_eq!(fake.lines().len(), 2);
}

fn to(base_url: &str) -> HighLevel {
    set_up(base_url).unwrap()
}

fn set_up(base_url: &str) -> Result<HighLevel, SetupError> {
    let token = Credentials::Private("pit-token".into());
    let clock = Arc::new(TestClock::default());
    HighLevel::new(
        config(base_url, None),
        token.clone(),
        MemoryStore::new(token) as _,
        clock,
    )
}

#[test]
fn an_address_that_is_none_is_refused_at_once() {
    for bad in [
        "",
        "services.example.org",
        "ftp://example.org",
        "https://me:pw@example.org",
    ] {
        assert!(matches!(set_up(bad), Err(SetupError::BaseUrl(_))), "{bad}");
    }
}

#[tokio::test]
async fn a_refusal_is_told_in_the_vendors_words() {
    let (_, create) = both(|| {
        Reply::Json(
            422,
            json!({"message": ["property x should not exist", "email must be an email"],
            "error": "Unprocessable Entity", "statusCode": 422}),
        )
    })
    .await;
    assert_eq!(
        create,
        refused(422, "property x should not exist, email must be an email")
    );
    let (_, create) = both(|| Reply::Json(400, json!({"error": "Bad Request"}))).await;
    assert_eq!(create, refused(400, "Bad Request"));
}

#[tokio::test]
async fn a_duplicate_names_its_holder() {
    let (read, create) = both(|| {
        Reply::Json(
            400,
            json!({"statusCode": 400,
            "message": "This location does not allow duplicated contacts.",
            "meta": {"contactName": "Ana", "contactId": "c9", "matchingField": "email"}}),
        )
    })
    .await;
    assert_eq!(
        create,
        RemoteError::Duplicate {
            holder: "c9".into()
        }
    );
    assert!(matches!(read, RemoteError::Refused { status: 400, .. }));
}

#[tokio::test]
async fn a_record_that_is_not_there_is_gone_or_absent() {
    for reply in [
        || error(404, "Cannot find it"),
        || error(400, "Contact not found"),
        || error(400, "contact is deleted"),
    ] {
        let fake = Fake::start(move |_| reply()).await;
        let connection = fake.connection();
        assert_eq!(connection.contact("c1", Interactive).await, Ok(None));
        assert_eq!(
            connection.children(Kind::Note, "c1", Interactive).await,
            Ok(None)
        );
        assert_eq!(connection.delete(CONTACT, "c1", Interactive).await, Ok(()));
        assert_eq!(connection.delete(TASK, "t1", Interactive).await, Ok(()));
        let task = fields(&json!({"title": "Call"}));
        assert_eq!(
            connection.create(TASK, &task, Interactive).await,
            Err(RemoteError::Gone)
        );
        let patch = RemotePatch {
            fields: task,
            ..RemotePatch::default()
        };
        assert_eq!(
            connection.update(TASK, "t1", &patch, Interactive).await,
            Err(RemoteError::Gone)
        );
        // A contact is created under no record that could be gone.
        assert!(matches!(
            create(&connection).await,
            RemoteError::Refused { .. }
        ));
    }
}

#[tokio::test]
async fn a_field_that_is_not_found_is_no_deletion() {
    let fake = Fake::start(|_| error(400, "Country not found")).await;
    let patch = RemotePatch {
        fields: fields(&json!({"country": "XX"})),
        ..RemotePatch::default()
    };
    let connection = fake.connection();
    let error = connection.update(CONTACT, "c1", &patch, Interactive).await;
    assert_eq!(error, Err(refused(400, "Country not found")));
}

#[tokio::test]
async fn a_404_of_somebody_else_is_no_deletion() {
    for text in ["", "<html>nginx</html>", "\"not found\""] {
        let fake = Fake::start(move |_| Reply::Text(404, text.into())).await;
        let error = fake
            .connection()
            .contact("c1", Interactive)
            .await
            .unwrap_err();
        assert!(matches!(error, RemoteError::Failed(_)), "{error:?}");
    }
}

#[tokio::test]
async fn credentials_that_are_refused_need_a_person() {
    let (read, _) = both(|| error(401, "Invalid JWT")).await;
    assert_eq!(read, RemoteError::Unauthorized("Invalid JWT".into()));
    let (_, create) = both(|| error(403, "The token does not have access to this location.")).await;
    assert_eq!(
        create,
        RemoteError::Unauthorized("The token does not have access to this location.".into())
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let fake =
        Fake::start(|_| Reply::With(302, &[("location", "http://127.0.0.1:9/")], Value::Null))
            .await;
    let error = create(&fake.connection()).await;
    assert!(matches!(error, RemoteError::Failed(_)), "{error:?}");
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test]
async fn a_used_up_limit_tells_how_long() {
    // TestClock stands at noon UTC.
    for (headers, seconds) in [
        (&[][..], 10),
        (&[("x-ratelimit-interval-milliseconds", "4000")][..], 4),
        (&[("x-ratelimit-daily-remaining", "0")][..], 12 * 60 * 60),
        (
            &[
                ("x-ratelimit-daily-remaining", "-3"),
                ("x-ratelimit-daily-reset", "60000"),
            ][..],
            60,
        ),
        (
            &[
                ("x-ratelimit-daily-remaining", "7"),
                ("x-ratelimit-daily-reset", "60000"),
            ][..],
            10,
        ),
    ] {
        let fake = Fake::start(move |_| Reply::With(429, headers, json!({"message": "no"}))).await;
        let error = fake.connection().changed(None, None).await.unwrap_err();
        let wait = Duration::from_secs(seconds);
        assert_eq!(error, RemoteError::Limited { wait }, "{headers:?}");
    }
}

#[tokio::test]
async fn after_a_429_nothing_more_is_sent_until_it_has_passed() {
    let fake = Fake::start(|_| {
        Reply::With(
            429,
            &[("x-ratelimit-interval-milliseconds", "20000")],
            Value::Null,
        )
    })
    .await;
    let connection = fake.connection();
    let wait = Duration::from_secs(20);
    assert_eq!(read(&connection).await, RemoteError::Limited { wait });
    assert_eq!(read(&connection).await, RemoteError::Limited { wait });
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test]
async fn an_interactive_call_waits_for_its_turn_and_bulk_work_comes_back_later() {
    let fake = Fake::start(|_| {
        Reply::With(
            200,
            &[
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-interval-milliseconds", "2000"),
            ],
            json!({"contact": {"id": "c1"}, "contacts": []}),
        )
    })
    .await;
    let clock = Arc::new(TestClock::default());
    let connection = fake.connection_at(&clock);
    connection.contact("c1", Interactive).await.unwrap();
    let wait = Duration::from_millis(2020);
    assert_eq!(
        connection.changed(None, None).await.unwrap_err(),
        RemoteError::Limited { wait }
    );
    assert_eq!(fake.lines().len(), 1);
    tokio::time::pause();
    let waiting = connection.contact("c1", Interactive);
    let (answer, ()) = tokio::join!(waiting, async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        clock.advance(SignedDuration::from_millis(2020));
        // What follows is real: the fake's answer.
        tokio::time::sleep(Duration::from_secs(2)).await;
        tokio::time::resume();
    });
    assert!(answer.unwrap().is_some());
    assert_eq!(fake.lines().len(), 2);
}

#[tokio::test]
async fn an_id_that_leads_elsewhere_is_not_sent() {
    let fake = Fake::start(|_| error(500, "no")).await;
    let connection = fake.connection();
    for id in ["", "..", "a/b", "search?x"] {
        let error = connection
            .delete(CONTACT, id, Interactive)
            .await
            .unwrap_err();
        assert!(matches!(error, RemoteError::Refused { .. }), "{id}");
    }
    let orphan = Place {
        kind: Kind::Note,
        parent: None,
    };
    let error = connection
        .create(orphan, &Fields::new(), Interactive)
        .await
        .unwrap_err();
    assert!(matches!(error, RemoteError::Failed(_)));
    assert_eq!(fake.lines().len(), 0);
}
