//! `Idempotency-Key` on every POST (draft-ietf-httpapi-idempotency-key-header): a call that is sent
//! again is done once, and answered as it was.
//!
//! The operation runs with its writes deferred; then they are made, in one transaction, together
//! with the answer. So there is no moment at which the one stands without the other, whichever
//! process dies when; and of two nodes that were sent the same call at once, one writes and the
//! other finds the answer. Refusals are not kept: they changed nothing, and may be mended and sent
//! again under the same key. Answers are sealed, because some hold a secret.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use http::{HeaderMap, HeaderName, StatusCode, Uri};
use jiff::SignedDuration;
use ring::digest;
use tenon_oauth::Access;
use tenon_operations::{
    Call, Context, Deferred, Guards, Operation, OperationError, Reply, who_wants,
};
use tenon_store::{KeptAnswer, StoreError, Write};

use crate::{App, access, envelope::Refusal, render};

/// The header of an answer that was given before.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
/// How long an answer is given again. HighLevel has no such header; a day is what Stripe does.
const KEEP: SignedDuration = SignedDuration::from_hours(24);
/// Longest key.
const MAX_KEY: usize = 255;
/// Longest answer that is kept. Past it are contacts with many and large custom fields: that the call
/// was done is kept all the same, and it is never done twice.
const MAX_ANSWER: usize = 256 * 1024;
/// How often the call is decided anew when others were quicker.
const MAX_TRIES: usize = 64;

/// Keys of calls that are under way in this process.
#[derive(Debug, Default)]
pub(crate) struct UnderWay(Mutex<HashSet<String>>);

/// A key that is under way as long as this lives.
struct Turn<'a>(&'a UnderWay, String);

impl UnderWay {
    fn enter(&self, name: String) -> Option<Turn<'_>> {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Only one that entered may leave: a turn is made for it alone.
        names.insert(name.clone()).then(|| Turn(self, name))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut names = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.remove(&self.1);
    }
}

/// A call that named itself.
pub(crate) struct Named {
    key: String,
    fingerprint: String,
}

/// The name of the call, when it has one.
pub(crate) fn name(
    access: &Access,
    headers: &HeaderMap,
    uri: &Uri,
    call: &Call,
    trace_id: &str,
) -> Result<Option<Named>, Refusal> {
    let mut values = headers.get_all(HEADER).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let refuse = |what: &str| Refusal::new(StatusCode::BAD_REQUEST, what, trace_id);
    if values.next().is_some() {
        return Err(refuse("Send one Idempotency-Key, not several."));
    }
    // The draft writes it in quotes, most clients do not.
    let text = value.to_str().unwrap_or_default().trim();
    let text = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text);
    if text.is_empty() || text.len() > MAX_KEY || !text.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Err(refuse(
            "An Idempotency-Key is 1 to 255 visible ASCII characters, such as a UUID.",
        ));
    }
    let version = headers
        .get("version")
        .map_or(&b""[..], |value| value.as_bytes());
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    let body = call
        .body
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    Ok(Some(Named {
        key: hash(&[access::caller(access).as_bytes(), text.as_bytes()]),
        fingerprint: hash(&[path.as_bytes(), version, body.as_bytes()]),
    }))
}

fn hash(parts: &[&[u8]]) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_le_bytes());
        context.update(part);
    }
    let hash = context.finish();
    hash.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Makes the call, or tells what it was answered before (then with `true`).
pub(crate) async fn run(
    app: &App,
    operation: &'static Operation,
    cx: Context,
    call: Call,
    named: Named,
) -> Result<(Reply, bool), Refusal> {
    let trace_id = cx.trace_id.clone();
    let _turn = app
        .under_way()
        .enter(format!("{}/{}", cx.location.id, named.key))
        .ok_or_else(|| {
            let message = "A call with this Idempotency-Key is under way; wait for its answer.";
            Refusal::new(StatusCode::CONFLICT, message, &trace_id)
        })?;
    let done = try_until_done(app, operation, &cx, &call, &named).await;
    done.map_err(|error| Refusal::of(error, &trace_id))
}

async fn try_until_done(
    app: &App,
    operation: &'static Operation,
    cx: &Context,
    call: &Call,
    named: &Named,
) -> Result<(Reply, bool), OperationError> {
    let mut refused = Vec::new();
    for _ in 0..MAX_TRIES {
        let kept = cx
            .store
            .kept_answer(&cx.location.id, &named.key, cx.now())
            .await?;
        if let Some(kept) = kept {
            if kept.fingerprint != named.fingerprint {
                return Err(OperationError::invalid(
                    "this Idempotency-Key was used for another call; use a new one",
                ));
            }
            if kept.answer.is_empty() {
                return Err(OperationError::TooLargeToRepeat);
            }
            return Ok((open(app, cx, &kept)?, true));
        }
        let deferred = Arc::new(Deferred::new(refused.clone()));
        let guards = Guards {
            deferred: Some(Arc::clone(&deferred)),
            ..cx.guards.clone()
        };
        let inner = Context {
            guards,
            ..cx.clone()
        };
        let mut reply = (operation.handler)(inner, call.clone()).await?;
        render::close_with_trace(&mut reply.body, &cx.trace_id);
        let (at, commits) = deferred.take();
        if commits.is_empty() && operation.searches() {
            // A search: it may be made again without harm, and keeping its page would cost more.
            return Ok((reply, false));
        }
        let mut commit = cx.commit(vec![keep(app, cx, named, &reply)?]);
        commit.at = at.unwrap_or(commit.at);
        commit.writes.extend(commits.iter().flatten().cloned());
        match cx.store.commit(commit).await {
            Ok(_) => return Ok((reply, false)),
            // Another node was quicker with this call, or somebody else with the record.
            // It begins anew, with what stands now.
            Err(StoreError::Repeated | StoreError::Conflict { .. }) => refused.clear(),
            // The operation is to hear of it where it would have without a key.
            Err(StoreError::KeyTaken {
                name,
                value,
                holder,
            }) => {
                let place = who_wants(&commits, &name, &value).unwrap_or_default();
                let error = StoreError::KeyTaken {
                    name,
                    value,
                    holder,
                };
                refused.push((place, error));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(OperationError::Contended("the record".into()))
}

/// The name a kept answer is sealed for.
fn secret(named: &str) -> String {
    format!("answer/{named}")
}

fn keep(app: &App, cx: &Context, named: &Named, reply: &Reply) -> Result<Write, OperationError> {
    let mut answer = Vec::new();
    if reply.body.len() <= MAX_ANSWER {
        let mut plain = reply.status.to_be_bytes().to_vec();
        plain.extend(reply.version.unwrap_or_default().to_be_bytes());
        plain.extend_from_slice(&reply.body);
        answer = app
            .vault()
            .seal(&cx.location.id, &secret(&named.key), &plain)
            .map_err(|error| OperationError::Internal(error.to_string()))?;
    }
    let now = cx.now();
    Ok(Write::Answer(Box::new(KeptAnswer {
        key: named.key.clone(),
        fingerprint: named.fingerprint.clone(),
        answer,
        expires_at: now.checked_add(KEEP).unwrap_or(now),
    })))
}

fn open(app: &App, cx: &Context, kept: &KeptAnswer) -> Result<Reply, OperationError> {
    let broken = || OperationError::Internal("a kept answer is too short".into());
    let plain = app
        .vault()
        .open(&cx.location.id, &secret(&kept.key), &kept.answer)
        .map_err(|error| OperationError::Internal(error.to_string()))?;
    let (status, rest) = plain.split_first_chunk::<2>().ok_or_else(broken)?;
    let (version, body) = rest.split_first_chunk::<8>().ok_or_else(broken)?;
    let version = i64::from_be_bytes(*version);
    Ok(Reply {
        status: u16::from_be_bytes(*status),
        body: body.to_vec(),
        file: None,
        follow: None,
        version: (version > 0).then_some(version),
    })
}
