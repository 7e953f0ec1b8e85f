//! The events that webhooks tell of.

use serde::{Deserialize, Serialize};

use crate::Scope;

macro_rules! events {
    ($($variant:ident, $scope:ident, $origin:ident, $what:literal;)*) => {
        /// What happened, by the name it has on the wire.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum EventKind {
            $(#[doc = $what] $variant,)*
        }

        impl EventKind {
            /// Every kind there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its `type` on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)*
                }
            }

            /// The scope that whoever wants to be told of it must have.
            #[must_use]
            pub const fn scope(self) -> Scope {
                match self {
                    $(Self::$variant => Scope::$scope,)*
                }
            }

            /// Whether HighLevel has it too (docs/webhook events).
            #[must_use]
            pub const fn is_highlevels(self) -> bool {
                match self {
                    $(Self::$variant => matches!(Origin::$origin, Origin::HighLevel),)*
                }
            }
        }
    };
}

enum Origin {
    HighLevel,
    Ours,
}

events! {
    ContactCreate, ContactsReadonly, HighLevel, "A contact came to be.";
    ContactUpdate, ContactsReadonly, HighLevel, "Fields of a contact changed.";
    ContactDndUpdate, ContactsReadonly, HighLevel, "What a contact may be sent changed.";
    ContactTagUpdate, ContactsReadonly, HighLevel, "A contact's tags changed.";
    ContactDelete, ContactsReadonly, HighLevel, "A contact was deleted.";
    NoteCreate, ContactsReadonly, HighLevel, "A note came to be.";
    NoteUpdate, ContactsReadonly, HighLevel, "A note changed.";
    NoteDelete, ContactsReadonly, HighLevel, "A note was deleted.";
    TaskCreate, ContactsReadonly, HighLevel, "A task came to be.";
    TaskUpdate, ContactsReadonly, Ours, "A task was edited.";
    TaskComplete, ContactsReadonly, HighLevel, "A task was done.";
    TaskDelete, ContactsReadonly, HighLevel, "A task was deleted.";
    AppointmentCreate, CalendarsEventsReadonly, HighLevel, "An appointment came to be.";
    AppointmentUpdate, CalendarsEventsReadonly, HighLevel, "An appointment changed.";
    AppointmentDelete, CalendarsEventsReadonly, HighLevel, "An appointment was deleted.";
    OpportunityCreate, OpportunitiesReadonly, HighLevel, "An opportunity came to be.";
    OpportunityUpdate, OpportunitiesReadonly, HighLevel, "An opportunity changed.";
    OpportunityStageUpdate, OpportunitiesReadonly, HighLevel, "An opportunity moved to another stage.";
    OpportunityStatusUpdate, OpportunitiesReadonly, HighLevel, "An opportunity was won, lost or given up, or is open again.";
    OpportunityMonetaryValueUpdate, OpportunitiesReadonly, HighLevel, "What an opportunity may be worth changed.";
    OpportunityAssignedToUpdate, OpportunitiesReadonly, HighLevel, "An opportunity is looked after by another user.";
    OpportunityDelete, OpportunitiesReadonly, HighLevel, "An opportunity was deleted.";
    BusinessCreate, BusinessesReadonly, Ours, "A firm came to be.";
    BusinessUpdate, BusinessesReadonly, Ours, "A firm changed.";
    BusinessDelete, BusinessesReadonly, Ours, "A firm was deleted.";
}

impl EventKind {
    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}
