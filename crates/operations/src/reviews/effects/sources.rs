//! An unclear source becomes a contact, or speaks of one that is there, or is of no interest.

use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind, fields};
use tenon_store::{ControlWrite, Write};

use super::About;
use crate::{OperationError, edit};

/// What was read of the source, under the names of a contact's fields.
fn read(about: &About<'_>) -> Fields {
    let read = &about.asked.review.detail["read"];
    let fields = read["fields"].as_object().or_else(|| read.as_object());
    fields.cloned().unwrap_or_default()
}

/// The fields of a contact in normal form; what was read and cannot be taken is left out, what a person
/// has told must be right.
fn checked(about: &About<'_>, told: &Fields) -> Result<Fields, OperationError> {
    let country = &about.cx.location.country;
    let check = |fields: Fields| fields::check(fields::CONTACT, &[], fields, country);
    let mut all = Fields::new();
    for (name, value) in read(about) {
        if let Ok(fields) = check(Fields::from_iter([(name, value)])) {
            all.extend(fields);
        }
    }
    all.extend(check(told.clone()).map_err(OperationError::Invalid)?);
    all.retain(|_, value| !edit::is_blank(value));
    Ok(all)
}

pub(super) fn filed(
    about: &About<'_>,
    outcome: &str,
    contact: Option<&str>,
) -> Result<Write, OperationError> {
    Ok(Write::Control(Box::new(ControlWrite::Filed {
        key: about.text("sourceKey")?.to_owned(),
        outcome: outcome.to_owned(),
        record_id: contact.map(str::to_owned),
    })))
}

/// The entry that says that the source spoke of the contact.
fn imported(about: &About<'_>, contact: &str) -> Result<Write, OperationError> {
    let detail = &about.asked.review.detail;
    Ok(Write::Log {
        kind: Kind::Contact,
        record_id: contact.to_owned(),
        root_id: contact.to_owned(),
        action: Action::Import,
        detail: json!({"origin": detail["origin"], "label": about.asked.review.title,
            "sourceKey": about.text("sourceKey")?, "decided": true}),
    })
}

pub(super) async fn create(about: &About<'_>, told: &Fields) -> Result<Vec<Write>, OperationError> {
    let doc = edit::made(checked(about, told)?);
    if doc.is_empty() {
        return Err(OperationError::invalid(
            "fields should not be empty: nothing could be read of this source",
        ));
    }
    let id = about.cx.new_id();
    Ok(vec![
        Write::Create {
            kind: Kind::Contact,
            id: id.clone(),
            root_id: id.clone(),
            doc,
            exclusive: !about.cx.location.allow_duplicates,
        },
        imported(about, &id)?,
        filed(about, "created", Some(&id))?,
    ])
}

/// Fills the contact's gaps; another e-mail or phone becomes an additional one.
pub(super) async fn attach(about: &About<'_>, contact: &str) -> Result<Vec<Write>, OperationError> {
    let record = about.cx.contact(contact).await?;
    let before = record.fields()?;
    let mut doc = before.clone();
    for (name, value) in checked(about, &Fields::new())? {
        let more = match name.as_str() {
            "email" => "additionalEmails",
            "phone" => "additionalPhones",
            "tags" => {
                let mut tags = edit::texts(&doc, "tags");
                tags.extend(
                    value
                        .as_array()
                        .into_iter()
                        .flatten()
                        .filter_map(|tag| tag.as_str().map(str::to_owned)),
                );
                let tags = tenon_model::normalise::tags(tags.iter().map(String::as_str));
                doc.insert(name, json!(tags));
                continue;
            }
            _ => "",
        };
        match doc.get(&name) {
            None => drop(doc.insert(name, value)),
            Some(own) if *own != value && !more.is_empty() => add(&mut doc, more, &value),
            Some(_) => {}
        }
    }
    let mut writes = vec![if doc == before {
        Write::Check {
            kind: Kind::Contact,
            id: record.id.clone(),
            version: record.version,
        }
    } else {
        Write::Update {
            old: record.clone(),
            doc,
            exclusive: !about.cx.location.allow_duplicates,
        }
    }];
    writes.push(imported(about, &record.id)?);
    writes.push(filed(about, "merged", Some(&record.id))?);
    Ok(writes)
}

fn add(doc: &mut Fields, list: &str, value: &Value) {
    let mut all = edit::texts(doc, list);
    all.extend(value.as_str().map(str::to_owned));
    all.sort();
    all.dedup();
    doc.insert(list.to_owned(), json!(all));
}
