//! Finding contacts: by e-mail, phone or name, and by when they were last written.

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Contact, Fields, Kind, time};
use tenon_sync::remote::{RemoteError, RemotePage, RemoteRecord, Urgency};

use super::present;
use crate::call::Call;
use crate::connector::HighLevel;

/// Contacts per page of a sweep: few enough that a page is well below the largest answer.
const PAGE: usize = 100;
/// Contacts looked at when only a name is known: more of one name tell nothing more.
const NAMESAKES: usize = 20;
/// Longest query, in characters, and how far numbered pages reach (HighLevel docs, contact search).
const MAX_QUERY: usize = 75;
const MAX_NUMBERED: u64 = 10_000;

impl HighLevel {
    pub(super) async fn find_contacts(
        &self,
        fields: &Fields,
        urgency: Urgency,
    ) -> Result<Vec<RemoteRecord>, RemoteError> {
        let mut found: Vec<RemoteRecord> = Vec::new();
        let mut asked = false;
        // One call each: with both, the vendor looks for the first that its settings name only.
        for (field, name) in [("email", "email"), ("phone", "number")] {
            let Some(value) = text(fields, field) else {
                continue;
            };
            asked = true;
            let call = Call::get(&["contacts", "search", "duplicate"])
                .query("locationId", &self.location)
                .query(name, value);
            let answer = present(self.gateway.call(&call, urgency).await)?;
            let answer = answer.unwrap_or_default();
            // The docs give no schema. Live answers hold `contact`, null when there is none.
            let items = match &answer["contacts"] {
                Value::Array(items) => items.clone(),
                _ => vec![answer["contact"].clone()],
            };
            for item in items.iter().filter(|item| item.is_object()) {
                let record = self.record(Kind::Contact, item);
                if let Some(record) = record.filter(|new| found.iter().all(|old| old.id != new.id))
                {
                    found.push(record);
                }
            }
        }
        if asked {
            return Ok(found);
        }
        self.namesakes(fields, urgency).await
    }

    async fn namesakes(
        &self,
        fields: &Fields,
        urgency: Urgency,
    ) -> Result<Vec<RemoteRecord>, RemoteError> {
        let own = |name: &str| text(fields, name).map(str::to_owned);
        let person = Contact {
            first_name: own("firstName"),
            last_name: own("lastName"),
            ..Contact::default()
        };
        let Some(name) = person.full_name().or_else(|| own("companyName")) else {
            return Ok(Vec::new());
        };
        let query: String = name.chars().take(MAX_QUERY).collect();
        let body = json!({"locationId": self.location, "pageLimit": NAMESAKES, "query": query});
        let items = self.search(body, urgency).await?;
        Ok(self.records(Kind::Contact, &items))
    }

    pub(super) async fn changed_contacts(
        &self,
        since: Option<Timestamp>,
        page: Option<&str>,
    ) -> Result<RemotePage, RemoteError> {
        let mut body = json!({
            "locationId": self.location,
            "pageLimit": PAGE,
            "sort": [{"field": "dateUpdated", "direction": "asc"}],
        });
        if let Some(since) = since {
            body["filters"] = json!([{
                "field": "dateUpdated",
                "operator": "range",
                "value": {"gte": time::to_wire(since)},
            }]);
        }
        let page = page.map(Page::parse).transpose()?;
        match &page {
            Some(Page::After(place)) => body["searchAfter"] = place.clone(),
            Some(Page::Numbered(number)) => body["page"] = (*number).into(),
            None => {}
        }
        let items = self.search(body, Urgency::Bulk).await?;
        Ok(RemotePage {
            next: next(&items, page.as_ref())?,
            records: self.records(Kind::Contact, &items),
        })
    }

    async fn search(&self, body: Value, urgency: Urgency) -> Result<Vec<Value>, RemoteError> {
        let call = Call::post(&["contacts", "search"], body).reads().of_many();
        let mut answer = self.gateway.call(&call, urgency).await?;
        match answer["contacts"].take() {
            Value::Array(items) => Ok(items),
            _ => Err(call.unanswered("the answer holds no contacts".into())),
        }
    }
}

/// Where a page starts. As text it is the JSON of what the request takes.
enum Page {
    /// `searchAfter` of the last contact before.
    After(Value),
    /// `page`, where contacts carry no `searchAfter`.
    Numbered(u64),
}

impl Page {
    fn parse(text: &str) -> Result<Self, RemoteError> {
        let page = match serde_json::from_str(text) {
            Ok(place @ Value::Array(_)) => Some(Self::After(place)),
            Ok(Value::Number(number)) => number.as_u64().map(Self::Numbered),
            _ => None,
        };
        page.ok_or_else(|| RemoteError::Failed("the page's start cannot be read".into()))
    }
}

/// Where the page after `items` starts. A sweep that cannot go on fails; it never ends early.
fn next(items: &[Value], page: Option<&Page>) -> Result<Option<String>, RemoteError> {
    let Some(last) = items.last().filter(|_| items.len() >= PAGE) else {
        return Ok(None);
    };
    if last["searchAfter"].is_array() {
        return Ok(Some(last["searchAfter"].to_string()));
    }
    let number = match page {
        Some(Page::Numbered(number)) => *number,
        None => 1,
        Some(Page::After(_)) => MAX_NUMBERED,
    };
    let number = number.saturating_add(1);
    if number.saturating_mul(PAGE as u64) > MAX_NUMBERED {
        return Err(RemoteError::Failed(
            "the search does not tell where its next page starts".into(),
        ));
    }
    Ok(Some(number.to_string()))
}

fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    let text = fields.get(name).and_then(Value::as_str)?;
    (!text.is_empty()).then_some(text)
}
