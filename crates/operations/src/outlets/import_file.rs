//! `/tenon/v1/connections/{connectionId}/import-file`: the contacts that Houzz Pro does not know, as
//! files that a person imports there.

use std::collections::HashSet;

use serde_json::{Value, json};
use tenon_files::{csv, xlsx};
use tenon_model::{Contact, houzz::Lead};
use tenon_store::{Store, StoreError};

use super::Rules;
use crate::{Call, Context, File, OperationError, Reply};

/// Rows of one file, its headings not counted: Houzz Pro takes no more.
pub const MAX_ROWS: usize = 500;
/// Contacts looked at, at most: a hundred full files, which is more than anybody imports by hand.
const MOST: usize = 50_000;
const PAGE: i64 = 500;
/// Of those left out, so many are named.
const NAMED: usize = 200;

/// What is to be imported over there, over all files.
#[derive(Debug, Clone, Default)]
pub struct ImportFile {
    /// The rows of all files: those of the first, then those of the second…
    pub rows: Vec<[String; 11]>,
    /// Who is left out, and why.
    pub left_out: Vec<LeftOut>,
    /// Whether there are more contacts than are looked at.
    pub cut: bool,
}

/// A contact that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The contact.
    pub contact_id: String,
    /// What people call it.
    pub contact: String,
    /// Why.
    pub why: &'static str,
}

impl ImportFile {
    /// How many files it takes.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.rows.len().div_ceil(MAX_ROWS)
    }

    /// A file (from 1) as CSV, or with `sheet` as XLSX; `None`: there are not so many.
    #[must_use]
    pub fn part(&self, number: usize, sheet: bool) -> Option<Vec<u8>> {
        let rows = self.rows.chunks(MAX_ROWS).nth(number.checked_sub(1)?)?;
        Some(if sheet {
            xlsx::table("Leads", &Lead::HEADINGS, rows)
        } else {
            csv::table(&Lead::HEADINGS, rows)
        })
    }
}

/// Gathers the contacts that a connection's system does not know: all, or those with a tag. Each
/// e-mail and each phone stands in the files once.
///
/// # Errors
/// See [`StoreError`].
pub async fn import_file(
    store: &Store,
    location: &str,
    connection: &str,
    tag: Option<&str>,
) -> Result<ImportFile, StoreError> {
    let rules = Rules::of(store.outlet(location, connection).await?.as_ref()).lead();
    let tag = tag.map(str::to_lowercase);
    let (mut file, mut after, mut looked_at) = (ImportFile::default(), String::new(), 0);
    let mut known: HashSet<String> = HashSet::new();
    loop {
        let page = store.contacts_unknown_to(location, connection, &after, PAGE);
        let page = page.await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        if looked_at + page.len() > MOST {
            file.cut = true;
            break;
        }
        looked_at += page.len();
        for record in &page {
            let contact: Contact = record.typed()?;
            if tag.as_ref().is_some_and(|tag| !contact.tags.contains(tag)) {
                continue;
            }
            let mut reached = contact.email.iter().chain(&contact.phone);
            let told = match Lead::of(&contact, &rules) {
                Err(why) => Err(why),
                Ok(_) if reached.any(|reach| known.contains(reach)) => {
                    Err("another row has its e-mail or phone")
                }
                Ok(lead) => Ok(lead),
            };
            match told {
                Ok(lead) => {
                    known.extend(contact.email.iter().chain(&contact.phone).cloned());
                    file.rows.push(lead.cells());
                }
                Err(why) => file.left_out.push(LeftOut {
                    contact_id: record.id.clone(),
                    contact: contact.label(),
                    why,
                }),
            }
        }
    }
    Ok(file)
}

pub(super) async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let connection = super::outward(&cx, call.param("connectionId")).await?;
    let sheet = match call.query("format") {
        None | Some("csv") => false,
        Some("xlsx") => true,
        Some(_) => return Err(OperationError::invalid("format must be csv or xlsx")),
    };
    let most = (MOST / MAX_ROWS) as i64;
    let number = call.number("part", 1, 1..=most)?;
    let download = match call.query("download") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(OperationError::invalid("download must be true or false")),
    };
    let tag = call.query("tag");
    let file = import_file(&cx.store, &cx.location.id, &connection.id, tag).await?;
    let named = file.left_out.iter().take(NAMED);
    let left_out: Vec<Value> = named
        .map(|left| json!({"contactId": left.contact_id, "contact": left.contact, "why": left.why}))
        .collect();
    if !download {
        return Reply::json(
            200,
            &json!({"rows": file.rows.len(), "parts": file.parts(), "cut": file.cut,
                "headings": Lead::HEADINGS, "leftOut": left_out,
                "leftOutCount": file.left_out.len(), "traceId": cx.trace_id}),
        );
    }
    let number = usize::try_from(number).unwrap_or(1);
    let body = file.part(number, sheet);
    let body = body.ok_or(OperationError::NotFound("Part of the import file"))?;
    let (extension, content_type) = if sheet {
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    } else {
        ("csv", "text/csv; charset=utf-8; header=present")
    };
    Ok(Reply::file(
        body,
        File {
            name: format!("houzz-leads-{number}.{extension}"),
            content_type,
        },
    ))
}
