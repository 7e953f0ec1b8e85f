//! YAML as a tree that knows its lines: what a message about a mistake must name.
//!
//! A subset on purpose: texts, lists and tables. Anchors, aliases and tags are refused, so that no
//! document unfolds into more than was written.

use saphyr_parser::{Event, Parser};

/// Largest document, in bytes: some hundred fields with their comments are below 20 KiB.
pub const MAX_DOCUMENT: usize = 64 * 1024;
/// Deepest nesting: the map itself has six levels.
const MAX_DEPTH: usize = 12;
/// Most values in a document: each takes three characters or more, and what is built of one does not.
const MAX_NODES: usize = 16 * 1024;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl std::fmt::Display for Complaint {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "line {}: {}", self.line, self.message)
    }
}

/// A value and the line on which it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) value: Value,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A text; a plain `~`, `null` or nothing is an empty one.
    Text(String),
    List(Vec<Node>),
    /// In the order written, each key once.
    Table(Vec<(Key, Node)>),
}

/// A table's key.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    pub(super) line: usize,
    pub(super) text: String,
}

fn complain<T>(line: usize, message: impl Into<String>) -> Result<T, Complaint> {
    Err(Complaint {
        line,
        message: message.into(),
    })
}

/// Reads one document.
pub(super) fn read(text: &str) -> Result<Node, Complaint> {
    if text.len() > MAX_DOCUMENT {
        let message = format!("the document is longer than {MAX_DOCUMENT} bytes; shorten it");
        return complain(1, message);
    }
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        nodes: 0,
    };
    let mut whole = None;
    loop {
        let (event, line) = reader.next()?;
        match event {
            Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
            event if whole.is_none() => whole = Some(reader.node(event, line, 0)?),
            _ => return complain(line, "a second document begins here; there can be one only"),
        }
    }
    // Nothing but comments is an empty table.
    Ok(whole.unwrap_or(Node {
        line: 1,
        value: Value::Table(Vec::new()),
    }))
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    nodes: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, usize), Complaint> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, span.start.line())),
            Some(Err(error)) => complain(error.marker().line(), error.info().to_owned()),
            None => Ok((Event::StreamEnd, 0)),
        }
    }

    /// The node that begins with this event. Ends: each turn takes an event, and depth is bounded.
    fn node(&mut self, event: Event<'a>, line: usize, depth: usize) -> Result<Node, Complaint> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return complain(line, format!("there are more than {MAX_NODES} values"));
        }
        if depth > MAX_DEPTH {
            return complain(line, format!("it is nested deeper than {MAX_DEPTH} levels"));
        }
        let (anchor, tagged) = match &event {
            Event::Alias(_) => (1, false),
            Event::Scalar(_, _, anchor, tag) => (*anchor, tag.is_some()),
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => {
                (*anchor, tag.is_some())
            }
            _ => (0, false),
        };
        if anchor != 0 {
            let message =
                "anchors (&) and aliases (*) are not taken; write it out, or put it in quotes";
            return complain(line, message);
        }
        if tagged {
            return complain(
                line,
                "tags (!) are not taken; leave it out, or put it in quotes",
            );
        }
        let value = match event {
            Event::Scalar(text, style, ..) => {
                let plain = style == saphyr_parser::ScalarStyle::Plain;
                let none = plain && matches!(&*text, "~" | "null" | "Null" | "NULL");
                Value::Text(if none {
                    String::new()
                } else {
                    text.into_owned()
                })
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break Value::List(items),
                        (event, line) => items.push(self.node(event, line, depth + 1)?),
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut pairs: Vec<(Key, Node)> = Vec::new();
                loop {
                    let (event, line) = self.next()?;
                    if matches!(event, Event::MappingEnd) {
                        break Value::Table(pairs);
                    }
                    let Value::Text(text) = self.node(event, line, depth + 1)?.value else {
                        return complain(line, "a name is expected here, as text");
                    };
                    if let Some((first, _)) = pairs.iter().find(|(key, _)| key.text == text) {
                        let message = format!("{text:?} stands on line {} already", first.line);
                        return complain(line, message);
                    }
                    let (event, at) = self.next()?;
                    let value = self.node(event, at, depth + 1)?;
                    pairs.push((Key { line, text }, value));
                }
            }
            _ => return complain(line, "a value is missing here"),
        };
        Ok(Node { line, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_knows_its_lines() {
        let node = read("# a comment\na:\n  b: off\n  c: [x, 'y z']\nd: ~\n").unwrap();
        let Value::Table(pairs) = node.value else {
            panic!("a table")
        };
        assert_eq!((pairs[0].0.line, pairs[1].0.line), (2, 5));
        let Value::Table(inner) = &pairs[0].1.value else {
            panic!("a table")
        };
        assert_eq!(inner[0].0.line, 3);
        assert_eq!(inner[0].1.value, Value::Text("off".into()));
        let Value::List(items) = &inner[1].1.value else {
            panic!("a list")
        };
        assert_eq!((items.len(), items[1].line), (2, 4));
        assert_eq!(pairs[1].1.value, Value::Text(String::new()));
    }

    #[test]
    fn what_would_unfold_or_confuse_is_refused_with_its_line() {
        let deep = "[".repeat(400);
        let long = "a: b\n".repeat(20_000);
        let wide = format!("[{}]", "1,".repeat(20_000));
        for (text, line, word) in [
            ("a: &x 1\nb: *x\n", 1, "anchors"),
            ("a: 1\nb: !!binary x\n", 2, "tags"),
            ("a: 1\nb: 2\na: 3\n", 3, "line 1 already"),
            ("a: 1\n---\nb: 2\n", 3, "second document"),
            ("a: 1\n b: 2\n", 2, ""),
            (&deep, 1, ""),
            (&long, 1, "longer"),
            (&wide, 1, "more than"),
            ("? [a]\n: b\n", 1, "name"),
            ("a: \"open", 1, ""),
        ] {
            let complaint = read(text).unwrap_err();
            assert_eq!(complaint.line, line, "{text:.40}: {complaint}");
            assert!(complaint.message.contains(word), "{text:.40}: {complaint}");
        }
    }

    #[test]
    fn nothing_at_all_is_an_empty_table() {
        for text in ["", "\n\n", "# only a comment\n", "---\n"] {
            let node = read(text).unwrap();
            let empty = matches!(&node.value, Value::Table(pairs) if pairs.is_empty());
            assert!(
                empty || node.value == Value::Text(String::new()),
                "{text:?}"
            );
        }
    }
}
