//! `POST /tenon/v1/duplicates`: looks through all contacts. Those that share an e-mail or phone are found
//! by their keys; those alike in name and address are compared within their block only, so that the
//! work grows with the contacts and not with their square.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;
use tenon_model::{Contact, Kind};
use tenon_store::{Record, Review, Write};

use super::score::{Person, alike};
use crate::{Call, Context, OperationError, Reply};

/// Contacts looked through: some 200 bytes each are held.
const MOST_CONTACTS: usize = 500_000;
/// Contacts read at once.
const PAGE: i64 = 1_000;
/// Contacts of one block that are compared with each other: a house with more is an office.
const MOST_IN_BLOCK: usize = 20;
/// Proposals made by one call: more than a person goes through in a sitting.
const MOST_PROPOSALS: usize = 1_000;
/// E-mails and phones that several contacts have, looked at by one call.
const MOST_SHARED: i64 = 5_000;
/// Contacts that share one e-mail or phone and are still proposed: more are an office's.
pub(super) const MOST_SHARERS: usize = 5;

/// Two contacts that may be one, oldest first, with the reasons.
pub(super) type Pairs = BTreeMap<(String, String), Vec<String>>;

pub(super) async fn find(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let mut pairs = Pairs::new();
    shared(&cx, &mut pairs).await?;
    let (looked_at, complete) = by_address(&cx, &mut pairs).await?;
    let (found, mut proposed) = (pairs.len(), 0);
    for ((one, other), reasons) in pairs.into_iter().take(MOST_PROPOSALS) {
        let Some(review) = proposal(&cx, &one, &other, reasons).await? else {
            continue;
        };
        if cx
            .store
            .review(&cx.location.id, &review.id)
            .await?
            .is_none()
        {
            cx.apply(vec![Write::Review(Box::new(review))]).await?;
            proposed += 1;
        }
    }
    Reply::json(
        200,
        &json!({"lookedAt": looked_at, "found": found, "proposed": proposed,
            "complete": complete && found <= MOST_PROPOSALS, "traceId": cx.trace_id}),
    )
}

pub(super) fn pair(pairs: &mut Pairs, one: &str, other: &str, reason: String) {
    let key = if one < other {
        (one.to_owned(), other.to_owned())
    } else {
        (other.to_owned(), one.to_owned())
    };
    let reasons = pairs.entry(key).or_default();
    if !reasons.contains(&reason) {
        reasons.push(reason);
    }
}

/// Those that have one e-mail or phone between them, as their own or as an additional one.
async fn shared(cx: &Context, pairs: &mut Pairs) -> Result<(), OperationError> {
    let keys = cx.store.shared_keys(&cx.location.id, MOST_SHARED).await?;
    for (name, value) in keys {
        let holders = cx
            .store
            .contacts_with(&cx.location.id, &name, &value)
            .await?;
        if holders.len() > MOST_SHARERS {
            continue;
        }
        for (at, one) in holders.iter().enumerate() {
            for other in &holders[at + 1..] {
                pair(
                    pairs,
                    &one.id,
                    &other.id,
                    format!("both have the {name} {value}"),
                );
            }
        }
    }
    Ok(())
}

/// Those alike in name and address.
async fn by_address(cx: &Context, pairs: &mut Pairs) -> Result<(usize, bool), OperationError> {
    let mut blocks: HashMap<String, Vec<(String, Person)>> = HashMap::new();
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let page = cx
            .store
            .contacts_after(&cx.location.id, &after, PAGE)
            .await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        for record in &page {
            count += 1;
            let person = Person::of(&record.typed::<Contact>()?);
            let Some(block) = person.block() else {
                continue;
            };
            let others = blocks.entry(block).or_default();
            if others.len() >= MOST_IN_BLOCK {
                continue;
            }
            for (id, other) in others.iter() {
                if let Some((_, why)) = alike(other, &person) {
                    pair(pairs, id, &record.id, why);
                }
            }
            others.push((record.id.clone(), person));
        }
        if count >= MOST_CONTACTS {
            return Ok((count, false));
        }
    }
    Ok((count, true))
}

pub(super) async fn proposal(
    cx: &Context,
    one: &str,
    other: &str,
    reasons: Vec<String>,
) -> Result<Option<Review>, OperationError> {
    let (store, location) = (&cx.store, &cx.location.id);
    let (Some(first), Some(second)) = (
        store.record(location, Kind::Contact, one).await?,
        store.record(location, Kind::Contact, other).await?,
    ) else {
        return Ok(None);
    };
    // The one that says more stands; between equals, the older.
    let (survivor, loser) = if filled(&second)? > filled(&first)? {
        (second, first)
    } else {
        (first, second)
    };
    let (name, other_name) = (survivor.typed::<Contact>()?, loser.typed::<Contact>()?);
    Ok(Some(Review {
        id: format!("duplicate/{one}/{other}"),
        subject: survivor.id.clone(),
        title: format!(
            "Are {} and {} one person?",
            name.label(),
            other_name.label()
        ),
        reasons,
        detail: json!({"kind": "contact", "recordId": survivor.id, "loserId": loser.id}),
    }))
}

fn filled(record: &Record) -> Result<usize, OperationError> {
    Ok(record.fields()?.len())
}
