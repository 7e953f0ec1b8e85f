//! `/docs`: the reference for people, made from `/openapi.json`.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use super::{errors, markdown::escaped};

const INTRODUCTION: &str = include_str!("introduction.html");

/// The page's inside.
pub(super) fn page(document: &Value) -> String {
    let mut families: BTreeMap<&str, Vec<(&str, &str, &Value)>> = BTreeMap::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let family = text(&operation["tags"][0]);
            families
                .entry(family)
                .or_default()
                .push((path, method, operation));
        }
    }
    let mut out = String::from("<nav aria-label=\"Operations\">\n");
    for (family, operations) in &families {
        let _ = writeln!(out, "<details><summary>{}</summary><ul>", escaped(family));
        for (_, _, operation) in operations {
            let (id, summary) = (text(&operation["operationId"]), text(&operation["summary"]));
            let (id, summary) = (escaped(id), escaped(summary));
            let _ = writeln!(out, "<li><a href=\"#{id}\">{summary}</a></li>");
        }
        out.push_str("</ul></details>\n");
    }
    out.push_str("</nav>\n<main>\n");
    out.push_str(INTRODUCTION);
    let _ = write!(
        out,
        "<h2 id=\"errors\">Errors</h2>\n<ul>\n{}</ul>\n",
        errors::list()
    );
    for (family, operations) in &families {
        let _ = writeln!(out, "<h2>{}</h2>", escaped(family));
        for (path, method, operation) in operations {
            section(&mut out, document, (path, method), operation);
        }
    }
    out.push_str("</main>\n");
    out
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What a `$ref` names, else the value itself.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let named = text(&value["$ref"]).strip_prefix('#');
    named
        .and_then(|named| document.pointer(named))
        .unwrap_or(value)
}

fn section(out: &mut String, document: &Value, (path, method): (&str, &str), operation: &Value) {
    let id = escaped(text(&operation["operationId"]));
    let _ = write!(
        out,
        "<section id=\"{id}\">\n<h3>{}</h3>\n<p><code class=\"{method}\">{}</code> \
         <code>{}</code></p>\n<p>Scope <code>{}</code>. {}</p>\n",
        escaped(text(&operation["summary"])),
        method.to_ascii_uppercase(),
        escaped(path),
        escaped(text(&operation["x-scope"])),
        escaped(text(&operation["description"])),
    );
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameters: Vec<&Value> = parameters.map(|one| resolved(document, one)).collect();
    if !parameters.is_empty() {
        out.push_str("<h4>Parameters</h4>\n<dl>\n");
        for parameter in parameters {
            let name = text(&parameter["name"]);
            let place = text(&parameter["in"]);
            let required = parameter["required"] == true;
            let mut words = text(&parameter["description"]).to_owned();
            if let Some(values) = parameter["schema"]["enum"].as_array() {
                let values: Vec<&str> = values.iter().map(text).collect();
                let _ = write!(words, " ({})", values.join(", "));
            }
            entry(out, name, place, required, &words);
        }
        out.push_str("</dl>\n");
    }
    let body = &operation["requestBody"]["content"]["application/json"];
    if body.is_object() {
        out.push_str("<h4>Body</h4>\n");
        fields(out, document, &body["schema"]);
        example(out, &body["example"]);
    }
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let content = &response["content"]["application/json"];
        if content.is_object() {
            let _ = writeln!(out, "<h4>Answer {status}</h4>");
            fields(out, document, &content["schema"]);
            example(out, &content["example"]);
        }
    }
    let refusals = operation["responses"].as_object().into_iter().flatten();
    let refusals = refusals.filter(|(status, _)| status.as_str() >= "400");
    let links =
        refusals.map(|(status, _)| format!("<a href=\"/docs/errors/{status}\">{status}</a>"));
    let _ = write!(
        out,
        "<p class=\"quiet\">Refusals: {}</p>\n</section>\n",
        links.collect::<Vec<_>>().join(" ")
    );
}

fn entry(out: &mut String, name: &str, kind: &str, required: bool, words: &str) {
    let must = if required { " <b>required</b>" } else { "" };
    let _ = writeln!(
        out,
        "<dt><code>{}</code> <span class=\"quiet\">{}</span>{must}</dt><dd>{}</dd>",
        escaped(name),
        escaped(kind),
        escaped(words)
    );
}

/// The fields of an object, one level deep: what lies below is in the example.
fn fields(out: &mut String, document: &Value, schema: &Value) {
    let schema = resolved(document, schema);
    let required = schema["required"].as_array();
    out.push_str("<dl>\n");
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let is_required = required.is_some_and(|names| names.iter().any(|one| one == name));
        let words = text(&property["description"]).to_owned() + &limits(property);
        entry(out, name, &kind(document, property), is_required, &words);
    }
    out.push_str("</dl>\n");
}

fn kind(document: &Value, schema: &Value) -> String {
    let named = text(&schema["$ref"]).rsplit('/').next().unwrap_or_default();
    match &schema["type"] {
        _ if !named.is_empty() => named.to_owned(),
        Value::String(kind) if kind == "array" => {
            format!("list of {}", kind_of_items(document, schema))
        }
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(text).collect();
            kinds.join(" or ")
        }
        _ => "any".into(),
    }
}

fn kind_of_items(document: &Value, schema: &Value) -> String {
    if schema["items"].is_object() {
        kind(document, &schema["items"])
    } else {
        "any".into()
    }
}

fn limits(schema: &Value) -> String {
    let mut words = String::new();
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        let _ = write!(words, " One of: {}.", values.join(", "));
    }
    for (name, what) in [
        ("maxLength", "characters at most"),
        ("maxItems", "elements at most"),
        ("minimum", "at least"),
        ("maximum", "at most"),
    ] {
        if let Some(number) = schema[name].as_i64() {
            let _ = write!(words, " {number} {what}.");
        }
    }
    words
}

fn example(out: &mut String, example: &Value) {
    let text = serde_json::to_string_pretty(example).unwrap_or_default();
    let _ = writeln!(
        out,
        "<details><summary>Example</summary><pre>{}</pre></details>",
        escaped(&text)
    );
}
