//! Searching among a million contacts, against the same searches among ten thousand, over HTTP, one
//! caller. Both stores are asked in turns, so that a machine that slows down slows both.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tenon_model::{Clock, Kind, new_id};
use tenon_server::SystemClock;
use tenon_store::{Store, Write};

use crate::{
    Figure,
    client::{Client, request},
    world::{self, Folder, LOCATION, Result},
};

const SMALL: u64 = 10_000;
const LARGE: u64 = 1_000_000;
/// Searches of each kind.
const SEARCHES: u64 = 300;
/// Changes indexed by one commit when nobody else writes.
const BATCH: i64 = 500;

/// One of the stores.
struct Side {
    client: Client,
    token: String,
    contacts: u64,
    _folder: Folder,
}

type Make = fn(u64) -> Value;

/// What is sought, and whether the target speaks of it.
const KINDS: [(&str, bool, Make); 12] = [
    ("newest", true, |_| json!({})),
    ("phone eq", true, |n| filter("phone", "eq", &phone(n)[2..])),
    ("email eq", true, |n| filter("email", "eq", &email(n))),
    ("tag eq", true, |n| filter("tags", "eq", &tag(n))),
    ("owner eq", true, |n| filter("assignedTo", "eq", &owner(n))),
    ("city contains", true, |n| {
        filter("city", "contains", &city(n)[..4])
    }),
    ("tag eq, owner eq", true, |n| {
        json!({"filters": [
            {"field": "tags", "operator": "eq", "value": tag(n)},
            {"field": "assignedTo", "operator": "eq", "value": owner(n)}]})
    }),
    ("query: phone", true, |n| {
        let phone = phone(n);
        json!({"query": format!("({}) {}-{}", &phone[2..5], &phone[5..8], &phone[8..])})
    }),
    (
        "query: name",
        true,
        |n| json!({"query": format!("{} {}", first(n), last(n))}),
    ),
    ("query: last name", true, |n| json!({"query": last(n)})),
    (
        "query: part of an e-mail",
        true,
        |n| json!({"query": email(n)[3..12].to_owned()}),
    ),
    (
        "by first name",
        true,
        |_| json!({"sort": [{"field": "firstNameLowerCase", "direction": "asc"}]}),
    ),
];

pub(crate) async fn measure() -> Result<Vec<Figure>> {
    // `tenon-bench search 300000` asks for fewer.
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    let many = asked.unwrap_or(LARGE);
    // The large one first: the server closes a connection that says nothing for 10 seconds.
    let (mut large, mut small) = (side("large", many).await?, side("small", SMALL).await?);
    let mut figures = Vec::new();
    let (mut all_small, mut all_large) = (Vec::new(), Vec::new());
    for (what, counts, make) in KINDS {
        let (mut of_small, mut of_large) = (Vec::new(), Vec::new());
        for turn in 0..SEARCHES {
            let number = chance(turn ^ 0xBEEF);
            of_small.push(small.search(make(number % small.contacts)).await?);
            of_large.push(large.search(make(number % large.contacts)).await?);
        }
        // The first of each kind are read from the disk.
        let (of_small, of_large) = (of_small.split_off(20), of_large.split_off(20));
        if counts {
            all_small.extend(of_small.clone());
            all_large.extend(of_large.clone());
        }
        figures.push(figure(what, of_small, of_large, None));
    }
    figures.push(figure(
        "search, all of these",
        all_small,
        all_large,
        Some(3.0),
    ));
    Ok(figures)
}

fn figure(
    what: &'static str,
    mut small: Vec<Duration>,
    mut large: Vec<Duration>,
    most: Option<f64>,
) -> Figure {
    let mut at = |share: f64| {
        let place = |times: &mut Vec<Duration>| {
            times.sort_unstable();
            let last = times.len().saturating_sub(1);
            times
                .get((times.len() as f64 * share) as usize)
                .or(times.get(last))
                .copied()
        };
        let millis = |time: Option<Duration>| time.unwrap_or_default().as_secs_f64() * 1_000.0;
        (millis(place(&mut large)), millis(place(&mut small)))
    };
    let ((large_half, small_half), (large, small)) = (at(0.5), at(0.99));
    Figure {
        what,
        measured: format!(
            "p50 {large_half:.1}/{small_half:.1}, p99 {large:.1}/{small:.1} ms = {:.1}",
            large / small
        ),
        target: if most.is_some() { "at most 3" } else { "" },
        reached: most.is_none_or(|most| large / small <= most),
    }
}

impl Side {
    async fn search(&mut self, mut body: Value) -> Result<Duration> {
        body["locationId"] = LOCATION.into();
        body["pageLimit"] = 20.into();
        let request = request("POST", "/contacts/search", &self.token, &body.to_string());
        let started = Instant::now();
        let (status, answer) = self.client.call(&request).await?;
        let took = started.elapsed();
        if status == 200 {
            return Ok(took);
        }
        let answer = String::from_utf8_lossy(&answer).into_owned();
        Err(format!("{body} was answered {status}: {answer}").into())
    }
}

#[allow(clippy::print_stdout)]
async fn side(name: &str, contacts: u64) -> Result<Side> {
    let folder = Folder::new(&format!("search-{name}"))?;
    let (store, token) = world::store(&folder.0, 256).await?;
    let started = Instant::now();
    fill(&store, contacts).await?;
    let filled = started.elapsed();
    let started = Instant::now();
    while store
        .index_contacts(LOCATION, SystemClock.now(), BATCH)
        .await?
        > 0
    {}
    println!(
        "  {contacts} contacts written in {:.1} s, indexed in {:.1} s, {} MB",
        filled.as_secs_f64(),
        started.elapsed().as_secs_f64(),
        std::fs::metadata(folder.0.join("tenon.db"))?.len() / 1_000_000
    );
    let address: SocketAddr = world::serve(store, world::Bare::default()).await?;
    Ok(Side {
        client: Client::connect(address).await?,
        token,
        contacts,
        _folder: folder,
    })
}

async fn fill(store: &Store, count: u64) -> Result<()> {
    let random = world::chance();
    let mut writes = Vec::new();
    for number in 0..count {
        let id = new_id(SystemClock.now(), &*random);
        let Value::Object(doc) = contact(number) else {
            continue;
        };
        writes.push(Write::Create {
            kind: Kind::Contact,
            id: id.clone(),
            root_id: id,
            doc,
            // Some of these people share a phone.
            exclusive: false,
        });
        if writes.len() == 500 || number + 1 == count {
            store
                .commit(world::commit(std::mem::take(&mut writes)))
                .await?;
        }
    }
    Ok(())
}

/// A person as there might be: names that many share, a tag that a tenth has and many that few have.
fn contact(number: u64) -> Value {
    json!({
        "firstName": first(number),
        "lastName": last(number),
        "email": email(number),
        "phone": phone(number),
        "address1": format!("{} {} Street", chance(number ^ 1) % 9_000, syllables(chance(number ^ 2), 3)),
        "city": city(number),
        "state": "TX",
        "postalCode": format!("{:05}", chance(number ^ 3) % 100_000),
        "country": "US",
        "source": format!("source {}", chance(number ^ 4) % 12),
        "assignedTo": owner(number),
        "tags": [tag(number), "houzz-lead"],
    })
}

fn filter(field: &str, operator: &str, value: &str) -> Value {
    json!({"filters": [{"field": field, "operator": operator, "value": value}]})
}

fn first(number: u64) -> String {
    syllables(chance(number ^ 10) % 400, 2)
}

fn last(number: u64) -> String {
    syllables(chance(number ^ 11) % 20_000, 3)
}

fn city(number: u64) -> String {
    syllables(chance(number ^ 12) % 300, 3)
}

fn email(number: u64) -> String {
    format!(
        "{}.{}{number}@mail{}.example",
        first(number),
        last(number),
        number % 50
    )
}

fn phone(number: u64) -> String {
    format!(
        "+1{:03}{:07}",
        201 + number % 700,
        chance(number ^ 13) % 10_000 * 1_000 + number / 1_000
    )
}

fn tag(number: u64) -> String {
    // A tenth has the first, a hundredth each of the next, and so on.
    let chance = chance(number ^ 14);
    match chance % 10 {
        0 => "kitchen".to_owned(),
        1 | 2 => format!("campaign {}", chance / 10 % 20),
        _ => format!("list {}", chance / 10 % 2_000),
    }
}

fn owner(number: u64) -> String {
    format!("user{}", chance(number ^ 15) % 25)
}

fn syllables(mut number: u64, count: usize) -> String {
    const SYLLABLES: [&str; 28] = [
        "ba", "ce", "do", "fi", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su",
        "ta", "ve", "wi", "xo", "yu", "zan", "bren", "kil", "mor", "stu", "tri", "ver", "wol",
    ];
    let mut text = String::new();
    for _ in 0..count {
        text.push_str(SYLLABLES[(number % 28) as usize]);
        number /= 28;
    }
    text
}

/// SplitMix64: the same for the same number.
const fn chance(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
