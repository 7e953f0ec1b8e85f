//! What Houzz Pro calls things: a lead as its import and its Zap take it, and its pages.
//!
//! The fields are those that public integrations show; none of it is documented by Houzz.

mod lead;

pub use lead::{Lead, LeadRules};

/// The page of a lead, when its id is one: digits, or letters and digits. Of anything else there is
/// no page that could be named with confidence.
#[must_use]
pub fn lead_page(id: &str) -> Option<String> {
    is_lead_id(id).then(|| format!("https://pro.houzz.com/manage/leads/{id}"))
}

/// The page of a lead's notes, tasks (`tasks`) or meetings (`schedule`).
#[must_use]
pub fn lead_part(id: &str, part: &str) -> Option<String> {
    let page = match part {
        "notes" => format!("https://pro.houzz.com/manage/leads/{id}/notes"),
        "tasks" | "schedule" => format!("https://pro.houzz.com/manage/{part}/leads/{id}"),
        _ => return None,
    };
    is_lead_id(id).then_some(page)
}

fn is_lead_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_an_id_has_a_page() {
        assert_eq!(
            lead_page("8812345").as_deref(),
            Some("https://pro.houzz.com/manage/leads/8812345")
        );
        assert_eq!(
            lead_part("8812345", "tasks").as_deref(),
            Some("https://pro.houzz.com/manage/tasks/leads/8812345")
        );
        for id in ["", "../settings", "1?x", "a b", "https://evil.example"] {
            assert_eq!(lead_page(id), None, "{id}");
            assert_eq!(lead_part(id, "notes"), None, "{id}");
        }
        assert_eq!(lead_part("1", "billing"), None);
    }
}
