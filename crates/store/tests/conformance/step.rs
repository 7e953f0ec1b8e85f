//! A commit, told in a few words.

use std::sync::Arc;

use serde_json::{Value, json};
use tenon_model::{Clock, Fields, Kind, Origin};
use tenon_store::{Commit, Committed, Fence, Record, Store, StoreError, Write};
use tenon_testkit::TestClock;

/// A commit being put together.
#[derive(Clone)]
pub(crate) struct Step {
    store: Store,
    commit: Commit,
    exclusive: bool,
}

impl Step {
    pub(crate) fn new(store: &Store, clock: &Arc<TestClock>, location: &str) -> Self {
        Self {
            store: store.clone(),
            commit: Commit {
                location: location.to_owned(),
                at: clock.now(),
                origin: Origin::new(("token", "t1", "Office"), "api", ("request", "r1")),
                fence: None,
                writes: Vec::new(),
            },
            exclusive: true,
        }
    }

    pub(crate) fn write(mut self, write: Write) -> Self {
        self.commit.writes.push(write);
        self
    }

    /// From here on e-mails and phones may be shared.
    pub(crate) fn shared(mut self) -> Self {
        self.exclusive = false;
        self
    }

    pub(crate) fn origin(mut self, origin: Origin) -> Self {
        self.commit.origin = origin;
        self
    }

    pub(crate) fn fence(mut self, fence: Fence) -> Self {
        self.commit.fence = Some(fence);
        self
    }

    /// A new contact.
    pub(crate) fn contact(self, id: &str, doc: Value) -> Self {
        self.create(Kind::Contact, id, id, doc)
    }

    /// A new record.
    pub(crate) fn create(self, kind: Kind, id: &str, root: &str, doc: Value) -> Self {
        let exclusive = self.exclusive;
        self.write(Write::Create {
            kind,
            id: id.to_owned(),
            root_id: root.to_owned(),
            doc: fields(doc),
            exclusive,
        })
    }

    pub(crate) fn update(self, old: &Record, doc: Value) -> Self {
        let exclusive = self.exclusive;
        self.write(Write::Update {
            old: old.clone(),
            doc: fields(doc),
            exclusive,
        })
    }

    pub(crate) fn delete(self, old: &Record) -> Self {
        self.write(Write::Delete { old: old.clone() })
    }

    /// The records it will write.
    pub(crate) fn foreseen(&self) -> Vec<Record> {
        self.commit.foreseen().unwrap()
    }

    pub(crate) async fn commit(self) -> Result<Committed, StoreError> {
        self.store.commit(self.commit).await
    }

    /// Commits what must go well.
    pub(crate) async fn done(self) -> Committed {
        self.commit().await.unwrap()
    }

    /// Commits what must go well, and gives the record it wrote first.
    pub(crate) async fn record(self) -> Record {
        self.done().await.records.swap_remove(0)
    }

    /// Commits what must be refused.
    pub(crate) async fn refused(self) -> StoreError {
        match self.commit().await {
            Ok(done) => panic!(
                "it must be refused, and wrote {} records",
                done.records.len()
            ),
            Err(error) => error,
        }
    }
}

/// Commits all at once, each in a task of its own.
pub(crate) async fn at_once(
    steps: impl IntoIterator<Item = Step>,
) -> Vec<Result<Committed, StoreError>> {
    let tasks: Vec<_> = steps
        .into_iter()
        .map(|step| tokio::spawn(step.commit()))
        .collect();
    let mut results = Vec::with_capacity(tasks.len());
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

/// A document.
pub(crate) fn fields(doc: Value) -> Fields {
    match doc {
        Value::Object(fields) => fields,
        other => panic!("not a document: {other}"),
    }
}

/// A contact's document with this e-mail.
pub(crate) fn mail(email: &str) -> Value {
    json!({ "firstName": "Ana", "email": email })
}
