//! `tenon import houzz`

mod mapped;

use std::path::Path;

use jiff::tz::TimeZone;
use tenon_houzz::{Opened, calendar::CalendarFile};
use tenon_model::{Actor, Origin};
use tenon_store::Connection;
use tenon_sync::import::{Importer, Line, MeetingDraft, Outcome, totals};

pub(crate) use mapped::Mapped;

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
    let mut read_files = Read::default();
    let mut tables = Vec::new();
    // Every file is read before anything is written: one that cannot be read changes nothing.
    for path in &options.files {
        match open(path)? {
            Opened::Items(items) => read_files.items.extend(items),
            Opened::Table(table) => {
                let mapped =
                    Mapped::read(&home, &options.location, &options.map, table, false).await?;
                read_files.items.extend(mapped.items());
                tables.push(mapped);
            }
            Opened::Calendar(file) => read_files.calendar(&home, &options.location, &file).await?,
        }
    }
    let taken = take(&home, &options.location, read_files, options.dry_run, None).await?;
    let lines = taken.lines;
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

/// What files held.
#[derive(Default)]
pub(crate) struct Read {
    pub(crate) items: Vec<tenon_houzz::Item>,
    meetings: Vec<MeetingDraft>,
    faults: Vec<Line>,
}

impl Read {
    /// Reads a calendar, by the location's clock.
    pub(crate) async fn calendar(
        &mut self,
        home: &Home,
        location: &str,
        file: &CalendarFile,
    ) -> Result<(), Failure> {
        let location = home.location(location).await?;
        let local = TimeZone::get(&location.timezone).unwrap_or(TimeZone::UTC);
        let read = file.meetings(home.clock.now(), &local);
        let (meetings, faults) = read.map_err(|error| {
            Failure::failed(format!("{}.ics: {error}; nothing was imported", file.name))
        })?;
        self.meetings.extend(meetings);
        self.faults.extend(faults.into_iter().map(|fault| Line {
            place: file.name.clone(),
            label: "an event".into(),
            outcome: Outcome::Ignored,
            reasons: vec![fault],
            contact_id: None,
            contact: None,
        }));
        Ok(())
    }
}

/// What an import did.
pub(crate) struct Taken {
    /// What it is called where it is to be undone.
    pub(crate) id: String,
    /// What became of each thing.
    pub(crate) lines: Vec<Line>,
}

/// Takes what was read into a location, and says what became of each. Meetings come last: who attends may
/// be in another of the files. `by`: who sent it; without one, the import itself stands there.
pub(crate) async fn take(
    home: &Home,
    location: &str,
    read: Read,
    dry_run: bool,
    by: Option<&Actor>,
) -> Result<Taken, Failure> {
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
    let mut origin = Origin::new(actor, "houzz", ("import", ""));
    if let Some(by) = by {
        origin.actor = by.clone();
    }
    let cx = home.context(location, origin);
    let mut importer = Importer::new(cx, connection, dry_run);
    let mut lines = Vec::with_capacity(read.items.len() + read.meetings.len());
    let mut tell = |line: Line| {
        lines.push(line);
        if lines.len() % PROGRESS_EVERY == 0 {
            tracing::info!(done = lines.len(), "importing");
        }
    };
    for item in read.items {
        tell(importer.take(tenon_houzz::draft(item)).await?);
    }
    for meeting in &read.meetings {
        tell(importer.take_meeting(meeting).await?);
    }
    lines.extend(read.faults);
    Ok(Taken {
        id: importer.id().to_owned(),
        lines,
    })
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
