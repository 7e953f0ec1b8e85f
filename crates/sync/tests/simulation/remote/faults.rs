//! What goes wrong on the way, and giving way.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

/// How much goes wrong, in percent of the calls.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Faults {
    pub(crate) limited: u64,
    pub(crate) lost: u64,
    pub(crate) unanswered: u64,
    pub(crate) late: u64,
    /// The token is void; nothing works until there is another.
    pub(crate) locked: bool,
}

/// What becomes of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code)]
pub(crate) enum Script {
    /// It is turned away: the rate limit is used up.
    Limited,
    /// It is lost before its effect.
    Lost,
    /// Its answer is lost.
    Unanswered,
    /// It has its effect after the caller has given up.
    Late,
    /// All goes well.
    Well,
}

/// Gives way once.
pub(crate) struct Yield(pub(crate) bool);

impl Future for Yield {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}
