//! The demo as a client: it sees only what any client sees.

use std::time::Duration;

use serde_json::{Value, json};

use crate::failure::Failure;

/// One side's API.
pub(crate) struct Api<'a> {
    client: reqwest::Client,
    url: &'a str,
    token: &'a str,
    location: &'a str,
}

impl<'a> Api<'a> {
    pub(crate) fn new(url: &'a str, token: &'a str, location: &'a str) -> Result<Self, Failure> {
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(10))
            .build()?;
        Ok(Self {
            client,
            url,
            token,
            location,
        })
    }

    pub(crate) async fn call(
        &self,
        method: reqwest::Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, Failure> {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(self.token)
            .header("Version", "2021-07-28");
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let body: Value = answer.json().await?;
        if status.is_success() {
            Ok(body)
        } else {
            Err(Failure::failed(format!(
                "{path} answered {status}: {}",
                body["message"]
            )))
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.call(reqwest::Method::GET, path, None).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Result<Value, Failure> {
        self.call(reqwest::Method::PUT, path, Some(body)).await
    }

    /// Every contact, by id.
    pub(crate) async fn contacts(&self) -> Result<Vec<Value>, Failure> {
        let mut contacts: Vec<Value> = Vec::new();
        loop {
            let mut body = json!({"locationId": self.location, "pageLimit": 100,
                "sort": [{"field": "dateAdded", "direction": "asc"}]});
            if let Some(last) = contacts.last() {
                body["searchAfter"] = last["searchAfter"].clone();
            }
            let page = self
                .call(reqwest::Method::POST, "/contacts/search", Some(body))
                .await?;
            let page = page["contacts"].as_array().cloned().unwrap_or_default();
            if page.is_empty() {
                return Ok(contacts);
            }
            contacts.extend(page);
        }
    }
}
