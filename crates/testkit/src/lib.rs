//! What tests share: a private PostgreSQL, a clock moved by hand, seeded chance. Never shipped.

mod clock;
mod postgres;
mod random;

pub use clock::TestClock;
pub use postgres::{database_url, private_server};
pub use random::SeededRandom;
