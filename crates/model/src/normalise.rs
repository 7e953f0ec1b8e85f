//! How values are made comparable. Each function is idempotent: normal form stays as it is.

mod email;
mod name;
mod phone;
mod tag;

pub use email::{EmailError, email};
pub use name::{fold, fold_search, split_name};
pub use phone::{PhoneError, digits, phone};
pub use tag::tags;
