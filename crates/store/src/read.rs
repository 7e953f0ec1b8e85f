//! Reading: each look-up once, over both databases.

mod background;
mod calls;
mod changes;
mod connections;
mod kinds;
mod links;
mod records;
mod sources;
mod tokens;
mod webhooks;

pub use background::QueueDepth;
pub use calls::KeptAnswer;
pub use changes::ChangePage;
pub use connections::Connection;
pub use kinds::Members;
pub use links::{Link, LinkState};
pub use sources::{Review, SourceItem};
pub use tokens::Token;
pub use webhooks::{Delivery, DeliveryState, SubscriptionState, WebhookSubscription};

pub(crate) use records::{children, record};
