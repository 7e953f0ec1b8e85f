//! Forwarded copies inside a body: the header lines that mail programs write above the original.
//!
//! Gmail writes `---------- Forwarded message ---------`, Apple Mail `Begin forwarded message:`,
//! Outlook `-----Original Message-----` or only a rule. None of these lines is needed: what counts
//! is `From:` with other header lines right below it.

use super::labels::footer;
use crate::text::{clip, collapse, fold};

/// A forwarded copy.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// What its `From:` line says.
    pub(super) from: String,
    pub(super) subject: Option<String>,
    /// Its date as wall clock to the minute, `2026-11-20T09:14`.
    pub(super) wall_clock: Option<String>,
    /// The lines below the header lines, up to the next copy.
    pub(super) body: Vec<String>,
}

/// Every forwarded copy in these lines, outermost first.
pub(super) fn blocks(lines: &[String]) -> Vec<Block> {
    let mut heads = Vec::new();
    let mut at = 0;
    while at < lines.len() && heads.len() < 20 {
        match head(&lines[at..]) {
            Some((block, used)) => {
                heads.push((at, at + used, block));
                at += used;
            }
            None => at += 1,
        }
    }
    let starts: Vec<usize> = heads.iter().map(|(start, _, _)| *start).collect();
    let mut blocks = Vec::new();
    for (nth, (_, end, mut block)) in heads.into_iter().enumerate() {
        let stop = starts.get(nth + 1).copied().unwrap_or(lines.len());
        block.body = lines[end..stop].to_vec();
        blocks.push(block);
    }
    blocks
}

/// The header lines at the start of `lines`, and how many lines they are.
fn head(lines: &[String]) -> Option<(Block, usize)> {
    let (name, mut from) = header(lines.first()?)?;
    if name != "from" {
        return None;
    }
    let mut block = Block {
        from: String::new(),
        subject: None,
        wall_clock: None,
        body: Vec::new(),
    };
    let mut others = 0;
    let mut used = 1;
    for line in lines.iter().skip(1).take(12) {
        match header(line) {
            Some((name, value)) => {
                others += 1;
                match name.as_str() {
                    "subject" => block.subject = Some(value),
                    "date" | "sent" => block.wall_clock = wall_clock(&value),
                    _ => {}
                }
            }
            // `From: Houzz` with the address on the next line, or a long To.
            None if line.contains('@') && footer(line).is_none() => {
                if others == 0 {
                    from = format!("{from} {line}");
                }
            }
            None => break,
        }
        used += 1;
    }
    block.from = from;
    // One more header line is little, but prose seldom has it right below a line `From:`.
    (others >= 2).then_some((block, used))
}

fn header(line: &str) -> Option<(String, String)> {
    let (head, _) = clip(line, 2_000);
    let (name, value) = head.split_once(':')?;
    let name = fold(name.trim_matches(['*', '_', ' ']));
    let names = [
        "from",
        "to",
        "cc",
        "bcc",
        "date",
        "sent",
        "subject",
        "reply-to",
        "importance",
    ];
    names
        .contains(&name.as_str())
        .then(|| (name, collapse(value.trim_matches(['*', ' ', '\t']))))
}

/// The wall clock of `Fri, Nov 20, 2026 at 9:14 AM`, `Friday, November 20, 2026 9:14 AM`,
/// `20 Nov 2026 09:14:00 -0600`: mail programs write the reader's own time without a zone.
pub(super) fn wall_clock(text: &str) -> Option<String> {
    let (mut year, mut month, mut day, mut time, mut afternoon) = (None, None, None, None, None);
    for token in text.split(|c: char| c.is_whitespace() || c == ',').take(20) {
        if let Some((hour, minute)) = clock(token) {
            time = time.or(Some((hour, minute)));
        } else if let Ok(number) = token.parse::<u16>() {
            match number {
                1..=31 => day = day.or(Some(number)),
                1990..=2200 => year = year.or(Some(number)),
                _ => {}
            }
        } else if let Some(number) = crate::export::month(token) {
            month = month.or(Some(number));
        } else if ["am", "a.m.", "pm", "p.m."].contains(&token.to_lowercase().as_str()) {
            afternoon = Some(token.to_lowercase().starts_with('p'));
        }
    }
    let (mut hour, minute) = time?;
    match afternoon {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    let (year, month, day) = (year?, month?, day?);
    Some(format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"
    ))
}

fn clock(token: &str) -> Option<(u8, u8)> {
    let (hour, rest) = token.split_once(':')?;
    let minute: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some((hour, minute))
}
