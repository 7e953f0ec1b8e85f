//! Bodies against the tables of fields.

use serde_json::Value;
use tenon_model::fields::{
    APPOINTMENT, BUSINESS, CALENDAR, CONTACT, CUSTOM_FIELD, Field, NOTE, PROGRAMME, TASK, USER,
    check,
};

const TABLES: &[&[Field]] = &[
    CONTACT,
    TASK,
    NOTE,
    APPOINTMENT,
    BUSINESS,
    USER,
    PROGRAMME,
    CALENDAR,
    CUSTOM_FIELD,
];

/// A JSON body against every kind's table: what is taken is in its normal form, so that a record
/// written back as it was read does not change.
///
/// # Panics
/// When it does.
pub fn body(data: &[u8]) {
    let Ok(Value::Object(body)) = serde_json::from_slice(data) else {
        return;
    };
    for table in TABLES {
        match check(table, &[], body.clone(), "US") {
            Ok(normal) => {
                let again = check(table, &[], normal.clone(), "US");
                assert_eq!(again.as_ref(), Ok(&normal), "a normal form that is none");
            }
            Err(complaints) => {
                assert!(!complaints.is_empty(), "refused without a complaint");
                for complaint in complaints {
                    assert!(!complaint.chars().any(char::is_control), "{complaint:?}");
                }
            }
        }
    }
}
