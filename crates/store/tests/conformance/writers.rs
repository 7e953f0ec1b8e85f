//! Writers that go on whatever happens to the database, and an account of what they were told.

use std::sync::{Arc, Mutex};

use serde_json::json;
use tenon_model::Kind;
use tenon_store::{Store, StoreError};
use tokio::{sync::watch, task::JoinHandle};

use super::support::{Db, HOME, Step};

/// What was acknowledged, and what was refused for now.
#[derive(Default, Clone, Copy)]
pub(crate) struct Told {
    pub(crate) done: usize,
    pub(crate) failed: usize,
}

/// Writers at work.
pub(crate) struct Writers {
    pub(crate) told: watch::Receiver<Told>,
    ids: Arc<Mutex<Vec<String>>>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Writers {
    pub(crate) fn start(db: &Db, count: usize) -> Self {
        let (tell, told) = watch::channel(Told::default());
        let (tell, stop) = (Arc::new(tell), watch::Sender::new(false));
        let ids = Arc::new(Mutex::new(Vec::new()));
        let tasks = (0..count).map(|writer| {
            let work = write(
                db.at(HOME),
                format!("w{writer}"),
                Arc::clone(&tell),
                Arc::clone(&ids),
                stop.subscribe(),
            );
            tokio::spawn(work)
        });
        let tasks = tasks.collect();
        Self {
            told,
            ids,
            stop,
            tasks,
        }
    }

    /// Waits for so many more acknowledgements.
    pub(crate) async fn more_done(&mut self, count: usize) {
        let goal = self.told.borrow().done + count;
        self.told.wait_for(|told| told.done >= goal).await.unwrap();
    }

    /// Waits for so many more failures.
    pub(crate) async fn more_failed(&mut self, count: usize) {
        let goal = self.told.borrow().failed + count;
        self.told
            .wait_for(|told| told.failed >= goal)
            .await
            .unwrap();
    }

    /// Ends them; everything acknowledged must be there, under numbers without gaps.
    pub(crate) async fn all_there(self, store: &Store) {
        self.stop.send_replace(true);
        for task in self.tasks {
            task.await.unwrap();
        }
        let ids = self.ids.lock().unwrap().clone();
        assert_whole(store, &ids).await;
    }
}

async fn write(
    step: Step,
    name: String,
    tell: Arc<watch::Sender<Told>>,
    ids: Arc<Mutex<Vec<String>>>,
    stop: watch::Receiver<bool>,
) {
    for n in 0.. {
        if *stop.borrow() {
            return;
        }
        let id = format!("{name}-{n}");
        let doc = json!({ "email": format!("{id}@x.com") });
        match step.clone().contact(&id, doc).commit().await {
            Ok(_) => {
                ids.lock().unwrap().push(id);
                tell.send_modify(|told| told.done += 1);
            }
            Err(StoreError::Unavailable(_) | StoreError::Unknown(_)) => {
                tell.send_modify(|told| told.failed += 1);
                tokio::task::yield_now().await;
            }
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// Every id is there, and the log has one entry per contact under numbers without gaps.
pub(crate) async fn assert_whole(store: &Store, ids: &[String]) {
    for id in ids {
        let read = store.record(HOME, Kind::Contact, id).await.unwrap();
        assert!(read.is_some(), "{id} was acknowledged and is lost");
    }
    let mut at = 0;
    loop {
        let changes = store.changes_after(HOME, at, 500).await.unwrap();
        let Some(last) = changes.last() else { break };
        let end = last.seq;
        for change in changes {
            at += 1;
            assert_eq!(change.seq, at, "a gap in the log");
            let id = &change.record_id;
            let read = store.record(HOME, Kind::Contact, id).await.unwrap();
            assert!(read.is_some(), "{id} is in the log and nowhere else");
        }
        assert_eq!(at, end);
    }
    assert_eq!(store.last_seq(HOME).await.unwrap(), at);
    assert!(at >= ids.len() as i64);
}
