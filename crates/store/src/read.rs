//! Reading: each look-up once, over both databases.

mod background;
mod calls;
mod changed;
mod changes;
mod channels;
mod clients;
mod connections;
mod controls;
mod kinds;
mod links;
mod log_page;
mod maps;
mod outlets;
mod overview;
mod pages;
mod people;
mod records;
mod runs;
mod sources;
mod tokens;
mod vendor;
mod webhooks;

pub use background::QueueDepth;
pub use calls::KeptAnswer;
pub use changed::{ChangedPage, ChangedSearch};
pub use changes::ChangePage;
pub use channels::{Channel, LeadTime};
pub use clients::{Client, ClientSecret, Code, Grant, RefreshToken};
pub use connections::Connection;
pub use controls::{Asked, Merge, Moved, Pause, ReviewRule, ReviewSearch, Undo};
pub use kinds::{Members, Span};
pub use links::{Link, LinkState};
pub use log_page::{LogPage, LogSearch};
pub use maps::MapVersion;
pub use outlets::{CalendarFeed, Evidence, Handoff, HandoffState, Outlet, WorkItem, WorkState};
pub use overview::{Arrivals, COUNTED, Direction, Queues, Traffic};
pub use people::{Attempts, Company, Membership, Person, Session, SignInLink};
pub use runs::{RunKind, RunState, SyncRun};
pub use sources::{Review, SourceItem};
pub use tokens::Token;
pub use vendor::{ConnectFlow, Standing, StandingState, VendorApp};
pub use webhooks::{Delivery, DeliveryState, SubscriptionState, WebhookSubscription};

pub(crate) use records::{children, record};
