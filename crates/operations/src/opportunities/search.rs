//! `GET /opportunities/search`

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Fields, Kind, normalise};
use tenon_store::Record;

use super::answer;
use crate::{Call, Context, OperationError, Reply};

/// Opportunities on a page: by default, and at most.
const PAGE: (i64, i64) = (20, 100);
/// Most opportunities that are looked through; beyond it the search is refused, not cut short.
const MOST: i64 = 20_000;
/// Read at once.
const BATCH: i64 = 500;
/// The last page that can be asked for.
const LAST_PAGE: i64 = 1_000_000;

pub(super) async fn search(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let location = call.query("location_id").or(call.query("locationId"));
    let location =
        location.ok_or_else(|| OperationError::invalid("location_id should not be empty"))?;
    cx.same_location(location)?;
    let limit = call.number("limit", PAGE.0, 1..=PAGE.1)?;
    let page = call.number("page", 1, 1..=LAST_PAGE)?;
    let sought = Sought::read(&call);
    let mut found = Vec::new();
    for record in candidates(&cx, &call).await? {
        let fields = record.fields()?;
        if sought.fits(&record, &fields) {
            found.push(record);
        }
    }
    found.sort_by(|one, other| place(other).cmp(&place(one)));
    let total = found.len();
    let mut rest: Vec<Record> = match after(&call)? {
        Some(after) => found
            .into_iter()
            .filter(|record| place(record) < (after.0, after.1.as_str()))
            .collect(),
        None => {
            let skip = (page - 1).saturating_mul(limit);
            found
                .into_iter()
                .skip(usize::try_from(skip).unwrap_or(usize::MAX))
                .collect()
        }
    };
    let more = rest.len() as i64 > limit;
    rest.truncate(usize::try_from(limit).unwrap_or(0));
    let mut told = Vec::with_capacity(rest.len());
    for record in &rest {
        // One whose contact goes this moment goes with it.
        match cx.find_unguarded(Kind::Contact, &record.root_id).await {
            Ok(contact) => told.push(answer(&cx, record, &contact)?),
            Err(OperationError::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let last = rest.last();
    let meta = json!({
        "total": total,
        "startAfterId": last.map(|record| record.id.as_str()),
        "startAfter": last.map(|record| record.created_at.as_millisecond()),
        "currentPage": page,
        "nextPage": more.then_some(page + 1),
        "prevPage": (page > 1).then_some(page - 1),
    });
    let body = json!({"opportunities": told, "meta": meta, "aggregations": {},
        "traceId": cx.trace_id});
    Reply::json(200, &body)
}

/// Newest first, by these two.
fn place(record: &Record) -> (i64, &str) {
    (record.created_at.as_millisecond(), record.id.as_str())
}

fn after(call: &Call) -> Result<Option<(i64, String)>, OperationError> {
    let Some(id) = call.query("startAfterId").filter(|id| !id.is_empty()) else {
        return Ok(None);
    };
    let at = call.query("startAfter").unwrap_or_default();
    let at = at
        .parse()
        .ok()
        .filter(|at| Timestamp::from_millisecond(*at).is_ok());
    let at = at.ok_or_else(|| {
        OperationError::invalid("startAfter must be milliseconds since 1970, with startAfterId")
    })?;
    Ok(Some((at, id.to_owned())))
}

async fn candidates(cx: &Context, call: &Call) -> Result<Vec<Record>, OperationError> {
    let location = &cx.location.id;
    if let Some(contact) = call.query("contact_id") {
        return Ok(cx
            .store
            .records_of(location, contact, Kind::Opportunity)
            .await?);
    }
    let mut all = Vec::new();
    loop {
        let skip = all.len() as i64;
        let batch = cx
            .store
            .records_in(location, Kind::Opportunity, skip, BATCH)
            .await?;
        let last = (batch.len() as i64) < BATCH;
        all.extend(batch);
        if last {
            return Ok(all);
        }
        if all.len() as i64 > MOST {
            return Err(OperationError::BadRequest(format!(
                "There are more than {MOST} opportunities; name a contact_id"
            )));
        }
    }
}

/// What an opportunity must be to be found.
struct Sought<'a> {
    fields: Vec<(&'static str, &'a str)>,
    id: Option<&'a str>,
    query: String,
}

impl<'a> Sought<'a> {
    fn read(call: &'a Call) -> Self {
        let named = [
            ("pipeline_id", "pipelineId"),
            ("pipeline_stage_id", "pipelineStageId"),
            ("assigned_to", "assignedTo"),
            ("status", "status"),
        ];
        let fields = named.into_iter().filter_map(|(name, field)| {
            let value = call.query(name)?;
            // Upstream's word for no condition.
            (name != "status" || value != "all").then_some((field, value))
        });
        Self {
            fields: fields.collect(),
            id: call.query("id"),
            query: normalise::fold_search(call.query("q").unwrap_or_default()),
        }
    }

    fn fits(&self, record: &Record, fields: &Fields) -> bool {
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
        self.id.is_none_or(|id| id == record.id)
            && self.fields.iter().all(|(name, value)| text(name) == *value)
            && normalise::fold_search(text("name")).contains(&self.query)
    }
}
