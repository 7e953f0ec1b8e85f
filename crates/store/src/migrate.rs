//! The schema's steps: numbered alike for both databases, each applied once, in one transaction.

use crate::{
    StoreError,
    driver::{Driver, Engine, values},
};

/// Never edited once released: a change of the schema is a new file.
const STEPS: &[(i64, &str)] = &[
    (1, include_str!("../migrations/0001_records_and_log.sql")),
    (2, include_str!("../migrations/0002_background.sql")),
    (3, include_str!("../migrations/0003_connections.sql")),
    (4, include_str!("../migrations/0004_calls.sql")),
    (5, include_str!("../migrations/0005_webhooks.sql")),
    (6, include_str!("../migrations/0006_children_by_root.sql")),
    (7, include_str!("../migrations/0007_rate_windows.sql")),
    (8, include_str!("../migrations/0008_search.sql")),
    (9, include_str!("../migrations/0009_oauth.sql")),
    (10, include_str!("../migrations/0010_vendor_apps.sql")),
    (11, include_str!("../migrations/0011_outlets.sql")),
    (12, include_str!("../migrations/0012_jobs_look.sql")),
    (13, include_str!("../migrations/0013_controls.sql")),
    (14, include_str!("../migrations/0014_channels.sql")),
    (15, include_str!("../migrations/0015_sync_runs.sql")),
    (16, include_str!("../migrations/0016_sync_maps.sql")),
];

/// Brings the schema up to date. The caller holds a transaction that excludes other migrators.
pub(crate) async fn run(driver: &mut dyn Driver) -> Result<(), StoreError> {
    driver
        .execute(
            "CREATE TABLE IF NOT EXISTS schema_steps (number BIGINT PRIMARY KEY)",
            &[],
        )
        .await?;
    let rows = driver
        .query("SELECT COALESCE(MAX(number), 0) FROM schema_steps", &[])
        .await?;
    let done = rows.first().map_or(Ok(0), |row| row.int(0))?;
    let newest = STEPS.last().map_or(0, |(number, _)| *number);
    if done > newest {
        return Err(StoreError::Unavailable(
            format!(
                "its schema is at step {done} and this Tenon knows {newest}; run a newer Tenon"
            )
            .into(),
        ));
    }
    for (number, sql) in STEPS.iter().filter(|(number, _)| *number > done) {
        for statement in statements(sql) {
            let Some(statement) = meant_for(driver.engine(), &statement) else {
                continue;
            };
            let statement = statement
                .replace(" TEXT", &format!(" {}", driver.text_type()))
                .replace("/* clustered */", driver.clustered());
            driver.execute(&statement, &[]).await?;
        }
        driver
            .execute(
                "INSERT INTO schema_steps (number) VALUES ($1)",
                &values![*number],
            )
            .await?;
    }
    Ok(())
}

/// A statement that stands behind the other database's name is not for this one.
fn meant_for(engine: Engine, statement: &str) -> Option<&str> {
    let (sqlite, postgres) = (
        statement.strip_prefix("/* sqlite */"),
        statement.strip_prefix("/* postgres */"),
    );
    match engine {
        Engine::Sqlite => sqlite.or_else(|| postgres.is_none().then_some(statement)),
        Engine::Postgres => postgres.or_else(|| sqlite.is_none().then_some(statement)),
    }
}

/// Statements end in `;` at a line's end. Comment lines are left out, so that they may hold one.
fn statements(sql: &str) -> Vec<String> {
    let code: Vec<&str> = sql
        .lines()
        .filter(|line| !line.trim_start().starts_with("--"))
        .collect();
    let code = code.join("\n");
    let statements = code
        .split(";\n")
        .map(|part| part.trim().trim_end_matches(';').to_owned());
    statements.filter(|part| !part.is_empty()).collect()
}
