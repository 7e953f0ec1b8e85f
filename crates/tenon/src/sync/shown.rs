//! Plans, proofs and runs as people read them.

use tenon_operations::runs::stand;
use tenon_store::SyncRun;
use tenon_sync::{
    plan::{Effect, Plan},
    remote::Pace,
    verify::Drift,
};

use crate::table::{self, say};

/// Samples shown of each side, kind and effect.
const SAMPLES: usize = 3;
/// Differences shown.
const DIFFERENCES: usize = 20;

pub(super) fn plan(plan: &Plan, pace: Option<Pace>) {
    let rows: Vec<Vec<String>> = plan
        .counts()
        .map(|(side, kind, effect, count)| {
            let side = if side == "hub" { "Tenon" } else { "HighLevel" };
            vec![
                side.to_owned(),
                kind.name().to_owned(),
                effect.name().to_owned(),
                count.to_string(),
            ]
        })
        .collect();
    table::print(&["side", "kind", "would", "how many"], &rows);
    for (side, kind, effect, samples) in plan.samples() {
        if effect == Effect::Create {
            continue;
        }
        for sample in samples.iter().take(SAMPLES) {
            let fields = sample
                .fields
                .iter()
                .map(|field| format!("{}: {} → {}", field.field, field.before, field.after));
            let said: Vec<String> = fields.chain([sample.reason.clone()]).collect();
            let said = said.join("; ");
            let said = said.trim_end_matches("; ");
            say(&plain(&format!(
                "  {side} {} {}: {} ({said})",
                kind.name(),
                effect.name(),
                sample.label
            )));
        }
    }
    let calls = plan.calls;
    let minutes = plan.minutes(pace).map_or_else(
        || "the other side told no limit".to_owned(),
        |minutes| format!("about {minutes} minutes at its limits"),
    );
    say(&format!(
        "nothing was changed; a run would make {} calls that ask and {} that write: {minutes}",
        calls.reads, calls.writes
    ));
    for note in &plan.notes {
        say(&format!("note: {note}"));
    }
}

pub(super) fn drift(drift: &Drift) {
    let mut rows = Vec::new();
    for (kind, of) in drift.kinds() {
        rows.push(vec![
            kind.name().to_owned(),
            "compared".to_owned(),
            of.compared.to_string(),
        ]);
        for (why, count) in &of.records {
            rows.push(vec![
                kind.name().to_owned(),
                (*why).to_owned(),
                count.to_string(),
            ]);
        }
    }
    table::print(&["kind", "what", "records"], &rows);
    let mut fields = Vec::new();
    for (kind, of) in drift.kinds() {
        for (why, names) in &of.fields {
            for (name, count) in names {
                fields.push(vec![
                    kind.name().to_owned(),
                    name.clone(),
                    (*why).to_owned(),
                    count.to_string(),
                ]);
            }
        }
    }
    if !fields.is_empty() {
        table::print(&["kind", "field", "why", "records"], &fields);
    }
    for found in drift.differences().iter().take(DIFFERENCES) {
        let id = |id: &Option<String>| id.clone().unwrap_or_else(|| "—".to_owned());
        say(&plain(&format!(
            "  {} {} / {}: {} {}: {} here, {} there",
            found.kind.name(),
            id(&found.record_id),
            id(&found.remote_id),
            found.why.name(),
            found.field,
            found.here,
            found.there
        )));
    }
    for note in &drift.notes {
        say(&format!("note: {note}"));
    }
    say(&format!("drift: {}", drift.count()));
}

pub(super) fn progress(run: &SyncRun) -> String {
    let (stand, report) = stand::of(run);
    let progress = report.progress;
    let left = match progress.seconds_left {
        Some(seconds) if seconds >= 120 => format!(", about {} minutes left", seconds / 60),
        Some(seconds) => format!(", about {seconds} s left"),
        None => String::new(),
    };
    format!(
        "{:?}: {} of {} contacts{left}",
        stand.phase, progress.done, progress.total
    )
}

pub(super) fn ended(run: &SyncRun) {
    let (_, report) = stand::of(run);
    let (counts, did) = (report.counts, report.did);
    say(&format!(
        "{}: {} contacts there and {} here looked at; in Tenon {} created, {} changed, {} deleted; \
         {} writes to the other side, {} linked, {} parted, {} conflicts, {} refused",
        run.state.name(),
        counts.there,
        counts.here,
        did.created,
        did.updated,
        did.deleted,
        did.pushed,
        did.linked,
        did.unlinked,
        did.conflicts,
        did.refused
    ));
    for asks in &report.asks {
        say(&format!("asks: {asks}"));
    }
}

/// What a stranger wrote must not steer the terminal.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
