//! What a token may do.

use std::str::FromStr;

macro_rules! scopes {
    ($($variant:ident, $name:literal, $words:literal;)*) => {
        /// One permission, by HighLevel's name for it (docs/oauth/Scopes.md).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Scope {
            $(#[doc = concat!("`", $name, "`: ", $words, ".")] $variant,)*
        }

        impl Scope {
            /// Every scope there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What it allows, in words that end "This app may …".
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$variant => $words,)*
                }
            }
        }
    };
}

// Those of the families in the catalogue of actions and triggers, and of OAuth itself. Writing never
// includes reading, as HighLevel's does not.
scopes! {
    BusinessesReadonly, "businesses.readonly", "see firms";
    BusinessesWrite, "businesses.write", "add, change and remove firms";
    CalendarsReadonly, "calendars.readonly", "see calendars";
    CalendarsWrite, "calendars.write", "add, change and remove calendars";
    CalendarsEventsReadonly, "calendars/events.readonly", "see appointments";
    CalendarsEventsWrite, "calendars/events.write", "add, change and remove appointments";
    CalendarsGroupsReadonly, "calendars/groups.readonly", "see calendar groups";
    CalendarsGroupsWrite, "calendars/groups.write", "add, change and remove calendar groups";
    CalendarsResourcesReadonly, "calendars/resources.readonly", "see rooms and equipment";
    CalendarsResourcesWrite, "calendars/resources.write", "add, change and remove rooms and equipment";
    CampaignsReadonly, "campaigns.readonly", "see campaigns";
    ContactsReadonly, "contacts.readonly", "see contacts with their tasks, notes and tags";
    ContactsWrite, "contacts.write", "add, change and remove contacts, their tasks, notes and tags";
    ConversationsReadonly, "conversations.readonly", "see conversations";
    ConversationsWrite, "conversations.write", "add, change and remove conversations";
    ConversationsMessageReadonly, "conversations/message.readonly", "see messages";
    ConversationsMessageWrite, "conversations/message.write", "send and change messages";
    LocationsReadonly, "locations.readonly", "see the location and its settings";
    LocationsCustomFieldsReadonly, "locations/customFields.readonly", "see custom fields";
    LocationsCustomFieldsWrite, "locations/customFields.write", "add, change and remove custom fields";
    LocationsCustomValuesReadonly, "locations/customValues.readonly", "see custom values";
    LocationsCustomValuesWrite, "locations/customValues.write", "add, change and remove custom values";
    LocationsTagsReadonly, "locations/tags.readonly", "see the location's tags";
    LocationsTagsWrite, "locations/tags.write", "add, rename and remove the location's tags";
    LocationsTasksReadonly, "locations/tasks.readonly", "search tasks of all contacts";
    LocationsTemplatesReadonly, "locations/templates.readonly", "see templates";
    LocationsWrite, "locations.write", "change locations";
    MediasReadonly, "medias.readonly", "see files";
    MediasWrite, "medias.write", "add and remove files";
    OauthReadonly, "oauth.readonly", "see where the app is installed";
    OauthWrite, "oauth.write", "get tokens for the locations of the company";
    ObjectsRecordReadonly, "objects/record.readonly", "see records of custom objects";
    ObjectsRecordWrite, "objects/record.write", "add, change and remove records of custom objects";
    ObjectsSchemaReadonly, "objects/schema.readonly", "see custom objects";
    ObjectsSchemaWrite, "objects/schema.write", "add and change custom objects";
    OpportunitiesReadonly, "opportunities.readonly", "see opportunities and pipelines";
    OpportunitiesWrite, "opportunities.write", "add, change and remove opportunities";
    UsersReadonly, "users.readonly", "see users";
    UsersWrite, "users.write", "add, change and remove users";
    WorkflowsReadonly, "workflows.readonly", "see workflows";
}

/// A scope nobody knows.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("there is no scope {0:?}; the scopes are: {known}", known = Scope::list(Scope::ALL))]
pub struct UnknownScope(String);

impl Scope {
    /// Reads a list as OAuth writes it: names between spaces (RFC 6749, section 3.3).
    ///
    /// # Errors
    /// The first name that is not a scope.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, UnknownScope> {
        let mut scopes = text
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<Vec<_>, _>>()?;
        scopes.sort_unstable();
        scopes.dedup();
        Ok(scopes)
    }

    /// Writes a list as OAuth does.
    #[must_use]
    pub fn list(scopes: &[Self]) -> String {
        scopes
            .iter()
            .map(|scope| scope.name())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|scope| scope.name() == text)
            .ok_or_else(|| UnknownScope(text.to_owned()))
    }
}

/// Scopes as bits, so that a check is one instruction however many a token has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ScopeSet(u64);

// A 65th scope needs a wider set.
const _: () = assert!(Scope::ALL.len() <= 64);

impl ScopeSet {
    /// Reads a stored list. A name that this version does not know grants nothing.
    #[must_use]
    pub fn of_known(text: &str) -> Self {
        text.split_whitespace()
            .filter_map(|name| name.parse::<Scope>().ok())
            .collect()
    }

    /// Whether the scope is in it.
    #[must_use]
    pub const fn has(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u64) != 0
    }

    /// Whether all of `others` are in it.
    #[must_use]
    pub const fn covers(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether it grants nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its scopes, in the order of their names.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL
            .iter()
            .copied()
            .filter(move |scope| self.has(*scope))
    }
}

impl FromIterator<Scope> for ScopeSet {
    fn from_iter<T: IntoIterator<Item = Scope>>(scopes: T) -> Self {
        Self(
            scopes
                .into_iter()
                .fold(0, |bits, scope| bits | 1 << scope as u64),
        )
    }
}

/// As OAuth writes it: names with spaces between (RFC 6749, section 3.3).
impl std::fmt::Display for ScopeSet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, scope) in self.iter().enumerate() {
            if at > 0 {
                out.write_str(" ")?;
            }
            out.write_str(scope.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_keeps_every_scope_apart() {
        let all: ScopeSet = Scope::ALL.iter().copied().collect();
        assert_eq!(all.iter().collect::<Vec<_>>(), Scope::ALL);
        for scope in Scope::ALL {
            let one: ScopeSet = [*scope].into_iter().collect();
            assert_eq!(one.iter().collect::<Vec<_>>(), [*scope]);
            assert_eq!(one.to_string(), scope.name());
            assert_eq!(ScopeSet::of_known(scope.name()), one);
            assert!(all.covers(one) && !one.covers(all) && all.and(one) == one);
        }
        let text = "contacts.readonly  nonsense contacts.write";
        let known = ScopeSet::of_known(text);
        assert_eq!(known.to_string(), "contacts.readonly contacts.write");
        assert!(ScopeSet::default().is_empty() && !known.is_empty());
    }
}
