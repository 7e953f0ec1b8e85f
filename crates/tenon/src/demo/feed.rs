//! Feeds the samples: files by the importer, events by the bridge's own door.

use jiff::{ToSpan as _, tz::TimeZone};
use tenon_houzz::{Opened, bridge, open_file};

use super::setup::{Demo, HUB};
use crate::{
    failure::Failure,
    import::{self, Read},
    samples,
    table::say,
};

/// Imports the sample files. Those that were imported before change nothing.
pub(crate) async fn files(demo: &Demo) -> Result<(), Failure> {
    let mut read = Read::default();
    for (name, bytes) in samples::FILES {
        read.items.extend(tenon_houzz::read_file(name, bytes)?);
    }
    let calendar = visits(demo)?;
    if let Opened::Calendar(file) = open_file(samples::CALENDAR.0, calendar.as_bytes())? {
        read.calendar(&demo.hub, HUB, &file).await?;
    }
    let taken = import::take(&demo.hub, HUB, read, false, None).await?;
    say("What arrived from Houzz Pro:");
    import::report(&taken.lines, false);
    say("");
    Ok(())
}

/// The sample calendar, its two days moved to next week: what is long past is not taken in.
fn visits(demo: &Demo) -> Result<String, Failure> {
    let today = TimeZone::UTC.to_datetime(demo.hub.clock.now()).date();
    let mut text = samples::CALENDAR.1.to_owned();
    for (days, written) in (7..).zip(samples::CALENDAR_DAYS) {
        let day = today.checked_add(days.days())?;
        text = text.replace(written, &day.strftime("%Y%m%d").to_string());
    }
    Ok(text)
}

/// Passes a mail on as a mail route would. It is not signed by Houzz, so a person is asked.
pub(crate) async fn mail(demo: &Demo) -> Result<(), Failure> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("{}/hooks/email/{}", demo.hub_url, demo.houzz.id);
    let request = client.post(&url).bearer_auth(&demo.mail_secret);
    let answer = request.body(samples::HOOK_MAIL).send().await?;
    let status = answer.status();
    let answer: serde_json::Value = answer.json().await?;
    if !status.is_success() {
        return Err(Failure::failed(format!(
            "the mail was refused: {}",
            answer["message"]
        )));
    }
    let reasons = answer["reasons"].as_array().cloned().unwrap_or_default();
    let reasons: Vec<&str> = reasons
        .iter()
        .filter_map(|reason| reason.as_str())
        .collect();
    let outcome = answer["outcome"].as_str().unwrap_or_default();
    say(&format!(
        "a mail by the mail hook: {outcome} ({})",
        reasons.join("; ")
    ));
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
