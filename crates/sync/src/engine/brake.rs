//! The brake on what goes: a system that suddenly answers with empty lists must not empty the other.

use serde_json::json;
use tenon_model::Kind;
use tenon_operations::brake::{self, Brake, Leave};
use tenon_store::{Review, Write};

use super::{Done, Engine, EngineError, work::Turn};

impl Engine {
    /// Asked before a record is deleted, or parted because its copy is gone. The writes that come with a
    /// yes count it, and belong into the same commit. `None`: it must stay, a person has said so.
    ///
    /// # Errors
    /// [`EngineError::Braked`] while a person is being asked.
    pub(super) async fn may_go(&self, turn: &Turn<'_>) -> Done<Option<Vec<Write>>> {
        if self.brake_is_off() {
            return Ok(Some(Vec::new()));
        }
        let name = brake::cursor(self.connection());
        let from = self.store().cursor(self.location(), &name).await?;
        let now = self.now();
        let kept = from
            .as_deref()
            .and_then(|text| serde_json::from_str::<Brake>(text).ok())
            .filter(|brake| !brake.is_over(now));
        let mut brake = match kept {
            Some(brake) => brake,
            None => {
                let mut linked = 0;
                for kind in Kind::SYNCED {
                    let count = self
                        .store()
                        .count_linked(self.location(), self.connection(), kind);
                    linked += u64::try_from(count.await?).unwrap_or(0);
                }
                Brake::new(now, linked)
            }
        };
        let leave = brake.take();
        let to = serde_json::to_string(&brake).unwrap_or_default();
        let kept = Write::Cursor { name, from, to };
        match leave {
            Leave::Go => Ok(Some(vec![kept])),
            Leave::Keep => Ok(None),
            Leave::Wait => Err(EngineError::Braked),
            Leave::Ask => {
                let asks = self.ask_about_brake(&brake);
                self.commit(turn.payload, vec![kept, asks]).await?;
                Err(EngineError::Braked)
            }
        }
    }

    /// Whether the connection's settings leave the brake out, which only simulated lives do.
    pub(super) fn brake_is_off(&self) -> bool {
        self.parts.connection.settings["brake"] == "off"
    }

    fn ask_about_brake(&self, brake: &Brake) -> Write {
        let connection = &self.parts.connection;
        Write::Review(Box::new(Review {
            id: format!("brake/{}/{}", connection.id, brake.since.as_microsecond()),
            subject: connection.id.clone(),
            title: format!("Many records are gone in {} or in Tenon", connection.name),
            reasons: vec![format!(
                "{} records have gone since {}, and more are about to. Approve: they may go on both \
                 sides. Abandon: what is there stays there.",
                brake.removed, brake.since
            )],
            detail: json!({"type": "brake", "connectionId": connection.id,
                "removed": brake.removed, "allowed": brake.allowed}),
        }))
    }
}
