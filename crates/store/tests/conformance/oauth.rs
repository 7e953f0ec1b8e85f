//! OAuth's rows: what is expected is checked in the same step as it is written, so that of many at
//! one moment one wins.

use jiff::SignedDuration;
use tenon_store::{
    Attempts, Client, ClientSecret, Code, Company, Grant, HOUSE, OAuthWrite, Person, RefreshToken,
    Session, SignInLink, StoreError, Token, Write,
};

use super::support::{AWAY, Db, HOME, Step, at_once};

on_every_backend! {
    a_client_is_changed_by_whoever_read_it_last
    an_e_mail_is_one_persons
    a_person_belongs_to_locations
    a_code_is_used_once
    a_refresh_token_has_one_heir
    a_spent_token_is_passed_on_by_whoever_knows_its_heir
    a_tokens_first_use_and_its_end_exclude_each_other
    whatever_ends_takes_its_tokens_with_it
    leaving_a_location_ends_what_was_allowed_there
    who_left_grants_nothing_any_more
    tries_are_counted_one_by_one
    a_link_is_used_once_and_a_session_ends
    a_company_has_its_locations_and_there_is_one_default
    what_has_long_ended_is_removed_bit_by_bit
}

fn house(db: &Db, writes: impl IntoIterator<Item = OAuthWrite>) -> Step {
    let step = db.at(HOUSE);
    writes.into_iter().fold(step, |step, write| {
        step.write(Write::OAuth(Box::new(write)))
    })
}

fn is_conflict(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict { .. })
}

fn one(results: &[Result<tenon_store::Committed, StoreError>]) {
    let (done, failed): (Vec<_>, Vec<_>) = results.iter().partition(|result| result.is_ok());
    assert_eq!(done.len(), 1, "{failed:?}");
    let refused = failed.iter().filter_map(|result| result.as_ref().err());
    assert!(refused.into_iter().all(is_conflict), "{failed:?}");
}

fn client(db: &Db) -> Client {
    Client {
        id: "app-1".into(),
        name: "App".into(),
        redirect_uris: vec!["https://a.example/\"b\"".into()],
        scopes: "contacts.readonly".into(),
        is_public: false,
        needs_pkce: true,
        location_id: HOME.into(),
        secrets: vec![ClientSecret {
            hash: "00".into(),
            until: Some(db.later(60)),
        }],
        created_at: db.later(0),
        revoked_at: None,
        version: 0,
    }
}

fn person(db: &Db, id: &str, email: &str) -> Person {
    Person {
        id: id.into(),
        email: email.into(),
        name: "Ana".into(),
        password: "$argon2id$…".into(),
        created_at: db.later(0),
        ..Person::default()
    }
}

fn grant(db: &Db, id: &str, person: &str, locations: &[&str]) -> Grant {
    Grant {
        id: id.into(),
        client_id: "app-1".into(),
        person_id: person.into(),
        class: "Location".into(),
        company_id: "c1".into(),
        locations: locations.iter().map(|id| (*id).to_owned()).collect(),
        scopes: "contacts.readonly".into(),
        created_at: db.later(0),
        revoked_at: None,
    }
}

fn token(db: &Db, hash: &str, grant: &str) -> Token {
    Token {
        hash: hash.into(),
        id: format!("t-{hash}"),
        location_id: HOME.into(),
        name: "App".into(),
        scopes: "contacts.readonly".into(),
        created_at: db.later(0),
        expires_at: db.later(3_600),
        class: "Location".into(),
        company_id: "c1".into(),
        client_id: "app-1".into(),
        person_id: "p1".into(),
        grant_id: grant.into(),
        ..Token::default()
    }
}

fn refresh(db: &Db, hash: &str) -> RefreshToken {
    RefreshToken {
        hash: hash.into(),
        grant_id: "g1".into(),
        scopes: "contacts.readonly".into(),
        access_hash: format!("a-{hash}"),
        expires_at: db.later(3_600),
        ..RefreshToken::default()
    }
}

async fn a_client_is_changed_by_whoever_read_it_last(db: &Db) {
    let new = client(db);
    house(db, [OAuthWrite::Client(new.clone())]).done().await;
    let read = db.store.client("app-1").await.unwrap().unwrap();
    assert_eq!(
        read,
        Client {
            version: 1,
            ..new.clone()
        }
    );
    let again = house(db, [OAuthWrite::Client(new)]).refused().await;
    assert!(is_conflict(&again));
    let changed = |n: usize| {
        let name = format!("App {n}");
        house(
            db,
            [OAuthWrite::Client(Client {
                name,
                ..read.clone()
            })],
        )
    };
    one(&at_once((0..8).map(changed)).await);
    assert_eq!(db.store.clients().await.unwrap()[0].version, 2);
    assert_eq!(db.store.client("app-2").await.unwrap(), None);
}

async fn an_e_mail_is_one_persons(db: &Db) {
    let make = |n: usize| {
        let id = format!("p{n}");
        house(db, [OAuthWrite::Person(person(db, &id, "ana@example.org"))])
    };
    one(&at_once((0..8).map(make)).await);
    let read = db.store.person_by_email("ana@example.org").await.unwrap();
    let read = read.unwrap();
    assert_eq!(
        db.store.person(&read.id).await.unwrap().as_ref(),
        Some(&read)
    );
    let ben = person(db, "ben", "ben@example.org");
    house(db, [OAuthWrite::Person(ben)]).done().await;
    let ben = db.store.person("ben").await.unwrap().unwrap();
    let email = "ana@example.org".to_owned();
    let taken = house(db, [OAuthWrite::Person(Person { email, ..ben })]);
    assert!(is_conflict(&taken.refused().await));
}

async fn a_person_belongs_to_locations(db: &Db) {
    let member = |location: &str, role: Option<&str>| OAuthWrite::Member {
        person_id: "p1".into(),
        location_id: location.into(),
        role: role.map(str::to_owned),
    };
    let ana = OAuthWrite::Person(person(db, "p1", "ana@example.org"));
    let writes = [
        ana,
        member(HOME, Some("owner")),
        member(AWAY, Some("member")),
    ];
    house(db, writes).done().await;
    house(db, [member(AWAY, Some("read-only"))]).done().await;
    let roles = async || {
        let places = db.store.memberships("p1").await.unwrap();
        let role =
            |place: &tenon_store::Membership| (place.location_id.clone(), place.role.clone());
        places.iter().map(role).collect::<Vec<_>>()
    };
    let pair = |location: &str, role: &str| (location.to_owned(), role.to_owned());
    assert_eq!(
        roles().await,
        [pair(AWAY, "read-only"), pair(HOME, "owner")]
    );
    assert_eq!(db.store.people(Some(AWAY)).await.unwrap().len(), 1);
    house(db, [member(AWAY, None)]).done().await;
    assert_eq!(roles().await, [pair(HOME, "owner")]);
    assert_eq!(db.store.people(Some(AWAY)).await.unwrap(), []);
    assert_eq!(db.store.people(None).await.unwrap().len(), 1);
}

async fn a_code_is_used_once(db: &Db) {
    let code = Code {
        hash: "c1".into(),
        client_id: "app-1".into(),
        grant_id: "g1".into(),
        redirect_uri: "https://a.example/".into(),
        challenge: "x".into(),
        proposal: "{}".into(),
        expires_at: db.later(60),
        used_at: None,
    };
    house(db, [OAuthWrite::Code(code.clone())]).done().await;
    assert_eq!(db.store.code("c1").await.unwrap(), Some(code.clone()));
    // Each would give a grant of its own.
    let redeem = |n: usize| {
        let grant = grant(db, &format!("g{n}"), "p1", &[HOME]);
        let used = OAuthWrite::UseCode { hash: "c1".into() };
        house(db, [OAuthWrite::Grant(grant), used])
    };
    one(&at_once((0..8).map(redeem)).await);
    assert_eq!(db.store.grants_of_client("app-1").await.unwrap().len(), 1);
    let used = db.store.code("c1").await.unwrap().unwrap();
    assert_eq!(used.used_at, Some(db.later(0)));
}

async fn a_refresh_token_has_one_heir(db: &Db) {
    house(db, [OAuthWrite::RefreshToken(refresh(db, "r0"))])
        .done()
        .await;
    let spend = |n: usize| {
        let heir = format!("r{}", n + 1);
        let spent = OAuthWrite::SpendRefresh {
            hash: "r0".into(),
            read: None,
            heir: heir.clone(),
        };
        house(db, [OAuthWrite::RefreshToken(refresh(db, &heir)), spent])
    };
    one(&at_once((0..8).map(spend)).await);
    let old = db.store.refresh_token("r0").await.unwrap().unwrap();
    assert_eq!(old.spent_at, Some(db.later(0)));
    let heir = db.store.refresh_token(&old.heir.unwrap()).await.unwrap();
    assert_eq!(heir.unwrap().spent_at, None);
    let made = (1..=8).map(|n| format!("r{n}"));
    let mut standing = 0;
    for hash in made {
        standing += usize::from(db.store.refresh_token(&hash).await.unwrap().is_some());
    }
    assert_eq!(standing, 1, "a refused use leaves nothing");
}

async fn a_spent_token_is_passed_on_by_whoever_knows_its_heir(db: &Db) {
    let spend = |read: Option<&str>, heir: &str| OAuthWrite::SpendRefresh {
        hash: "r0".into(),
        read: read.map(str::to_owned),
        heir: heir.into(),
    };
    let first = OAuthWrite::RefreshToken(refresh(db, "r0"));
    let second = OAuthWrite::RefreshToken(refresh(db, "r1"));
    house(db, [first, second, spend(None, "r1")]).done().await;
    db.pass(5);
    let again = |n: usize| {
        let replaced = OAuthWrite::ReplaceRefresh { hash: "r1".into() };
        house(db, [replaced, spend(Some("r1"), &format!("s{n}"))])
    };
    one(&at_once((0..8).map(again)).await);
    let old = db.store.refresh_token("r0").await.unwrap().unwrap();
    assert_eq!(old.spent_at, Some(db.later(-5)), "the first use counts");
    assert!(old.heir.unwrap().starts_with('s'));
    let replaced = db.store.refresh_token("r1").await.unwrap().unwrap();
    assert_eq!(
        (replaced.spent_at, replaced.heir),
        (Some(db.later(0)), None)
    );
}

async fn a_tokens_first_use_and_its_end_exclude_each_other(db: &Db) {
    let hash = || "a1".to_owned();
    db.at(HOME)
        .write(Write::Token(Box::new(token(db, "a1", "g1"))))
        .done()
        .await;
    let results = at_once([
        house(db, [OAuthWrite::UseToken { hash: hash() }]),
        house(db, [OAuthWrite::RevokeUnusedToken { hash: hash() }]),
    ])
    .await;
    one(&results);
    let read = db.store.token("a1").await.unwrap().unwrap();
    assert_eq!(read.used_at.is_some(), results[0].is_ok());
    assert_eq!(read.revoked_at.is_some(), results[1].is_ok());
}

async fn whatever_ends_takes_its_tokens_with_it(db: &Db) {
    let new = OAuthWrite::Client(client(db));
    let ana = OAuthWrite::Person(person(db, "p1", "ana@example.org"));
    let grants = ["g1", "g2"].map(|id| OAuthWrite::Grant(grant(db, id, "p1", &[HOME])));
    house(db, [new, ana]).done().await;
    house(db, grants).done().await;
    for (hash, grant) in [("a1", "g1"), ("a2", "g1"), ("a3", "g2")] {
        let token = token(db, hash, grant);
        db.at(HOME)
            .write(Write::Token(Box::new(token.clone())))
            .done()
            .await;
        assert_eq!(db.store.token(hash).await.unwrap(), Some(token));
    }
    let alive = async || {
        let mut alive = Vec::new();
        for hash in ["a1", "a2", "a3"] {
            let token = db.store.token(hash).await.unwrap().unwrap();
            alive.extend(token.revoked_at.is_none().then_some(hash));
        }
        alive
    };
    let end = |hash: &str| OAuthWrite::RevokeToken { hash: hash.into() };
    house(db, [end("a2"), end("nothing")]).done().await;
    assert_eq!(alive().await, ["a1", "a3"]);
    let end = OAuthWrite::RevokeGrant { id: "g1".into() };
    house(db, [end.clone()]).done().await;
    assert_eq!(alive().await, ["a3"]);
    db.pass(9);
    house(db, [end]).done().await;
    let ended = db.store.grant("g1").await.unwrap().unwrap();
    assert_eq!(ended.revoked_at, Some(db.later(-9)), "it ended once");
    assert_eq!(db.store.grants_of_client("app-1").await.unwrap().len(), 1);
    let mut ana = db.store.person("p1").await.unwrap().unwrap();
    ana.revoked_at = Some(db.later(0));
    house(db, [OAuthWrite::Person(ana)]).done().await;
    assert_eq!(alive().await, Vec::<&str>::new());
    let mut ana = db.store.person("p1").await.unwrap().unwrap();
    ana.revoked_at = None;
    house(db, [OAuthWrite::Person(ana)]).done().await;
    assert_eq!(alive().await, ["a3"]);
    let mut gone = db.store.client("app-1").await.unwrap().unwrap();
    gone.revoked_at = Some(db.later(0));
    house(db, [OAuthWrite::Client(gone)]).done().await;
    assert_eq!(alive().await, Vec::<&str>::new());
}

async fn leaving_a_location_ends_what_was_allowed_there(db: &Db) {
    let grants = [
        grant(db, "here", "p1", &["lo_c"]),
        grant(db, "company", "p1", &[AWAY, "lo_c"]),
        grant(db, "like", "p1", &["loXc"]),
        grant(db, "part", "p1", &["lo_c2"]),
        grant(db, "other", "p2", &["lo_c"]),
    ];
    house(db, grants.map(OAuthWrite::Grant)).done().await;
    let leave = OAuthWrite::RevokeGrantsAt {
        person_id: "p1".into(),
        location_id: "lo_c".into(),
    };
    house(db, [leave]).done().await;
    let left = db.store.grants_of_client("app-1").await.unwrap();
    let left: Vec<_> = left.iter().map(|grant| grant.id.as_str()).collect();
    assert_eq!(left, ["like", "other", "part"]);
}

async fn who_left_grants_nothing_any_more(db: &Db) {
    let member = |role: Option<&str>| OAuthWrite::Member {
        person_id: "p1".into(),
        location_id: HOME.into(),
        role: role.map(str::to_owned),
    };
    let ana = OAuthWrite::Person(person(db, "p1", "ana@example.org"));
    house(db, [ana, member(Some("owner"))]).done().await;
    let allow = |id: &str, locations: &[&str]| {
        let belongs = OAuthWrite::Belongs {
            person_id: "p1".into(),
            locations: locations.iter().map(|id| (*id).to_owned()).collect(),
        };
        house(
            db,
            [belongs, OAuthWrite::Grant(grant(db, id, "p1", locations))],
        )
    };
    allow("g1", &[HOME]).done().await;
    allow("g2", &[AWAY, HOME]).done().await;
    assert!(is_conflict(
        &allow("g3", &[AWAY]).commit().await.unwrap_err()
    ));
    // To leave and to allow, at the same moment: whichever comes first, nothing stands afterwards.
    let leave = || {
        let end = OAuthWrite::RevokeGrantsAt {
            person_id: "p1".into(),
            location_id: HOME.into(),
        };
        house(db, [member(None), end])
    };
    for round in 0..8 {
        house(db, [member(Some("owner"))]).done().await;
        let id = format!("r{round}");
        let both = at_once([allow(&id, &[HOME]), leave()]).await;
        assert!(both[1].is_ok(), "{both:?}");
        assert_eq!(
            db.store.grants_of_client("app-1").await.unwrap(),
            [],
            "{both:?}"
        );
    }
    house(db, [member(Some("owner"))]).done().await;
    let closed = tenon_store::Person {
        revoked_at: Some(db.later(0)),
        version: 1,
        ..person(db, "p1", "ana@example.org")
    };
    house(db, [OAuthWrite::Person(closed)]).done().await;
    assert!(is_conflict(
        &allow("g9", &[HOME]).commit().await.unwrap_err()
    ));
}

async fn tries_are_counted_one_by_one(db: &Db) {
    let attempts = |failures: i64| Attempts {
        key: "account:1".into(),
        failures,
        last_at: db.later(0),
        locked_until: db.later(2),
    };
    let count = |read: Option<Attempts>| {
        let now = attempts(read.as_ref().map_or(0, |read| read.failures) + 1);
        house(db, [OAuthWrite::Attempts { now, read }])
    };
    one(&at_once((0..8).map(|_| count(None))).await);
    let read = db.store.attempts("account:1").await.unwrap();
    assert_eq!(read, Some(attempts(1)));
    one(&at_once((0..8).map(|_| count(read.clone()))).await);
    db.pass(1);
    // As many as before, but later: what was read then is no longer so.
    let read = db.store.attempts("account:1").await.unwrap();
    let again = |read: Option<Attempts>| {
        let now = attempts(2);
        house(db, [OAuthWrite::Attempts { now, read }])
    };
    one(&at_once((0..8).map(|_| again(read.clone()))).await);
    let key = || "account:1".to_owned();
    house(db, [OAuthWrite::ForgetAttempts { key: key() }])
        .done()
        .await;
    assert_eq!(db.store.attempts(&key()).await.unwrap(), None);
}

async fn a_link_is_used_once_and_a_session_ends(db: &Db) {
    let link = SignInLink {
        hash: "l1".into(),
        person_id: "p1".into(),
        expires_at: db.later(600),
        used_at: None,
    };
    house(db, [OAuthWrite::Link(link.clone())]).done().await;
    assert_eq!(db.store.sign_in_link("l1").await.unwrap(), Some(link));
    let session = |n: usize| Session {
        hash: format!("s{n}"),
        person_id: "p1".into(),
        created_at: db.later(0),
        expires_at: db.later(60),
    };
    let enter = |n: usize| {
        let used = OAuthWrite::UseLink { hash: "l1".into() };
        house(db, [OAuthWrite::Session(session(n)), used])
    };
    let results = at_once((0..8).map(enter)).await;
    one(&results);
    let won = results.iter().position(Result::is_ok).unwrap();
    let hash = session(won).hash;
    assert_eq!(db.store.session(&hash).await.unwrap(), Some(session(won)));
    house(db, [OAuthWrite::EndSession { hash: hash.clone() }])
        .done()
        .await;
    assert_eq!(db.store.session(&hash).await.unwrap(), None);
    house(db, [OAuthWrite::Session(session(20))]).done().await;
    let person_id = "p1".to_owned();
    house(db, [OAuthWrite::EndSessionsOf { person_id }])
        .done()
        .await;
    assert_eq!(db.store.session("s20").await.unwrap(), None);
}

async fn a_company_has_its_locations_and_there_is_one_default(db: &Db) {
    let company = |id: &str, is_default: bool| Company {
        id: id.into(),
        name: format!("Company {id}"),
        is_default,
    };
    assert_eq!(db.store.default_company().await.unwrap(), None);
    let make = |n: usize| {
        let made = company(&format!("d{n}"), true);
        house(db, [OAuthWrite::Company(made)])
    };
    for result in at_once((0..8).map(make)).await {
        result.unwrap();
    }
    let default = db.store.default_company().await.unwrap().unwrap();
    let other = company("other", false);
    let joins = OAuthWrite::CompanyLocation {
        location_id: AWAY.into(),
        company_id: "other".into(),
    };
    house(db, [OAuthWrite::Company(other.clone()), joins])
        .done()
        .await;
    assert_eq!(
        db.store.company("other").await.unwrap().as_ref(),
        Some(&other)
    );
    assert_eq!(
        db.store.company_of(AWAY).await.unwrap().as_deref(),
        Some("other")
    );
    assert_eq!(db.store.company_of(HOME).await.unwrap(), None);
    let ids = async |company: &Company| {
        let locations = db.store.company_locations(company).await.unwrap();
        locations.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&default).await, [HOME]);
    assert_eq!(ids(&other).await, [AWAY]);
}

async fn what_has_long_ended_is_removed_bit_by_bit(db: &Db) {
    for n in 0..25 {
        let old = Token {
            expires_at: db.later(-n),
            ..token(db, &format!("old{n}"), "g1")
        };
        db.at(HOME).write(Write::Token(Box::new(old))).done().await;
    }
    db.at(HOME)
        .write(Write::Token(Box::new(token(db, "new", "g1"))))
        .done()
        .await;
    house(db, [OAuthWrite::RefreshToken(refresh(db, "r1"))])
        .done()
        .await;
    let before = db.later(0) + SignedDuration::from_secs(1);
    let left = async || {
        let mut left = 0;
        for n in 0..25 {
            let token = db.store.token(&format!("old{n}")).await.unwrap();
            left += usize::from(token.is_some());
        }
        left
    };
    house(db, [OAuthWrite::Prune { before }]).done().await;
    assert_eq!(left().await, 5);
    house(db, [OAuthWrite::Prune { before }]).done().await;
    assert_eq!(left().await, 0);
    assert!(db.store.token("new").await.unwrap().is_some());
    assert!(db.store.refresh_token("r1").await.unwrap().is_some());
}
