//! Patching documents: the one way a record's fields change, whether a person or sync changes them.

use serde_json::{Value, json};
use tenon_model::Fields;

/// What stands before a custom field's id where each is a field of its own: sync merges them one by
/// one, under the names `customFields.{id}`.
pub const CUSTOM: &str = "customFields.";

/// The document after a patch in normal form: `null` and empty lists take a field away, custom
/// fields are replaced one by one, everything else whole. A custom field may also stand in the patch
/// by itself, as `customFields.{id}`.
#[must_use]
pub fn patched(doc: &Fields, patch: &Fields) -> Fields {
    let mut after = doc.clone();
    for (name, value) in patch {
        if let Some(id) = name.strip_prefix(CUSTOM) {
            let one = [json!({"id": id, "value": value})];
            let value = merge_custom(after.get("customFields"), &one);
            if is_blank(&value) {
                after.remove("customFields");
            } else {
                after.insert("customFields".to_owned(), value);
            }
            continue;
        }
        let value = match (name.as_str(), value) {
            ("customFields", Value::Array(changed)) => merge_custom(doc.get(name), changed),
            _ => value.clone(),
        };
        if is_blank(&value) {
            after.remove(name);
        } else {
            after.insert(name.clone(), value);
        }
    }
    after
}

/// The document of a new record: what [`patched`] makes of nothing, without a copy.
#[must_use]
pub fn made(mut fields: Fields) -> Fields {
    if let Some(Value::Array(changed)) = fields.get("customFields") {
        let custom = merge_custom(None, changed);
        fields.insert("customFields".to_owned(), custom);
    }
    fields.retain(|_, value| !is_blank(value));
    fields
}

/// A document with each custom field as a field of its own, `customFields.{id}`.
#[must_use]
pub fn spread(mut doc: Fields) -> Fields {
    if let Some(Value::Array(custom)) = doc.remove("customFields") {
        for field in custom {
            if let Some(id) = field["id"].as_str() {
                doc.insert(format!("{CUSTOM}{id}"), field["value"].clone());
            }
        }
    }
    doc
}

/// The opposite of [`spread`].
#[must_use]
pub fn gathered(fields: &Fields) -> Fields {
    patched(&Fields::new(), fields)
}

/// Whether a value says nothing: `null`, an empty text or an empty list.
#[must_use]
pub fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// The texts of a list field; none when it is absent.
#[must_use]
pub fn texts(fields: &Fields, name: &str) -> Vec<String> {
    let texts = fields.get(name).and_then(Value::as_array);
    texts
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn merge_custom(before: Option<&Value>, changed: &[Value]) -> Value {
    let mut fields: Vec<Value> = before
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    fields.retain(|field| !changed.iter().any(|other| other["id"] == field["id"]));
    fields.extend(
        changed
            .iter()
            .filter(|field| !is_blank(&field["value"]))
            .cloned(),
    );
    fields.sort_by(|one, other| one["id"].as_str().cmp(&other["id"].as_str()));
    Value::Array(fields)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_sets_clears_and_leaves_alone() {
        let fields = |value: Value| value.as_object().cloned().unwrap_or_default();
        let doc = fields(json!({"firstName": "Ana", "city": "Austin", "tags": ["a"],
            "customFields": [{"id": "b", "value": 1}, {"id": "d", "value": 2}]}));
        let patch = fields(json!({"city": null, "tags": [], "lastName": "Cruz",
            "customFields": [{"id": "d", "value": null}, {"id": "a", "value": 3}]}));
        assert_eq!(made(patch.clone()), patched(&Fields::new(), &patch));
        assert_eq!(
            Value::Object(patched(&doc, &patch)),
            json!({"firstName": "Ana", "lastName": "Cruz",
                "customFields": [{"id": "a", "value": 3}, {"id": "b", "value": 1}]})
        );
        let apart = fields(json!({"city": null, "tags": null, "lastName": "Cruz",
            "customFields.d": null, "customFields.a": 3}));
        assert_eq!(patched(&doc, &apart), patched(&doc, &patch));
        assert_eq!(gathered(&spread(doc.clone())), doc);
    }
}
