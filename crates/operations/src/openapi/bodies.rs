//! Request bodies, from the tables that check them.

use serde_json::{Map, Value, json};
use tenon_model::filter::SortField;

use crate::{Body, Operation};

/// The body of an operation, when it has one.
pub(super) fn body(operation: &Operation) -> Option<Value> {
    let declared = operation.body.as_ref()?;
    if operation.takes_file() {
        let schema = json!({"type": "string", "format": "binary"});
        return Some(json!({"required": true,
            "content": {"application/octet-stream": {"schema": schema}}}));
    }
    let mut schema = of_table(declared);
    extend(operation.id, &mut schema);
    let example = example(&schema);
    Some(json!({"required": true,
        "content": {"application/json": {"schema": schema, "example": example}}}))
}

fn of_table(body: &Body) -> Value {
    let mut properties = Map::new();
    let mut required: Vec<&str> = body.required.to_vec();
    if body.location {
        required.insert(0, "locationId");
        let words = "The location, which must be the token's";
        let schema = json!({"type": "string", "pattern": "\\S", "description": words,
            "examples": ["064CWQ0PJYKRG8Q3ZT1L"]});
        properties.insert("locationId".into(), schema);
    }
    for field in body.fields {
        let schema = field.body_schema(body.required.contains(&field.name));
        properties.insert(field.name.to_owned(), schema);
    }
    if body.fields.iter().any(|field| field.name == "firstName") {
        let words = "First and last name in one, where they are not given themselves";
        let schema = json!({"type": ["string", "null"], "description": words});
        properties.insert("name".into(), schema);
    }
    json!({"type": "object", "additionalProperties": false, "required": required,
        "properties": properties})
}

/// What an operation reads off its body itself, beyond its table.
fn extend(id: &str, schema: &mut Value) {
    let properties = &mut schema["properties"];
    match id {
        "upsert-contact" => {
            properties["createNewIfDuplicateAllowed"] = json!({"type": ["boolean", "null"],
                "description": "Always make a new contact, where the location allows duplicates"});
        }
        "add-remove-contact-from-business" => {
            schema["required"] = json!(["locationId", "ids", "businessId"]);
        }
        "search-contacts-advanced" => {
            let filters = json!({"type": "array", "items": {"$ref": "#/components/schemas/Filter"},
                "description": "All must hold"});
            let fields: Vec<&str> = SortField::ALL.iter().map(|(_, name)| *name).collect();
            let direction = json!({"type": "string", "enum": ["asc", "desc"]});
            let sort = json!({"type": "array", "maxItems": 2, "items": {"type": "object",
                "required": ["field"], "properties": {"field": {"type": "string", "enum": fields},
                "direction": direction}}});
            for (name, value) in [
                (
                    "pageLimit",
                    json!({"type": "integer", "minimum": 1, "maximum": 500, "examples": [20]}),
                ),
                (
                    "page",
                    json!({"type": "integer", "minimum": 1, "maximum": 10_000,
                    "description": "page times pageLimit reaches 10,000; searchAfter goes beyond"}),
                ),
                (
                    "searchAfter",
                    json!({"type": "array", "description":
                    "The searchAfter of the last contact of the page before; not with page"}),
                ),
                ("query", json!({"type": "string", "maxLength": 75})),
                ("filters", filters),
                ("sort", sort),
            ] {
                properties[name] = value;
            }
            schema["required"] = json!(["locationId", "pageLimit"]);
        }
        id => super::controls::body(id, schema),
    }
}

/// `components.schemas.Filter`
pub(super) fn filter() -> Value {
    let operators = [
        "eq",
        "not_eq",
        "contains",
        "not_contains",
        "exists",
        "not_exists",
        "range",
    ];
    json!({"oneOf": [
        {"type": "object", "required": ["field", "operator"], "properties": {
            "field": {"type": "string", "examples": ["email"]},
            "operator": {"type": "string", "enum": operators},
            "value": {"description": "A value, a list of values, or for range {gt, gte, lt, lte}"}}},
        {"type": "object", "required": ["group", "filters"], "properties": {
            "group": {"type": "string", "enum": ["AND", "OR"]},
            "filters": {"type": "array", "items": {"$ref": "#/components/schemas/Filter"}}}},
    ]})
}

/// A body that is taken: what must be there, and the first few fields that tell what it is about.
fn example(schema: &Value) -> Value {
    const MORE: [&str; 4] = ["firstName", "lastName", "email", "tags"];
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let mut example = Map::new();
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        if required.contains(&Value::String(name.clone())) || MORE.contains(&name.as_str()) {
            example.insert(name.clone(), schema["examples"][0].clone());
        }
    }
    Value::Object(example)
}
