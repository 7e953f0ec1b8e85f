//! `tenon location create`

use tenon_model::{Location, is_id};
use tenon_store::{StoreError, Write};

use crate::{
    cli::{HomeOptions, LocationOptions},
    failure::Failure,
    home::Home,
    table::say,
};

pub(crate) async fn create(home: &HomeOptions, options: LocationOptions) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    let id = options.id.unwrap_or_else(|| home.new_id());
    if !is_id(&id) {
        return Err(Failure::usage("an id is 1 to 64 of A-Z a-z 0-9 _ -"));
    }
    let country = options.country.to_ascii_uppercase();
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Failure::usage(
            "--country takes two letters (ISO 3166-1), such as US",
        ));
    }
    if jiff::tz::TimeZone::get(&options.timezone).is_err() {
        return Err(Failure::usage(format!(
            "there is no time zone {:?}; write one like America/Chicago",
            options.timezone
        )));
    }
    let location = Location {
        id: id.clone(),
        name: options.name,
        country,
        timezone: options.timezone,
        allow_duplicates: options.allow_duplicates,
    };
    make(&home, location).await?;
    say(&id);
    Ok(())
}

pub(crate) async fn make(home: &Home, location: Location) -> Result<(), Failure> {
    let id = location.id.clone();
    let commit = home.commit(&id, vec![Write::Location(location)]).await;
    commit.map(drop).map_err(|failure| match failure {
        Failure::Failed(text)
            if text
                == (StoreError::Conflict {
                    what: format!("the location {id}"),
                })
                .to_string() =>
        {
            Failure::failed(format!("there is a location {id} already"))
        }
        other => other,
    })
}
