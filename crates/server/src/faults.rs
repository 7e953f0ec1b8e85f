//! Faults on purpose: what the sandbox does to whoever talks to it, by share and seed.

use std::{str::FromStr, sync::Arc, time::Duration};

use http::StatusCode;
use tenon_model::Random;

use crate::{App, envelope::Refusal};

/// Shares are counted in millionths.
const WHOLE: u64 = 1_000_000;
/// A call that is never answered is held this long, past any client's patience.
const SILENCE: Duration = Duration::from_secs(120);

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 429, whatever the limit says.
    TooMany,
    /// 500 before anything was done.
    Broken,
    /// Nothing is done and no answer comes.
    TimeoutBefore,
    /// It is done and no answer comes.
    TimeoutAfter,
    /// A webhook is not sent.
    DropWebhook,
    /// A webhook is sent twice.
    DuplicateWebhook,
    /// A webhook is sent late, after later ones.
    DelayWebhook,
}

/// A text that names no fault.
#[derive(Debug, thiserror::Error)]
#[error(
    "a fault is KIND=SHARE with a share from 0 to 1 and a kind of 429, 500, timeout-before, \
     timeout-after, drop-webhook, duplicate-webhook, delay-webhook; not {0:?}"
)]
pub struct UnknownFault(String);

/// Which faults happen, and how often.
#[derive(Clone)]
pub struct Faults {
    shares: Vec<(Fault, u64)>,
    random: Arc<dyn Random>,
}

impl Faults {
    /// Faults by share, drawn from `random`.
    #[must_use]
    pub fn new(shares: Vec<(Fault, f64)>, random: Arc<dyn Random>) -> Self {
        let parts = |share: f64| (share.clamp(0.0, 1.0) * WHOLE as f64) as u64;
        let shares = shares
            .into_iter()
            .map(|(fault, share)| (fault, parts(share)))
            .collect();
        Self { shares, random }
    }

    /// Whether this fault happens now.
    #[must_use]
    pub fn strikes(&self, fault: Fault) -> bool {
        self.shares
            .iter()
            .any(|(kind, share)| *kind == fault && self.random.below(WHOLE) < *share)
    }
}

/// Reads `KIND=SHARE`.
impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "429" => Self::TooMany,
            "500" => Self::Broken,
            "timeout-before" => Self::TimeoutBefore,
            "timeout-after" => Self::TimeoutAfter,
            "drop-webhook" => Self::DropWebhook,
            "duplicate-webhook" => Self::DuplicateWebhook,
            "delay-webhook" => Self::DelayWebhook,
            _ => return Err(UnknownFault(text.to_owned())),
        })
    }
}

impl Fault {
    /// Reads `KIND=SHARE`, such as `timeout-after=0.05`.
    ///
    /// # Errors
    /// See [`UnknownFault`].
    pub fn parse_share(text: &str) -> Result<(Self, f64), UnknownFault> {
        let wrong = || UnknownFault(text.to_owned());
        let (kind, share) = text.split_once('=').ok_or_else(wrong)?;
        let share: f64 = share.parse().map_err(|_| wrong())?;
        if !(0.0..=1.0).contains(&share) {
            return Err(wrong());
        }
        Ok((kind.parse()?, share))
    }
}

/// What is to happen once the call has had its effect.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Injected {
    Nothing,
    AfterEffect,
}

pub(crate) async fn before(app: &App, trace_id: &str) -> Result<Injected, Refusal> {
    let Some(faults) = &app.settings().faults else {
        return Ok(Injected::Nothing);
    };
    if faults.strikes(Fault::TooMany) {
        return Err(Refusal::new(
            StatusCode::TOO_MANY_REQUESTS,
            "Too Many Requests",
            trace_id,
        ));
    }
    if faults.strikes(Fault::Broken) {
        let message = "an injected fault";
        return Err(Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            message,
            trace_id,
        ));
    }
    if faults.strikes(Fault::TimeoutBefore) {
        never_answer().await;
        return Err(Refusal::new(
            StatusCode::GATEWAY_TIMEOUT,
            "an injected fault",
            trace_id,
        ));
    }
    let after = faults.strikes(Fault::TimeoutAfter);
    Ok(if after {
        Injected::AfterEffect
    } else {
        Injected::Nothing
    })
}

pub(crate) async fn never_answer() {
    tokio::time::sleep(SILENCE).await;
}
