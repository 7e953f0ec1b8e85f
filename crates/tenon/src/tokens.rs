//! `tenon token create`

use jiff::SignedDuration;
use tenon_model::Scope;
use tenon_store::Write;

use crate::{
    cli::{HomeOptions, TokenOptions},
    failure::Failure,
    home::Home,
    table::say,
};

pub(crate) async fn create(home: &HomeOptions, options: TokenOptions) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    let scopes = Scope::parse_list(&options.scope).map_err(Failure::usage)?;
    if scopes.is_empty() {
        return Err(Failure::usage(
            "--scope is empty; such a token could do nothing",
        ));
    }
    let ttl = ttl(&options.ttl)?;
    home.location(&options.location).await?;
    say(&make(&home, &options.location, &options.name, &scopes, ttl).await?);
    Ok(())
}

pub(crate) async fn make(
    home: &Home,
    location: &str,
    name: &str,
    scopes: &[Scope],
    ttl: SignedDuration,
) -> Result<String, Failure> {
    let now = home.clock.now();
    let (plain, token) = tenon_oauth::issue(&*home.random, now, ttl, location, name, scopes);
    home.commit(location, vec![Write::Token(Box::new(token))])
        .await?;
    Ok(plain)
}

fn ttl(text: &str) -> Result<SignedDuration, Failure> {
    let ttl = duration("--ttl", text)?;
    if ttl > SignedDuration::ZERO {
        Ok(ttl)
    } else {
        Err(Failure::usage("--ttl must be longer than nothing"))
    }
}

/// Reads an option's duration, up to a year.
pub(crate) fn duration(option: &str, text: &str) -> Result<SignedDuration, Failure> {
    let wrong = || {
        Failure::usage(format!(
            "{option} takes a time like 30m, 24h or 90d, a year at most; not {text:?}"
        ))
    };
    let days = text
        .strip_suffix('d')
        .map(|days| days.trim().parse::<i64>());
    let duration = match days {
        Some(days) => {
            let days = days.map_err(|_| wrong())?;
            SignedDuration::from_hours(
                days.checked_mul(24)
                    .filter(|_| days <= 366)
                    .ok_or_else(wrong)?,
            )
        }
        None => text.parse::<SignedDuration>().map_err(|_| wrong())?,
    };
    if (SignedDuration::ZERO..=tenon_oauth::MAX_TTL).contains(&duration) {
        Ok(duration)
    } else {
        Err(wrong())
    }
}
