//! Items in the importer's terms.

use serde_json::{Value, json};
use tenon_model::Fields;
use tenon_sync::import;

use crate::{Incoming, Item, Person, Verdict};

/// Hands an item over to the importer.
#[must_use]
pub fn draft(item: Item) -> import::Draft {
    let origin = |incoming: &Incoming| {
        serde_json::to_value(incoming.origin)
            .ok()
            .and_then(|origin| origin.as_str().map(str::to_owned))
            .unwrap_or_default()
    };
    let (origin, verdict) = match item.verdict {
        Verdict::Record(incoming) => (
            origin(&incoming),
            import::Verdict::Record(Box::new(record(*incoming))),
        ),
        Verdict::Review { reasons, partial } => {
            let name = partial.as_deref().map(origin).unwrap_or_default();
            let partial = serde_json::to_value(partial).unwrap_or(Value::Null);
            (name, import::Verdict::Review { reasons, partial })
        }
        Verdict::Ignored { reason } => (String::new(), import::Verdict::Ignored { reason }),
    };
    import::Draft {
        key: item.key,
        origin,
        place: item.place,
        label: item.label,
        raw: item.raw,
        verdict,
    }
}

fn record(incoming: Incoming) -> import::Incoming {
    import::Incoming {
        external_id: incoming.external_id,
        fields: fields(incoming.person),
        tags: incoming.tags,
        notes: incoming
            .notes
            .into_iter()
            .map(|note| import::NoteDraft {
                external_id: note.external_id,
                title: note.title,
                body: note.body,
            })
            .collect(),
        tasks: incoming
            .tasks
            .into_iter()
            .map(|task| import::TaskDraft {
                external_id: task.external_id,
                title: task.title,
                body: task.body,
                due: task.due,
                completed: task.completed,
            })
            .collect(),
        occurred_at: incoming.occurred_at,
        extra: incoming.extra,
    }
}

fn fields(person: Person) -> Fields {
    let texts = [
        ("name", person.name),
        ("firstName", person.first_name),
        ("lastName", person.last_name),
        ("email", person.email),
        ("phone", person.phone),
        ("companyName", person.company),
        ("address1", person.address1),
        ("city", person.city),
        ("state", person.state),
        ("postalCode", person.postal_code),
        ("country", person.country),
        ("website", person.website),
    ];
    let mut fields: Fields = texts
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), Value::String(value?))))
        .collect();
    for (name, value) in [
        ("additionalEmails", person.second_email),
        ("additionalPhones", person.second_phone),
    ] {
        if let Some(value) = value {
            fields.insert(name.to_owned(), json!([value]));
        }
    }
    fields.insert("source".into(), json!("Houzz"));
    fields
}
