//! PROJECTS: what a client has with the pro, joined by name or e-mail.

use super::{
    Draft,
    dates::day,
    judge::{CONTACT_COLUMNS, Judged},
    people::People,
    placeholders::{is_placeholder_name, is_sample_email},
    row::Row,
    sections::Section,
};
use crate::item::{Incoming, Origin, Verdict};

/// Reads the rows, and notes whose project is called what, for TASKS.
pub(super) fn read(section: &Section<'_>, people: &mut People) -> Vec<Draft> {
    section
        .rows
        .iter()
        .map(|row| read_row(section, row, people))
        .collect()
}

fn read_row(section: &Section<'_>, row: &Row<'_>, people: &mut People) -> Draft {
    if let Some(fault) = &row.fault {
        return Draft::faulty(section, row, fault);
    }
    let project = row.get(&["PROJECT_NAME", "NAME"]);
    let client = row.get(&["CLIENT_NAME"]);
    let sample = [project, client]
        .into_iter()
        .flatten()
        .any(is_placeholder_name)
        || row.get(&["EMAIL"]).is_some_and(is_sample_email);
    let verdict = if sample {
        Verdict::ignored("one of Houzz's own sample records, not a project")
    } else {
        judge(row, project, people)
    };
    Draft::row(
        section,
        row,
        project.or(client).unwrap_or("(project without a name)"),
        verdict,
    )
}

fn judge(row: &Row<'_>, project: Option<&str>, people: &mut People) -> Verdict {
    let Judged {
        person: own,
        mut extra,
        mut reasons,
    } = Judged::read(row, &["CLIENT_NAME"]);
    let homed: Vec<&str> = ["CLIENT_NAME"]
        .iter()
        .chain(&CONTACT_COLUMNS)
        .copied()
        .collect();
    let occurred_at = row.get(&["CREATED_AT"]).and_then(day);
    // The address is the site's, which need not be where the client lives: it stays an extra.
    let others = row.others(&homed);
    extra.extend(others.into_iter().filter(|(column, _)| {
        !column.trim().eq_ignore_ascii_case("CREATED_AT") || occurred_at.is_none()
    }));
    let person = match people.resolve(&own) {
        Ok(person) => {
            if let (Some(project), true) = (project, reasons.is_empty()) {
                people.add_project(project, &person);
            }
            person
        }
        Err(reason) => {
            reasons.push(reason);
            own
        }
    };
    let incoming = Incoming {
        origin: Origin::ExportProject,
        person,
        tags: vec!["houzz".to_owned(), "houzz-project".to_owned()],
        occurred_at,
        extra,
        ..Incoming::default()
    };
    Verdict::of(incoming, reasons)
}
