//! What Tenon talks about: records, their fields, ids, changes and scopes, and how e-mails, phones,
//! names and tags are made comparable.
//!
//! Pure: it must do no I/O and read no clock; time and chance come in through [`Clock`] and
//! [`Random`].

mod appointment;
mod business;
mod calendar;
pub mod capability;
pub mod change;
mod contact;
mod custom_field;
mod environment;
mod event;
pub mod fields;
pub mod filter;
pub mod houzz;
mod id;
pub mod index;
mod kind;
mod location;
pub mod normalise;
mod note;
mod opportunity;
mod programme;
mod scope;
mod task;
pub mod time;
mod user;

pub use appointment::Appointment;
pub use business::Business;
pub use calendar::Calendar;
pub use change::{Action, Actor, Cause, Change, FieldChange, Origin};
pub use contact::Contact;
pub use custom_field::CustomField;
pub use environment::{Clock, Random};
pub use event::EventKind;
pub use id::{ID_LENGTH, is_id, new_id};
pub use kind::Kind;
pub use location::Location;
pub use note::Note;
pub use opportunity::{HOUZZ_STAGES, Opportunity, Pipeline, Stage, houzz_board};
pub use programme::{Campaign, Workflow};
pub use scope::{Scope, ScopeSet};
pub use task::Task;
pub use user::User;

/// A record's fields by their wire names (`firstName`, `dueDate`), in a stable order.
pub type Fields = serde_json::Map<String, serde_json::Value>;
