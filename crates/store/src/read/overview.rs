//! Numbers over many rows, for a page that shows how a location stands. Each is bounded: by an index
//! and a span of time, or by how many rows it looks at.

use jiff::Timestamp;
use tenon_model::time::from_micros;

use crate::{
    Store, StoreError,
    driver::{Value, values},
    micros,
};

/// A quarter of an hour in microseconds: every zone's midnight is at the start of one.
const QUARTER: i64 = 900_000_000;
/// An hour in microseconds.
const HOUR: i64 = 3_600_000_000;
/// Entries of the log that are looked at: a first sync writes as many in some minutes.
const LOOKED_AT: i64 = 50_000;
/// How far rows are counted.
pub const COUNTED: i64 = 10_000;

/// Items of a source that became a contact or joined one, in a quarter of an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrivals {
    /// When the quarter began.
    pub at: Timestamp,
    /// The source's kind: `leadEmail`, `exportLead`, …
    pub origin: String,
    /// How many.
    pub count: i64,
}

/// Which way a change went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Houzz told it.
    FromHouzz,
    /// HighLevel told it.
    FromHighLevel,
    /// It was written to HighLevel.
    ToHighLevel,
    /// It was handed to Houzz.
    ToHouzz,
    /// It was made here.
    Here,
}

/// Changes of one direction in an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traffic {
    /// When the hour began, in UTC.
    pub at: Timestamp,
    /// Which way.
    pub direction: Direction,
    /// How many.
    pub count: i64,
}

/// What waits for somebody; each counted to 10,000 and no further.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queues {
    /// Reviews that are open.
    pub conflicts: i64,
    /// Work that only a person can do.
    pub work_items: i64,
    /// Hand-offs to Houzz Pro that wait to be sent, or of which it is not known what became of them.
    pub handoffs: i64,
    /// Webhooks that are tried again.
    pub deliveries_waiting: i64,
    /// Webhooks that were given up.
    pub deliveries_dead: i64,
}

impl Store {
    /// What came in since then and became a contact or joined one, by quarters of an hour.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn arrivals(
        &self,
        location: &str,
        since: Timestamp,
    ) -> Result<Vec<Arrivals>, StoreError> {
        let sql = "SELECT received_at / $3, origin, COUNT(*) FROM source_items
                   WHERE location_id = $1 AND received_at >= $2
                     AND outcome IN ('created', 'merged')
                   GROUP BY received_at / $3, origin ORDER BY 1, 2";
        let rows = self
            .scan(sql, &values![location, micros(since), QUARTER])
            .await?;
        let arrivals = rows.iter().map(|row| {
            Ok(Arrivals {
                at: from_micros(row.int(0)? * QUARTER),
                origin: row.string(1)?,
                count: row.int(2)?,
            })
        });
        arrivals.collect()
    }

    /// Changes since then by hours and directions, among the newest 50,000 entries of the log; and since
    /// when that is all of them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn traffic(
        &self,
        location: &str,
        since: Timestamp,
    ) -> Result<(Vec<Traffic>, Timestamp), StoreError> {
        let last = self.last_seq(location).await?;
        let floor = self.log_floor(location, since).await?;
        let from = floor.max(last - LOOKED_AT);
        let first = match self.change(location, from).await? {
            Some(before) if from > floor => before.at.max(since),
            _ => since,
        };
        // An origin is kept as JSON without blanks; a quote inside a name is escaped there.
        let sql = "SELECT at / $4,
                     CASE WHEN action = 'push' AND origin LIKE '%\"door\":\"houzz%' THEN 'to-houzz'
                       WHEN action = 'push' THEN 'to-highlevel'
                       WHEN origin LIKE '%\"door\":\"houzz%' THEN 'from-houzz'
                       WHEN origin LIKE '%\"door\":\"highlevel%' THEN 'from-highlevel'
                       ELSE 'here' END AS direction, COUNT(*)
                   FROM changes WHERE location_id = $1 AND seq > $2 AND at >= $3
                     AND action IN ('create', 'update', 'delete', 'push')
                   GROUP BY 1, 2 ORDER BY 1, 2";
        let rows = self
            .scan(sql, &values![location, from, micros(since), HOUR])
            .await?;
        let traffic = rows.iter().map(|row| {
            Ok(Traffic {
                at: from_micros(row.int(0)? * HOUR),
                direction: match row.text(1)? {
                    "to-houzz" => Direction::ToHouzz,
                    "to-highlevel" => Direction::ToHighLevel,
                    "from-houzz" => Direction::FromHouzz,
                    "from-highlevel" => Direction::FromHighLevel,
                    _ => Direction::Here,
                },
                count: row.int(2)?,
            })
        });
        Ok((traffic.collect::<Result<_, StoreError>>()?, first))
    }

    /// How much waits for somebody.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn queues(&self, location: &str) -> Result<Queues, StoreError> {
        let deliveries = "webhook_deliveries WHERE location_id = $1 AND subscription_id IN
            (SELECT id FROM webhook_subscriptions WHERE location_id = $1) AND state =";
        let [
            conflicts,
            work_items,
            handoffs,
            deliveries_waiting,
            deliveries_dead,
        ] = [
            "reviews WHERE location_id = $1 AND state = 'open'".to_owned(),
            "work_items WHERE location_id = $1 AND state = 'open'".to_owned(),
            "handoffs WHERE location_id = $1 AND state IN ('notSent', 'sending', 'unknown')"
                .to_owned(),
            format!("{deliveries} 'waiting'"),
            format!("{deliveries} 'dead'"),
        ];
        Ok(Queues {
            conflicts: self.counted(location, &conflicts).await?,
            work_items: self.counted(location, &work_items).await?,
            handoffs: self.counted(location, &handoffs).await?,
            deliveries_waiting: self.counted(location, &deliveries_waiting).await?,
            deliveries_dead: self.counted(location, &deliveries_dead).await?,
        })
    }

    async fn counted(&self, location: &str, what: &str) -> Result<i64, StoreError> {
        let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {what} LIMIT $2) AS rows_counted");
        let values: [Value; 2] = values![location, COUNTED];
        let rows = self.scan(&sql, &values).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }
}
