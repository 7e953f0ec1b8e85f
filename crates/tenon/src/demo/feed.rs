//! Feeds the samples: files by the importer, events by the bridge's own door.

use tenon_houzz::bridge;

use super::setup::{Demo, HUB};
use crate::{failure::Failure, import, samples, table::say};

/// Imports the sample files. Those that were imported before change nothing.
pub(crate) async fn files(demo: &Demo) -> Result<(), Failure> {
    let mut items = Vec::new();
    for (name, bytes) in samples::FILES {
        items.extend(tenon_houzz::read_file(name, bytes)?);
    }
    let lines = import::take(&demo.hub, HUB, items, false).await?;
    say("What arrived from Houzz Pro:");
    import::report(&lines, false);
    say("");
    Ok(())
}

/// Sends the sample events, signed as a person's automation would.
pub(crate) async fn events(demo: &Demo) -> Result<(), Failure> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("{}/hooks/houzz/{}", demo.hub_url, demo.houzz.id);
    for body in samples::EVENTS {
        let now = demo.hub.clock.now().as_second();
        let answer = client
            .post(&url)
            .header("X-Tenon-Timestamp", now.to_string())
            .header(
                "X-Tenon-Signature",
                bridge::sign(demo.bridge_secret.as_bytes(), now, body),
            )
            .body(body.to_vec())
            .send()
            .await?;
        let status = answer.status();
        let answer: serde_json::Value = answer.json().await?;
        if !status.is_success() {
            return Err(Failure::failed(format!(
                "a bridge event was refused: {}",
                answer["message"]
            )));
        }
        let event: serde_json::Value = serde_json::from_slice(body)?;
        say(&format!(
            "bridge event {}: {}",
            event["type"].as_str().unwrap_or_default(),
            answer["outcome"].as_str().unwrap_or_default()
        ));
    }
    say("");
    Ok(())
}
