//! A table with what its columns mean: guessed, as last time, or as said.

use serde_json::{Value, json};
use tenon_houzz::{
    Item,
    table::{ColumnMap, Table, guess, items},
};
use tenon_store::{ChannelWrite, Write};

use crate::{failure::Failure, home::Home, table};

/// A table and its map.
pub(crate) struct Mapped {
    table: Table,
    map: ColumnMap,
    /// What is remembered of these columns, and its version.
    kept: Option<(Value, i64)>,
    /// What is wrong with the map, where it may be.
    problem: Option<String>,
}

impl Mapped {
    /// Finds the map: what was said goes before what is remembered, and that before the guess. `lenient`:
    /// one of which nothing can be made is told, with its problem, instead of refused.
    pub(crate) async fn read(
        home: &Home,
        location: &str,
        said: &[String],
        table: Table,
        lenient: bool,
    ) -> Result<Self, Failure> {
        let kept = home.store.column_map(location, &table.header_key()).await?;
        let mut map = guess(&table);
        if let Some((kept, _)) = &kept {
            map = ColumnMap::from_json(&table, map, kept);
        }
        let wrong = |error| {
            let place = &table.place;
            Failure::failed(format!(
                "{place}: {error}; say what a column means with --map 'COLUMN=email'; nothing was \
                 imported"
            ))
        };
        for said in said {
            map = map.with(said).map_err(wrong)?;
        }
        let mut problem = None;
        if let Err(error) = map.check() {
            if !lenient {
                return Err(wrong(error));
            }
            problem = Some(error.to_string());
        }
        Ok(Self {
            table,
            map,
            kept,
            problem,
        })
    }

    pub(crate) fn items(&self) -> Vec<Item> {
        if self.problem.is_some() {
            return Vec::new();
        }
        items(&self.table, &self.map)
    }

    /// Keeps the map for the next table with these columns.
    pub(crate) async fn remember(&self, home: &Home, location: &str) -> Result<(), Failure> {
        let map = self.map.to_json();
        if self.kept.as_ref().is_some_and(|(kept, _)| *kept == map) {
            return Ok(());
        }
        let write = ChannelWrite::Columns {
            header: self.table.header_key(),
            map,
            version: self.kept.as_ref().map_or(0, |(_, version)| *version),
        };
        let writes = vec![Write::Channel(Box::new(write))];
        home.commit(location, writes).await.map(drop)
    }

    pub(crate) fn to_json(&self) -> Value {
        let columns = self.map.0.iter().map(|column| {
            json!({"column": column.name, "means": column.meaning.name(), "why": column.why})
        });
        json!({"place": self.table.place, "rows": self.table.len(),
            "columns": columns.collect::<Vec<_>>(), "problem": self.problem})
    }

    pub(super) fn print(&self) {
        let rows: Vec<Vec<String>> = self
            .map
            .0
            .iter()
            .map(|column| {
                let name = column.name.clone();
                vec![name, column.meaning.name().to_owned(), column.why.clone()]
            })
            .collect();
        let place = &self.table.place;
        table::say(&format!(
            "{place}: {} rows, whose columns mean",
            self.table.len()
        ));
        table::print(&["column", "means", "why"], &rows);
    }
}
