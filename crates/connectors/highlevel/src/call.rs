//! One call to the vendor, before it is sent.

use reqwest::{Method, Url};
use serde_json::Value;
use tenon_model::is_id;
use tenon_sync::remote::RemoteError;

use crate::budget::Purpose;
use crate::scopes;

/// The API version of nearly everything (HighLevel docs, Versioning).
pub(crate) const VERSION: &str = "2021-07-28";
/// The one of calendars and their events.
const CALENDARS: &str = "2021-04-15";

/// A method, a path of ids and fixed words, a query and a body; and what its answers mean.
pub(crate) struct Call {
    pub(crate) method: Method,
    path: Vec<String>,
    slash: bool,
    query: Vec<(&'static str, String)>,
    pub(crate) body: Option<Value>,
    /// Whether it may change something over there, so that a lost answer leaves doubt.
    pub(crate) writes: bool,
    /// Whether it speaks of one contact, task or note, so that "not found" means that this is gone.
    pub(crate) record: bool,
    /// Whether its success is told by the status alone.
    pub(crate) bodiless: bool,
}

impl Call {
    fn new(method: Method, path: &[&str]) -> Self {
        Self {
            writes: method != Method::GET,
            record: true,
            bodiless: false,
            method,
            path: path.iter().map(|&part| part.to_owned()).collect(),
            slash: false,
            query: Vec::new(),
            body: None,
        }
    }

    pub(crate) fn get(path: &[&str]) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: &[&str], body: Value) -> Self {
        Self::new(Method::POST, path).body(body)
    }

    pub(crate) fn put(path: &[&str], body: Value) -> Self {
        Self::new(Method::PUT, path).body(body)
    }

    pub(crate) fn delete(path: &[&str]) -> Self {
        Self::new(Method::DELETE, path)
    }

    pub(crate) fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    pub(crate) fn query(mut self, name: &'static str, value: &str) -> Self {
        self.query.push((name, value.to_owned()));
        self
    }

    /// The path ends in `/`, as the vendor's `POST /contacts/` does.
    pub(crate) fn slash(mut self) -> Self {
        self.slash = true;
        self
    }

    /// It reads, although its method is POST.
    pub(crate) fn reads(mut self) -> Self {
        self.writes = false;
        self
    }

    /// It speaks of no single record: a search, a create, the location.
    pub(crate) fn of_many(mut self) -> Self {
        self.record = false;
        self
    }

    /// Any success will do, whatever stands in its body.
    pub(crate) fn bodiless(mut self) -> Self {
        self.bodiless = true;
        self
    }

    /// The API version whose shapes it speaks: calendars have one of their own (HighLevel's OpenAPI
    /// documents, `Version`).
    pub(crate) fn version(&self) -> &'static str {
        match self.path.first().map(String::as_str) {
            Some("calendars") => CALENDARS,
            _ => VERSION,
        }
    }

    /// The scope it needs, where the vendor's documents tell.
    pub(crate) fn scope(&self) -> Option<&'static str> {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        scopes::of(&self.method, &path)
    }

    /// Whose share of the day it takes.
    pub(crate) fn purpose(&self) -> Purpose {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        Purpose::of(&path)
    }

    /// Its address under `base`.
    ///
    /// # Errors
    /// When a part of the path can be no id: it would lead to another operation. Nothing is sent.
    pub(crate) fn url(&self, base: &Url) -> Result<Url, RemoteError> {
        let mut url = base.clone();
        if !self.path.iter().all(|part| is_id(part)) {
            return Err(RemoteError::Refused {
                status: 400,
                message: "the id of the record is malformed; nothing was sent".into(),
            });
        }
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(&self.path);
            if self.slash {
                path.push("");
            }
        }
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Ok(url)
    }

    /// The error for an answer that did not come or cannot be read: a write leaves doubt.
    pub(crate) fn unanswered(&self, why: String) -> RemoteError {
        if self.writes {
            RemoteError::Unknown(why)
        } else {
            RemoteError::Failed(why)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendars_speak_another_version() {
        assert_eq!(Call::get(&["calendars", "events"]).version(), CALENDARS);
        assert_eq!(Call::get(&["contacts", "c1"]).version(), VERSION);
    }

    #[test]
    fn addresses_are_built_from_ids_only() {
        let base: Url = "http://127.0.0.1:9/api/".parse().unwrap();
        let url = |call: Call| call.url(&base).map(String::from);
        assert_eq!(
            url(Call::get(&["contacts", "search", "duplicate"]).query("number", "+1 512")).unwrap(),
            "http://127.0.0.1:9/api/contacts/search/duplicate?number=%2B1+512"
        );
        assert_eq!(
            url(Call::post(&["contacts"], Value::Null).slash()).unwrap(),
            "http://127.0.0.1:9/api/contacts/"
        );
        for bad in ["", "..", "a/b", "a?b", "%2e"] {
            assert!(url(Call::delete(&["contacts", bad])).is_err(), "{bad}");
        }
    }
}
