//! The rules of a field: which way it goes, and what decides when both sides have their own.

use super::Side;

/// Which way a field goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// A change on either side reaches the other.
    #[default]
    Both,
    /// The hub takes what the other side has; what is edited in the hub is put back.
    ToHub,
    /// The other side is given what the hub has; what is edited over there is put back.
    ToRemote,
    /// It is not carried.
    Off,
}

impl Direction {
    /// The side whose value counts, where only one does.
    #[must_use]
    pub const fn giver(self) -> Option<Side> {
        match self {
            Self::ToHub => Some(Side::Remote),
            Self::ToRemote => Some(Side::Hub),
            Self::Both | Self::Off => None,
        }
    }

    /// Whether the other side is ever written.
    #[must_use]
    pub const fn sends(self) -> bool {
        matches!(self, Self::Both | Self::ToRemote)
    }
}

/// What decides when both sides changed one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Conflicts {
    /// The later change stands.
    #[default]
    Newest,
    /// What Houzz Pro told stands; between others, the later change.
    Houzz,
    /// What HighLevel has stands; between others, the later change.
    Highlevel,
    /// What the hub has stands.
    Hub,
    /// A person decides; until then each side keeps its own.
    Ask,
}

/// What an emptied field does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Blanks {
    /// It overwrites nothing: the other side's value comes back.
    #[default]
    Keep,
    /// It counts as any other change.
    Overwrite,
}

/// How fields that hold several values (tags, additional e-mails and phones) are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sets {
    /// What either side added or took away happens on both.
    #[default]
    Union,
    /// This side's set stands on both.
    Rules(Side),
}

/// The rules of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldRule {
    /// Which way it goes.
    pub direction: Direction,
    /// What decides when both sides changed it.
    pub conflicts: Conflicts,
    /// What an emptied field does.
    pub blanks: Blanks,
    /// How several values are merged.
    pub sets: Sets,
}

/// What a merge asks about its fields.
pub trait Judge {
    /// The rules of a field.
    fn rule(&self, field: &str) -> FieldRule;

    /// Who wins where both sides changed a field, and by which rule; `None`: a person is to be asked.
    fn settle(&self, field: &str, conflicts: Conflicts) -> Option<(Side, Rule)>;

    /// Whether the other side's field can be written.
    fn can_update(&self, field: &str) -> bool;
}

/// Why one value stood and the other fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Both sides had changed the field: the later change stands.
    NewestWins,
    /// Both had: what Houzz Pro told stands.
    HouzzWins,
    /// Both had: what HighLevel has stands.
    HighlevelWins,
    /// Both had: what the hub has stands.
    HubWins,
    /// One side had emptied the field: emptiness overwrites nothing.
    BlankNeverOverwrites,
    /// The field goes the other way only.
    OneWay,
}

impl Rule {
    /// Its name on the timeline.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewestWins => "newest wins",
            Self::HouzzWins => "Houzz wins",
            Self::HighlevelWins => "HighLevel wins",
            Self::HubWins => "hub wins",
            Self::BlankNeverOverwrites => "a blank never overwrites",
            Self::OneWay => "one way only",
        }
    }
}
