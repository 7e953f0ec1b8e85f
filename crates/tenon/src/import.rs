//! `tenon import houzz`

mod mapped;

use std::path::Path;

use tenon_houzz::Opened;
use tenon_model::Origin;
use tenon_store::Connection;
use tenon_sync::import::{Importer, Line, totals};

use mapped::Mapped;

use crate::{
    cli::{HomeOptions, ImportOptions},
    connect,
    failure::Failure,
    home::Home,
    table::{self, say},
};

/// How often a long import says how far it is.
const PROGRESS_EVERY: usize = 500;

pub(crate) async fn houzz(home: &HomeOptions, options: ImportOptions) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    let mut items = Vec::new();
    let mut tables = Vec::new();
    // Every file is read before anything is written: one that cannot be read changes nothing.
    for path in &options.files {
        match open(path)? {
            Opened::Items(read) => items.extend(read),
            Opened::Table(table) => {
                let read = Mapped::read(&home, &options, table).await?;
                items.extend(read.items());
                tables.push(read);
            }
        }
    }
    let lines = take(&home, &options.location, items, options.dry_run).await?;
    if !options.dry_run {
        for table in &tables {
            table.remember(&home, &options.location).await?;
        }
    }
    if options.json {
        say(&serde_json::to_string_pretty(&serde_json::json!({
            "dryRun": options.dry_run,
            "tables": tables.iter().map(Mapped::to_json).collect::<Vec<_>>(),
            "totals": totals(&lines).into_iter().map(|(outcome, count)| (outcome.name(), count))
                .collect::<std::collections::BTreeMap<_, _>>(),
            "items": lines,
        }))?);
    } else {
        tables.iter().for_each(Mapped::print);
        report(&lines, options.dry_run);
    }
    Ok(())
}

fn open(path: &Path) -> Result<Opened, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let fail =
        |why: String| Failure::failed(format!("{}: {why}; nothing was imported", path.display()));
    let size = std::fs::metadata(path)
        .map_err(|error| fail(error.to_string()))?
        .len();
    if size > tenon_houzz::limits::MAX_FILE as u64 {
        return Err(fail(format!("it has {size} bytes, which is too large")));
    }
    let bytes = std::fs::read(path).map_err(|error| fail(error.to_string()))?;
    tenon_houzz::open_file(&name, &bytes).map_err(|error| fail(error.to_string()))
}

/// Takes items into a location, and says what became of each.
pub(crate) async fn take(
    home: &Home,
    location: &str,
    items: Vec<tenon_houzz::Item>,
    dry_run: bool,
) -> Result<Vec<Line>, Failure> {
    let location = home.location(location).await?;
    let connection = match home.connection(&location.id, "houzz").await? {
        Some(connection) => connection,
        None if dry_run => Connection {
            location_id: location.id.clone(),
            id: String::new(),
            system: "houzz".into(),
            name: "Houzz Pro".into(),
            settings: serde_json::Value::Null,
        },
        None => {
            connect::make_houzz(home, &location.id, "Houzz Pro", &connect::new_secret(home))
                .await?;
            home.connection(&location.id, "houzz")
                .await?
                .ok_or_else(|| Failure::failed("the connection that was just made is gone"))?
        }
    };
    let actor = ("import", connection.id.as_str(), connection.name.as_str());
    let origin = Origin::new(actor, "houzz", ("import", ""));
    let cx = home.context(location, origin);
    let mut importer = Importer::new(cx, connection, dry_run);
    let mut lines = Vec::with_capacity(items.len());
    for (at, item) in items.into_iter().enumerate() {
        lines.push(importer.take(tenon_houzz::draft(item)).await?);
        if (at + 1) % PROGRESS_EVERY == 0 {
            tracing::info!(done = at + 1, "importing");
        }
    }
    Ok(lines)
}

/// Prints what became of each item, and the totals.
pub(crate) fn report(lines: &[Line], dry_run: bool) {
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            vec![
                line.outcome.name().to_owned(),
                line.place.clone(),
                line.contact.clone().unwrap_or_else(|| line.label.clone()),
                line.reasons.join("; "),
            ]
        })
        .collect();
    table::print(&["outcome", "where", "who", "why"], &rows);
    let totals: Vec<String> = totals(lines)
        .iter()
        .map(|(outcome, count)| format!("{count} {}", outcome.name()))
        .collect();
    let lead = if dry_run {
        "dry run, nothing was changed; it would be: "
    } else {
        ""
    };
    say(&format!("{lead}{}", totals.join(", ")));
}
