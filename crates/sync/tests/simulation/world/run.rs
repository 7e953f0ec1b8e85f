//! Work: webhooks that arrive, what the living node begins, and a step of whatever runs.

use std::{
    sync::Arc,
    task::{Context as TaskContext, Poll, Waker},
};

use futures_util::{FutureExt, future::BoxFuture};
use jiff::{SignedDuration, Timestamp};
use tenon_model::{Clock, Kind, Random};
use tenon_store::{NewJob, Write};
use tenon_sync::{EngineError, Look, queue};

use super::{AT_ONCE, Did, LEASE, PATIENCE, RENEW, Task, WAITS, World, at_once};

impl World {
    /// Takes what the other side has to tell on its way, and delivers what has come.
    pub(super) fn deliver(&mut self) {
        let events = std::mem::take(&mut self.remote.peer().events);
        let now = self.clock.now();
        for contact in events {
            let copies = match self.chance.below(10) {
                0 | 1 if self.lossy => 0,
                2 if self.lossy => 2,
                _ => 1,
            };
            for _ in 0..copies {
                let most = if self.lossy { 60_000 } else { 500 };
                let wait = i64::try_from(self.chance.below(most)).unwrap();
                let at = now + SignedDuration::from_millis(wait);
                self.hooks.push((at, contact.clone()));
            }
        }
        let (come, wait) = std::mem::take(&mut self.hooks)
            .into_iter()
            .partition(|(at, _)| *at <= now);
        self.hooks = wait;
        let come: Vec<(Timestamp, (String, Kind))> = come;
        for (_, (contact, kind)) in come {
            self.say(|| format!("webhook about the {kind} of {contact}"));
            let cause = ("delivery", "webhook");
            let job = tenon_sync::arrival(&self.connection.id, &contact, cause, now);
            let job = NewJob {
                look: Look::at(kind).bits(),
                ..job
            };
            at_once(self.store.commit(self.cx.commit(vec![Write::Job(job)]))).unwrap();
        }
    }

    /// Delivers what there is to tell, at once; for stories.
    #[allow(dead_code)]
    pub(crate) fn deliver_now(&mut self) {
        self.deliver();
        self.clock.advance(SignedDuration::from_secs(1));
        self.deliver();
    }

    fn spawn(
        &mut self,
        node: usize,
        what: &'static str,
        future: BoxFuture<'static, Result<Did, EngineError>>,
    ) {
        self.tasks.push(Task { node, what, future });
    }

    fn running(&self, node: usize, what: &str) -> usize {
        let mine = self.tasks.iter().filter(|task| task.node == node);
        mine.filter(|task| task.what == what).count()
    }

    /// The living node begins something, or one of those that run goes on for a step.
    pub(super) fn turn(&mut self) {
        let node = self.newest();
        let engine = || Arc::clone(&self.nodes[node].engine);
        let now = self.clock.now();
        let leased = self.nodes[node].leased;
        if leased.is_none_or(|until| now >= until - (LEASE - RENEW))
            && self.running(node, "lease") == 0
        {
            let engine = engine();
            let future = async move { Ok(Did::Lease(engine.lease(now + LEASE).await?)) };
            return self.spawn(node, "lease", future.boxed());
        }
        if leased.is_some() {
            let engine = engine();
            match self.chance.below(60) {
                0..6 if self.running(node, "follow") == 0 => {
                    let future = async move { engine.follow().await.map(|_| Did::Follow) };
                    return self.spawn(node, "follow", future.boxed());
                }
                6..14 if self.running(node, "claim") + self.running(node, "work") < AT_ONCE => {
                    let future = async move { engine.claim(2).await.map(Did::Claim) };
                    return self.spawn(node, "claim", future.boxed());
                }
                14 if self.running(node, "sweep") == 0 => {
                    let future = async move { engine.sweep().await.map(Did::Sweep) };
                    return self.spawn(node, "sweep", future.boxed());
                }
                _ => {}
            }
        }
        if !self.tasks.is_empty() {
            let at = self.chance.below(self.tasks.len() as u64);
            self.poll(usize::try_from(at).unwrap());
        }
    }

    /// One step of one task.
    fn poll(&mut self, at: usize) -> Option<bool> {
        let task = &mut self.tasks[at];
        let (node, what) = (task.node, task.what);
        let mut context = TaskContext::from_waker(Waker::noop());
        let Poll::Ready(done) = task.future.as_mut().poll(&mut context) else {
            return None;
        };
        drop(self.tasks.swap_remove(at));
        let mut more = false;
        match done {
            Ok(Did::Lease(had)) => {
                let now = self.clock.now();
                self.nodes[node].leased = had.then_some(now + LEASE);
                if !had {
                    // As the runner does: a session without the lease ends.
                    self.tasks.retain(|task| task.node != node);
                }
            }
            Ok(Did::Claim(jobs)) => {
                for job in jobs {
                    self.say(|| format!("job {} begins, try {}", job.key, job.attempts));
                    let engine = Arc::clone(&self.nodes[node].engine);
                    let future = async move { engine.work(job).await.map(|()| Did::Work) };
                    self.spawn(node, "work", future.boxed());
                }
            }
            Ok(Did::Sweep(is_more)) => more = is_more,
            Ok(Did::Follow | Did::Work) => {}
            Err(error) => {
                self.say(|| format!("{what} of node {node}: {error}"));
                // As the runner does: whatever fails, the lease is taken anew.
                self.nodes[node].leased = None;
                more = what == "sweep";
            }
        }
        Some(more)
    }

    /// Everything that runs, to its end, one after the other; where one waits for another, in turns.
    fn finish_tasks(&mut self) {
        for polls in 0..PATIENCE * PATIENCE {
            if self.tasks.is_empty() {
                return;
            }
            self.poll((polls / WAITS) % self.tasks.len());
        }
        panic!("they wait for each other");
    }

    /// Goes on until nothing is left to be done by anybody.
    pub(crate) fn drain(&mut self) -> Result<(), String> {
        let queue = queue(&self.connection.id);
        for turn in 0..PATIENCE {
            self.deliver();
            if !self.tasks.is_empty() {
                if turn < WAITS {
                    self.poll(0);
                } else {
                    self.finish_tasks();
                }
                continue;
            }
            let node = self.newest();
            let now = self.clock.now();
            let engine = Arc::clone(&self.nodes[node].engine);
            if self.nodes[node]
                .leased
                .is_none_or(|until| now >= until - (LEASE - RENEW))
            {
                let future = async move { Ok(Did::Lease(engine.lease(now + LEASE).await?)) };
                self.spawn(node, "lease", future.boxed());
                self.finish_tasks();
                if self.nodes[node].leased.is_none() {
                    self.advance(RENEW);
                }
                continue;
            }
            let follow = Arc::clone(&engine);
            let future = async move { follow.follow().await.map(|_| Did::Follow) };
            self.spawn(node, "follow", future.boxed());
            let future = async move { engine.claim(8).await.map(Did::Claim) };
            self.spawn(node, "claim", future.boxed());
            self.finish_tasks();
            let depth = at_once(self.store.queue_depth(&self.location.id, &queue)).unwrap();
            let waits = self.remote.land() || !self.hooks.is_empty();
            if depth.waiting == 0 && !waits && self.remote.peer().events.is_empty() {
                return Ok(());
            }
            let due = depth.next.is_some_and(|next| next <= self.clock.now());
            if turn > PATIENCE / 2 {
                self.say(|| format!("not at rest: {}", depth.last_error));
            }
            if turn + 1 == PATIENCE {
                return Err(format!("does not come to rest: {}", depth.last_error));
            }
            if !due {
                let hook = self.hooks.iter().map(|(at, _)| *at).min();
                let soon = self.clock.now() + SignedDuration::from_secs(5);
                let next = depth.next.into_iter().chain(hook).min().unwrap_or(soon);
                let next = if waits { next.min(soon) } else { next };
                self.advance(
                    next.duration_since(self.clock.now()) + SignedDuration::from_millis(1),
                );
            }
        }
        Err("does not come to rest".into())
    }

    /// Goes on until something has happened; for stories.
    #[allow(dead_code)]
    pub(crate) fn work_until(&mut self, happened: impl Fn(&Self) -> bool) {
        for _ in 0..PATIENCE {
            if happened(self) {
                return;
            }
            self.turn();
        }
        panic!("it does not happen");
    }

    /// A sweep of everything, to its end.
    pub(crate) fn sweep_everything(&mut self) -> Result<(), String> {
        self.say(|| "--- a full sweep ---".into());
        self.sweep_through(false)
    }

    /// The sweeps that are due now, to their end; for stories.
    #[allow(dead_code)]
    pub(crate) fn sweep_as_due(&mut self) -> Result<(), String> {
        self.sweep_through(true)
    }

    fn sweep_through(&mut self, mut asked: bool) -> Result<(), String> {
        for _ in 0..1_000 {
            self.drain()?;
            let engine = Arc::clone(&self.nodes[self.newest()].engine);
            let ask = !std::mem::replace(&mut asked, true);
            let node = self.newest();
            let future = async move {
                if ask {
                    engine.sweep_everything().await?;
                }
                engine.sweep().await.map(Did::Sweep)
            };
            self.spawn(node, "sweep", future.boxed());
            let more = loop {
                if let Some(more) = self.poll(0) {
                    break more;
                }
            };
            if !more {
                return self.drain();
            }
        }
        Err("the sweep does not end".into())
    }
}
