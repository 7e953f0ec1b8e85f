//! GENERAL_NOTES: usually a JSON list of questions and answers.

use serde_json::Value;

use crate::{limits::MAX_NOTE, text::paragraph};

/// Readable lines, `Question: answer`. Anything that is not such a list stays as it is.
pub(super) fn readable(text: &str) -> String {
    let lines: Option<Vec<String>> = match serde_json::from_str(text) {
        Ok(Value::Array(entries)) => entries.iter().map(line).collect(),
        _ => None,
    };
    match lines {
        Some(lines) => paragraph(&lines.join("\n"), MAX_NOTE),
        None => paragraph(text, MAX_NOTE),
    }
}

fn line(entry: &Value) -> Option<String> {
    let question = plain(entry.get("projectQuestion")?);
    let answer = entry.get("projectAnswer").map(plain).unwrap_or_default();
    Some(if question.is_empty() {
        answer
    } else {
        format!("{question}: {answer}")
    })
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Null => String::new(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
