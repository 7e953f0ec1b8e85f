//! Answers against HighLevel's own document, where it lies beside the workspace. What must always
//! hold is checked by the cases themselves; this is on top.

use std::sync::OnceLock;

use serde_json::Value;

const FOLDER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/highlevel/openapi"
);

/// What is answered beyond the document: seen in live answers (facts.md, 4.4 and 4.7), or in the
/// document's own other schemas of a contact.
const BEYOND: [&str; 10] = [
    "traceId",
    "error",
    "meta",
    "name",
    "timezone",
    "gender",
    "additionalEmails",
    "additionalPhones",
    "inboundDndSettings",
    "assignedTo",
];

struct Documents {
    contacts: Value,
    common: Value,
}

fn documents() -> Option<&'static Documents> {
    static DOCUMENTS: OnceLock<Option<Documents>> = OnceLock::new();
    let read = |name: &str| -> Option<Value> {
        let text = std::fs::read_to_string(format!("{FOLDER}/{name}")).ok()?;
        Some(serde_json::from_str(&text).unwrap())
    };
    DOCUMENTS
        .get_or_init(|| {
            Some(Documents {
                contacts: read("contacts.json")?,
                common: read("../common/common-schemas.json")?,
            })
        })
        .as_ref()
}

/// Fails when the answer is not as documented for this call and status.
#[track_caller]
pub(crate) fn check(method: &str, path: &str, status: u16, body: &Value) {
    let Some(documents) = documents() else { return };
    let path = path.split('?').next().unwrap_or_default();
    let Some(declared) = documents.operation(method, path) else {
        return;
    };
    let schema =
        &declared["responses"][status.to_string()]["content"]["application/json"]["schema"];
    if schema.is_null() {
        return;
    }
    let mut complaints = Vec::new();
    documents.compare(schema, body, "$", &mut complaints);
    assert!(
        complaints.is_empty(),
        "{method} {path} {status}: {complaints:?} in {body}"
    );
}

impl Documents {
    /// The declaration of a call; the path with the fewest parameters is meant.
    fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        let paths = self.contacts["paths"].as_object()?;
        let mut fitting: Vec<&String> = paths.keys().filter(|known| fits(known, path)).collect();
        fitting.sort_by_key(|known| known.matches('{').count());
        paths[*fitting.first()?].get(method.to_lowercase())
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let Some(reference) = schema["$ref"].as_str() else {
            return schema;
        };
        let name = reference.rsplit('/').next().unwrap_or_default();
        let document = if reference.starts_with('#') {
            &self.contacts
        } else {
            &self.common
        };
        let found = &document["components"]["schemas"][name];
        assert!(found.is_object(), "{reference} is not there");
        found
    }

    fn compare(&self, schema: &Value, value: &Value, at: &str, complaints: &mut Vec<String>) {
        let schema = self.resolve(schema);
        let fits = match schema["type"].as_str() {
            Some("string") => value.is_string(),
            Some("number" | "integer") => value.is_number(),
            Some("boolean") => value.is_boolean(),
            Some("array") => value.is_array(),
            Some("object") => value.is_object(),
            _ => true,
        };
        if !fits {
            complaints.push(format!("{at} must be {}", schema["type"]));
            return;
        }
        for (place, item) in value.as_array().into_iter().flatten().enumerate() {
            self.compare(
                &schema["items"],
                item,
                &format!("{at}[{place}]"),
                complaints,
            );
        }
        let Some(properties) = schema["properties"].as_object() else {
            return;
        };
        for (name, value) in value.as_object().into_iter().flatten() {
            // A custom field's value has its field's type, whatever the document says (facts.md, 4.8).
            let of_any_type = name == "value" && at.contains("customFields");
            match properties.get(name) {
                Some(schema) if !of_any_type => {
                    self.compare(schema, value, &format!("{at}.{name}"), complaints);
                }
                None if !BEYOND.contains(&name.as_str()) => {
                    complaints.push(format!("{at}.{name} is not documented"));
                }
                _ => {}
            }
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            if value.get(name.as_str().unwrap_or_default()).is_none() {
                complaints.push(format!("{at}.{name} is missing"));
            }
        }
    }
}

fn fits(known: &str, path: &str) -> bool {
    let (mut known, mut path) = (known.split('/'), path.split('/'));
    loop {
        match (known.next(), path.next()) {
            (None, None) => return true,
            (Some(known), Some(part)) if known == part || known.starts_with('{') => {}
            _ => return false,
        }
    }
}
