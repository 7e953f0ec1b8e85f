//! `tenon user …`: the people who sign in.

use std::path::Path;

use serde_json::Value;
use tenon_model::{Kind, User, normalise};
use tenon_oauth::{People, Role, hash_password, new_person};
use tenon_server::PublicUrl;
use tenon_store::{HOUSE, Membership, OAuthWrite, Person, Write};

use crate::{
    cli::{HomeOptions, LinkOptions, PasswordOptions, RevokeOptions, UserCommand, UserOptions},
    failure::Failure,
    home::Home,
    table::{self, say},
};

/// Users of a location that are looked through for one with the same e-mail: more than a firm has.
const MOST: i64 = 1_000;

pub(crate) async fn run(home: &HomeOptions, command: UserCommand) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    match command {
        UserCommand::Create(options) => create(&home, options).await,
        UserCommand::Link(options) => link(&home, options).await,
        UserCommand::Password(options) => password(&home, options).await,
        UserCommand::List => list(&home).await,
        UserCommand::Revoke(options) => revoke(&home, options).await,
    }
}

async fn create(home: &Home, options: UserOptions) -> Result<(), Failure> {
    let role: Role = options.role.parse().map_err(Failure::usage)?;
    home.location(&options.location).await?;
    let password = options.password_file.as_deref().map(read).transpose()?;
    let new = new_person(
        &*home.random,
        home.clock.now(),
        &options.email,
        &options.name,
        password.as_deref(),
    );
    let new = new.map_err(Failure::usage)?;
    let known = home.store.person_by_email(&new.email).await?;
    let users = home
        .store
        .records_in(&options.location, Kind::User, 0, MOST);
    let users = users.await?;
    let mut own = None;
    for record in users {
        let user: User = record.typed()?;
        if user.email.as_deref() == Some(&*new.email) {
            own = Some(record.id);
        }
    }
    let mut writes = Vec::new();
    let places = match &known {
        Some(known) => home.store.memberships(&known.id).await?,
        None => Vec::new(),
    };
    let id = match known {
        Some(known) if known.revoked_at.is_some() => {
            return Err(Failure::failed(format!(
                "the account {} was shut",
                known.email
            )));
        }
        Some(_) if password.is_some() => {
            return Err(Failure::failed(
                "there is an account with this e-mail already; set its password with: \
                 tenon user password",
            ));
        }
        Some(known) => known.id,
        None => {
            // A user that the location has already, known by the e-mail, is who signs in now.
            let id = own.clone().unwrap_or_else(|| new.id.clone());
            let id_is_free = home.store.person(&id).await?.is_none();
            let id = if id_is_free { id } else { new.id.clone() };
            writes.push(OAuthWrite::Person(Person {
                id: id.clone(),
                ..new.clone()
            }));
            id
        }
    };
    writes.extend(seat(&places, &id, &options.location, role));
    write(home, writes).await?;
    if own.is_none() {
        add_user(home, &options.location, &id, &new, role).await?;
    }
    say(&id);
    Ok(())
}

/// Gives a person a role at a location. What was granted under another one ends with it: live access
/// tokens carry what that role could give.
fn seat(places: &[Membership], person: &str, location: &str, role: Role) -> Vec<OAuthWrite> {
    let mut writes = vec![OAuthWrite::Member {
        person_id: person.to_owned(),
        location_id: location.to_owned(),
        role: Some(role.name().to_owned()),
    }];
    let changes = |place: &Membership| place.location_id == location && place.role != role.name();
    if places.iter().any(changes) {
        writes.push(OAuthWrite::RevokeGrantsAt {
            person_id: person.to_owned(),
            location_id: location.to_owned(),
        });
    }
    writes
}

/// Makes somebody who signs in a user of the location, under the same id, as its clients see users.
async fn add_user(
    home: &Home,
    location: &str,
    id: &str,
    person: &Person,
    role: Role,
) -> Result<(), Failure> {
    let (first_name, last_name) = normalise::split_name(&person.name);
    let user = User {
        first_name,
        last_name,
        email: Some(person.email.clone()),
        role: if role == Role::Owner { "admin" } else { "user" }.to_owned(),
        ..User::default()
    };
    let Value::Object(doc) = serde_json::to_value(user)? else {
        return Ok(());
    };
    let create = Write::Create {
        kind: Kind::User,
        id: id.to_owned(),
        root_id: id.to_owned(),
        doc,
        exclusive: true,
    };
    home.commit(location, vec![create]).await.map(drop)
}

async fn link(home: &Home, options: LinkOptions) -> Result<(), Failure> {
    let url: PublicUrl = options.public_url.parse().map_err(Failure::usage)?;
    let person = find(home, &options.email).await?;
    say(&make_link(home, &person, &url).await?);
    Ok(())
}

/// A link that signs a person in once.
pub(crate) async fn make_link(
    home: &Home,
    person: &Person,
    url: &PublicUrl,
) -> Result<String, Failure> {
    let (clock, random) = (home.clock.clone(), home.random.clone());
    let people = People::new(home.store.clone(), clock, random);
    let secret = people.new_link(person).await?;
    Ok(format!("{}/sign-in/link/{secret}", url.as_str()))
}

async fn password(home: &Home, options: PasswordOptions) -> Result<(), Failure> {
    let mut person = find(home, &options.email).await?;
    let password = read(&options.password_file)?;
    person.password = hash_password(&*home.random, &password).map_err(Failure::usage)?;
    // Whoever knew the old one is signed out.
    let sessions = OAuthWrite::EndSessionsOf {
        person_id: person.id.clone(),
    };
    write(home, vec![OAuthWrite::Person(person), sessions]).await
}

async fn list(home: &Home) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for person in home.store.people(None).await? {
        let places = home.store.memberships(&person.id).await?;
        let places: Vec<_> = places
            .iter()
            .map(|place| format!("{} ({})", place.location_id, place.role))
            .collect();
        let state = match (person.revoked_at, person.password.is_empty()) {
            (Some(_), _) => "shut",
            (None, true) => "links only",
            (None, false) => "password",
        };
        rows.push(vec![
            person.id,
            person.email,
            person.name,
            state.to_owned(),
            places.join(", "),
        ]);
    }
    table::print(&["id", "e-mail", "name", "", "locations"], &rows);
    Ok(())
}

async fn revoke(home: &Home, options: RevokeOptions) -> Result<(), Failure> {
    let mut person = find(home, &options.email).await?;
    let person_id = person.id.clone();
    let writes = match options.location {
        Some(location_id) => vec![
            OAuthWrite::Member {
                person_id: person_id.clone(),
                location_id: location_id.clone(),
                role: None,
            },
            OAuthWrite::RevokeGrantsAt {
                person_id,
                location_id,
            },
        ],
        None => {
            person.revoked_at = Some(home.clock.now());
            vec![
                OAuthWrite::Person(person),
                OAuthWrite::EndSessionsOf { person_id },
            ]
        }
    };
    write(home, writes).await
}

async fn find(home: &Home, email: &str) -> Result<Person, Failure> {
    let email = email.trim().to_lowercase();
    let person = home.store.person_by_email(&email).await?;
    person
        .filter(|person| person.revoked_at.is_none())
        .ok_or_else(|| {
            Failure::failed(format!(
                "there is no account {email:?}; make one with: tenon user create"
            ))
        })
}

/// Writes what belongs to the installation.
pub(crate) async fn write(home: &Home, writes: Vec<OAuthWrite>) -> Result<(), Failure> {
    let writes = writes.into_iter().map(Box::new).map(Write::OAuth).collect();
    home.commit(HOUSE, writes).await.map(drop)
}

/// A file's first line: editors put an end of line behind it.
fn read(file: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::failed(format!("{} cannot be read: {error}", file.display())))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_role_ends_what_the_old_one_granted() {
        let places = [("oak", "owner"), ("elm", "member")].map(|(location, role)| Membership {
            person_id: "ana".to_owned(),
            location_id: location.to_owned(),
            location_name: String::new(),
            role: role.to_owned(),
            company_id: None,
        });
        for (location, role, ends) in [
            ("oak", Role::ReadOnly, true),
            ("oak", Role::Owner, false),
            ("elm", Role::Owner, true),
            ("new", Role::Member, false),
        ] {
            let writes = seat(&places, "ana", location, role);
            assert!(
                matches!(&writes[0], OAuthWrite::Member { role: Some(name), .. }
                if name == role.name())
            );
            let ended = matches!(writes.get(1), Some(OAuthWrite::RevokeGrantsAt {
                person_id, location_id
            }) if person_id == "ana" && location_id == location);
            assert_eq!(ended, ends, "{location} {}", role.name());
        }
    }
}
