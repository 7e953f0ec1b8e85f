//! JSON text as JavaScript's `JSON.stringify` writes it.
//!
//! HighLevel's own SDK (TypeScript, 3.0.0 always and 3.1.0 without `rawBody`) checks a signature
//! not over the bytes it received but over `JSON.stringify(JSON.parse(body))`. A body passes there
//! only when that leaves it as it is: compact, numbers as ECMA-262 writes them, and the keys that
//! are array indexes first (ECMA-262, 10.1.11 OrdinaryOwnPropertyKeys).

use serde_json::{Map, Number, Value};

/// Whole numbers up to here are exact in JavaScript (`Number.MAX_SAFE_INTEGER`).
const MAX_SAFE: u64 = (1 << 53) - 1;

/// The text of a value, as `JSON.stringify(JSON.parse(text))` would give it back.
#[must_use]
pub fn stringify(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value);
    out
}

fn write(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&number_text(number)),
        Value::String(text) => string(out, text),
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                comma(out, place);
                write(out, item);
            }
            out.push(']');
        }
        Value::Object(fields) => object(out, fields),
    }
}

fn comma(out: &mut String, place: usize) {
    if place > 0 {
        out.push(',');
    }
}

fn object(out: &mut String, fields: &Map<String, Value>) {
    let mut indexes: Vec<_> = fields
        .iter()
        .filter_map(|(name, value)| Some((array_index(name)?, name, value)))
        .collect();
    indexes.sort_unstable_by_key(|(index, ..)| *index);
    let rest = fields
        .iter()
        .filter(|(name, _)| array_index(name).is_none());
    let all = indexes
        .into_iter()
        .map(|(_, name, value)| (name, value))
        .chain(rest);
    out.push('{');
    for (place, (name, value)) in all.enumerate() {
        comma(out, place);
        string(out, name);
        out.push(':');
        write(out, value);
    }
    out.push('}');
}

/// The number a key stands for, when it is one written without sign and leading zeros, up to
/// 2³² − 2.
fn array_index(name: &str) -> Option<u32> {
    let index = name.parse::<u32>().ok().filter(|&index| index != u32::MAX);
    index.filter(|index| index.to_string() == name)
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

fn number_text(number: &Number) -> String {
    let exact = match (number.as_i64(), number.as_u64()) {
        (Some(whole), _) => whole.unsigned_abs() <= MAX_SAFE,
        (None, Some(whole)) => whole <= MAX_SAFE,
        (None, None) => false,
    };
    if exact {
        return number.to_string();
    }
    double(number.as_f64().unwrap_or(0.0))
}

/// A double as ECMA-262's Number::toString writes it (6.1.6.1.20).
fn double(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    // The fewest digits that tell it from its neighbours, as ECMA-262 wants them: `1.25e-7`.
    let scientific = format!("{:e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = mantissa.replace('.', "");
    let point = exponent.parse::<i32>().unwrap_or(0) + 1;
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |many: i32| "0".repeat(usize::try_from(many).unwrap_or(0));
    let at = usize::try_from(point).unwrap_or(0);
    let text = if (count..=21).contains(&point) {
        format!("{digits}{}", zeros(point - count))
    } else if (1..=21).contains(&point) {
        format!("{}.{}", &digits[..at], &digits[at..])
    } else if (-5..=0).contains(&point) {
        format!("0.{}{digits}", zeros(-point))
    } else {
        let rest = match &digits[1..] {
            "" => String::new(),
            rest => format!(".{rest}"),
        };
        format!("{}{rest}e{:+}", &digits[..1], point - 1)
    };
    if value < 0.0 {
        format!("-{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_comes_out_of_javascript_as_it_went_in() {
        // Left: as somebody sent it. Right: what node prints for JSON.stringify(JSON.parse(left)).
        for (sent, printed) in [
            ("1.0", "1"),
            ("1.50", "1.5"),
            ("-0.0", "0"),
            ("1e21", "1e+21"),
            ("1e20", "100000000000000000000"),
            ("9007199254740993", "9007199254740992"),
            ("0.000001", "0.000001"),
            ("0.00000012", "1.2e-7"),
            ("-1.5e300", "-1.5e+300"),
            ("5e-324", "5e-324"),
            ("0.1", "0.1"),
            ("100", "100"),
            (
                "\"\\u0001\\u001f\\b\\f\\/ \u{2028}\u{7f} ü\"",
                "\"\\u0001\\u001f\\b\\f/ \u{2028}\u{7f} ü\"",
            ),
            (
                r#"{"b":1, "10":[], "a":{}, "9":null, "01":true, "4294967295":2}"#,
                r#"{"9":null,"10":[],"b":1,"a":{},"01":true,"4294967295":2}"#,
            ),
        ] {
            let value: Value = serde_json::from_str(sent).unwrap();
            assert_eq!(stringify(&value), printed, "{sent}");
        }
    }
}
