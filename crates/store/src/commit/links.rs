//! Links, sources, connections, secrets, tokens and locations.

use tenon_model::Location;

use super::{Commit, log::to_text};
use crate::{
    Connection, Link, SourceItem, StoreError, Token,
    driver::{Driver, values},
    micros,
};

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    link: &Link,
) -> Result<(), StoreError> {
    let stale = || StoreError::conflict(format!("the link of {} {}", link.kind, link.record_id));
    let values = values![
        &commit.location,
        &link.connection_id,
        link.kind.name(),
        &link.record_id,
        &link.root_id,
        link.remote_id.as_deref(),
        link.state.name(),
        to_text(&link.base_hub)?,
        to_text(&link.base_remote)?,
        to_text(&link.detail)?,
        link.version + 1,
        micros(commit.at),
    ];
    let sql = if link.version == 0 {
        "INSERT INTO links (location_id, connection_id, kind, record_id, root_id, remote_id, state,
           base_hub, base_remote, detail, version, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE links SET root_id = $5, remote_id = $6, state = $7, base_hub = $8,
           base_remote = $9, detail = $10, version = $11, updated_at = $12
         WHERE location_id = $1 AND connection_id = $2 AND kind = $3 AND record_id = $4
           AND version = $11 - 1"
    };
    if link.version > 0 && link.remote_id.is_some() {
        // Two records cannot be the same remote one; told here, for an UPDATE has no ON CONFLICT.
        let rows = driver
            .query(
                "SELECT record_id FROM links WHERE location_id = $1 AND connection_id = $2
                   AND kind = $3 AND remote_id = $4 AND record_id <> $5",
                &values![
                    &commit.location,
                    &link.connection_id,
                    link.kind.name(),
                    link.remote_id.as_deref(),
                    &link.record_id,
                ],
            )
            .await?;
        if !rows.is_empty() {
            return Err(stale());
        }
    }
    if driver.execute(sql, &values).await? == 0 {
        Err(stale())
    } else {
        Ok(())
    }
}

pub(crate) async fn source(
    driver: &mut dyn Driver,
    commit: &Commit,
    item: &SourceItem,
) -> Result<(), StoreError> {
    let written = driver
        .execute(
            "INSERT INTO source_items (location_id, key, import_id, origin, label, place, outcome,
               reasons, record_id, raw, received_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
            &values![
                &commit.location,
                &item.key,
                &item.import_id,
                &item.origin,
                &item.label,
                &item.place,
                &item.outcome,
                to_text(&item.reasons)?,
                item.record_id.as_deref(),
                item.raw.as_slice(),
                micros(commit.at),
            ],
        )
        .await?;
    if written == 0 {
        Err(StoreError::conflict(format!("source {}", item.key)))
    } else {
        Ok(())
    }
}

pub(crate) async fn connection(
    driver: &mut dyn Driver,
    commit: &Commit,
    connection: &Connection,
) -> Result<(), StoreError> {
    let written = driver
        .execute(
            "INSERT INTO connections (location_id, id, system, name, settings, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            &values![
                &commit.location,
                &connection.id,
                &connection.system,
                &connection.name,
                to_text(&connection.settings)?,
                micros(commit.at),
            ],
        )
        .await?;
    if written == 0 {
        return Err(StoreError::conflict(format!(
            "the connection {}",
            connection.id
        )));
    }
    Ok(())
}

pub(crate) async fn secret(
    driver: &mut dyn Driver,
    commit: &Commit,
    name: &str,
    sealed: &[u8],
    version: i64,
) -> Result<(), StoreError> {
    let sql = if version == 0 {
        "INSERT INTO secrets (location_id, name, sealed, version) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING"
    } else {
        "UPDATE secrets SET sealed = $3, version = $4
         WHERE location_id = $1 AND name = $2 AND version = $4 - 1"
    };
    let written = driver
        .execute(sql, &values![&commit.location, name, sealed, version + 1])
        .await?;
    if written == 0 {
        Err(StoreError::conflict(format!("the secret {name}")))
    } else {
        Ok(())
    }
}

pub(crate) async fn token(driver: &mut dyn Driver, token: &Token) -> Result<(), StoreError> {
    let written = driver
        .execute(
            "INSERT INTO tokens (hash, id, location_id, name, scopes, created_at, expires_at, class,
               company_id, client_id, person_id, grant_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
            &values![
                &token.hash,
                &token.id,
                &token.location_id,
                &token.name,
                &token.scopes,
                micros(token.created_at),
                micros(token.expires_at),
                &token.class,
                &token.company_id,
                &token.client_id,
                &token.person_id,
                &token.grant_id,
            ],
        )
        .await?;
    if written == 0 {
        return Err(StoreError::conflict(format!("the token {}", token.id)));
    }
    Ok(())
}

pub(crate) async fn location(
    driver: &mut dyn Driver,
    commit: &Commit,
    location: &Location,
) -> Result<(), StoreError> {
    let written = driver
        .execute(
            "INSERT INTO locations (id, name, country, timezone, allow_duplicates, created_at,
               last_seq)
             VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT DO NOTHING",
            &values![
                &location.id,
                &location.name,
                &location.country,
                &location.timezone,
                location.allow_duplicates,
                micros(commit.at),
            ],
        )
        .await?;
    if written == 0 {
        return Err(StoreError::conflict(format!(
            "the location {}",
            location.id
        )));
    }
    Ok(())
}
