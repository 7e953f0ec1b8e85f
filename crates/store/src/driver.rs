//! The port between statements and the two databases: text, values, rows. Nothing else differs.

use std::borrow::Cow;

use futures_util::future::BoxFuture;

use crate::StoreError;

/// A value bound to a statement or read from a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    /// Whether no database may hold it: PostgreSQL's text cannot hold a NUL, so SQLite's must not.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self, Self::Text(text) if text.contains('\0'))
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(value.into())
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}
impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Values for `$1`, `$2`…
macro_rules! values {
    ($($value:expr),* $(,)?) => { [$($crate::driver::Value::from($value)),*] };
}
pub(crate) use values;

/// A row of an answer. A column of another type than asked for is a fault of ours: `Internal`.
#[derive(Debug)]
pub(crate) struct Row(pub(crate) Vec<Value>);

impl Row {
    pub(crate) fn int(&self, column: usize) -> Result<i64, StoreError> {
        match self.0.get(column) {
            Some(Value::Int(value)) => Ok(*value),
            other => Err(unexpected(column, "a number", other)),
        }
    }

    pub(crate) fn optional_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.int(column).map(Some),
        }
    }

    pub(crate) fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self.0.get(column) {
            Some(Value::Text(value)) => Ok(value),
            other => Err(unexpected(column, "text", other)),
        }
    }

    pub(crate) fn string(&self, column: usize) -> Result<String, StoreError> {
        self.text(column).map(str::to_owned)
    }

    /// The text itself, which the row then no longer has.
    pub(crate) fn take_string(&mut self, column: usize) -> Result<String, StoreError> {
        match self.0.get_mut(column) {
            Some(Value::Text(value)) => Ok(std::mem::take(value)),
            other => Err(unexpected(column, "text", other.as_deref())),
        }
    }

    pub(crate) fn optional_string(&self, column: usize) -> Result<Option<String>, StoreError> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.string(column).map(Some),
        }
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<Vec<u8>, StoreError> {
        match self.0.get(column) {
            Some(Value::Bytes(value)) => Ok(value.clone()),
            other => Err(unexpected(column, "bytes", other)),
        }
    }

    pub(crate) fn json<T: serde::de::DeserializeOwned>(
        &self,
        column: usize,
    ) -> Result<T, StoreError> {
        serde_json::from_str(self.text(column)?).map_err(|error| {
            StoreError::Internal(format!("column {column} is not its type: {error}"))
        })
    }
}

fn unexpected(column: usize, wanted: &str, found: Option<&Value>) -> StoreError {
    StoreError::Internal(format!(
        "column {column} should hold {wanted} and holds {found:?}"
    ))
}

/// Which database runs. Only the inverted index of the search, which each has in a form of its own,
/// may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Terms in a table of FTS5's.
    Sqlite,
    /// Terms in an array with a GIN index.
    Postgres,
}

pub(crate) type Answer<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

/// A statement and its values.
pub(crate) struct Statement {
    pub(crate) sql: Cow<'static, str>,
    pub(crate) values: Vec<Value>,
}

impl Statement {
    pub(crate) const fn new(sql: &'static str, values: Vec<Value>) -> Self {
        Self {
            sql: Cow::Borrowed(sql),
            values,
        }
    }
}

/// A connection inside a transaction. SQLite's futures are ready at once, so its writer thread can
/// drive the same code without a runtime.
pub(crate) trait Driver: Send {
    fn query<'a>(&'a mut self, sql: &'a str, values: &'a [Value]) -> Answer<'a, Vec<Row>>;

    /// How many rows it touched.
    fn execute<'a>(&'a mut self, sql: &'a str, values: &'a [Value]) -> Answer<'a, u64>;

    /// The last statements of a transaction, and the rows of the very last, which reads. When the
    /// first touches no row there is no answer, and the second must be one that fails then.
    /// PostgreSQL is sent its COMMIT along with them, so that what they lock is locked for one round
    /// trip only.
    fn last<'a>(&'a mut self, statements: &'a [Statement]) -> Answer<'a, Vec<Row>>;

    /// How many rows one INSERT should hold: many where each statement is a round trip, one where a
    /// statement of several rows needs a journal of its own to take back the first ones.
    fn rows_at_once(&self) -> usize;

    /// Which database it is.
    fn engine(&self) -> Engine;

    /// What to put behind a sub-select that claims rows, so that claimers pass each other by.
    fn skip_locked(&self) -> &'static str;

    /// What makes a table of small rows live in its primary key, where that is to be asked for.
    fn clustered(&self) -> &'static str;

    /// A column of text, compared byte by byte, whatever language the server speaks.
    fn text_type(&self) -> &'static str;
}
