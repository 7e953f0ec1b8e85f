//! OAuth's writes: clients, grants, codes, tokens, people and their sessions.
//!
//! They belong to the installation and touch no log: a commit that holds only these names
//! [`HOUSE`] as its location.

use jiff::Timestamp;

use super::{Commit, log::to_text};
use crate::{
    Attempts, Client, Code, Company, Grant, Person, RefreshToken, Session, SignInLink, StoreError,
    driver::{Driver, Value, values},
    micros,
};

/// The location of what belongs to the installation and to no location.
pub const HOUSE: &str = "";

/// Rows of each table that one [`OAuthWrite::Prune`] removes at most: more than are added by what it
/// comes along with, so that tables shrink, and few enough that nobody waits.
const PRUNED_AT_ONCE: i64 = 20;

/// Accounts and addresses whose failed tries are kept: some MiB. Passwords are hashed at some tens a
/// second, so that it takes a quarter of an hour to push one out, and by then it may try again anyway.
const MAX_ATTEMPTS: i64 = 50_000;

/// One thing to write. Those that expect something are refused with a conflict when it is not so.
#[derive(Debug, Clone)]
pub enum OAuthWrite {
    /// A company, unless there is one of that id, or a default one already.
    Company(Company),
    /// The company a location belongs to from now on.
    CompanyLocation {
        /// The location.
        location_id: String,
        /// The company.
        company_id: String,
    },
    /// A client, new (version 0) or changed; expects the version that was read.
    Client(Client),
    /// A person, new (version 0) or changed; expects the version that was read, and that nobody else
    /// has the e-mail address.
    Person(Person),
    /// A person's role in a location; `None` ends it.
    Member {
        /// The person.
        person_id: String,
        /// The location.
        location_id: String,
        /// `owner`, `member` or `read-only`.
        role: Option<String>,
    },
    /// A new session.
    Session(Session),
    /// The end of a session.
    EndSession {
        /// The cookie's hash.
        hash: String,
    },
    /// The end of a person's sessions.
    EndSessionsOf {
        /// The person.
        person_id: String,
    },
    /// A new one-time link.
    Link(SignInLink),
    /// A link's use; expects that it is unused.
    UseLink {
        /// The link's hash.
        hash: String,
    },
    /// Tries to sign in; expects them as they were read (`None`: none yet).
    Attempts {
        /// As they are now.
        now: Attempts,
        /// As they were read.
        read: Option<Attempts>,
    },
    /// Tries forgotten, after a success.
    ForgetAttempts {
        /// The account or address.
        key: String,
    },
    /// A new authorization code.
    Code(Code),
    /// A code's use; expects that it is unused.
    UseCode {
        /// The code's hash.
        hash: String,
    },
    /// Nothing by itself; expects that somebody belongs to one of these locations, and holds them to it
    /// until the commit is done.
    Belongs {
        /// The person.
        person_id: String,
        /// The locations.
        locations: Vec<String>,
    },
    /// A new grant.
    Grant(Grant),
    /// The end of a grant, and so of all its tokens. One that has ended stays as it is.
    RevokeGrant {
        /// The grant.
        id: String,
    },
    /// The end of a person's grants at a location.
    RevokeGrantsAt {
        /// The person.
        person_id: String,
        /// The location; a company's grant that includes it ends too.
        location_id: String,
    },
    /// A new refresh token.
    RefreshToken(RefreshToken),
    /// A refresh token's use, or its use again when the answer was lost; expects the heir that was
    /// read (`None`: that it is unspent).
    SpendRefresh {
        /// Its hash.
        hash: String,
        /// The heir that was read.
        read: Option<String>,
        /// The heir now.
        heir: String,
    },
    /// A refresh token replaced before it was used; expects that it is unspent.
    ReplaceRefresh {
        /// Its hash.
        hash: String,
    },
    /// A token's first use; expects that it is unused and not revoked.
    UseToken {
        /// Its hash.
        hash: String,
    },
    /// The end of a token that nobody has used; expects that it is so.
    RevokeUnusedToken {
        /// Its hash.
        hash: String,
    },
    /// The end of a token. One that has ended stays as it is.
    RevokeToken {
        /// Its hash.
        hash: String,
    },
    /// Removes some of what ended before that time.
    Prune {
        /// The time.
        before: Timestamp,
    },
}

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    write: &OAuthWrite,
) -> Result<(), StoreError> {
    let now = micros(commit.at);
    match write {
        OAuthWrite::Company(company) => {
            let sql = "INSERT INTO companies (id, name, is_default, created_at)
                       VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
            let is_default = company.is_default.then_some(1_i64);
            let values = values![&company.id, &company.name, is_default, now];
            driver.execute(sql, &values).await.map(drop)
        }
        OAuthWrite::CompanyLocation {
            location_id,
            company_id,
        } => {
            let sql = "INSERT INTO company_locations (location_id, company_id) VALUES ($1, $2)
                       ON CONFLICT (location_id) DO UPDATE SET company_id = excluded.company_id";
            let values = values![location_id, company_id];
            driver.execute(sql, &values).await.map(drop)
        }
        OAuthWrite::Client(item) => client(driver, item).await,
        OAuthWrite::Person(item) => person(driver, item).await,
        OAuthWrite::Member {
            person_id,
            location_id,
            role,
        } => member(driver, person_id, location_id, role.as_deref()).await,
        OAuthWrite::Session(session) => {
            let sql = "INSERT INTO sessions (hash, person_id, created_at, expires_at)
                       VALUES ($1, $2, $3, $4)";
            let values = values![
                &session.hash,
                &session.person_id,
                micros(session.created_at),
                micros(session.expires_at),
            ];
            driver.execute(sql, &values).await.map(drop)
        }
        OAuthWrite::EndSession { hash } => {
            let sql = "DELETE FROM sessions WHERE hash = $1";
            driver.execute(sql, &values![hash]).await.map(drop)
        }
        OAuthWrite::EndSessionsOf { person_id } => {
            let sql = "DELETE FROM sessions WHERE person_id = $1";
            driver.execute(sql, &values![person_id]).await.map(drop)
        }
        OAuthWrite::Link(link) => {
            let sql = "INSERT INTO sign_in_links (hash, person_id, expires_at, used_at)
                       VALUES ($1, $2, $3, NULL)";
            let values = values![&link.hash, &link.person_id, micros(link.expires_at)];
            driver.execute(sql, &values).await.map(drop)
        }
        OAuthWrite::UseLink { hash } => {
            let sql = "UPDATE sign_in_links SET used_at = $2 WHERE hash = $1 AND used_at IS NULL";
            expect(driver, sql, &values![hash, now], "the link").await
        }
        OAuthWrite::Attempts { now: item, read } => attempts(driver, item, read.as_ref()).await,
        OAuthWrite::ForgetAttempts { key } => {
            let sql = "DELETE FROM sign_in_attempts WHERE key = $1";
            driver.execute(sql, &values![key]).await.map(drop)
        }
        OAuthWrite::Code(item) => code(driver, item).await,
        OAuthWrite::UseCode { hash } => {
            let sql = "UPDATE authorization_codes SET used_at = $2
                       WHERE hash = $1 AND used_at IS NULL";
            expect(driver, sql, &values![hash, now], "the code").await
        }
        OAuthWrite::Belongs {
            person_id,
            locations,
        } => belongs(driver, person_id, locations).await,
        OAuthWrite::Grant(item) => grant(driver, item).await,
        OAuthWrite::RevokeGrant { id } => {
            let sql = "UPDATE grants SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
            driver.execute(sql, &values![id, now]).await.map(drop)
        }
        OAuthWrite::RevokeGrantsAt {
            person_id,
            location_id,
        } => {
            // Ids need no escape in JSON, so that one is found in a list by its quotes.
            let sql = "UPDATE grants SET revoked_at = $3 WHERE person_id = $1
                         AND revoked_at IS NULL AND locations LIKE $2 ESCAPE '\\'";
            let part = location_id.replace('_', "\\_").replace('%', "\\%");
            let values = values![person_id, format!("%\"{part}\"%"), now];
            driver.execute(sql, &values).await.map(drop)
        }
        OAuthWrite::RefreshToken(item) => refresh_token(driver, item).await,
        OAuthWrite::SpendRefresh { hash, read, heir } => {
            let what = "the refresh token";
            match read {
                None => {
                    let sql = "UPDATE refresh_tokens SET spent_at = $2, heir = $3
                               WHERE hash = $1 AND spent_at IS NULL";
                    expect(driver, sql, &values![hash, now, heir], what).await
                }
                // The time of the first use stays: the grace does not grow.
                Some(read) => {
                    let sql = "UPDATE refresh_tokens SET heir = $3 WHERE hash = $1 AND heir = $2";
                    expect(driver, sql, &values![hash, read, heir], what).await
                }
            }
        }
        OAuthWrite::ReplaceRefresh { hash } => {
            let sql = "UPDATE refresh_tokens SET spent_at = $2
                       WHERE hash = $1 AND spent_at IS NULL";
            expect(driver, sql, &values![hash, now], "the refresh token").await
        }
        OAuthWrite::UseToken { hash } => {
            let sql = "UPDATE tokens SET used_at = $2
                       WHERE hash = $1 AND used_at IS NULL AND revoked_at IS NULL";
            expect(driver, sql, &values![hash, now], "the token").await
        }
        OAuthWrite::RevokeUnusedToken { hash } => {
            let sql = "UPDATE tokens SET revoked_at = $2
                       WHERE hash = $1 AND used_at IS NULL AND revoked_at IS NULL";
            expect(driver, sql, &values![hash, now], "the token").await
        }
        OAuthWrite::RevokeToken { hash } => {
            let sql = "UPDATE tokens SET revoked_at = $2 WHERE hash = $1 AND revoked_at IS NULL";
            driver.execute(sql, &values![hash, now]).await.map(drop)
        }
        OAuthWrite::Prune { before } => prune(driver, micros(*before)).await,
    }
}

/// Runs a statement that must touch a row.
async fn expect(
    driver: &mut dyn Driver,
    sql: &str,
    values: &[Value],
    what: &str,
) -> Result<(), StoreError> {
    match driver.execute(sql, values).await? {
        0 => Err(StoreError::conflict(what)),
        _ => Ok(()),
    }
}

async fn client(driver: &mut dyn Driver, client: &Client) -> Result<(), StoreError> {
    let sql = if client.version == 0 {
        "INSERT INTO clients (id, name, redirect_uris, scopes, is_public, needs_pkce, location_id,
           secrets, created_at, revoked_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE clients SET name = $2, redirect_uris = $3, scopes = $4, is_public = $5,
           needs_pkce = $6, location_id = $7, secrets = $8, created_at = $9, revoked_at = $10,
           version = $11
         WHERE id = $1 AND version = $11 - 1"
    };
    let values = values![
        &client.id,
        &client.name,
        to_text(&client.redirect_uris)?,
        &client.scopes,
        client.is_public,
        client.needs_pkce,
        &client.location_id,
        to_text(&client.secrets)?,
        micros(client.created_at),
        client.revoked_at.map(micros),
        client.version + 1,
    ];
    expect(driver, sql, &values, &format!("the client {}", client.id)).await
}

async fn person(driver: &mut dyn Driver, person: &Person) -> Result<(), StoreError> {
    let sql = if person.version == 0 {
        "INSERT INTO people (id, email, name, password, created_at, revoked_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE people SET email = $2, name = $3, password = $4, created_at = $5, revoked_at = $6,
           version = $7
         WHERE id = $1 AND version = $7 - 1"
    };
    let values = values![
        &person.id,
        &person.email,
        &person.name,
        &person.password,
        micros(person.created_at),
        person.revoked_at.map(micros),
        person.version + 1,
    ];
    expect(driver, sql, &values, &format!("the user {}", person.id)).await
}

async fn member(
    driver: &mut dyn Driver,
    person: &str,
    location: &str,
    role: Option<&str>,
) -> Result<(), StoreError> {
    match role {
        None => {
            let sql = "DELETE FROM members WHERE person_id = $1 AND location_id = $2";
            driver.execute(sql, &values![person, location]).await
        }
        Some(role) => {
            let sql = "INSERT INTO members (person_id, location_id, role) VALUES ($1, $2, $3)
                       ON CONFLICT (person_id, location_id) DO UPDATE SET role = excluded.role";
            driver.execute(sql, &values![person, location, role]).await
        }
    }
    .map(drop)
}

async fn attempts(
    driver: &mut dyn Driver,
    attempts: &Attempts,
    read: Option<&Attempts>,
) -> Result<(), StoreError> {
    let sql = if read.is_none() {
        "INSERT INTO sign_in_attempts (key, failures, last_at, locked_until)
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE sign_in_attempts SET failures = $2, last_at = $3, locked_until = $4
         WHERE key = $1 AND failures = $5 AND last_at = $6"
    };
    let mut values = values![
        &attempts.key,
        attempts.failures,
        micros(attempts.last_at),
        micros(attempts.locked_until),
    ]
    .to_vec();
    if let Some(read) = read {
        values.extend([read.failures.into(), micros(read.last_at).into()]);
    }
    expect(driver, sql, &values, "the tries").await
}

async fn code(driver: &mut dyn Driver, code: &Code) -> Result<(), StoreError> {
    let sql = "INSERT INTO authorization_codes (hash, client_id, grant_id, redirect_uri, challenge,
                 proposal, expires_at, used_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, NULL) ON CONFLICT DO NOTHING";
    let values = values![
        &code.hash,
        &code.client_id,
        &code.grant_id,
        &code.redirect_uri,
        &code.challenge,
        &code.proposal,
        micros(code.expires_at),
    ];
    expect(driver, sql, &values, "the code").await
}

async fn grant(driver: &mut dyn Driver, grant: &Grant) -> Result<(), StoreError> {
    let sql = "INSERT INTO grants (id, client_id, person_id, class, company_id, locations, scopes,
                 created_at, revoked_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL) ON CONFLICT DO NOTHING";
    let values = values![
        &grant.id,
        &grant.client_id,
        &grant.person_id,
        &grant.class,
        &grant.company_id,
        to_text(&grant.locations)?,
        &grant.scopes,
        micros(grant.created_at),
    ];
    expect(driver, sql, &values, "the grant").await
}

/// Refuses what somebody grants who belongs to none of its locations (any more). The rows stay locked, so
/// that whoever takes the person out at this moment comes after, and ends the grant with the rest.
async fn belongs(
    driver: &mut dyn Driver,
    person: &str,
    locations: &[String],
) -> Result<(), StoreError> {
    let mut member = 0;
    for location in locations {
        let sql = "UPDATE members SET role = role WHERE person_id = $1 AND location_id = $2";
        member += driver.execute(sql, &values![person, location]).await?;
    }
    let sql = "UPDATE people SET version = version WHERE id = $1 AND revoked_at IS NULL";
    let there = driver.execute(sql, &values![person]).await?;
    if member == 0 || there == 0 {
        return Err(StoreError::conflict("the person's place in the location"));
    }
    Ok(())
}

async fn refresh_token(driver: &mut dyn Driver, token: &RefreshToken) -> Result<(), StoreError> {
    let sql = "INSERT INTO refresh_tokens (hash, grant_id, location_id, scopes, access_hash,
                 expires_at, spent_at, heir)
               VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL) ON CONFLICT DO NOTHING";
    let values = values![
        &token.hash,
        &token.grant_id,
        &token.location_id,
        &token.scopes,
        &token.access_hash,
        micros(token.expires_at),
    ];
    expect(driver, sql, &values, "the refresh token").await
}

/// Each table by its key and the column that says when a row ends.
const PRUNED: [(&str, &str, &str); 6] = [
    ("tokens", "hash", "expires_at"),
    ("refresh_tokens", "hash", "expires_at"),
    ("authorization_codes", "hash", "expires_at"),
    ("sessions", "hash", "expires_at"),
    ("sign_in_links", "hash", "expires_at"),
    ("sign_in_attempts", "key", "last_at"),
];

async fn prune(driver: &mut dyn Driver, before: i64) -> Result<(), StoreError> {
    for (table, key, end) in PRUNED {
        // What others are removing at this moment is left to them.
        let sql = format!(
            "DELETE FROM {table} WHERE {key} IN
               (SELECT {key} FROM {table} WHERE {end} < $1 ORDER BY {end} LIMIT $2{})",
            driver.skip_locked()
        );
        driver
            .execute(&sql, &values![before, PRUNED_AT_ONCE])
            .await?;
    }
    // However many fail within the time, no more are kept than this.
    let sql = format!(
        "DELETE FROM sign_in_attempts WHERE key IN
           (SELECT key FROM sign_in_attempts ORDER BY last_at DESC LIMIT $1 OFFSET $2{})",
        driver.skip_locked()
    );
    let values = values![PRUNED_AT_ONCE, MAX_ATTEMPTS];
    driver.execute(&sql, &values).await.map(drop)
}
