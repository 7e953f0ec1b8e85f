//! Follows the log: whoever is new or was changed is compared with those that may be the same person. What
//! a source or another side brings under a new e-mail and phone is a contact of its own at first; alike
//! in name and address it goes to a person, who says whether the two are one.

use std::collections::BTreeSet;

use serde_json::Value;
use tenon_model::{Contact, Kind, filter::Filter};
use tenon_store::{ContactSearch, Record, Write};

use super::{
    find::{MOST_SHARERS, Pairs, pair, proposal},
    score::{Person, alike},
};
use crate::{Context, OperationError, edit::texts};

/// Entries of the log looked at in one round: a small part of a node's time.
const PAGE: i64 = 100;
/// Contacts of one house number and street that are compared.
const MOST_NEIGHBOURS: usize = 50;
/// The reader's cursor.
const CURSOR: &str = "duplicates";
/// The fields by which people are told apart.
const TELLING: [&str; 9] = [
    "firstName",
    "lastName",
    "email",
    "phone",
    "additionalEmails",
    "additionalPhones",
    "address1",
    "city",
    "postalCode",
];

/// Looks at the next entries of the log, and proposes merges. Whether there may be more to look at. The
/// first look begins with what comes from then on; what is there already is looked through by
/// `POST /tenon/v1/duplicates`.
///
/// # Errors
/// When the store is away; the reader then stands where it stood.
pub async fn look_at_new(cx: &Context) -> Result<bool, OperationError> {
    let (store, location) = (&cx.store, &cx.location.id);
    let from = store.cursor(location, CURSOR).await?;
    let Some(after) = from.as_deref().and_then(|text| text.parse().ok()) else {
        let to = store.last_seq(location).await?.to_string();
        return stand(cx, from, to, Vec::new()).await.map(|()| false);
    };
    let changes = store.changes_after(location, after, PAGE).await?;
    let Some(last) = changes.last() else {
        return Ok(false);
    };
    let told = |change: &&tenon_model::Change| {
        let fields = &change.fields;
        change.kind == Kind::Contact.name()
            && change.action.writes()
            && fields
                .iter()
                .any(|field| TELLING.contains(&field.field.as_str()))
    };
    let contacts: BTreeSet<&str> = changes
        .iter()
        .filter(told)
        .map(|change| change.record_id.as_str())
        .collect();
    let mut pairs = Pairs::new();
    for id in contacts {
        if let Some(record) = store.record(location, Kind::Contact, id).await? {
            compare(cx, &record, &mut pairs).await?;
        }
    }
    let mut writes = Vec::new();
    for ((one, other), reasons) in pairs {
        if let Some(review) = proposal(cx, &one, &other, reasons).await? {
            // One that stands already is left as it is.
            writes.push(Write::Review(Box::new(review)));
        }
    }
    let more = changes.len() as i64 == PAGE;
    stand(cx, from, last.seq.to_string(), writes).await?;
    Ok(more)
}

async fn stand(
    cx: &Context,
    from: Option<String>,
    to: String,
    mut writes: Vec<Write>,
) -> Result<(), OperationError> {
    writes.push(Write::Cursor {
        name: CURSOR.to_owned(),
        from,
        to,
    });
    match cx.apply(writes).await {
        // Another node was quicker.
        Err(OperationError::Contended(_)) => Ok(()),
        result => result.map(drop),
    }
}

async fn compare(cx: &Context, record: &Record, pairs: &mut Pairs) -> Result<(), OperationError> {
    let (store, location, doc) = (&cx.store, &cx.location.id, record.fields()?);
    for (name, more) in [("email", "additionalEmails"), ("phone", "additionalPhones")] {
        let own = doc.get(name).and_then(Value::as_str).map(str::to_owned);
        for value in own.into_iter().chain(texts(&doc, more)) {
            let holders = store.contacts_with(location, name, &value).await?;
            if holders.len() > MOST_SHARERS {
                continue;
            }
            for other in holders.iter().filter(|other| other.id != record.id) {
                pair(
                    pairs,
                    &record.id,
                    &other.id,
                    format!("both have the {name} {value}"),
                );
            }
        }
    }
    let person = Person::of(&record.typed::<Contact>()?);
    let Some(words) = person.house() else {
        return Ok(());
    };
    let search = ContactSearch {
        filter: Filter::query(&words, &cx.location.country),
        limit: MOST_NEIGHBOURS,
        ..ContactSearch::default()
    };
    for (other, _) in store.search_contacts(location, &search).await?.contacts {
        if other.id != record.id
            && let Some((_, why)) = alike(&person, &Person::of(&other.typed::<Contact>()?))
        {
            pair(pairs, &record.id, &other.id, why);
        }
    }
    Ok(())
}
