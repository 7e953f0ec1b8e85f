//! The ways out to Houzz Pro, which has no API: what each of them holds.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tenon_operations::{
    Call,
    outlets::{import_file, queue},
};

use super::setup::{Demo, HUB};
use crate::{
    failure::Failure,
    outlets::operate,
    table::{self, say},
};

/// The demo's calendar feed.
const FEED: &str = "Oak & Iron";

/// Between looks.
const LOOK: Duration = Duration::from_millis(50);

/// Prints what each way out holds, once it has followed all that happened; or what it holds when
/// patience ends.
pub(crate) async fn show(demo: &Demo, patience: Duration) -> Result<(), Failure> {
    let (store, started) = (&demo.hub.store, Instant::now());
    let last = store.last_seq(HUB).await?;
    loop {
        let stand = store.cursor(HUB, &queue(&demo.houzz.id)).await?;
        let followed = stand.and_then(|stand| stand.parse().ok()).unwrap_or(0);
        if followed >= last || started.elapsed() > patience {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    let file = import_file(&demo.hub.store, HUB, &demo.houzz.id, None).await?;
    let work = asked(demo, "list-work-items").await?;
    let work = work["workItems"].as_array().cloned().unwrap_or_default();
    let to_do = work.iter().filter(|item| item["state"] == "open").count();
    let handoffs = asked(demo, "list-handoffs").await?;
    let handed = handoffs["handoffs"].as_array().map_or(0, Vec::len);
    let feed = feed(demo).await?;
    let rows = [
        [
            "import file",
            &format!("{} contacts in {} files", file.rows.len(), file.parts()),
            "tenon export houzz",
        ],
        ["work list", &format!("{to_do} to do"), "tenon work list"],
        ["calendar feed", &feed, "tenon calendar-feed create"],
        [
            "Zap for leads and projects",
            &format!("{handed} handed off; its hook is yours to set"),
            "tenon outlet",
        ],
    ];
    say("");
    say("What goes back to Houzz Pro, which lets no program write:");
    let rows: Vec<Vec<String>> = rows.map(|row| row.map(str::to_owned).to_vec()).into();
    table::print(&["way out", "holds", "command"], &rows);
    Ok(())
}

async fn asked(demo: &Demo, id: &str) -> Result<Value, Failure> {
    let call = Call {
        query: vec![("limit".into(), "200".into())],
        ..Call::default()
    };
    let reply = operate(&demo.hub, HUB, id, call, None).await?;
    Ok(serde_json::from_slice(&reply.body)?)
}

/// Reads the demo's feed as a calendar would. Its address is told once, so it is made anew.
async fn feed(demo: &Demo) -> Result<String, Failure> {
    for known in demo.hub.store.calendar_feeds(HUB).await? {
        if known.name == FEED && known.revoked_at.is_none() {
            let call = Call {
                path: vec![("feedId".into(), known.id)],
                ..Call::default()
            };
            operate(&demo.hub, HUB, "delete-calendar-feed", call, None).await?;
        }
    }
    let call = Call {
        body: Some(json!({"name": FEED})),
        base: demo.hub_url.clone(),
        ..Call::default()
    };
    let told = operate(&demo.hub, HUB, "create-calendar-feed", call, None).await?;
    let told: Value = serde_json::from_slice(&told.body)?;
    let url = told["calendarFeed"]["url"].as_str().unwrap_or_default();
    let client = reqwest::Client::builder().no_proxy().build()?;
    let text = client
        .get(url)
        .send()
        .await?
        .error_for_status()?
        .text()
        .await?;
    let meetings = text.matches("BEGIN:VEVENT").count();
    Ok(format!("{meetings} meetings"))
}
