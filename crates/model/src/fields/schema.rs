//! What a field can hold, as JSON Schema (draft 2020-12, which OpenAPI 3.1 speaks).

use serde_json::{Value, json};

use super::{
    Field, Shape,
    shape::{CHANNELS, MAX_AMOUNT, MAX_CUSTOM_FIELDS, MAX_LIST, MAX_TEXTS},
};

/// Characters of an id.
const ID: &str = "^[A-Za-z0-9_-]{1,64}$";
/// Something that is not blank.
const NOT_BLANK: &str = "\\S";

impl Field {
    /// What a body may hold. A field that is not `required` may be `null`, which clears it.
    #[must_use]
    pub fn body_schema(&self, required: bool) -> Value {
        let mut schema = self.shape.schema();
        if let Some(limits) = self.shape.body_limits()
            && let Some(schema) = schema.as_object_mut()
        {
            schema.extend(limits);
        }
        if required && schema["type"] == "string" && schema.get("pattern").is_none() {
            schema["pattern"] = NOT_BLANK.into();
        }
        if !required {
            let kind = schema["type"].clone();
            schema["type"] = json!([kind, "null"]);
            if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
                words.push(Value::Null);
            }
        }
        schema["examples"] = json!([self.example()]);
        schema
    }

    /// What an answer holds when the field is there.
    #[must_use]
    pub fn answer_schema(&self) -> Value {
        let mut schema = self.shape.schema();
        if let Some(schema) = schema.as_object_mut() {
            // What was let in before a rule was made stands, and is told.
            schema
                .retain(|name, _| !["pattern", "format", "minimum", "maximum"].contains(&&**name));
            schema.insert("examples".into(), json!([self.example()]));
        }
        schema
    }

    /// A value that is taken as it stands.
    #[must_use]
    pub fn example(&self) -> Value {
        match (self.name, self.shape) {
            ("firstName", _) => "Ana".into(),
            ("lastName", _) => "Cruz".into(),
            ("companyName", _) => "Cruz Kitchens".into(),
            ("address1" | "address", _) => "12 Oak Street".into(),
            ("city", _) => "Austin".into(),
            ("state", Shape::Text(_)) => "TX".into(),
            ("postalCode", _) => "78701".into(),
            ("website", _) => "https://example.org".into(),
            ("timezone", _) => "America/Chicago".into(),
            ("url", _) => "https://example.org/hooks".into(),
            ("events", _) => json!(["ContactCreate"]),
            ("title", _) => "Call back".into(),
            ("body", _) => "About the kitchen".into(),
            (_, Shape::Text(_)) => self.name.into(),
            (_, Shape::Email) => "ana@example.org".into(),
            (_, Shape::Phone) => "+15125550123".into(),
            (_, Shape::Emails) => json!(["ana.cruz@example.org"]),
            (_, Shape::Phones) => json!(["+15125550124"]),
            (_, Shape::Country) => "US".into(),
            (_, Shape::Date) => "1990-09-25".into(),
            (_, Shape::Instant) => "2026-12-01T15:00:00.000Z".into(),
            (_, Shape::Bool) => false.into(),
            (_, Shape::Id) => "064CWQ0PJYKRG8Q3ZT1A".into(),
            (_, Shape::Color) => "#3366FF".into(),
            (_, Shape::Tags { .. }) => json!(["kitchen"]),
            (_, Shape::OneOf(words)) => words.first().copied().into(),
            (_, Shape::Whole(least, _)) => least.into(),
            (_, Shape::Ids(_) | Shape::Texts(_)) => json!(["064CWQ0PJYKRG8Q3ZT1A"]),
            (_, Shape::Channels(words)) => json!({"Email": {"status": words.first()}}),
            (_, Shape::Amount) => json!(42_000),
            (_, Shape::Stages) => {
                json!([{"id": "064CWQ0PJYKRG8Q3ZT1A", "name": "New", "position": 0}])
            }
            (_, Shape::CustomFields) => json!([{"id": "064CWQ0PJYKRG8Q3ZT1A", "value": "oak"}]),
        }
    }
}

impl Shape {
    fn schema(self) -> Value {
        let texts = |items: Value| json!({"type": "array", "items": items});
        match self {
            Self::Text(_) => json!({"type": "string"}),
            Self::Email => json!({"type": "string", "format": "email"}),
            Self::Phone => json!({"type": "string", "description": "E.164 in answers"}),
            Self::Emails => texts(json!({"type": "string", "format": "email"})),
            Self::Phones | Self::Texts(_) => texts(json!({"type": "string"})),
            Self::Country => {
                json!({"type": "string", "description": "ISO 3166-1 alpha-2, upper case in answers"})
            }
            Self::Date => json!({"type": "string",
                "description": "A day: YYYY-MM-DD in answers; bodies may also write it \
                                YYYY/MM/DD, MM/DD/YYYY or MM-DD-YYYY"}),
            Self::Instant => json!({"type": "string", "description": "ISO 8601; UTC in answers"}),
            Self::Bool => json!({"type": "boolean"}),
            Self::Id => json!({"type": "string", "pattern": ID}),
            Self::Color => json!({"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}),
            Self::Tags { .. } => texts(json!({"type": "string"})),
            Self::OneOf(words) => json!({"type": "string", "enum": words}),
            Self::Whole(least, most) => {
                json!({"type": "integer", "minimum": least, "maximum": most})
            }
            Self::Ids(_) => texts(json!({"type": "string", "pattern": ID})),
            Self::Channels(words) => json!({
                "type": "object",
                "description": format!("By channel: {}; in v3 call, email, sms, whatsApp, gmb, fb, \
                                        rcs, all", CHANNELS.join(", ")),
                "additionalProperties": {
                    "type": "object",
                    "required": ["status"],
                    "properties": {"status": {"type": "string", "enum": words},
                        "message": {"type": "string"}, "code": {"type": "string"}},
                },
            }),
            Self::Amount => {
                json!({"type": "number", "minimum": -MAX_AMOUNT, "maximum": MAX_AMOUNT})
            }
            Self::Stages => json!({
                "type": "array",
                "items": {"type": "object", "required": ["id", "name", "position"],
                    "properties": {"id": {"type": "string"}, "name": {"type": "string"},
                        "position": {"type": "integer"}}},
            }),
            Self::CustomFields => json!({
                "type": "array",
                "items": {"type": "object", "required": ["id"],
                    "properties": {"id": {"type": "string"}, "value": {}}},
            }),
        }
    }

    /// What a body must keep to besides.
    fn body_limits(self) -> Option<serde_json::Map<String, Value>> {
        let limits = match self {
            Self::Text(longest) => json!({"maxLength": longest}),
            Self::Emails | Self::Phones => json!({"maxItems": MAX_LIST}),
            Self::Texts(longest) => json!({"maxItems": MAX_TEXTS,
                "items": {"type": "string", "maxLength": longest}}),
            Self::Country => json!({"pattern": "^[A-Za-z]{2}$"}),
            Self::Tags { most, longest } => json!({"maxItems": most,
                "items": {"type": "string", "maxLength": longest}}),
            Self::Ids(most) => json!({"maxItems": most}),
            Self::CustomFields => json!({"maxItems": MAX_CUSTOM_FIELDS,
                "items": {"type": "object", "additionalProperties": false,
                    "anyOf": [{"required": ["id"]}, {"required": ["key"]}],
                    "properties": {
                        "id": {"type": "string", "description": "The field's id, or its key"},
                        "key": {"type": "string"},
                        "field_value": {"description": "Its value; null takes it away"},
                        "fieldValue": {"description": "The same, as v3 calls it"},
                        "value": {"description": "The same, as it is answered"}}}}),
            _ => return None,
        };
        limits.as_object().cloned()
    }
}
