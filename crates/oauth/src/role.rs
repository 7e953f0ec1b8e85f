//! What a person may do in a location, and so what they may allow an app.

use std::str::FromStr;

use tenon_model::{Scope, ScopeSet};

/// A person's role in a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Everything.
    Owner,
    /// Everything but the location itself, its users, and other locations of the company.
    Member,
    /// Sees, and changes nothing.
    ReadOnly,
}

/// A text that is no role.
#[derive(Debug, thiserror::Error)]
#[error("there is no role {0:?}; the roles are: owner, member, read-only")]
pub struct UnknownRole(String);

impl Role {
    /// The name in storage and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Member => "member",
            Self::ReadOnly => "read-only",
        }
    }

    /// Whether it covers a scope.
    #[must_use]
    pub fn allows(self, scope: Scope) -> bool {
        match self {
            Self::Owner => true,
            Self::Member => !matches!(
                scope,
                Scope::LocationsWrite
                    | Scope::UsersWrite
                    | Scope::OauthReadonly
                    | Scope::OauthWrite
            ),
            Self::ReadOnly => {
                scope.name().ends_with(".readonly") && !matches!(scope, Scope::OauthReadonly)
            }
        }
    }

    /// Every scope it covers.
    #[must_use]
    pub fn scopes(self) -> ScopeSet {
        let all = Scope::ALL.iter().copied();
        all.filter(|scope| self.allows(*scope)).collect()
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Owner, Self::Member, Self::ReadOnly]
            .into_iter()
            .find(|role| role.name() == text)
            .ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesser_role_allows_less_and_reading_changes_nothing() {
        let (owner, member, reader) = (Role::Owner, Role::Member, Role::ReadOnly);
        assert!(owner.scopes().covers(member.scopes()));
        assert!(member.scopes().covers(reader.scopes()));
        assert!(!member.allows(Scope::OauthWrite) && member.allows(Scope::ContactsWrite));
        for scope in reader.scopes().iter() {
            assert!(scope.name().ends_with(".readonly"), "{scope:?}");
        }
        assert_eq!("read-only".parse::<Role>().ok(), Some(Role::ReadOnly));
        assert!("admin".parse::<Role>().is_err());
    }
}
