//! Bodies, checked and normalised against a kind's table.

use serde_json::Value;

use super::Field;
use crate::{Fields, normalise};

/// Checks `body` against the table and returns it in normal form: absent stays absent, a blank
/// becomes `null` (which clears). A contact's `name` becomes `firstName` and `lastName`. `required`
/// fields must be there and not blank. Phones without a country code are read as `country`'s.
///
/// # Errors
/// Every complaint, worded as HighLevel words it: `property x should not exist`.
pub fn check(
    table: &[Field],
    required: &[&str],
    mut body: Fields,
    country: &str,
) -> Result<Fields, Vec<String>> {
    let mut complaints = Vec::new();
    if table.iter().any(|field| field.name == "firstName")
        && let Err(complaint) = spread_name(&mut body)
    {
        complaints.push(complaint);
    }
    // The country the body itself gives decides how its phone is read.
    let own = body
        .get("country")
        .and_then(Value::as_str)
        .map(str::to_ascii_uppercase);
    let country = own
        .as_deref()
        .filter(|own| own.len() == 2)
        .unwrap_or(country);
    let mut normal = Fields::new();
    for (name, value) in body {
        let Some(field) = table.iter().find(|field| field.name == name) else {
            let name: String = name.chars().take(64).filter(|c| !c.is_control()).collect();
            complaints.push(format!("property {name} should not exist"));
            continue;
        };
        match field.shape.normal(value, country) {
            Ok(value) => drop(normal.insert(name, value)),
            Err(complaint) => complaints.push(format!("{name} {complaint}")),
        }
    }
    for name in required {
        let complained = complaints
            .iter()
            .any(|complaint| complaint.starts_with(name));
        if normal.get(*name).is_none_or(Value::is_null) && !complained {
            complaints.push(format!("{name} should not be empty"));
        }
    }
    if complaints.is_empty() {
        Ok(normal)
    } else {
        Err(complaints)
    }
}

/// `name` stands for first and last name where those are not given themselves.
fn spread_name(body: &mut Fields) -> Result<(), String> {
    let Some(whole) = body.remove("name") else {
        return Ok(());
    };
    let whole = match whole {
        Value::Null => return Ok(()),
        Value::String(whole) => whole,
        _ => return Err("name must be a string".into()),
    };
    if !body.contains_key("firstName") && !body.contains_key("lastName") {
        let (first, last) = normalise::split_name(&whole);
        body.insert("firstName".into(), first.into());
        body.insert("lastName".into(), last.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fields::{CONTACT, TASK};

    fn body(value: impl Into<Value>) -> Fields {
        value.into().as_object().unwrap().clone()
    }

    #[test]
    fn a_body_comes_out_in_normal_form() {
        let checked = check(
            CONTACT,
            &[],
            body(
                json!({"name": "Ana  Cruz", "email": " ANA@Example.org", "phone": "512 555 0143",
                "tags": ["B", "a ", "b"], "city": "  ", "dateOfBirth": "09/25/1990"}),
            ),
            "US",
        );
        assert_eq!(
            Value::Object(checked.unwrap()),
            json!({"email": "ana@example.org", "phone": "+15125550143", "tags": ["a", "b"],
                "city": null, "dateOfBirth": "1990-09-25", "firstName": "Ana", "lastName": "Cruz"})
        );
    }

    #[test]
    fn every_complaint_is_told_at_once() {
        let complaints = check(
            TASK,
            &["title", "dueDate", "completed"],
            body(json!({"title": "", "dueDate": "2024-02-31", "completed": "yes", "colour": 1})),
            "US",
        )
        .unwrap_err();
        assert_eq!(
            complaints,
            [
                "dueDate must be a valid ISO 8601 date string",
                "completed must be a boolean value",
                "property colour should not exist",
                "title should not be empty",
            ]
        );
    }

    #[test]
    fn hostile_values_are_refused() {
        for bad in [
            json!({"firstName": "x".repeat(501)}),
            json!({"firstName": "a\u{0}b"}),
            json!({"firstName": {"$gt": ""}}),
            json!({"name": 7}),
            json!({"phone": "12"}),
            json!({"country": "USA"}),
            json!({"tags": "one"}),
            json!({"tags": [1]}),
            json!({"dndSettings": {"SMS": {"status": "maybe"}}}),
            json!({"customFields": [{"field_value": 1}]}),
            json!({"dndSettings": {"Pigeon": {"status": "active"}}}),
            json!({"dateOfBirth": "1990-02-30"}),
        ] {
            assert!(
                check(CONTACT, &[], body(bad.clone()), "US").is_err(),
                "{bad}"
            );
        }
    }
}
