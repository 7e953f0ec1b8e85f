//! HighLevel's scopes (HighLevel docs, Scopes): what each is needed for here, and which one a call needs.

use reqwest::Method;

/// A scope and what of Tenon works with it only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// HighLevel's name for it.
    pub scope: &'static str,
    /// What it enables, in words that end "without it there is no …".
    pub enables: &'static str,
}

const fn need(scope: &'static str, enables: &'static str) -> Need {
    Need { scope, enables }
}

/// Every scope that Tenon has a use for at a location, in the order in which they are asked for.
pub const NEEDS: &[Need] = &[
    need(
        "contacts.readonly",
        "reading of contacts, their tasks, notes and tags",
    ),
    need(
        "contacts.write",
        "writing of contacts, their tasks, notes and tags",
    ),
    need(
        "locations.readonly",
        "look at whether duplicates are refused (contacts are looked for before each create instead)",
    ),
    need(
        "locations/customFields.readonly",
        "reading of custom fields' names",
    ),
    need(
        "locations/customFields.write",
        "making of the houzz_ custom fields",
    ),
    need("businesses.readonly", "reading of businesses"),
    need("businesses.write", "writing of businesses"),
    need(
        "opportunities.readonly",
        "reading of opportunities and pipelines",
    ),
    need("opportunities.write", "writing of opportunities"),
    need("calendars.readonly", "reading of calendars"),
    need("calendars/events.readonly", "reading of appointments"),
    need("calendars/events.write", "writing of appointments"),
    need("users.readonly", "matching of users by e-mail"),
];
/// Those that an install for a whole company needs on top.
pub const COMPANY_NEEDS: &[Need] = &[
    need("oauth.readonly", "list of the company's locations"),
    need("oauth.write", "access to the locations of the company"),
];

/// What is missing of what Tenon has a use for, by the `scope` of a token's answer; nothing when it
/// does not say.
#[must_use]
pub fn missing(granted: &str) -> Vec<Need> {
    let granted: Vec<&str> = granted
        .split([' ', ','])
        .filter(|name| !name.is_empty())
        .collect();
    if granted.is_empty() {
        return Vec::new();
    }
    let lacks = |need: &&Need| !granted.contains(&need.scope);
    NEEDS.iter().filter(lacks).copied().collect()
}

/// What is known of a scope; one of no known use has no words.
#[must_use]
pub fn named(scope: &str) -> Option<Need> {
    let mut all = NEEDS.iter().chain(COMPANY_NEEDS);
    all.find(|need| need.scope == scope).copied()
}

/// A missing scope for people.
#[must_use]
pub fn words(scope: &str) -> String {
    match named(scope) {
        Some(need) => format!(
            "the scope {scope} is missing: without it there is no {}",
            need.enables
        ),
        None => format!("the scope {scope} is missing"),
    }
}

/// The scope a call needs, as HighLevel's documents say; `None` where they say nothing.
pub(crate) fn of(method: &Method, path: &[&str]) -> Option<&'static str> {
    // A search reads, although its method is POST.
    let reads = method == Method::GET || path.last() == Some(&"search");
    let either = |readonly, write| Some(if reads { readonly } else { write });
    match path {
        ["contacts", ..] => either("contacts.readonly", "contacts.write"),
        ["locations", _, "customFields", ..] => either(
            "locations/customFields.readonly",
            "locations/customFields.write",
        ),
        ["locations", _, "tags", ..] => either("locations/tags.readonly", "locations/tags.write"),
        ["locations", _, "tasks", ..] => Some("locations/tasks.readonly"),
        ["locations", ..] => either("locations.readonly", "locations.write"),
        ["businesses", ..] => either("businesses.readonly", "businesses.write"),
        ["opportunities", ..] => either("opportunities.readonly", "opportunities.write"),
        ["calendars", "events" | "appointments", ..] => {
            either("calendars/events.readonly", "calendars/events.write")
        }
        ["calendars", ..] => either("calendars.readonly", "calendars.write"),
        ["users", ..] => either("users.readonly", "users.write"),
        ["oauth", "locationToken"] => Some("oauth.write"),
        ["oauth", "installedLocations"] => Some("oauth.readonly"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_what_it_would_enable() {
        let all: Vec<&str> = NEEDS.iter().map(|need| need.scope).collect();
        assert_eq!(missing(&all.join(" ")), []);
        assert_eq!(
            missing(""),
            [],
            "an answer that says nothing proves nothing"
        );
        let without: Vec<&str> = all
            .iter()
            .copied()
            .filter(|name| *name != "users.readonly")
            .collect();
        let [need] = missing(&without.join(" "))[..] else {
            panic!()
        };
        assert_eq!(need.scope, "users.readonly");
        assert_eq!(
            words("users.readonly"),
            "the scope users.readonly is missing: without it there is no matching of users by e-mail"
        );
        assert_eq!(words("x"), "the scope x is missing");
    }

    #[test]
    fn a_call_names_its_scope() {
        for (method, path, scope) in [
            (Method::POST, "contacts/search", "contacts.readonly"),
            (Method::POST, "contacts", "contacts.write"),
            (Method::DELETE, "contacts/c1/tags", "contacts.write"),
            (Method::GET, "locations/l1", "locations.readonly"),
            (
                Method::POST,
                "locations/l1/customFields",
                "locations/customFields.write",
            ),
            (
                Method::POST,
                "opportunities/search",
                "opportunities.readonly",
            ),
            (
                Method::POST,
                "calendars/events/appointments",
                "calendars/events.write",
            ),
            (Method::GET, "calendars", "calendars.readonly"),
            (Method::POST, "oauth/locationToken", "oauth.write"),
        ] {
            let parts: Vec<&str> = path.split('/').collect();
            assert_eq!(of(&method, &parts), Some(scope), "{method} {path}");
        }
        assert_eq!(of(&Method::POST, &["oauth", "token"]), None);
    }
}
