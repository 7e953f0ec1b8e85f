//! `tenon location create`

use tenon_model::{Location, is_id};
use tenon_operations::{OperationError, furnish};
use tenon_store::{Company, HOUSE, OAuthWrite, Write};

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
    if options.company.as_deref().is_some_and(|id| !is_id(id)) {
        return Err(Failure::usage(
            "--company takes an id: 1 to 64 of A-Z a-z 0-9 _ -",
        ));
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
    make(&home, location, options.sample).await?;
    if let Some(company) = options.company {
        join(&home, &id, company).await?;
    }
    say(&id);
    Ok(())
}

/// Puts a location into a company.
async fn join(home: &Home, location: &str, company: String) -> Result<(), Failure> {
    let writes = [
        OAuthWrite::Company(Company {
            id: company.clone(),
            name: company.clone(),
            is_default: false,
        }),
        OAuthWrite::CompanyLocation {
            location_id: location.to_owned(),
            company_id: company,
        },
    ];
    let writes = writes.into_iter().map(Box::new).map(Write::OAuth).collect();
    home.commit(HOUSE, writes).await.map(drop)
}

/// Makes a location with what it is given to start with.
pub(crate) async fn make(home: &Home, location: Location, sample: bool) -> Result<(), Failure> {
    let id = location.id.clone();
    let furniture = furnish(&location, sample, home.clock.now(), &*home.random);
    let mut writes = vec![Write::Location(location)];
    writes.extend(furniture);
    let commit = home.commit(&id, writes).await;
    commit.map(drop).map_err(|failure| match failure {
        Failure::Operation(OperationError::Contended(what), _)
            if what == format!("the location {id}") =>
        {
            Failure::failed(format!("there is a location {id} already"))
        }
        other => other,
    })
}
