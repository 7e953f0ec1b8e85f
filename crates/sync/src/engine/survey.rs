//! Both sides side by side, page by page, read and not written: what runs, plans and proofs go by.

use std::{collections::HashMap, time::Duration};

use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_store::{Link, Record};

use super::{Done, Engine, EngineError};
use crate::remote::{RemoteAnswer, RemoteError, RemotePage, RemoteRecord};

/// Contacts of the hub looked at at once.
pub(super) const OWN_PAGE: i64 = 500;
/// How often a call that only reads is sent again when it fails, and how long the first wait is; it
/// doubles. Together about half a minute: a system that is away longer ends the survey.
const TRIES: u32 = 6;
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest that a survey waits for its turn at the rate limit: a day's calls may be used up.
const LONGEST_TURN: Duration = Duration::from_secs(26 * 60 * 60);

/// A contact over there, and what the hub knows of it.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) there: RemoteRecord,
    pub(super) link: Option<Link>,
    /// The hub's record of the link, or its tombstone.
    pub(super) hub: Option<Record>,
}

/// A contact of the hub, and its link.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) record: Record,
    pub(super) link: Option<Link>,
}

impl Engine {
    /// A page of the other side's contacts, with everything that the hub knows of them.
    pub(super) async fn pairs(&self, there: Vec<RemoteRecord>) -> Done<Vec<Pair>> {
        let (location, kind) = (self.location(), Kind::Contact);
        let ids: Vec<&str> = there.iter().map(|record| record.id.as_str()).collect();
        let links = self
            .store()
            .links_of_copies(location, self.connection(), kind, &ids)
            .await?;
        let own: Vec<&str> = links.iter().map(|link| link.record_id.as_str()).collect();
        let records = self.store().records_of_ids(location, kind, &own).await?;
        let mut records: HashMap<String, Record> = records
            .into_iter()
            .map(|record| (record.id.clone(), record))
            .collect();
        let mut links: HashMap<String, Link> = links
            .into_iter()
            .filter_map(|link| Some((link.remote_id.clone()?, link)))
            .collect();
        let pair = |there: RemoteRecord| {
            let link = links.remove(&there.id);
            let hub = link
                .as_ref()
                .and_then(|link| records.remove(&link.record_id));
            Pair { there, link, hub }
        };
        Ok(there.into_iter().map(pair).collect())
    }

    /// The hub's next contacts, with their links.
    pub(super) async fn own_page(&self, after: &str) -> Done<Vec<Own>> {
        let (location, kind) = (self.location(), Kind::Contact);
        let records = self
            .store()
            .records_after(location, kind, after, OWN_PAGE)
            .await?;
        let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
        let links = self
            .store()
            .links_of_records(location, self.connection(), kind, &ids)
            .await?;
        let mut links: HashMap<String, Link> = links
            .into_iter()
            .map(|link| (link.record_id.clone(), link))
            .collect();
        let own = |record: Record| {
            let link = links.remove(&record.id);
            Own { record, link }
        };
        Ok(records.into_iter().map(own).collect())
    }

    /// Which contacts of the hub have the e-mail or phone of these, by value.
    pub(super) async fn holders_of(
        &self,
        there: &[&RemoteRecord],
    ) -> Done<HashMap<(&'static str, String), String>> {
        let mut holders = HashMap::new();
        for name in ["email", "phone"] {
            let sought: Vec<&str> = there
                .iter()
                .filter_map(|record| record.fields.get(name).and_then(Value::as_str))
                .collect();
            let found = self.store().holders(self.location(), name, &sought).await?;
            for (value, id) in found {
                // Its own holder stands first.
                holders.entry((name, value)).or_insert(id);
            }
        }
        Ok(holders)
    }

    /// A page of everything over there; patient with the rate limit and with what fails now and then.
    pub(super) async fn survey_page(&self, page: Option<&str>) -> Done<RemotePage> {
        self.patient(|| self.remote().changed(None, page)).await
    }

    /// Asks until there is an answer: for calls that only read.
    pub(super) async fn patient<'a, T>(
        &self,
        ask: impl Fn() -> RemoteAnswer<'a, T> + Send,
    ) -> Done<T> {
        let (mut tries, mut wait) = (0, FIRST_WAIT);
        loop {
            let error = match ask().await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            match &error {
                RemoteError::Limited { wait } if *wait <= LONGEST_TURN => {
                    tokio::time::sleep(*wait).await;
                }
                RemoteError::Failed(_) | RemoteError::Unknown(_) if tries + 1 < TRIES => {
                    tries += 1;
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                }
                _ => return Err(EngineError::Remote(error)),
            }
        }
    }
}

/// What people call a record.
pub(super) fn label(fields: &Fields) -> String {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let name = format!("{} {}", text("firstName"), text("lastName"));
    let others = ["companyName", "email", "phone", "title", "body", "name"];
    let others = others.into_iter().map(text);
    std::iter::once(name.trim())
        .chain(others)
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .chars()
        .take(MAX_LABEL)
        .collect()
}

/// Longest label, in characters.
const MAX_LABEL: usize = 80;
