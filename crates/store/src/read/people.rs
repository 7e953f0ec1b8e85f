//! The people who sign in, and the companies that group locations.

use jiff::Timestamp;
use tenon_model::time::from_micros;

use crate::{
    Store, StoreError,
    driver::{Row, values},
};

/// Somebody who signs in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Person {
    /// The id; HighLevel's `userId`.
    pub id: String,
    /// The e-mail address, in lower case: nobody else has it.
    pub email: String,
    /// The name.
    pub name: String,
    /// The password's hash as a PHC string; empty: links only.
    pub password: String,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it was shut out.
    pub revoked_at: Option<Timestamp>,
    /// Grows with every change; 0: it is new.
    pub version: i64,
}

/// A person's place in a location.
#[derive(Debug, Clone, PartialEq)]
pub struct Membership {
    /// The person.
    pub person_id: String,
    /// The location.
    pub location_id: String,
    /// The location's name.
    pub location_name: String,
    /// `owner`, `member` or `read-only`.
    pub role: String,
    /// The location's company; `None`: the default one.
    pub company_id: Option<String>,
}

/// A session as it is stored: never its cookie.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Session {
    /// Lower-case hex of the cookie's SHA-256.
    pub hash: String,
    /// Who signed in.
    pub person_id: String,
    /// When.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A one-time link as it is stored: never itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SignInLink {
    /// Lower-case hex of its secret's SHA-256.
    pub hash: String,
    /// Whom it signs in.
    pub person_id: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Failed tries to sign in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attempts {
    /// The account or address.
    pub key: String,
    /// How many, since the last success.
    pub failures: i64,
    /// The last one.
    pub last_at: Timestamp,
    /// No further try before.
    pub locked_until: Timestamp,
}

/// A company: a group of locations.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Company {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether locations that name no company belong to it.
    pub is_default: bool,
}

const PERSON: &str = "id, email, name, password, created_at, revoked_at, version";

fn person(row: &Row) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.string(0)?,
        email: row.string(1)?,
        name: row.string(2)?,
        password: row.string(3)?,
        created_at: from_micros(row.int(4)?),
        revoked_at: row.optional_int(5)?.map(from_micros),
        version: row.int(6)?,
    })
}

fn company(row: &Row) -> Result<Company, StoreError> {
    Ok(Company {
        id: row.string(0)?,
        name: row.string(1)?,
        is_default: row.optional_int(2)?.is_some(),
    })
}

impl Store {
    /// A person, also one who was shut out.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn person(&self, id: &str) -> Result<Option<Person>, StoreError> {
        let sql = format!("SELECT {PERSON} FROM people WHERE id = $1");
        let rows = self.find(&sql, &values![id]).await?;
        rows.first().map(person).transpose()
    }

    /// The person with this e-mail address (lower case).
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<Person>, StoreError> {
        let sql = format!("SELECT {PERSON} FROM people WHERE email = $1");
        let rows = self.find(&sql, &values![email]).await?;
        rows.first().map(person).transpose()
    }

    /// Everybody, or those of one location, by e-mail.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn people(&self, location: Option<&str>) -> Result<Vec<Person>, StoreError> {
        let sql = match location {
            None => format!("SELECT {PERSON} FROM people ORDER BY email"),
            Some(_) => format!(
                "SELECT {PERSON} FROM people WHERE id IN
                   (SELECT person_id FROM members WHERE location_id = $1) ORDER BY email"
            ),
        };
        let rows = match location {
            None => self.scan(&sql, &[]).await?,
            Some(location) => self.scan(&sql, &values![location]).await?,
        };
        rows.iter().map(person).collect()
    }

    /// The locations a person belongs to, by name.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn memberships(&self, person: &str) -> Result<Vec<Membership>, StoreError> {
        let sql = "SELECT m.location_id, l.name, m.role, c.company_id
                   FROM members m
                   JOIN locations l ON l.id = m.location_id
                   LEFT JOIN company_locations c ON c.location_id = m.location_id
                   WHERE m.person_id = $1 ORDER BY l.name, m.location_id";
        let rows = self.find(sql, &values![person]).await?;
        let membership = |row: &Row| {
            Ok(Membership {
                person_id: person.to_owned(),
                location_id: row.string(0)?,
                location_name: row.string(1)?,
                role: row.string(2)?,
                company_id: row.optional_string(3)?,
            })
        };
        rows.iter().map(membership).collect()
    }

    /// A session.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn session(&self, hash: &str) -> Result<Option<Session>, StoreError> {
        let sql = "SELECT hash, person_id, created_at, expires_at FROM sessions WHERE hash = $1";
        let rows = self.find(sql, &values![hash]).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        Ok(Some(Session {
            hash: row.string(0)?,
            person_id: row.string(1)?,
            created_at: from_micros(row.int(2)?),
            expires_at: from_micros(row.int(3)?),
        }))
    }

    /// A one-time link, also one that was used.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn sign_in_link(&self, hash: &str) -> Result<Option<SignInLink>, StoreError> {
        let sql = "SELECT hash, person_id, expires_at, used_at FROM sign_in_links WHERE hash = $1";
        let rows = self.find(sql, &values![hash]).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        Ok(Some(SignInLink {
            hash: row.string(0)?,
            person_id: row.string(1)?,
            expires_at: from_micros(row.int(2)?),
            used_at: row.optional_int(3)?.map(from_micros),
        }))
    }

    /// Failed tries of an account or address.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn attempts(&self, key: &str) -> Result<Option<Attempts>, StoreError> {
        let sql =
            "SELECT key, failures, last_at, locked_until FROM sign_in_attempts WHERE key = $1";
        let rows = self.find(sql, &values![key]).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        Ok(Some(Attempts {
            key: row.string(0)?,
            failures: row.int(1)?,
            last_at: from_micros(row.int(2)?),
            locked_until: from_micros(row.int(3)?),
        }))
    }

    /// The company of that id.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn company(&self, id: &str) -> Result<Option<Company>, StoreError> {
        let sql = "SELECT id, name, is_default FROM companies WHERE id = $1";
        let rows = self.find(sql, &values![id]).await?;
        rows.first().map(company).transpose()
    }

    /// The company of locations that name none; `None`: nobody has asked for it yet.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn default_company(&self) -> Result<Option<Company>, StoreError> {
        let sql = "SELECT id, name, is_default FROM companies WHERE is_default = 1";
        let rows = self.find(sql, &[]).await?;
        rows.first().map(company).transpose()
    }

    /// The company that a location names; `None`: the default one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn company_of(&self, location: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT company_id FROM company_locations WHERE location_id = $1";
        let rows = self.find(sql, &values![location]).await?;
        rows.first().map(|row| row.string(0)).transpose()
    }

    /// Ids and names of a company's locations, by name.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn company_locations(
        &self,
        company: &Company,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let belongs = if company.is_default {
            "c.company_id IS NULL OR c.company_id = $1"
        } else {
            "c.company_id = $1"
        };
        let sql = format!(
            "SELECT l.id, l.name FROM locations l
             LEFT JOIN company_locations c ON c.location_id = l.id
             WHERE {belongs} ORDER BY l.name, l.id"
        );
        let rows = self.scan(&sql, &values![&company.id]).await?;
        rows.iter()
            .map(|row| Ok((row.string(0)?, row.string(1)?)))
            .collect()
    }
}
