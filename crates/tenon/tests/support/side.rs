//! A side as a client sees it: the contacts with their tasks and notes, without ids and times.

use std::net::SocketAddr;

use serde_json::{Value, json};

/// An API with a token.
pub(crate) struct Side {
    client: reqwest::blocking::Client,
    url: String,
    token: String,
    location: String,
}

impl Side {
    pub(crate) fn new(address: SocketAddr, token: &str, location: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::blocking::Client::builder()
            .no_proxy()
            .build()
            .unwrap();
        let url = format!("http://{address}");
        Self {
            client,
            url,
            token: token.to_owned(),
            location: location.to_owned(),
        }
    }

    pub(crate) fn call(&self, method: &str, path: &str, body: impl Into<Value>) -> Option<Value> {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.token)
            .header("Version", "2021-07-28");
        let body = body.into();
        if !body.is_null() {
            request = request.json(&body);
        }
        loop {
            let answer = request.try_clone()?.send().ok()?;
            if answer.status() == reqwest::StatusCode::TOO_MANY_REQUESTS {
                // A view of everything takes many calls; the limit's window is a second.
                std::thread::sleep(std::time::Duration::from_millis(200));
                continue;
            }
            let fine = answer.status().is_success();
            return answer.json().ok().filter(|_| fine);
        }
    }

    fn contacts(&self) -> Option<Vec<Value>> {
        let mut contacts: Vec<Value> = Vec::new();
        loop {
            let mut body = json!({"locationId": self.location, "pageLimit": 100,
                "sort": [{"field": "dateAdded", "direction": "asc"}]});
            if let Some(last) = contacts.last() {
                body["searchAfter"] = last["searchAfter"].clone();
            }
            let page = self.call("POST", "/contacts/search", body)?;
            let page = page["contacts"].as_array()?.clone();
            if page.is_empty() {
                return Some(contacts);
            }
            contacts.extend(page);
        }
    }

    /// Everything, in an order of its own. `None`: a call failed (a fault was injected).
    pub(crate) fn everything(&self) -> Option<Vec<String>> {
        let mut all = Vec::new();
        for contact in self.contacts()? {
            let fields: Vec<&Value> = [
                "firstName",
                "lastName",
                "email",
                "phone",
                "address",
                "city",
                "state",
                "postalCode",
                "country",
                "website",
                "source",
                "tags",
            ]
            .iter()
            .map(|name| &contact[*name])
            .collect();
            let id = contact["id"].as_str()?;
            let mut children = Vec::new();
            for kind in ["tasks", "notes"] {
                let list = self.call("GET", &format!("/contacts/{id}/{kind}"), Value::Null)?;
                for child in list[kind].as_array()? {
                    let parts = [
                        &child["title"],
                        &child["body"],
                        &child["dueDate"],
                        &child["completed"],
                    ];
                    children.push(json!([kind, parts]).to_string());
                }
            }
            children.sort();
            all.push(json!([fields, children]).to_string());
        }
        all.sort();
        Some(all)
    }

    pub(crate) fn duplicate_of(&self, email: &str) -> Option<String> {
        let path = format!(
            "/contacts/search/duplicate?locationId={}&email={email}",
            self.location
        );
        let found = self.call("GET", &path, Value::Null)?;
        found["contact"]["id"].as_str().map(str::to_owned)
    }
}
