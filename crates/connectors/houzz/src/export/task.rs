//! TASKS: the columns are not known with certainty, so a task is attached only where a title and
//! exactly one person can be told.

use super::{Draft, dates::day, judge::field, people::People, row::Row, sections::Section};
use crate::{
    item::{Incoming, Origin, Person, TaskDraft, Verdict},
    limits::MAX_NOTE,
    text::{fold, paragraph},
};

const TITLE: [&str; 5] = ["TITLE", "TASK_NAME", "TASK", "NAME", "SUBJECT"];
const TEXT: [&str; 3] = ["DESCRIPTION", "NOTES", "BODY"];
const CLIENT: [&str; 2] = ["CLIENT_NAME", "CLIENT"];
const PROJECT: [&str; 2] = ["PROJECT_NAME", "PROJECT"];
const DUE: [&str; 3] = ["DUE_DATE", "DUE", "END_DATE"];
const DONE: [&str; 4] = ["STATUS", "IS_COMPLETED", "COMPLETED", "IS_COMPLETE"];

/// Reads the rows.
pub(super) fn read(section: &Section<'_>, people: &People) -> Vec<Draft> {
    section
        .rows
        .iter()
        .map(|row| read_row(section, row, people))
        .collect()
}

fn read_row(section: &Section<'_>, row: &Row<'_>, people: &People) -> Draft {
    if let Some(fault) = &row.fault {
        return Draft::faulty(section, row, fault);
    }
    let label = row.get(&TITLE).unwrap_or("(task without a title)");
    Draft::row(section, row, label, judge(row, people))
}

fn judge(row: &Row<'_>, people: &People) -> Verdict {
    let Some(title) = row.get(&TITLE) else {
        return Verdict::review("no column of this task is its title");
    };
    let (origin, owner) = match (row.get(&CLIENT), row.get(&PROJECT)) {
        (Some(client), _) => {
            let own = Person {
                name: Some(field(client)),
                ..Person::default()
            };
            (Origin::ExportClient, people.resolve(&own))
        }
        (None, Some(project)) => (Origin::ExportProject, people.project(project)),
        (None, None) => (
            Origin::ExportClient,
            Err("the task names neither a client nor a project".to_owned()),
        ),
    };
    let due = row.get(&DUE).and_then(day);
    let mut homed: Vec<&str> = TITLE.iter().chain(&TEXT).chain(&CLIENT).copied().collect();
    homed.extend(due.map(|_| DUE).into_iter().flatten());
    let task = TaskDraft {
        external_id: None,
        title: field(title),
        body: row.get(&TEXT).map(|text| paragraph(text, MAX_NOTE)),
        due,
        completed: row.get(&DONE).is_some_and(says_done),
    };
    let (person, reasons) = match owner {
        Ok(person) => (person, Vec::new()),
        Err(reason) => (Person::default(), vec![reason]),
    };
    let incoming = Incoming {
        origin,
        person,
        tags: vec!["houzz".to_owned()],
        tasks: vec![task],
        extra: row.others(&homed),
        ..Incoming::default()
    };
    Verdict::of(incoming, reasons)
}

fn says_done(cell: &str) -> bool {
    ["completed", "complete", "done", "true", "yes", "1"].contains(&fold(cell).as_str())
}
