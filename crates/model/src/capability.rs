//! What can be done with a field in a connected system, as data: which channels carry it for which
//! verb, and what that comes to with the channels that a connection has.
//!
//! The planner asks [`ability`] before it promises anything, and the API shows the same tables.

mod highlevel;
mod houzz;

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ability {
    /// Nothing carries it.
    No,
    /// A person does it over there, told by the work list.
    Person,
    /// It is handed to something that does it, which proves receipt only.
    HandOff,
    /// Tenon does it.
    Yes,
}

impl Ability {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Person => "person",
            Self::HandOff => "handOff",
            Self::Yes => "yes",
        }
    }
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// See it.
    Read,
    /// Write it with a new record.
    Create,
    /// Change it in a record that is there.
    Update,
    /// Take it, or the record, away.
    Delete,
}

impl Verb {
    /// Every verb there is.
    pub const ALL: [Self; 4] = [Self::Read, Self::Create, Self::Update, Self::Delete];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

macro_rules! channels {
    ($($variant:ident $name:literal $ability:ident $words:literal;)*) => {
        /// A way between Tenon and a connected system.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Channel {
            $(#[doc = concat!($words, ".")] $variant,)*
        }

        impl Channel {
            /// Every channel there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it is, for people.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }

            /// What it amounts to where it carries something.
            #[must_use]
            pub const fn ability(self) -> Ability {
                match self { $(Self::$variant => Ability::$ability,)* }
            }
        }
    };
}

channels! {
    Api "api" Yes "The system's API";
    Mail "mail" Yes "Lead and message e-mails";
    Export "export" Yes "The account export and single-table exports, imported as files";
    Bridge "bridge" Yes "Signed events of a person's own automation";
    CalendarIn "calendarIn" Yes "The calendar that Houzz Pro is linked to, read as a feed";
    LeadHook "leadHook" HandOff "A Zapier catch hook behind which a Zap creates the lead";
    ProjectHook "projectHook" HandOff "A Zapier catch hook behind which a Zap creates the project";
    ImportFile "importFile" HandOff "A CSV or XLSX file that a person imports over there";
    CalendarFeed "calendarFeed" HandOff "A calendar feed that a user's calendar subscribes to";
    WorkList "workList" Person "The work list, done by a person";
}

/// The channels that a connection has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Channels(u32);

impl Channels {
    /// Whether the channel is there.
    #[must_use]
    pub const fn has(self, channel: Channel) -> bool {
        self.0 & (1 << channel as u32) != 0
    }
}

impl FromIterator<Channel> for Channels {
    fn from_iter<T: IntoIterator<Item = Channel>>(channels: T) -> Self {
        let bits = channels.into_iter().map(|channel| 1 << channel as u32);
        Self(bits.fold(0, |all, bit| all | bit))
    }
}

/// Which channels carry a field, by verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capability {
    /// The record's kind, by name.
    pub kind: &'static str,
    /// The field; empty: the record as a whole.
    pub field: &'static str,
    read: &'static [Channel],
    create: &'static [Channel],
    update: &'static [Channel],
    delete: &'static [Channel],
}

impl Capability {
    /// The channels that carry the field for this verb, whether a connection has them or not.
    #[must_use]
    pub const fn by(&self, verb: Verb) -> &'static [Channel] {
        match verb {
            Verb::Read => self.read,
            Verb::Create => self.create,
            Verb::Update => self.update,
            Verb::Delete => self.delete,
        }
    }

    /// What can be done with these channels: the most that one of them amounts to.
    #[must_use]
    pub fn ability(&self, verb: Verb, channels: Channels) -> Ability {
        let own = self.by(verb).iter().filter(|own| channels.has(**own));
        own.map(|own| own.ability()).max().unwrap_or(Ability::No)
    }
}

/// The table of a system (`houzz`, `highlevel`); of one that nobody knows, nothing can be said.
#[must_use]
pub fn table(system: &str) -> Vec<Capability> {
    match system {
        "houzz" => houzz::TABLE.to_vec(),
        "highlevel" => highlevel::table(),
        _ => Vec::new(),
    }
}

/// What can be done with a field (empty: the record as a whole) of a kind in a system, over these
/// channels. What no table speaks of cannot be done.
#[must_use]
pub fn ability(
    system: &str,
    channels: Channels,
    (kind, field): (&str, &str),
    verb: Verb,
) -> Ability {
    let table = table(system);
    let row = table
        .iter()
        .find(|row| row.kind == kind && row.field == field);
    row.map_or(Ability::No, |row| row.ability(verb, channels))
}

/// The channels of a system that need nothing set up.
#[must_use]
pub fn always(system: &str) -> &'static [Channel] {
    match system {
        "houzz" => &[Channel::Export, Channel::ImportFile, Channel::WorkList],
        "highlevel" => &[Channel::Api],
        _ => &[],
    }
}

/// Every channel that a system can have.
#[must_use]
pub fn channels(system: &str) -> &'static [Channel] {
    match Channel::ALL {
        [api, houzz @ ..] => match system {
            "houzz" => houzz,
            "highlevel" => std::slice::from_ref(api),
            _ => &[],
        },
        [] => &[],
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{Kind, fields};

    #[test]
    fn a_table_speaks_of_each_field_once_and_of_fields_that_are() {
        for system in ["houzz", "highlevel"] {
            let mut seen = HashSet::new();
            for row in table(system) {
                assert!(seen.insert((row.kind, row.field)), "{row:?}");
                let known: HashSet<_> = channels(system).iter().copied().collect();
                for verb in Verb::ALL {
                    assert!(row.by(verb).iter().all(|by| known.contains(by)), "{row:?}");
                }
                if let (Some(kind), false) = (Kind::parse(row.kind), row.field.is_empty()) {
                    assert!(fields::find(kind, row.field).is_some(), "{row:?}");
                }
            }
        }
        assert!(table("salesforce").is_empty());
    }

    #[test]
    fn what_can_be_done_follows_from_the_channels_that_are_there() {
        let able = |channels: &[Channel], kind, field, verb| {
            let channels = channels.iter().copied().collect();
            ability("houzz", channels, (kind, field), verb)
        };
        use Channel::{Bridge, CalendarFeed, LeadHook, WorkList};
        assert_eq!(able(&[], "contact", "phone", Verb::Update), Ability::No);
        let person = able(&[WorkList, LeadHook], "contact", "phone", Verb::Update);
        assert_eq!(person, Ability::Person);
        let handed = able(&[WorkList, LeadHook], "contact", "phone", Verb::Create);
        assert_eq!(handed, Ability::HandOff);
        let read = able(&[Bridge], "contact", "phone", Verb::Read);
        assert_eq!(read, Ability::Yes);
        let fed = able(&[CalendarFeed], "appointment", "startTime", Verb::Update);
        assert_eq!(fed, Ability::HandOff);
        // Nothing is ever written to Houzz Pro by Tenon itself.
        let all: Channels = channels("houzz").iter().copied().collect();
        for row in table("houzz") {
            for verb in [Verb::Create, Verb::Update, Verb::Delete] {
                assert!(row.ability(verb, all) < Ability::Yes, "{row:?}");
            }
        }
        assert_eq!(
            able(&[Bridge], "contact", "shoeSize", Verb::Read),
            Ability::No
        );
    }
}
