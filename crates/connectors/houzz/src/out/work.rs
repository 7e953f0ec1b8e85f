//! The work list: what the hub holds, Houzz Pro does not, and no channel carries. Pure.

use serde_json::Value;
use tenon_model::{Kind, houzz};
use tenon_store::{WorkItem, WorkState};

/// Longest value shown in a title, in characters.
const SHOWN: usize = 120;

/// What becomes of a field's item.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// It stays as it is, or there is none.
    Leave,
    /// Nobody need do it any more.
    Drop,
    /// A person is to do this.
    Open { before: Value, wanted: Value },
    /// Houzz Pro shows it.
    Confirm,
}

/// Judges a field: the item it has, what Houzz Pro told of it last, what the hub holds, and whether
/// somebody else than Houzz Pro has just changed it here. A blank is null.
///
/// What a person ticked off is believed until Houzz Pro tells otherwise.
pub(super) fn judge(old: Option<&WorkItem>, told: &Value, hub: &Value, edited: bool) -> Verdict {
    let open = |before: &Value| Verdict::Open {
        before: before.clone(),
        wanted: hub.clone(),
    };
    let Some(item) = old else {
        return if edited && hub != told {
            open(told)
        } else {
            Verdict::Leave
        };
    };
    let ticked = item.state == WorkState::Done && *told == item.before;
    let believed = if ticked { &item.wanted } else { told };
    match (item.state, hub == believed) {
        (WorkState::Open, true) if *told == item.wanted => Verdict::Confirm,
        (WorkState::Open, true) => Verdict::Drop,
        (WorkState::Open, false) if item.wanted == *hub && item.before == *told => Verdict::Leave,
        (WorkState::Open, false) => open(told),
        (WorkState::Done, true) if *told == item.wanted => Verdict::Confirm,
        (_, true) => Verdict::Leave,
        (WorkState::Done | WorkState::Confirmed, false) if edited => open(believed),
        (WorkState::Done | WorkState::Confirmed, false) => Verdict::Leave,
    }
}

/// What is to be done, in one line. `whose` is the contact, `title` the task's or note's own.
pub(super) fn title(
    (kind, field): (Kind, &str),
    (whose, title): (&str, &str),
    (before, wanted): (&Value, &Value),
) -> String {
    let words = words(kind, field);
    let what = match kind {
        Kind::Contact => format!("the {words} of {whose}"),
        Kind::Opportunity => format!("the {words} of the lead of {whose}"),
        _ if title.is_empty() => format!("the {words} of a {kind} of {whose}"),
        _ => format!("the {words} of the {kind} “{title}” of {whose}"),
    };
    match (kind, field, wanted) {
        (Kind::Task, "completed", Value::Bool(done)) => {
            let done = if *done { "done" } else { "not done" };
            format!("Mark the task “{title}” of {whose} as {done} in Houzz Pro")
        }
        (Kind::Opportunity, "pipelineStageId", Value::String(stage)) => {
            format!("Move the lead of {whose} to “{stage}” in Houzz Pro")
        }
        (_, _, Value::Null) => format!("Clear {what} in Houzz Pro"),
        _ if before.is_null() => format!("Enter {what} in Houzz Pro: {}", shown(field, wanted)),
        _ => format!("Change {what} in Houzz Pro to {}", shown(field, wanted)),
    }
}

fn words(kind: Kind, field: &str) -> &str {
    match (kind, field) {
        (_, "firstName") => "first name",
        (_, "lastName") => "last name",
        (_, "email") => "e-mail",
        (_, "companyName") => "company",
        (_, "address1") => "street address",
        (_, "postalCode") => "ZIP code",
        (_, "dueDate") => "due date",
        (_, "monetaryValue") => "estimated revenue",
        (_, "pipelineStageId") => "stage",
        (Kind::Note | Kind::Task, "body") => "text",
        (_, other) => other,
    }
}

fn shown(field: &str, value: &Value) -> String {
    let text = match value {
        Value::String(text) if field == "dueDate" => text.chars().take(10).collect(),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(values) => {
            let values = values.iter().filter_map(Value::as_str);
            values.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Where it is done, when Houzz Pro's id of the lead is known.
pub(super) fn page(kind: Kind, lead: Option<&str>) -> String {
    let page = lead.and_then(|lead| match kind {
        Kind::Task => houzz::lead_part(lead, "tasks"),
        Kind::Note => houzz::lead_part(lead, "notes"),
        Kind::Appointment => houzz::lead_part(lead, "schedule"),
        _ => houzz::lead_page(lead),
    });
    page.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn item(state: WorkState, before: Value, wanted: Value) -> WorkItem {
        let at = jiff::Timestamp::UNIX_EPOCH;
        WorkItem {
            id: "w".into(),
            connection_id: "k".into(),
            kind: Kind::Contact,
            record_id: "c".into(),
            root_id: "c".into(),
            field: "phone".into(),
            state,
            title: String::new(),
            before,
            wanted,
            url: String::new(),
            evidence: Value::Null,
            created_at: at,
            updated_at: at,
            version: 1,
        }
    }

    fn open(before: Value, wanted: Value) -> Verdict {
        Verdict::Open { before, wanted }
    }

    #[test]
    fn an_edit_opens_and_an_edit_back_drops() {
        let (old, new, newer) = (&json!("1"), &json!("2"), &json!("3"));
        assert_eq!(judge(None, old, new, true), open(json!("1"), json!("2")));
        // What differs from the beginning is no edit, and what Houzz Pro has is no work.
        assert_eq!(judge(None, old, new, false), Verdict::Leave);
        assert_eq!(judge(None, old, old, true), Verdict::Leave);
        let it = item(WorkState::Open, json!("1"), json!("2"));
        assert_eq!(judge(Some(&it), old, new, true), Verdict::Leave);
        assert_eq!(
            judge(Some(&it), old, newer, true),
            open(json!("1"), json!("3"))
        );
        assert_eq!(judge(Some(&it), old, old, true), Verdict::Drop);
        assert_eq!(
            judge(Some(&it), old, &Value::Null, true),
            open(json!("1"), Value::Null)
        );
    }

    #[test]
    fn what_houzz_shows_confirms_or_makes_it_pointless() {
        let (old, new) = (&json!("1"), &json!("2"));
        let it = item(WorkState::Open, json!("1"), json!("2"));
        assert_eq!(judge(Some(&it), new, new, false), Verdict::Confirm);
        // Houzz Pro has a third value, and it won here.
        let third = &json!("9");
        assert_eq!(judge(Some(&it), third, third, false), Verdict::Drop);
        // Or it lost here: the work is the same, from another value.
        assert_eq!(
            judge(Some(&it), third, new, false),
            open(json!("9"), json!("2"))
        );
        let done = item(WorkState::Done, json!("1"), json!("2"));
        assert_eq!(judge(Some(&done), old, new, false), Verdict::Leave);
        assert_eq!(judge(Some(&done), new, new, false), Verdict::Confirm);
    }

    #[test]
    fn a_ticked_item_is_believed() {
        let (old, newer) = (&json!("1"), &json!("3"));
        let done = item(WorkState::Done, json!("1"), json!("2"));
        // Houzz Pro holds 2 by now, so going back to 1 is work again.
        assert_eq!(
            judge(Some(&done), old, old, true),
            open(json!("2"), json!("1"))
        );
        assert_eq!(
            judge(Some(&done), old, newer, true),
            open(json!("2"), json!("3"))
        );
        assert_eq!(judge(Some(&done), old, newer, false), Verdict::Leave);
        let seen = item(WorkState::Confirmed, json!("1"), json!("2"));
        assert_eq!(
            judge(Some(&seen), &json!("2"), newer, true),
            open(json!("2"), json!("3"))
        );
        assert_eq!(
            judge(Some(&seen), &json!("2"), &json!("2"), true),
            Verdict::Leave
        );
    }

    #[test]
    fn titles_say_what_to_do() {
        let ana = ("Ana Cruz", "");
        let phone = (Kind::Contact, "phone");
        let (none, value) = (&Value::Null, &json!("+15125550143"));
        assert_eq!(
            title(phone, ana, (&json!("1"), value)),
            "Change the phone of Ana Cruz in Houzz Pro to +15125550143"
        );
        assert_eq!(
            title(phone, ana, (none, value)),
            "Enter the phone of Ana Cruz in Houzz Pro: +15125550143"
        );
        assert_eq!(
            title(phone, ana, (value, none)),
            "Clear the phone of Ana Cruz in Houzz Pro"
        );
        let call = ("Ana Cruz", "Call her");
        assert_eq!(
            title(
                (Kind::Task, "completed"),
                call,
                (&json!(false), &json!(true))
            ),
            "Mark the task “Call her” of Ana Cruz as done in Houzz Pro"
        );
        let long = json!("ü".repeat(500));
        let told = title((Kind::Note, "body"), ana, (&json!("x"), &long));
        assert!(told.chars().count() < 200 && told.ends_with('…'), "{told}");
        assert_eq!(
            page(Kind::Task, Some("88")),
            "https://pro.houzz.com/manage/tasks/leads/88"
        );
        assert_eq!(page(Kind::Contact, Some("a/b")), "");
        assert_eq!(page(Kind::Contact, None), "");
    }
}
