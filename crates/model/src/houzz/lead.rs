//! A lead as the Zap's action "Create Lead" and the manual import take it.

use serde::Serialize;
use serde_json::Value;

use crate::{Contact, HOUZZ_STAGES};

/// Longest text of one field: what a cell of a spreadsheet holds.
const MAX_TEXT: usize = 32_000;

/// What a lead is filled with besides the contact's own fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeadRules {
    /// The board's stage; empty: `New`.
    pub stage: String,
    /// The source, one of the account's list; empty: the contact's own.
    pub lead_source: String,
    /// The id of the custom field that holds the project's type.
    pub project_type: String,
    /// The id of the custom field that holds the estimated revenue.
    pub revenue: String,
    /// The id of the custom field that holds the description.
    pub description: String,
}

/// A lead. Absent fields are left out of JSON, and are empty cells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Lead {
    /// What the board shows: `Ana's Kitchen Remodel project`.
    pub lead_name: String,
    /// The person.
    pub client_name: String,
    /// E-mail, in normal form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Phone, E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The whole address in one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The board's stage.
    pub stage: String,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_source: Option<String>,
    /// The project's type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_type: Option<String>,
    /// Tags, with commas between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// In whole units of the account's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_revenue: Option<i64>,
}

impl Lead {
    /// The columns' headings, as a person maps them, in the order of [`Lead::cells`].
    pub const HEADINGS: [&str; 11] = [
        "Lead Name",
        "Client Name",
        "Email",
        "Phone",
        "Address",
        "Stage",
        "Lead Source",
        "Project Type",
        "Tags",
        "Description",
        "Estimated Revenue",
    ];

    /// The lead that a contact makes, or why it makes none: Houzz Pro takes nobody without e-mail and
    /// phone, and nobody without a name.
    ///
    /// # Errors
    /// The reason, for people.
    pub fn of(contact: &Contact, rules: &LeadRules) -> Result<Self, &'static str> {
        if contact.email.is_none() && contact.phone.is_none() {
            return Err("it has neither e-mail nor phone");
        }
        let client_name = contact.full_name().or_else(|| contact.company_name.clone());
        let client_name = client_name.map(|name| one_line(&name)).unwrap_or_default();
        if client_name.is_empty() {
            return Err("it has no name");
        }
        let project_type = custom(contact, &rules.project_type);
        let first = contact.first_name.as_deref().map(one_line);
        let whose = first.filter(|first| !first.is_empty());
        let lead_name = format!(
            "{}'s {}project",
            whose.as_deref().unwrap_or(&client_name),
            project_type
                .as_deref()
                .map(|kind| format!("{} ", one_line(kind)))
                .unwrap_or_default()
        );
        let source = if rules.lead_source.is_empty() {
            contact.source.clone()
        } else {
            Some(rules.lead_source.clone())
        };
        Ok(Self {
            lead_name,
            client_name,
            email: contact.email.clone(),
            phone: contact.phone.clone(),
            address: address(contact),
            stage: if rules.stage.is_empty() {
                HOUZZ_STAGES[0].to_owned()
            } else {
                rules.stage.clone()
            },
            lead_source: source,
            project_type,
            tags: Some(contact.tags.join(", ")).filter(|tags| !tags.is_empty()),
            description: custom(contact, &rules.description),
            estimated_revenue: custom(contact, &rules.revenue).as_deref().and_then(whole),
        })
    }

    /// Its cells, in the order of [`Lead::HEADINGS`].
    #[must_use]
    pub fn cells(&self) -> [String; 11] {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            self.lead_name.clone(),
            self.client_name.clone(),
            text(&self.email),
            self.phone.as_deref().map(spoken).unwrap_or_default(),
            text(&self.address),
            self.stage.clone(),
            text(&self.lead_source),
            text(&self.project_type),
            text(&self.tags),
            text(&self.description),
            self.estimated_revenue
                .map(|revenue| revenue.to_string())
                .unwrap_or_default(),
        ]
    }
}

/// A phone as people write it: a spreadsheet takes `+1512…` for a sum, and Houzz Pro is used where
/// numbers start with 1.
fn spoken(phone: &str) -> String {
    let ten = |rest: &&str| rest.len() == 10 && rest.is_ascii();
    match phone.strip_prefix("+1").filter(ten) {
        Some(rest) => format!("({}) {}-{}", &rest[..3], &rest[3..6], &rest[6..]),
        None => phone.replacen('+', "00", 1),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn address(contact: &Contact) -> Option<String> {
    let place = [contact.state.as_deref(), contact.postal_code.as_deref()];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    let place = Some(place.join(" ")).filter(|place| !place.is_empty());
    let parts = [contact.address1.clone(), contact.city.clone(), place];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let all = one_line(&parts.join(", "));
    (!all.is_empty()).then_some(all)
}

/// The text of a custom field: numbers as they are written, several options with commas between.
fn custom(contact: &Contact, id: &str) -> Option<String> {
    if id.is_empty() {
        return None;
    }
    let field = contact
        .custom_fields
        .iter()
        .find(|field| field["id"] == id)?;
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let told = match &field["value"] {
        Value::Array(values) => {
            let values: Vec<String> = values.iter().filter_map(text).collect();
            Some(values.join(", "))
        }
        value => text(value),
    };
    let told: String = told?.chars().take(MAX_TEXT).collect();
    (!told.is_empty()).then_some(told)
}

/// An amount in whole units: `$48,500.50` is 48501. What is no amount is none; nor is a debt.
fn whole(text: &str) -> Option<i64> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '$' | ',' | ' '))
        .collect();
    let digits = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let amount: f64 = plain.parse().ok().filter(|_| digits)?;
    // Past this a number of whole units is no budget, and floats step by more than one.
    (amount < 1e12).then(|| amount.round() as i64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn contact(value: Value) -> Contact {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_contact_makes_a_lead() {
        let ana = contact(
            json!({"firstName": "Ana", "lastName": "Cruz", "email": "ana@example.org",
            "phone": "+15125550143", "address1": "12 Oak St", "city": "Austin", "state": "TX",
            "postalCode": "78701", "source": "Website", "tags": ["kitchen", "vip"],
            "customFields": [{"id": "type", "value": "Kitchen Remodel"},
                {"id": "budget", "value": "$48,500.50"}, {"id": "words", "value": ["a", 2]}]}),
        );
        let rules = LeadRules {
            project_type: "type".into(),
            revenue: "budget".into(),
            description: "words".into(),
            ..LeadRules::default()
        };
        let lead = Lead::of(&ana, &rules).unwrap();
        assert_eq!(
            serde_json::to_value(&lead).unwrap(),
            json!({"lead_name": "Ana's Kitchen Remodel project", "client_name": "Ana Cruz",
                "email": "ana@example.org", "phone": "+15125550143",
                "address": "12 Oak St, Austin, TX 78701", "stage": "New", "lead_source": "Website",
                "project_type": "Kitchen Remodel", "tags": "kitchen, vip", "description": "a, 2",
                "estimated_revenue": 48501})
        );
        assert_eq!(lead.cells()[3], "(512) 555-0143");
        assert_eq!(lead.cells().len(), Lead::HEADINGS.len());
    }

    #[test]
    fn who_cannot_be_told_from_others_makes_none() {
        let rules = LeadRules::default();
        let nobody = contact(json!({"firstName": "Ana"}));
        assert!(Lead::of(&nobody, &rules).unwrap_err().contains("e-mail"));
        let nameless = contact(json!({"email": "a@x.com"}));
        assert_eq!(Lead::of(&nameless, &rules), Err("it has no name"));
        let firm = contact(json!({"companyName": "Oak & Co", "phone": "+442079460018"}));
        let lead = Lead::of(&firm, &rules).unwrap();
        assert_eq!(lead.lead_name, "Oak & Co's project");
        assert_eq!(lead.cells()[3], "00442079460018");
    }

    #[test]
    fn amounts_are_read_whole() {
        for (text, amount) in [
            ("$48,500", Some(48_500)),
            ("0.4", Some(0)),
            ("-5", None),
            ("1e9", None),
            ("much", None),
            ("", None),
            (".", None),
            ("9999999999999999", None),
        ] {
            assert_eq!(whole(text), amount, "{text}");
        }
    }
}
