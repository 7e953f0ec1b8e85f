//! Channels, what the columns of tables mean, and how fast leads come in.

use jiff::Timestamp;
use serde_json::Value as Json;

use super::{Commit, log::to_text};
use crate::{
    StoreError,
    driver::{Driver, values},
    micros,
};

/// Something about the ways in.
#[derive(Debug, Clone)]
pub enum ChannelWrite {
    /// A channel, new or changed; refused when it is not at `version` (0: it is new).
    Put {
        /// The connection it belongs to.
        connection_id: String,
        /// `imap`, `mail`, `calendar/…`: one of each name per connection.
        name: String,
        /// What it needs to know and is no secret.
        settings: Json,
        /// The version that was read.
        version: i64,
    },
    /// How a channel fares, for people. Written under the lease of whoever runs it.
    State {
        /// The connection it belongs to.
        connection_id: String,
        /// Its name.
        name: String,
        /// How it fares.
        state: Json,
    },
    /// A channel's end.
    Remove {
        /// The connection it belongs to.
        connection_id: String,
        /// Its name.
        name: String,
        /// The version that was read.
        version: i64,
    },
    /// What the columns of a table mean; refused when it is not at `version` (0: it is new).
    Columns {
        /// A hash of the columns' names.
        header: String,
        /// Each column's name and what it means.
        map: Json,
        /// The version that was read.
        version: i64,
    },
    /// A lead that was sent at some time stands in the hub now.
    LeadTime {
        /// The source item it came as.
        source_key: String,
        /// The contact it went to.
        contact_id: String,
        /// When it was sent.
        sent_at: Timestamp,
    },
}

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    write: &ChannelWrite,
) -> Result<(), StoreError> {
    let location = &commit.location;
    let written =
        match write {
            ChannelWrite::Put {
                connection_id,
                name,
                settings,
                version,
            } => {
                let settings = to_text(settings)?;
                if *version == 0 {
                    driver
                    .execute(
                        "INSERT INTO channels (location_id, connection_id, name, settings, state,
                           version) VALUES ($1, $2, $3, $4, '{}', 1) ON CONFLICT DO NOTHING",
                        &values![location, connection_id, name, settings],
                    )
                    .await?
                } else {
                    driver
                        .execute(
                            "UPDATE channels SET settings = $4, version = version + 1
                         WHERE location_id = $1 AND connection_id = $2 AND name = $3
                           AND version = $5",
                            &values![location, connection_id, name, settings, *version],
                        )
                        .await?
                }
            }
            ChannelWrite::State {
                connection_id,
                name,
                state,
            } => {
                driver
                    .execute(
                        "UPDATE channels SET state = $4
                     WHERE location_id = $1 AND connection_id = $2 AND name = $3",
                        &values![location, connection_id, name, to_text(state)?],
                    )
                    .await?
            }
            ChannelWrite::Remove {
                connection_id,
                name,
                version,
            } => {
                driver
                    .execute(
                        "DELETE FROM channels WHERE location_id = $1 AND connection_id = $2
                       AND name = $3 AND version = $4",
                        &values![location, connection_id, name, *version],
                    )
                    .await?
            }
            ChannelWrite::Columns {
                header,
                map,
                version,
            } => {
                let map = to_text(map)?;
                if *version == 0 {
                    driver
                        .execute(
                            "INSERT INTO column_maps (location_id, header, map, version)
                         VALUES ($1, $2, $3, 1) ON CONFLICT DO NOTHING",
                            &values![location, header, map],
                        )
                        .await?
                } else {
                    driver
                        .execute(
                            "UPDATE column_maps SET map = $3, version = version + 1
                         WHERE location_id = $1 AND header = $2 AND version = $4",
                            &values![location, header, map, *version],
                        )
                        .await?
                }
            }
            ChannelWrite::LeadTime {
                source_key,
                contact_id,
                sent_at,
            } => driver
                .execute(
                    "INSERT INTO lead_times (location_id, source_key, contact_id, sent_at, hub_at)
                     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                    &values![
                        location,
                        source_key,
                        contact_id,
                        micros(*sent_at),
                        micros(commit.at)
                    ],
                )
                .await?,
        };
    if written == 0 {
        Err(StoreError::conflict(match write {
            ChannelWrite::Put { name, .. }
            | ChannelWrite::State { name, .. }
            | ChannelWrite::Remove { name, .. } => format!("the channel {name}"),
            ChannelWrite::Columns { .. } => "the meaning of these columns".to_owned(),
            ChannelWrite::LeadTime { source_key, .. } => format!("the lead {source_key}"),
        }))
    } else {
        Ok(())
    }
}
