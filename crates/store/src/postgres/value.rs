//! The port's values as PostgreSQL's.

use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};

use crate::{
    StoreError,
    driver::{Row, Value},
};

/// The values as a prepared statement takes them.
pub(super) fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

/// The values and their types, for a statement that is not prepared.
pub(super) fn typed(values: &[Value]) -> Vec<(&(dyn ToSql + Sync), Type)> {
    let kind = |value: &Value| match value {
        Value::Int(_) => Type::INT8,
        Value::Bytes(_) => Type::BYTEA,
        // Every column that may be compared with nothing is text.
        Value::Text(_) | Value::Null => Type::TEXT,
    };
    values
        .iter()
        .map(|value| (value as &(dyn ToSql + Sync), kind(value)))
        .collect()
}

/// Rows as the port has them.
pub(super) fn rows(rows: &[tokio_postgres::Row]) -> Result<Vec<Row>, StoreError> {
    rows.iter().map(row).collect()
}

fn row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let cell = |column: usize| -> Result<Value, tokio_postgres::Error> {
        Ok(match *row.columns()[column].type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(column)?.into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(column)?.map(i64::from).into(),
            Type::BYTEA => row.try_get::<_, Option<&[u8]>>(column)?.into(),
            Type::VOID => Value::Null,
            _ => row.try_get::<_, Option<String>>(column)?.into(),
        })
    };
    let cells: Result<_, _> = (0..row.len()).map(cell).collect();
    cells
        .map(Row)
        .map_err(|error| StoreError::Internal(error.to_string()))
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        if self.is_refused() {
            return Err("a text must not hold a NUL".into());
        }
        match (self, kind) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(kind, out),
            (Self::Int(value), &Type::INT8) => value.to_sql(kind, out),
            (Self::Text(value), &Type::TEXT | &Type::VARCHAR) => value.to_sql(kind, out),
            (Self::Bytes(value), &Type::BYTEA) => value.to_sql(kind, out),
            // Sent all the same, it would be read as something else.
            _ => Err(format!("not a value for a column of type {kind}").into()),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(
            *kind,
            Type::INT8 | Type::INT4 | Type::TEXT | Type::VARCHAR | Type::BYTEA
        )
    }

    to_sql_checked!();
}
