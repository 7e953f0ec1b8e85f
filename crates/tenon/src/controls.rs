//! What an owner controls the sync by, on the command line, and the part of it that goes on in the
//! background: undos too large for one call, and rules made of decisions.

mod background;

use serde_json::{Value, json};
use tenon_operations::{Call, registry, undo};

use crate::{
    cli::{
        DecideOptions, HomeOptions, PauseOptions, ReviewCommand, ReviewListOptions, UndoOptions,
        WhyOptions,
    },
    failure::Failure,
    home::Home,
    table::{self, say},
};

pub(crate) use background::run;

/// The newest import, whatever its id.
const LAST: &str = "last";
/// What `tenon review list` shows at once.
const LISTED: &str = "200";

/// Calls an operation as the command line.
async fn operate(home: &Home, location: &str, id: &str, call: Call) -> Result<Value, Failure> {
    let location = home.location(location).await?;
    let cx = home.context(location, Home::origin());
    let operation = registry().find(|operation| operation.id == id);
    let operation = operation.ok_or_else(|| Failure::failed(format!("no operation {id}")))?;
    let reply = (operation.handler)(cx, call).await?;
    Ok(serde_json::from_slice(&reply.body)?)
}

fn path(name: &str, value: &str) -> Vec<(String, String)> {
    vec![(name.to_owned(), value.to_owned())]
}

pub(crate) async fn undo(home: &HomeOptions, options: UndoOptions) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    let (kind, id) = options.target.named();
    let newest;
    let id = if (kind, id) == ("import", LAST) {
        newest = home.store.source_items(&options.location, 0, 1).await?;
        let newest = newest.first().map(|item| item.import_id.as_str());
        newest.ok_or_else(|| Failure::failed("nothing was imported there yet"))?
    } else {
        id
    };
    let mut body = json!({"kind": kind, "id": id, "dryRun": options.dry_run,
        "changedSince": options.changed_since,
        "copies": options.copies});
    if !options.fields.is_empty() {
        body["fields"] = json!(options.fields);
    }
    let call = Call {
        body: Some(body),
        ..Call::default()
    };
    let mut told = operate(&home, &options.location, "create-undo", call).await?["undo"].take();
    while told["state"] == "running" {
        let id = told["id"].as_str().unwrap_or_default().to_owned();
        let location = home.location(&options.location).await?;
        let cx = home.context(location, Home::origin());
        if let Some(undo) = home.store.undo(&options.location, &id).await? {
            tracing::info!(undo = id, "undoing goes on");
            undo::go_on(&cx, &undo).await?;
        }
        let call = Call {
            path: path("undoId", &id),
            ..Call::default()
        };
        told = operate(&home, &options.location, "get-undo", call).await?["undo"].take();
    }
    if options.json {
        say(&serde_json::to_string_pretty(&told)?);
    } else {
        report(&told, options.dry_run);
    }
    Ok(())
}

fn report(told: &Value, dry_run: bool) {
    let report = &told["report"];
    let lead = if dry_run {
        "dry run, nothing was changed; it would be: "
    } else {
        ""
    };
    say(&format!(
        "{lead}{} fields put back, {} records deleted, {} records restored, {} as before already, \
         {} not undone",
        report["fieldsPutBack"],
        report["recordsDeleted"],
        report["recordsRestored"],
        report["already"],
        report["notUndone"]
    ));
    if dry_run && report["more"] == true {
        say("only the newest entries were looked at; there are more");
    }
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let rows = |list: &Value, columns: &[&str]| -> Vec<Vec<String>> {
        let list = list.as_array().into_iter().flatten();
        list.map(|row| columns.iter().map(|name| text(&row[*name])).collect())
            .collect()
    };
    let samples = rows(
        &report["samples"],
        &["action", "kind", "recordId", "field", "now", "back"],
    );
    if !samples.is_empty() {
        table::print(
            &["what", "kind", "record", "field", "now", "back"],
            &samples,
        );
    }
    let problems = rows(&report["problems"], &["kind", "recordId", "field", "why"]);
    for row in &problems {
        say(&format!(
            "not undone: {} {} {}: {}",
            row[0], row[1], row[2], row[3]
        ));
    }
    for side in report["sides"].as_object().into_iter().flatten() {
        say(&format!(
            "{}: {} contacts follow, {} copies of contacts that go; {}",
            text(&side.1["name"]),
            side.1["follow"],
            side.1["copies"],
            text(&side.1["note"])
        ));
    }
    if let Some(id) = told["id"].as_str() {
        say(&format!("undo it with: tenon sync undo --undo {id}"));
    }
}

pub(crate) async fn why(home: &HomeOptions, options: WhyOptions) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    let call = Call {
        path: path("contactId", &options.contact),
        ..Call::default()
    };
    let told = operate(&home, &options.location, "get-contact-sync", call).await?;
    if options.json {
        say(&serde_json::to_string_pretty(&told)?);
        return Ok(());
    }
    for connection in told["connections"].as_array().into_iter().flatten() {
        let name = connection["name"].as_str().unwrap_or_default();
        for why in connection["why"].as_array().into_iter().flatten() {
            say(&format!("{name}: {}", why.as_str().unwrap_or_default()));
        }
    }
    Ok(())
}

pub(crate) async fn pause(
    home: &HomeOptions,
    options: PauseOptions,
    rest: bool,
) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    let (id, path, body) = match (&options.contact, &options.connection) {
        (Some(contact), connection) => (
            if rest {
                "pause-contact"
            } else {
                "resume-contact"
            },
            path("contactId", contact),
            json!({"connectionId": connection, "reason": options.reason}),
        ),
        (None, connection) => (
            if rest {
                "pause-connection"
            } else {
                "resume-connection"
            },
            path("connectionId", connection.as_deref().unwrap_or_default()),
            json!({"kind": options.kind, "reason": options.reason}),
        ),
    };
    let call = Call {
        path,
        body: Some(body),
        ..Call::default()
    };
    let told = operate(&home, &options.location, id, call).await?;
    say(if told["paused"] == true {
        "it rests; what is under way at this moment is finished"
    } else {
        "it goes on"
    });
    Ok(())
}

pub(crate) async fn review(home: &HomeOptions, command: ReviewCommand) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    match command {
        ReviewCommand::List(options) => list(&home, options).await,
        ReviewCommand::Decide(options) => decide(&home, options).await,
    }
}

async fn list(home: &Home, options: ReviewListOptions) -> Result<(), Failure> {
    let mut query = path("limit", LISTED);
    query.extend(options.kind.map(|kind| ("type".to_owned(), kind)));
    let call = Call {
        query,
        ..Call::default()
    };
    let told = operate(home, &options.location, "list-conflicts", call).await?;
    if options.json {
        say(&serde_json::to_string_pretty(&told["conflicts"])?);
        return Ok(());
    }
    let words = |value: &Value, between: &str| {
        let words = value.as_array().into_iter().flatten();
        let words: Vec<&str> = words.filter_map(Value::as_str).collect();
        words.join(between)
    };
    for one in told["conflicts"].as_array().into_iter().flatten() {
        say(&format!(
            "{}\n  {}: {}\n  decide: {}",
            one["id"].as_str().unwrap_or_default(),
            one["title"].as_str().unwrap_or_default(),
            words(&one["reasons"], "; "),
            words(&one["decisions"], ", ")
        ));
    }
    let counts = told["openByType"].as_object().into_iter().flatten();
    let counts: Vec<String> = counts
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    say(&format!(
        "open: {}",
        if counts.is_empty() {
            "nothing".to_owned()
        } else {
            counts.join(", ")
        }
    ));
    Ok(())
}

async fn decide(home: &Home, options: DecideOptions) -> Result<(), Failure> {
    let mut fields = serde_json::Map::new();
    for field in &options.fields {
        let (name, value) = field
            .split_once('=')
            .ok_or_else(|| Failure::usage(format!("--field takes NAME=VALUE, not {field:?}")))?;
        // A list or a number as JSON; anything else is text.
        let value = serde_json::from_str(value)
            .ok()
            .filter(|value: &Value| value.is_array() || value.is_boolean())
            .unwrap_or_else(|| json!(value));
        fields.insert(name.to_owned(), value);
    }
    let body = json!({"decision": options.decision, "fields": fields,
        "contactId": options.contact, "survivorId": options.survivor, "all": options.all,
        "remember": options.remember});
    let call = Call {
        path: path("conflictId", &options.review),
        body: Some(body),
        ..Call::default()
    };
    let told = operate(home, &options.location, "decide-conflict", call).await?;
    say(&format!(
        "{} decided, {} failed",
        told["decided"], told["failed"]
    ));
    for failure in told["failures"].as_array().into_iter().flatten() {
        let text = |name: &str| failure[name].as_str().unwrap_or_default().to_owned();
        say(&format!("{}: {}", text("id"), text("why")));
    }
    if told["more"] == true {
        say("there are more that are alike: decide one of them with --all");
    }
    Ok(())
}
