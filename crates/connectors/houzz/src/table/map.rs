//! What each column of a table means.

use serde_json::{Value, json};

use super::{Meaning, Table};
use crate::text::fold;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, as written.
    pub name: String,
    /// What it means.
    pub meaning: Meaning,
    /// Why that was taken, for people.
    pub why: String,
}

/// A map of all columns, in the table's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMap(pub Vec<Column>);

/// Why a map is none for this table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MapError {
    /// The table has no such column.
    #[error("there is no column {0:?}; the columns are: {1}")]
    NoColumn(String, String),
    /// There is no such meaning.
    #[error("a column cannot mean {0:?}; it can mean: {1}")]
    NoMeaning(String, String),
    /// It is not written as `COLUMN=MEANING`.
    #[error("{0:?} is not written COLUMN=MEANING")]
    NotAPair(String),
    /// Two columns would fill one field.
    #[error("two columns mean {meaning}: {one:?} and {other:?}", meaning = .0.name(), one = .1, other = .2)]
    Twice(Meaning, String, String),
    /// Nobody could be told from anybody else.
    #[error(
        "no column means email or phone, so that nobody could be told apart; the columns are: {0}"
    )]
    NobodyIdentified(String),
}

impl ColumnMap {
    /// The map with what `COLUMN=MEANING` says instead of what it said.
    ///
    /// # Errors
    /// See [`MapError`].
    pub fn with(mut self, said: &str) -> Result<Self, MapError> {
        let (column, meaning) = said
            .rsplit_once('=')
            .ok_or_else(|| MapError::NotAPair(said.to_owned()))?;
        let meaning = Meaning::parse(meaning).ok_or_else(|| {
            let all: Vec<&str> = Meaning::ALL.iter().map(|meaning| meaning.name()).collect();
            MapError::NoMeaning(meaning.to_owned(), all.join(", "))
        })?;
        let names = self.names();
        let found = self
            .0
            .iter_mut()
            .find(|known| fold(&known.name) == fold(column));
        let found = found.ok_or_else(|| MapError::NoColumn(column.to_owned(), names))?;
        (found.meaning, found.why) = (meaning, "you said so".to_owned());
        let name = found.name.clone();
        // What was guessed gives way to what was said.
        if !meaning.may_repeat() {
            for other in &mut self.0 {
                if other.meaning == meaning && other.name != name && other.why != "you said so" {
                    (other.meaning, other.why) =
                        (Meaning::Extra, format!("{name} is the {}", meaning.name()));
                }
            }
        }
        Ok(self)
    }

    /// Refuses a map that rows cannot be read by.
    ///
    /// # Errors
    /// See [`MapError`].
    pub fn check(&self) -> Result<(), MapError> {
        for (nth, column) in self.0.iter().enumerate() {
            let earlier = self.0[..nth]
                .iter()
                .find(|other| other.meaning == column.meaning);
            if let Some(earlier) = earlier.filter(|_| !column.meaning.may_repeat()) {
                return Err(MapError::Twice(
                    column.meaning,
                    earlier.name.clone(),
                    column.name.clone(),
                ));
            }
        }
        if self.0.iter().any(|column| column.meaning.identifies()) {
            Ok(())
        } else {
            Err(MapError::NobodyIdentified(self.names()))
        }
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.0.iter().map(|column| column.name.as_str()).collect();
        names.join(", ")
    }

    /// For keeping: `{"Client Mail": "email", …}`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let pairs = self
            .0
            .iter()
            .map(|column| (column.name.clone(), json!(column.meaning.name())));
        Value::Object(pairs.collect())
    }

    /// A map that was kept, for a table; columns it does not know keep what `guessed` says.
    #[must_use]
    pub fn from_json(table: &Table, guessed: Self, kept: &Value) -> Self {
        let kept = kept.as_object();
        let known = |name: &str| {
            let mut pairs = kept.into_iter().flatten();
            let (_, meaning) = pairs.find(|(known, _)| fold(known) == fold(name))?;
            Meaning::parse(meaning.as_str()?)
        };
        let columns = table.header.iter().zip(guessed.0);
        Self(
            columns
                .map(|(name, guess)| match known(name) {
                    Some(meaning) => Column {
                        name: name.clone(),
                        meaning,
                        why: "as last time".to_owned(),
                    },
                    None => guess,
                })
                .collect(),
        )
    }
}
