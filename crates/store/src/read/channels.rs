//! Channels, what the columns of tables mean, and how fast leads come in.

use jiff::Timestamp;
use serde_json::Value as Json;
use tenon_model::time::from_micros;

use crate::{
    Store, StoreError,
    driver::{Row, values},
    micros,
};

/// A way in that runs by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// The location it serves.
    pub location_id: String,
    /// The connection it belongs to.
    pub connection_id: String,
    /// [`Channel::IMAP`], [`Channel::MAIL`], or [`Channel::CALENDAR`] and the calendar's name.
    pub name: String,
    /// What it needs to know and is no secret.
    pub settings: Json,
    /// How it last fared.
    pub state: Json,
    /// Grows with every change of its settings.
    pub version: i64,
}

impl Channel {
    /// The channel of a watched mailbox.
    pub const IMAP: &'static str = "imap";
    /// The channel whose settings say what mail is trusted.
    pub const MAIL: &'static str = "mail";
    /// What the names of channels of calendars begin with.
    pub const CALENDAR: &'static str = "calendar/";
}

/// How long a lead took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadTime {
    /// The contact.
    pub contact_id: String,
    /// When it was sent, as its sender's clock showed.
    pub sent_at: Timestamp,
    /// When it stood in the hub.
    pub hub_at: Timestamp,
    /// When it was first written to a connected system afterwards.
    pub pushed_at: Option<Timestamp>,
}

fn channel(row: &Row) -> Result<Channel, StoreError> {
    Ok(Channel {
        location_id: row.string(0)?,
        connection_id: row.string(1)?,
        name: row.string(2)?,
        settings: row.json(3)?,
        state: row.json(4)?,
        version: row.int(5)?,
    })
}

const COLUMNS: &str = "location_id, connection_id, name, settings, state, version";

impl Store {
    /// Every channel, or those of one location.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn channels(&self, location: Option<&str>) -> Result<Vec<Channel>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM channels WHERE location_id = COALESCE($1, location_id)
             ORDER BY location_id, connection_id, name"
        );
        self.scan(&sql, &values![location])
            .await?
            .iter()
            .map(channel)
            .collect()
    }

    /// A channel.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn channel(
        &self,
        location: &str,
        connection: &str,
        name: &str,
    ) -> Result<Option<Channel>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM channels
             WHERE location_id = $1 AND connection_id = $2 AND name = $3"
        );
        self.find(&sql, &values![location, connection, name])
            .await?
            .first()
            .map(channel)
            .transpose()
    }

    /// What the columns of a table mean, and its version.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn column_map(
        &self,
        location: &str,
        header: &str,
    ) -> Result<Option<(Json, i64)>, StoreError> {
        let sql = "SELECT map, version FROM column_maps WHERE location_id = $1 AND header = $2";
        let rows = self.find(sql, &values![location, header]).await?;
        rows.first()
            .map(|row| Ok((row.json(0)?, row.int(1)?)))
            .transpose()
    }

    /// The leads that came in since, newest first, and how long each took.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn lead_times(
        &self,
        location: &str,
        since: Timestamp,
        limit: i64,
    ) -> Result<Vec<LeadTime>, StoreError> {
        let sql = "SELECT contact_id, sent_at, hub_at,
                     (SELECT MIN(changes.at) FROM changes
                      WHERE changes.location_id = lead_times.location_id
                        AND changes.root_id = lead_times.contact_id
                        AND changes.action = 'push' AND changes.at >= lead_times.hub_at)
                   FROM lead_times WHERE location_id = $1 AND hub_at >= $2
                   ORDER BY hub_at DESC, source_key LIMIT $3";
        let values = values![location, micros(since), limit.max(0)];
        let rows = self.scan(sql, &values).await?;
        let time = |row: &Row| {
            Ok(LeadTime {
                contact_id: row.string(0)?,
                sent_at: from_micros(row.int(1)?),
                hub_at: from_micros(row.int(2)?),
                pushed_at: row.optional_int(3)?.map(from_micros),
            })
        };
        rows.iter().map(time).collect()
    }
}
