//! `GET /tenon/v1/contacts/{contactId}/sync`: where a contact stands at each connection, and in words why
//! it is not in step where it is not.

use serde_json::{Value, json};
use tenon_model::{Action, Change, Kind, Scope, time};
use tenon_store::{Connection, Link, LinkState, Pause, Record, ReviewSearch};

use crate::{Call, Context, Method, Operation, OperationError, Reply, V3, pauses};

/// How far back the contact's log is read for its last push and pull.
const HISTORY: i64 = 200;
/// Open questions told.
const MOST_REVIEWS: i64 = 50;

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[Operation {
    id: "get-contact-sync",
    summary: "Say where a contact stands at each connection, and why it is not in step",
    method: Method::Get,
    path: "/tenon/v1/contacts/{contactId}/sync",
    v3: V3::Same,
    scope: Scope::ContactsReadonly,
    body: None,
    handler: |cx, call| Box::pin(why(cx, call)),
}];

/// What is known of a contact.
struct Known {
    record: Record,
    log: Vec<Change>,
    reviews: Vec<tenon_store::Asked>,
    pauses: Vec<Pause>,
    moved_to: Option<String>,
}

async fn why(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let (store, location, id) = (&cx.store, &cx.location.id, call.param("contactId"));
    let record = store
        .record_or_tombstone(location, Kind::Contact, id)
        .await?;
    let record = record.ok_or(OperationError::NotFound("Contact"))?;
    let search = ReviewSearch {
        state: "open".into(),
        subject: id.to_owned(),
        limit: MOST_REVIEWS,
        ..ReviewSearch::default()
    };
    let known = Known {
        record,
        log: store.changes_of(location, id, None, HISTORY).await?.changes,
        reviews: store.reviews(location, &search).await?,
        pauses: store.pauses_over(location, id).await?,
        moved_to: store.moved_to(location, Kind::Contact, id).await?,
    };
    let mut told = Vec::new();
    for connection in store.connections(Some(location)).await? {
        told.push(at(&cx, &connection, &known).await?);
    }
    let in_step = told.iter().all(|one| one["inStep"] == true);
    Reply::json(
        200,
        &json!({"contactId": id, "deleted": known.record.deleted, "mergedInto": known.moved_to,
            "inStep": in_step, "connections": told, "traceId": cx.trace_id}),
    )
}

async fn at(cx: &Context, connection: &Connection, known: &Known) -> Result<Value, OperationError> {
    let (store, location, id) = (&cx.store, &cx.location.id, known.record.id.as_str());
    let links = store.links_of(location, &connection.id, id).await?;
    let link = links.iter().find(|link| link.kind == Kind::Contact);
    let own = |change: &&Change| change.detail["connectionId"] == connection.id.as_str();
    let pushed = known
        .log
        .iter()
        .filter(own)
        .find(|change| change.action == Action::Push);
    let pulled = known
        .log
        .iter()
        .find(|change| change.action.writes() && change.origin.actor.id == connection.id);
    let mut reasons = Vec::new();
    for pause in &known.pauses {
        let kinds = Kind::SYNCED.iter();
        if kinds
            .clone()
            .any(|kind| pause.covers(&connection.id, *kind, id))
        {
            reasons.push(paused(pause));
        }
    }
    let of_source = connection.system == "houzz";
    state(connection, link, known, of_source, &mut reasons);
    let mut waits = Value::Null;
    let queue = format!("sync/{}", connection.id);
    if let Some((due, tries, error)) = store
        .waiting_job(location, &queue, &format!("hub:{id}"))
        .await?
    {
        waits = json!({"until": time::to_wire(due), "failedTries": tries, "lastError": error});
        let mut reason = format!("a look at it waits until {}", time::to_wire(due));
        if !error.is_empty() {
            reason = format!("{reason}: {error}");
        }
        reasons.push(reason);
    }
    for link in links.iter().filter(|link| link.kind != Kind::Contact) {
        if link.state == LinkState::Refused {
            reasons.push(refused(connection, link));
        }
    }
    for asked in &known.reviews {
        let about = asked.review.detail["connectionId"].as_str();
        if about.is_none_or(|about| about == connection.id) {
            let why = asked.review.reasons.join("; ");
            reasons.push(format!("a person is asked: {} ({why})", asked.review.title));
        }
    }
    let children: Vec<Value> = links
        .iter()
        .filter(|link| link.kind != Kind::Contact)
        .map(|link| {
            json!({"kind": link.kind.name(), "recordId": link.record_id,
                "remoteId": link.remote_id, "state": link.state.name(),
                "message": link.detail["message"]})
        })
        .collect();
    let in_step = reasons.is_empty();
    if in_step {
        reasons.push(format!("it is in step with {}", connection.name));
    }
    let covering: Vec<Value> = known
        .pauses
        .iter()
        .filter(|pause| pause.connection_id.is_empty() || pause.connection_id == connection.id)
        .map(pauses::item)
        .collect();
    Ok(
        json!({"connectionId": connection.id, "system": connection.system,
        "name": connection.name, "inStep": in_step, "why": reasons,
        "state": link.map(|link| link.state.name()),
        "remoteId": link.and_then(|link| link.remote_id.clone()),
        "lastPushAt": pushed.map(|change| time::to_wire(change.at)),
        "lastPullAt": pulled.map(|change| time::to_wire(change.at)),
        "waits": waits, "pauses": covering, "children": children}),
    )
}

fn paused(pause: &Pause) -> String {
    let what = match (pause.contact_id.is_empty(), pause.kind.as_str()) {
        (false, _) => "this contact is paused".to_owned(),
        (true, "") => "the connection is paused".to_owned(),
        (true, kind) => format!("its {kind}s are paused"),
    };
    let since = time::to_wire(pause.created_at);
    let because = if pause.reason.is_empty() {
        String::new()
    } else {
        format!(" ({})", pause.reason)
    };
    format!("{what}, by {} since {since}{because}", pause.made_by)
}

fn refused(connection: &Connection, link: &Link) -> String {
    let message = link.detail["message"].as_str().unwrap_or("no reason given");
    let fields: Vec<&str> = link.detail["fields"]
        .as_object()
        .map(|fields| fields.keys().map(String::as_str).collect())
        .unwrap_or_default();
    let name = &connection.name;
    let what = if link.remote_id.is_some() {
        format!("of its {}, {}", link.kind, fields.join(", "))
    } else {
        format!("the {}", link.kind)
    };
    format!("{name} has refused {what}: {message}")
}

/// What the link alone tells.
fn state(
    connection: &Connection,
    link: Option<&Link>,
    known: &Known,
    of_source: bool,
    reasons: &mut Vec<String>,
) {
    let name = &connection.name;
    if known.record.deleted {
        let text = match &known.moved_to {
            Some(to) => format!("it was merged into contact {to}"),
            None => "it was deleted here".to_owned(),
        };
        reasons.push(text);
        return;
    }
    match link {
        // What a source has not spoken of is nothing that it should have.
        None if of_source => {}
        None => reasons.push(format!("it has no copy in {name} yet")),
        Some(link) if link.detail["attempt"].is_object() => reasons.push(format!(
            "a call to {name} is under way, or its answer was lost and is being found out"
        )),
        Some(link) => match link.state {
            LinkState::Linked if link.detail["held"].is_object() => {
                let held = link.detail["held"].as_object();
                let fields: Vec<&String> = held.into_iter().flat_map(|held| held.keys()).collect();
                reasons.push(format!(
                    "another contact here has its {fields:?} from {name}"
                ));
            }
            LinkState::Linked => {}
            LinkState::Pending => reasons.push(format!("its copy in {name} is to be made")),
            LinkState::Refused => reasons.push(refused(connection, link)),
            LinkState::Parted => {
                let own = |change: &&Change| {
                    change.action == Action::Unlink
                        && change.record_id == known.record.id
                        && change.detail["connectionId"] == connection.id.as_str()
                };
                let told = known.log.iter().find(own);
                let told = told.and_then(|change| change.detail["why"].as_str());
                let told = told.unwrap_or("the two were parted");
                reasons.push(format!("it is no longer joined to {name}: {told}"));
            }
        },
    }
}
