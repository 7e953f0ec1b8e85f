//! An edit on each side, and whether it crossed. Made again, they change nothing.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tenon_model::Kind;

use super::{
    api::Api,
    setup::{Demo, HUB, SANDBOX},
};
use crate::{failure::Failure, table::say};

/// The sample person who is edited: the first lead mail's.
const PERSON: &str = "maya.okafor@example.org";
/// What the hub's edit writes.
const HUB_EDIT: (&str, &str) = ("website", "https://example.org/okafor-kitchen");
/// What the sandbox's edit writes.
const SANDBOX_EDIT: (&str, &str) = ("city", "West Lake Hills");
/// Between looks.
const LOOK: Duration = Duration::from_millis(20);

/// Makes both edits and waits until each stands on the other side.
pub(crate) async fn cross(demo: &Demo, patience: Duration) -> Result<bool, Failure> {
    let hub = Api::new(&demo.hub_url, &demo.hub_token, HUB)?;
    let theirs = Api::new(&demo.sandbox_url, &demo.sandbox_token, SANDBOX)?;
    let found = hub
        .get(&format!(
            "/contacts/search/duplicate?locationId={HUB}&email={PERSON}"
        ))
        .await?;
    let here = found["contact"]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let links = demo
        .hub
        .store
        .links_of(HUB, &demo.highlevel.id, &here)
        .await?;
    let there = links
        .into_iter()
        .find(|link| link.kind == Kind::Contact)
        .and_then(|link| link.remote_id)
        .ok_or_else(|| Failure::failed(format!("{PERSON} is not in the sandbox")))?;
    say("An edit on each side:");
    let to_sandbox = one(
        &hub,
        &here,
        &theirs,
        &there,
        HUB_EDIT,
        "hub → sandbox",
        patience,
    )
    .await?;
    let to_hub = one(
        &theirs,
        &there,
        &hub,
        &here,
        SANDBOX_EDIT,
        "sandbox → hub",
        patience,
    )
    .await?;
    say("");
    Ok(to_sandbox && to_hub)
}

async fn one(
    from: &Api<'_>,
    id: &str,
    to: &Api<'_>,
    other_id: &str,
    (field, value): (&str, &str),
    way: &str,
    patience: Duration,
) -> Result<bool, Failure> {
    let before = from.get(&format!("/contacts/{id}")).await?;
    let started = Instant::now();
    let was: Value = before["contact"][field].clone();
    if was == *value {
        say(&format!(
            "  {way}: {field} is \"{value}\" since the last run"
        ));
    } else {
        from.put(&format!("/contacts/{id}"), json!({field: value}))
            .await?;
    }
    while started.elapsed() < patience {
        let other = to.get(&format!("/contacts/{other_id}")).await?;
        if other["contact"][field] == value {
            if was != *value {
                let millis = started.elapsed().as_millis();
                say(&format!(
                    "  {way}: {field} became \"{value}\", seen there after {millis} ms"
                ));
            }
            return Ok(true);
        }
        tokio::time::sleep(LOOK).await;
    }
    say(&format!("  {way}: {field} did not arrive"));
    Ok(false)
}
