//! Bodies as tidy lines: quote marks off, cells apart, bounded.

use super::labels::known;
use crate::{
    limits::{MAX_LINES, MAX_NOTE},
    text::{clip, collapse},
};

/// The lines of a body. Cells of a table row are joined by a tab, except that each label begins a
/// line of its own. `quoted` takes `> ` marks off, which forwarding by hand leaves.
pub(super) fn tidy(body: &str, quoted: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for line in body.lines().take(MAX_LINES) {
        let (line, _) = clip(line, MAX_NOTE);
        let line = if quoted { unquote(&line) } else { &line };
        let cells = line
            .split('\t')
            .take(200)
            .map(collapse)
            .filter(|cell| !cell.is_empty());
        let mut current: Option<String> = None;
        for cell in cells {
            current = Some(match current {
                Some(line) if known(&cell).is_some() => {
                    lines.push(line);
                    cell
                }
                Some(line) => format!("{line}\t{cell}"),
                None => cell,
            });
        }
        lines.push(current.unwrap_or_default());
    }
    lines
}

fn unquote(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some(inner) = rest.strip_prefix('>') {
        rest = inner.trim_start();
    }
    rest
}
