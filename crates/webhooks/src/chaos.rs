//! Faults to be injected, as the sandbox does to show what a receiver must bear.

use std::time::Duration;

/// Decides what goes wrong with an event. Asked once per event, when it becomes a job; what it
/// decided is kept with the job, so that every try of the event fares alike.
pub trait Chaos: Send + Sync {
    /// Whether the event is lost: never sent, and nobody is told.
    fn drop(&self) -> bool;
    /// Whether it is sent twice, with the same id and bytes.
    fn duplicate(&self) -> bool;
    /// How long it is kept back. Later events of the same contact overtake it meanwhile.
    fn delay(&self) -> Option<Duration>;
}
