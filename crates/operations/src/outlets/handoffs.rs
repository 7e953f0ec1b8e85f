//! `/tenon/v1/handoffs`: the send-once ledger.

use serde_json::{Value, json};
use tenon_model::{Action, Contact, Fields, Kind, houzz::Lead, time};
use tenon_store::{
    ControlWrite, Handoff, HandoffState, OutletWrite, ReviewSearch, Store, StoreError, Write,
};

use super::{DECISION, HAND_OFF, Rules, job, next, page_size, place};
use crate::{Call, Context, OperationError, Reply, context::MAX_TRIES};

fn answer(it: &Handoff) -> Value {
    json!({
        "id": it.id,
        "connectionId": it.connection_id,
        "what": it.what,
        "contactId": it.root_id,
        "recordId": it.record_id,
        "state": it.state.name(),
        "way": it.way,
        "tries": it.tries,
        "reason": it.reason,
        "evidence": it.evidence,
        "handedAt": it.handed_at.map(time::to_wire),
        "createdAt": time::to_wire(it.created_at),
        "updatedAt": time::to_wire(it.updated_at),
    })
}

fn whole(cx: &Context, status: u16, it: &Handoff) -> Result<Reply, OperationError> {
    let mut answer = answer(it);
    answer["sent"] = it.sent.clone();
    Reply::json(status, &json!({"handoff": answer, "traceId": cx.trace_id}))
}

pub(super) async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let limit = page_size(&call)?;
    let state = match call.query("state") {
        None => None,
        Some(name) => Some(HandoffState::parse(name).ok_or_else(|| {
            let names: Vec<_> = HandoffState::ALL.iter().map(|state| state.name()).collect();
            OperationError::invalid(format!("state must be one of {}", names.join(", ")))
        })?),
    };
    let (at, id) = place(&call)?;
    let location = &cx.location.id;
    let found = match call.query("contactId") {
        Some(contact) => {
            let mut own = cx.store.handoffs_of(location, contact).await?;
            own.retain(|it| state.is_none_or(|state| it.state == state));
            own
        }
        None => {
            let page = cx.store.handoffs_in(location, state, (at, &id), limit);
            page.await?
        }
    };
    let full = call.query("contactId").is_none() && found.len() as i64 == limit;
    let last = found.last().map(|it| (it.created_at, it.id.as_str()));
    let next = next(full, last);
    let items: Vec<Value> = found.iter().map(answer).collect();
    Reply::json(
        200,
        &json!({"handoffs": items, "nextAfter": next, "traceId": cx.trace_id}),
    )
}

async fn find(cx: &Context, call: &Call) -> Result<Handoff, OperationError> {
    let id = call.param("handoffId");
    let found = cx.store.handoff(&cx.location.id, id).await?;
    found.ok_or(OperationError::NotFound("Hand-off"))
}

pub(super) async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let found = find(&cx, &call).await?;
    whole(&cx, 200, &found)
}

pub(super) async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = call.checked(&cx, &HAND_OFF)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let what = Some(text("what")).filter(|what| !what.is_empty());
    let what = what.unwrap_or("lead");
    let connection = super::outward(&cx, text("connectionId")).await?;
    let stored = cx.store.outlet(&cx.location.id, &connection.id).await?;
    let rules = Rules::of(stored.as_ref());
    if rules.hook(what).is_none() {
        return Err(OperationError::BadRequest(format!(
            "This connection has no catch hook for a {what}; set {what}HookUrl of its outlet first."
        )));
    }
    let contact = cx.find_unguarded(Kind::Contact, text("contactId")).await?;
    let refuse = |why: &str| {
        let label = contact.typed::<Contact>().map(|contact| contact.label());
        let label = label.unwrap_or_default();
        OperationError::BadRequest(format!("{label} is not handed off: {why}."))
    };
    Lead::of(&contact.typed()?, &rules.lead()).map_err(refuse)?;
    let links = cx
        .store
        .links_of(&cx.location.id, &connection.id, &contact.id)
        .await?;
    if links.iter().any(|link| link.kind == Kind::Contact) {
        return Err(refuse("Houzz Pro knows it already"));
    }
    let known = cx.store.handoffs_of(&cx.location.id, &contact.id).await?;
    let same = |it: &&Handoff| it.connection_id == connection.id && it.what == what;
    if known.iter().any(|it| same(&it)) {
        return Err(refuse("it has been; see GET /tenon/v1/handoffs?contactId="));
    }
    let now = cx.now();
    let it = Handoff {
        id: cx.new_id(),
        connection_id: connection.id.clone(),
        what: what.to_owned(),
        record_id: contact.id.clone(),
        root_id: contact.id.clone(),
        state: HandoffState::NotSent,
        way: "zapier".into(),
        tries: 0,
        sent: Value::Null,
        reason: String::new(),
        evidence: Value::Null,
        handed_at: None,
        created_at: now,
        updated_at: now,
        version: 0,
    };
    let send = job(&connection.id, &it.id, ("request", &cx.trace_id), now);
    let enter = OutletWrite::Handoff(Box::new(it.clone()));
    cx.apply(vec![Write::Outlet(enter), Write::Job(send)])
        .await?;
    whole(&cx, 201, &it)
}

/// A decision about what cannot be known, or about what was refused. What the ledger is sure of is
/// not decided anew.
/// Reviews of one contact that are looked at; a hand-off asks once for each time it was lost.
const REVIEWS: i64 = 200;

/// What closes the reviews that ask whether a hand-off arrived, once it is known. Refused with the rest of
/// its commit when somebody decides one meanwhile.
///
/// # Errors
/// See [`StoreError`].
pub async fn answered(
    store: &Store,
    location: &str,
    it: &Handoff,
    decision: &str,
    by: &str,
) -> Result<Vec<Write>, StoreError> {
    let search = ReviewSearch {
        state: "open".into(),
        subject: it.root_id.clone(),
        limit: REVIEWS,
        ..ReviewSearch::default()
    };
    let open = store.reviews(location, &search).await?;
    let own = open
        .into_iter()
        .filter(|asked| asked.review.detail["handoffId"] == *it.id);
    let close = own.map(|asked| {
        Write::Control(Box::new(ControlWrite::Decide {
            id: asked.review.id,
            decision: json!({"decision": decision}),
            by: by.to_owned(),
        }))
    });
    Ok(close.collect())
}

pub(super) async fn decide(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body: Fields = call.checked(&cx, &DECISION)?;
    let decision = body.get("decision").and_then(Value::as_str);
    let decision = decision.unwrap_or_default();
    let who = cx.origin.actor.name.clone();
    for _ in 0..MAX_TRIES {
        let mut it = find(&cx, &call).await?;
        let open = matches!(
            it.state,
            HandoffState::Unknown | HandoffState::Failed | HandoffState::HandedOff
        );
        let again = decision == "sendAgain" && it.state == HandoffState::HandedOff;
        if !open || again {
            return Err(OperationError::BadRequest(format!(
                "The hand-off is {}: there is nothing to decide.",
                it.state.name()
            )));
        }
        let now = cx.now();
        it.updated_at = now;
        let (store, location) = (&cx.store, &cx.location.id);
        let mut writes = answered(store, location, &it, decision, &who).await?;
        match decision {
            "arrived" => {
                it.state = HandoffState::Confirmed;
                it.reason = format!("{who} said that it arrived");
                it.evidence = json!({"by": cx.origin.actor, "at": time::to_wire(now)});
            }
            "sendAgain" => {
                it.state = HandoffState::NotSent;
                it.reason = format!("{who} had it sent again");
                it.tries = 0;
                let cause = ("request", cx.trace_id.as_str());
                writes.push(Write::Job(job(&it.connection_id, &it.id, cause, now)));
            }
            _ => {
                it.state = HandoffState::Failed;
                it.reason = format!("{who} decided that it is never sent");
            }
        }
        writes.push(Write::Log {
            kind: Kind::Contact,
            record_id: it.record_id.clone(),
            root_id: it.root_id.clone(),
            action: Action::Push,
            detail: json!({"connectionId": it.connection_id, "handoff": it.id, "what": it.what,
                "way": it.way, "state": it.state.name(), "why": it.reason}),
        });
        let keep = OutletWrite::Handoff(Box::new(it.clone()));
        writes.push(Write::Outlet(keep));
        match cx.apply(writes).await {
            Err(OperationError::Contended(_)) => {}
            Err(error) => return Err(error),
            Ok(_) => return whole(&cx, 200, &it),
        }
    }
    Err(OperationError::Contended("the hand-off".into()))
}
