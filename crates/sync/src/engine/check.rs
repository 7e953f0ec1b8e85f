//! Plans and proofs that were asked for: they only read, and their report is what they found.

use std::sync::Arc;

use serde_json::Value;
use tenon_operations::runs::stand;
use tenon_store::{RunKind, RunState, RunWrite, SyncRun, Write};

use super::{Done, Engine, EngineError};

impl Engine {
    /// A plan or proof that somebody waits for. One that was begun by a process that is gone is begun
    /// anew.
    pub(super) async fn asked_check(&self) -> Done<Option<SyncRun>> {
        let runs = self
            .store()
            .open_runs(self.location(), self.connection())
            .await?;
        Ok(runs.into_iter().find(|run| run.kind.only_reads()))
    }

    /// Makes a plan or a proof.
    pub(super) async fn check(self: Arc<Self>, run: SyncRun) -> Done {
        let begun = SyncRun {
            state: RunState::Running,
            started_at: Some(self.now()),
            ..run
        };
        self.save_check(&begun).await?;
        let begun = SyncRun {
            version: begun.version + 1,
            ..begun
        };
        let ended = match self.look(&begun).await {
            Ok(found) => self.ended(begun, found),
            Err(EngineError::Remote(error)) => {
                let (stand, mut report) = stand::of(&begun);
                report.error = error.to_string();
                let failed = SyncRun {
                    state: RunState::Failed,
                    ended_at: Some(self.now()),
                    ..begun
                };
                stand::with(failed, &stand, &report)
            }
            Err(error) => return Err(error),
        };
        self.save_check(&ended).await
    }

    async fn look(&self, run: &SyncRun) -> Done<Value> {
        if run.kind == RunKind::Plan {
            let plan = self.plan(&|_| {}).await?;
            return Ok(plan.to_json(self.remote().pace()));
        }
        let quick = run.stand["quick"] == true;
        Ok(self.verify(quick, &|_| {}).await?.to_json())
    }

    fn ended(&self, run: SyncRun, found: Value) -> SyncRun {
        let (stand, mut report) = stand::of(&run);
        report.found = found;
        let done = SyncRun {
            state: RunState::Done,
            ended_at: Some(self.now()),
            ..run
        };
        stand::with(done, &stand, &report)
    }

    async fn save_check(&self, run: &SyncRun) -> Done {
        let write = Write::Run(RunWrite::Save(Box::new(run.clone())));
        self.commit(&Value::Null, vec![write]).await.map(drop)
    }

    /// Keeps what a plan or proof found that was made outside of the sync's own process, so that it is
    /// told with the others. `run`: as it was when it began.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn keep_check(&self, run: SyncRun, found: Value) -> Done<SyncRun> {
        let ended = self.ended(run, found);
        self.save_check(&ended).await?;
        Ok(ended)
    }
}
