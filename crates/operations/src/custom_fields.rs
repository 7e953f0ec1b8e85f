//! Custom fields: their definitions (locations.json), and their names beside their values.

use std::collections::HashMap;

use serde_json::{Value, json};
use tenon_model::{
    CustomField, Fields, Kind, Scope,
    fields::{CUSTOM_FIELD, Field, Shape},
};
use tenon_store::Record;

use crate::{
    Body, Call, Context, Method, Operation, OperationError, Reply, V3, edit, records, wire,
};

/// Most custom fields of a location: all of them are read to name those of a contact.
const MOST: i64 = 500;
/// How many keys are tried for a name that several fields have: `roof`, `roof_2`, `roof_3`.
const MAX_KEYS: usize = 50;
/// Custom fields are those of contacts.
const MODEL: Field = Field {
    name: "model",
    shape: Shape::OneOf(&["contact"]),
    synced: false,
};

/// What a definition's body may hold: all but its key, which is made of its name.
const FIELDS: &[Field] = &[
    CUSTOM_FIELD[0],
    CUSTOM_FIELD[2],
    CUSTOM_FIELD[3],
    CUSTOM_FIELD[4],
    CUSTOM_FIELD[5],
    MODEL,
];
const CREATE: Body = Body {
    fields: FIELDS,
    required: &["name", "dataType"],
    location: false,
};
/// The type stays: values were written under it.
const UPDATE: Body = Body {
    fields: &[
        CUSTOM_FIELD[0],
        CUSTOM_FIELD[3],
        CUSTOM_FIELD[4],
        CUSTOM_FIELD[5],
        MODEL,
    ],
    required: &[],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "get-custom-fields",
        summary: "List the custom fields, in their order",
        method: Method::Get,
        path: "/locations/{locationId}/customFields",
        v3: V3::Same,
        scope: Scope::LocationsCustomFieldsReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
    Operation {
        id: "create-custom-field",
        summary: "Create a custom field",
        method: Method::Post,
        path: "/locations/{locationId}/customFields",
        v3: V3::Same,
        scope: Scope::LocationsCustomFieldsWrite,
        body: Some(CREATE),
        handler: |cx, call| Box::pin(create(cx, call)),
    },
    Operation {
        id: "get-custom-field",
        summary: "Get a custom field",
        method: Method::Get,
        path: "/locations/{locationId}/customFields/{id}",
        v3: V3::Same,
        scope: Scope::LocationsCustomFieldsReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
    Operation {
        id: "update-custom-field",
        summary: "Rename a custom field, or change how it is shown",
        method: Method::Put,
        path: "/locations/{locationId}/customFields/{id}",
        v3: V3::Same,
        scope: Scope::LocationsCustomFieldsWrite,
        body: Some(UPDATE),
        handler: |cx, call| Box::pin(update(cx, call)),
    },
    Operation {
        id: "delete-custom-field",
        summary: "Delete a custom field; contacts keep what they hold in it",
        method: Method::Delete,
        path: "/locations/{locationId}/customFields/{id}",
        v3: V3::Same,
        scope: Scope::LocationsCustomFieldsWrite,
        body: None,
        handler: |cx, call| Box::pin(delete(cx, call)),
    },
];

/// CustomFieldSchema.
fn answer(cx: &Context, record: &Record) -> Result<Value, OperationError> {
    let mut answer = record.fields()?;
    for (key, value) in [
        ("id", record.id.as_str()),
        ("locationId", &cx.location.id),
        ("model", "contact"),
    ] {
        answer.insert(key.to_owned(), value.into());
    }
    Ok(Value::Object(answer))
}

fn one(cx: &Context, status: u16, record: &Record) -> Result<Reply, OperationError> {
    let body = json!({"customField": answer(cx, record)?, "traceId": cx.trace_id});
    Ok(Reply::json(status, &body)?.of(record))
}

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    cx.same_location(call.param("locationId"))?;
    let contacts = match call.query("model") {
        None | Some("contact" | "all") => true,
        Some("opportunity") => false,
        Some(_) => {
            return Err(OperationError::invalid(
                "model must be one of: contact, opportunity, all",
            ));
        }
    };
    let most = if contacts { MOST } else { 0 };
    let fields = cx
        .store
        .records_in(&cx.location.id, Kind::CustomField, 0, most);
    let fields = fields.await?;
    let fields = fields.iter().map(|record| answer(&cx, record));
    let mut fields = fields.collect::<Result<Vec<_>, _>>()?;
    fields.sort_by_key(|field| field["position"].as_i64());
    Reply::json(
        200,
        &json!({"customFields": fields, "traceId": cx.trace_id}),
    )
}

async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    cx.same_location(call.param("locationId"))?;
    let mut fields = call.checked(&cx, &CREATE)?;
    fields.remove(MODEL.name);
    let mut doc = edit::patched(&Fields::new(), &fields);
    let known = definitions(&cx).await?;
    if known.len() as i64 >= MOST {
        return Err(OperationError::BadRequest(format!(
            "A location has at most {MOST} custom fields"
        )));
    }
    doc.entry("position").or_insert(known.len().into());
    let stem = key(doc["name"].as_str().unwrap_or_default());
    for n in 1..=MAX_KEYS {
        let key = if n == 1 {
            stem.clone()
        } else {
            format!("{stem}_{n}")
        };
        doc.insert("fieldKey".into(), key.into());
        match records::create(&cx, Kind::CustomField, doc.clone()).await {
            Err(OperationError::Duplicate { .. }) => {}
            result => return one(&cx, 201, &result?),
        }
    }
    Err(OperationError::BadRequest(
        "There are too many custom fields of this name".into(),
    ))
}

/// `contact.roof_area` of "Roof area (m²)".
fn key(name: &str) -> String {
    let word = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let words: String = name.to_lowercase().chars().map(word).collect();
    let words: Vec<&str> = words.split('_').filter(|word| !word.is_empty()).collect();
    let words = words.join("_");
    format!(
        "contact.{}",
        if words.is_empty() { "field" } else { &words }
    )
}

async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    cx.same_location(call.param("locationId"))?;
    let record = cx.find(Kind::CustomField, None, call.param("id")).await?;
    one(&cx, 200, &record)
}

async fn update(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    cx.same_location(call.param("locationId"))?;
    let mut patch = call.checked(&cx, &UPDATE)?;
    patch.remove(MODEL.name);
    let place = (Kind::CustomField, None, call.param("id"));
    let record = records::patch(&cx, place, &patch, &["name", "position"]).await?;
    one(&cx, 200, &record)
}

async fn delete(cx: Context, call: Call) -> Result<Reply, OperationError> {
    cx.same_location(call.param("locationId"))?;
    records::delete(&cx, (Kind::CustomField, None, call.param("id"))).await?;
    Reply::json(200, &wire::succeeded(&cx))
}

/// The definitions, by id.
async fn definitions(cx: &Context) -> Result<HashMap<String, CustomField>, OperationError> {
    let records = cx
        .store
        .records_in(&cx.location.id, Kind::CustomField, 0, MOST);
    let records = records.await?.into_iter();
    records
        .map(|record| Ok((record.id.clone(), record.typed()?)))
        .collect()
}

/// Custom fields that a body names by key are named by id from here on. One that nobody has defined
/// keeps the name it came with.
pub(crate) async fn resolve(cx: &Context, fields: &mut Fields) -> Result<(), OperationError> {
    let Some(Value::Array(named)) = fields.get_mut("customFields") else {
        return Ok(());
    };
    if named.is_empty() {
        return Ok(());
    }
    let known = definitions(cx).await?;
    let mut ids = HashMap::new();
    for (id, field) in &known {
        ids.insert(field.field_key.as_str(), id.as_str());
        let short = field.field_key.strip_prefix("contact.");
        ids.insert(short.unwrap_or_default(), id.as_str());
    }
    for field in named.iter_mut() {
        let name = field["id"].as_str().unwrap_or_default();
        if !known.contains_key(name)
            && let Some(id) = ids.get(name)
        {
            field["id"] = (*id).into();
        }
    }
    named.sort_by(|one, other| one["id"].as_str().cmp(&other["id"].as_str()));
    named.dedup_by(|one, other| one["id"] == other["id"]);
    Ok(())
}

/// Puts each custom field's key and name beside its id and value.
pub(crate) async fn name(cx: &Context, fields: Vec<&mut Value>) -> Result<(), OperationError> {
    if fields.is_empty() {
        return Ok(());
    }
    let known = definitions(cx).await?;
    for field in fields {
        let id = field["id"].as_str().unwrap_or_default();
        if let Some(definition) = known.get(id) {
            field["key"] = definition.field_key.as_str().into();
            field["name"] = definition.name.as_str().into();
        }
    }
    Ok(())
}

/// The same for contacts as they are listed.
pub(crate) async fn name_in(cx: &Context, contacts: &mut [Value]) -> Result<(), OperationError> {
    let mut fields = Vec::new();
    for contact in contacts {
        let custom = contact.get_mut("customFields");
        fields.extend(custom.and_then(Value::as_array_mut).into_iter().flatten());
    }
    name(cx, fields).await
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_key_is_made_of_a_name() {
        for (name, key) in [
            ("Roof area (m²)", "contact.roof_area_m²"),
            ("  Größe ", "contact.größe"),
            ("***", "contact.field"),
        ] {
            assert_eq!(super::key(name), key);
        }
    }
}
