//! What a new location is given, so that it can be worked in at once.

use serde_json::{Value, json};
use tenon_model::{Kind, Location, Random, houzz_board, new_id};
use tenon_store::Write;

/// The records of a new location: its owner as a user, a calendar, and a pipeline that is Houzz Pro's
/// board; as a `sample` besides one of
/// everything that contacts can be tied to.
#[must_use]
pub fn furnish(
    location: &Location,
    sample: bool,
    at: jiff::Timestamp,
    random: &dyn Random,
) -> Vec<Write> {
    let mut furniture = vec![
        (
            Kind::User,
            json!({"firstName": location.name, "role": "admin"}),
        ),
        (
            Kind::Calendar,
            json!({"name": "Appointments", "isActive": true, "slotDuration": 30}),
        ),
        (Kind::Pipeline, houzz_board(|| new_id(at, random))),
    ];
    if sample {
        let programme = |name: &str| json!({"name": name, "status": "published"});
        furniture.extend([
            (Kind::Business, json!({"name": "Sample business"})),
            (Kind::Campaign, programme("Sample campaign")),
            (Kind::Workflow, programme("Sample workflow")),
            (
                Kind::CustomField,
                json!({"name": "Sample field", "fieldKey": "contact.sample_field",
                    "dataType": "TEXT", "position": 0}),
            ),
        ]);
    }
    let create = |(kind, doc): (Kind, Value)| {
        let Value::Object(doc) = doc else { return None };
        let id = new_id(at, random);
        Some(Write::Create {
            kind,
            root_id: id.clone(),
            id,
            doc,
            exclusive: true,
        })
    };
    furniture.into_iter().filter_map(create).collect()
}

#[cfg(test)]
mod tests {
    use tenon_model::{Fields, fields};

    use super::*;

    struct Zero;
    impl Random for Zero {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    fn given(sample: bool) -> Vec<(Kind, Fields)> {
        let location = Location {
            id: "home".into(),
            name: "Oak & Sons".into(),
            country: "US".into(),
            timezone: "America/Chicago".into(),
            allow_duplicates: false,
        };
        let writes = furnish(&location, sample, jiff::Timestamp::UNIX_EPOCH, &Zero);
        let given = writes.into_iter().filter_map(|write| match write {
            Write::Create { kind, doc, .. } => Some((kind, doc)),
            _ => None,
        });
        given.collect()
    }

    #[test]
    fn what_is_given_is_what_its_kind_may_hold() {
        let kinds = |sample| given(sample).into_iter().map(|(kind, _)| kind);
        assert!(kinds(false).eq([Kind::User, Kind::Calendar, Kind::Pipeline]));
        assert_eq!(kinds(true).count(), 7);
        for (kind, doc) in given(true) {
            let checked = fields::check(fields::of(kind), &[], doc.clone(), "US");
            assert_eq!(checked, Ok(doc), "{kind}");
        }
    }
}
