//! Where everything stands on each side, read as any client reads it.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_store::LinkState;

use super::{
    api::Api,
    setup::{Demo, HUB, SANDBOX},
};
use crate::{
    failure::Failure,
    table::{self, say},
};

/// Between looks.
const LOOK: Duration = Duration::from_millis(200);
/// How often it is said that it goes on.
const TELL: Duration = Duration::from_secs(5);
/// The fields that are compared.
const FIELDS: [&str; 12] = [
    "firstName",
    "lastName",
    "email",
    "phone",
    "companyName",
    "address",
    "city",
    "state",
    "postalCode",
    "country",
    "source",
    "tags",
];

/// How the sides stand.
pub(crate) struct Standing {
    rows: Vec<Vec<String>>,
    pub(crate) in_step: bool,
}

/// Waits until both sides are in step, or patience ends, and tells how they stand.
pub(crate) async fn settle(demo: &Demo, patience: Duration) -> Result<Standing, Failure> {
    let started = Instant::now();
    let mut told = Instant::now();
    loop {
        let queue = tenon_sync::queue(&demo.highlevel.id);
        let depth = demo.hub.store.queue_depth(HUB, &queue).await?;
        if depth.waiting == 0 {
            let standing = look(demo).await?;
            if standing.in_step || started.elapsed() > patience {
                return Ok(standing);
            }
        } else if started.elapsed() > patience {
            return look(demo).await;
        }
        if told.elapsed() > TELL {
            let why = match depth.last_error.as_str() {
                "" => String::new(),
                why => format!(" ({why})"),
            };
            say(&format!(
                "… {} contacts still on their way to the sandbox{why}",
                depth.waiting
            ));
            told = Instant::now();
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn look(demo: &Demo) -> Result<Standing, Failure> {
    let hub = Api::new(&demo.hub_url, &demo.hub_token, HUB)?;
    let theirs = Api::new(&demo.sandbox_url, &demo.sandbox_token, SANDBOX)?;
    let ours = hub.contacts().await?;
    let copies: BTreeMap<String, Value> = theirs
        .contacts()
        .await?
        .into_iter()
        .map(|contact| (text(&contact["id"]), contact))
        .collect();
    let mut in_step = copies.len() == ours.len();
    let mut rows = Vec::new();
    for contact in &ours {
        let id = text(&contact["id"]);
        let links = demo
            .hub
            .store
            .links_of(HUB, &demo.highlevel.id, &id)
            .await?;
        let link = links.iter().find(|link| link.kind == Kind::Contact);
        let copy = link.and_then(|link| copies.get(link.remote_id.as_deref().unwrap_or_default()));
        let mut counts = Vec::new();
        let mut same =
            copy.is_some_and(|copy| FIELDS.iter().all(|name| copy[*name] == contact[*name]));
        for kind in ["tasks", "notes", "appointments"] {
            let here = children(&hub, &id, kind).await?;
            let there = match copy {
                Some(copy) => children(&theirs, &text(&copy["id"]), kind).await?,
                None => Vec::new(),
            };
            same &= here == there;
            counts.push(format!("{}/{}", here.len(), there.len()));
        }
        in_step &= same;
        let state = match (link.map(|link| link.state), same) {
            (Some(LinkState::Linked), true) => "in step",
            (Some(LinkState::Linked), false) => "differs",
            (Some(state), _) => state.name(),
            (None, _) => "not there",
        };
        rows.push(vec![
            contact["name"].as_str().unwrap_or("(no name)").to_owned(),
            contact["email"]
                .as_str()
                .or(contact["phone"].as_str())
                .unwrap_or_default()
                .to_owned(),
            contact["tags"].as_array().map_or(String::new(), |tags| {
                tags.iter().map(text).collect::<Vec<_>>().join(" ")
            }),
            counts[0].clone(),
            counts[1].clone(),
            counts[2].clone(),
            state.to_owned(),
        ]);
    }
    rows.sort();
    Ok(Standing { rows, in_step })
}

/// A contact's tasks, notes or appointments, without what each side gives by itself.
async fn children(api: &Api<'_>, contact: &str, kind: &str) -> Result<Vec<String>, Failure> {
    let list = api.get(&format!("/contacts/{contact}/{kind}")).await?;
    // HighLevel lists a contact's appointments under another name than the path's.
    let key = if kind == "appointments" {
        "events"
    } else {
        kind
    };
    let mut children: Vec<String> = list[key]
        .as_array()
        .into_iter()
        .flatten()
        .map(|child| {
            json!([
                child["title"],
                child["body"],
                child["dueDate"],
                child["completed"],
                child["startTime"],
                child["appointmentStatus"],
            ])
            .to_string()
        })
        .collect();
    children.sort();
    Ok(children)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Prints the table.
pub(crate) fn show(standing: &Standing) {
    say("Where everything stands (tasks, notes, visits: hub/HighLevel):");
    let header = [
        "contact",
        "reached by",
        "tags",
        "tasks",
        "notes",
        "visits",
        "HighLevel sandbox",
    ];
    table::print(&header, &standing.rows);
    say(&format!("{} contacts", standing.rows.len()));
}
