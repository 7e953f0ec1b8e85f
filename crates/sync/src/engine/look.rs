//! What of a contact's copy is to be looked at. A job says what somebody has told of; what the hub
//! itself has to send is seen in its links, so that nothing else costs a call.

use tenon_model::Kind;
use tenon_store::{Link, LinkState, Record};

use super::{Done, Engine, intent};
use crate::merge::{Direction, How, parts, same, set};

/// The kinds that hang on a contact, in the order in which they are brought into step.
pub(super) const CHILDREN: [Kind; 4] =
    [Kind::Task, Kind::Note, Kind::Appointment, Kind::Opportunity];

/// Kinds of a contact's tree: itself, and what hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look(i64);

impl Look {
    /// At nothing but what the hub has to send.
    pub const NOTHING: Self = Self(0);
    /// At everything.
    pub const ALL: Self = Self(0b1_1111);

    /// At this kind.
    #[must_use]
    pub const fn at(kind: Kind) -> Self {
        Self(match kind {
            Kind::Contact => 1,
            Kind::Task => 1 << 1,
            Kind::Note => 1 << 2,
            Kind::Appointment => 1 << 3,
            Kind::Opportunity => 1 << 4,
            _ => 0,
        })
    }

    /// At both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether this kind is among them.
    #[must_use]
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & Self::at(kind).0 != 0
    }

    /// As a job keeps it.
    #[must_use]
    pub const fn bits(self) -> i64 {
        self.0
    }

    pub(super) const fn of_bits(bits: i64) -> Self {
        Self(bits & Self::ALL.0)
    }
}

impl Engine {
    /// What of a tree the hub has to send, or has not found out about yet.
    pub(super) async fn to_send(&self, tree: &[Record], links: &[Link]) -> Done<Look> {
        let mut look = Look::NOTHING;
        for record in tree.iter().filter(|record| record.kind.is_synced()) {
            if look.has(record.kind) {
                continue;
            }
            let mut links = links.iter();
            let link = links.find(|link| link.kind == record.kind && link.record_id == record.id);
            if self.is_to_send(record, link).await? {
                look = look.and(Look::at(record.kind));
            }
        }
        Ok(look)
    }

    pub(super) async fn is_to_send(&self, record: &Record, link: Option<&Link>) -> Done<bool> {
        let Some(link) = link else {
            return Ok(!record.deleted);
        };
        if link.state == LinkState::Parted {
            return Ok(false);
        }
        if record.deleted || link.remote_id.is_none() || intent::is_open(link) {
            return Ok(true);
        }
        let kind = record.kind;
        let hub = self.giving(kind, &record.fields()?);
        let map = self.map();
        let left = self.remote.unsayable(&hub).await?;
        let null = serde_json::Value::Null;
        let differs = parts(kind, [&hub, &link.base_hub]).into_iter().any(|part| {
            let (is, was) = (
                hub.get(part.name).unwrap_or(&null),
                link.base_hub.get(part.name).unwrap_or(&null),
            );
            let differs = match part.how {
                How::Set => set(is) != set(was),
                _ => !same(is, was),
            };
            differs
                && !left.contains_key(part.name)
                && self.remote().can_update(kind, part.name)
                && map.rule(kind, part.name).direction != Direction::Off
        });
        Ok(differs)
    }
}
