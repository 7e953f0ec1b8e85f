//! A location's changes as they happen: server-sent events (WHATWG HTML, 9.2), for as long as the
//! caller's token is good and the server runs.

use std::{
    collections::{HashMap, VecDeque},
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use serde_json::Value;
use tenon_operations::{Follow, events_after};
use tokio::{sync::watch, time::Instant};

use crate::{App, access, envelope::Refusal};

/// Streams at once: each holds a connection of the server's 2,048.
const MAX_STREAMS: usize = 512;
/// Streams of one location: its people's open pages, with room.
const MAX_OF_LOCATION: usize = 64;
/// How often the log is looked at though this process wrote nothing: others may have.
const LOOK: Duration = Duration::from_secs(2);
/// How often a quiet stream says that it lives, and the token is judged again.
const BEAT: Duration = Duration::from_secs(15);
/// Milliseconds after which a client asks again when the stream ends.
const RETRY: u32 = 2_000;

/// Stands on calls: turns true when the server stops.
#[derive(Debug, Clone)]
pub(crate) struct Stopping(pub(crate) watch::Receiver<bool>);

/// Streams that are open, by location.
#[derive(Debug, Clone, Default)]
pub(crate) struct Streams(Arc<Mutex<HashMap<String, usize>>>);

/// A place among them, until this is dropped.
#[derive(Debug)]
struct Seat(Streams, String);

impl Streams {
    fn enter(&self, location: &str) -> Option<Seat> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = open.values().sum();
        let own = open.entry(location.to_owned()).or_default();
        if all >= MAX_STREAMS || *own >= MAX_OF_LOCATION {
            return None;
        }
        *own += 1;
        Some(Seat(self.clone(), location.to_owned()))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.1) {
            *own = own.saturating_sub(1);
        }
        open.retain(|_, own| *own > 0);
    }
}

/// What one stream needs while it is open.
struct Open {
    app: App,
    follow: Follow,
    headers: HeaderMap,
    trace_id: String,
    wakes: watch::Receiver<u64>,
    stopping: Option<watch::Receiver<bool>>,
    /// The number that was last looked at.
    at: i64,
    ends: Instant,
    beat: Instant,
    ready: VecDeque<Bytes>,
    _seat: Seat,
}

/// The answer that goes on.
pub(crate) fn answer(
    app: &App,
    follow: Follow,
    head: &Parts,
    trace_id: &str,
) -> Result<Response, Refusal> {
    let seat = app.streams().enter(&follow.location).ok_or_else(|| {
        let message = "Too many follow the changes at this moment. Try again in a minute.";
        Refusal::new(StatusCode::SERVICE_UNAVAILABLE, message, trace_id)
    })?;
    let asked = head.headers.get("last-event-id");
    let asked = asked.and_then(|id| id.to_str().ok()?.trim().parse().ok());
    let from: i64 = asked.or(follow.after).unwrap_or(follow.last);
    // A number that is yet to come is from before a restore: what the client knows is no longer so.
    let (at, event) = if from > follow.last || from < 0 {
        (follow.last, "reset")
    } else {
        (from, "ready")
    };
    let first = format!("retry: {RETRY}\nid: {at}\nevent: {event}\ndata: {{}}\n\n");
    let now = Instant::now();
    let open = Open {
        wakes: app.store().log_wakes(&follow.location),
        app: app.clone(),
        headers: head.headers.clone(),
        trace_id: trace_id.to_owned(),
        stopping: head.extensions.get::<Stopping>().map(|it| it.0.clone()),
        at,
        ends: now + Duration::from_secs(follow.wait),
        beat: now + BEAT,
        ready: VecDeque::from([first.into()]),
        follow,
        _seat: seat,
    };
    let body = stream::unfold(open, |mut open| async {
        let bytes = open.next().await?;
        Some((Ok::<_, Infallible>(bytes), open))
    });
    let mut response = Response::new(Body::from_stream(body));
    for (name, value) in [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // nginx would keep events until it has some KiB of them.
        (http::HeaderName::from_static("x-accel-buffering"), "no"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

impl Open {
    /// The next piece of the stream; `None`: it is over.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(bytes) = self.ready.pop_front() {
                return Some(bytes);
            }
            self.wakes.mark_unchanged();
            // A database that is away for a moment is asked again by the client.
            let found = events_after(self.app.store(), &self.follow, self.at).await;
            if let Some((events, last)) = found.ok()? {
                if !self.is_allowed().await {
                    return None;
                }
                self.at = last;
                let events = events.iter().map(|(id, event)| written(*id, event));
                self.ready.extend(events);
                continue;
            }
            if !self.rest().await {
                return None;
            }
        }
    }

    /// Waits for a reason to look again; `false`: it is over.
    async fn rest(&mut self) -> bool {
        let now = Instant::now();
        if now >= self.ends || self.is_stopping() {
            return false;
        }
        if now >= self.beat {
            if !self.is_allowed().await {
                return false;
            }
            self.beat = now + BEAT;
            // The id goes on where nothing concerns the client, so that it resumes there.
            let beat = format!("id: {}\nevent: beat\ndata: {{}}\n\n", self.at);
            self.ready.push_back(beat.into());
            return true;
        }
        let until = (now + LOOK).min(self.ends).min(self.beat);
        let stops = async {
            match &mut self.stopping {
                Some(stopping) => drop(stopping.changed().await),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.wakes.changed() => {}
            () = tokio::time::sleep_until(until) => {}
            () = stops => {}
        }
        true
    }

    /// Whether the token is still good; answered from the gate's cache, mostly.
    async fn is_allowed(&self) -> bool {
        let scope = tenon_model::Scope::ContactsReadonly;
        let access = access::check(&self.app, &self.headers, scope, &self.trace_id).await;
        access.is_ok()
    }

    fn is_stopping(&self) -> bool {
        self.stopping.as_ref().is_some_and(|it| *it.borrow())
    }
}

/// JSON has no line breaks outside its escapes, so an event is one line.
fn written(id: i64, event: &Value) -> Bytes {
    format!("id: {id}\nevent: change\ndata: {event}\n\n").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_does_not_take_every_seat_and_seats_are_given_back() {
        let streams = Streams::default();
        let mut seats: Vec<Seat> = (0..MAX_OF_LOCATION)
            .map(|_| streams.enter("one").unwrap())
            .collect();
        assert!(streams.enter("one").is_none());
        assert!(streams.enter("two").is_some());
        seats.pop();
        assert!(streams.enter("one").is_some());
        drop(seats);
        assert!(streams.0.lock().unwrap().is_empty());
    }
}
