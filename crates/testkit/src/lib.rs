//! What tests share: a private PostgreSQL, a clock moved by hand, seeded chance, a mail server,
//! folders that go with their test. Never shipped.

mod clock;
mod folder;
mod mail;
mod postgres;
mod random;
mod server;

pub use clock::TestClock;
pub use folder::TempFolder;
pub use mail::MailServer;
pub use postgres::{Database, database_url, private_server, sql};
pub use random::SeededRandom;
pub use server::PostgresServer;
