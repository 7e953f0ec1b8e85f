//! What is printed for people: lines and tables on standard output.

/// Prints a line.
#[allow(clippy::print_stdout)]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Longest cell; the rest is told by an ellipsis.
const MAX_CELL: usize = 40;

/// Prints rows under a header, each column as wide as it needs.
pub(crate) fn print(header: &[&str], rows: &[Vec<String>]) {
    let cell = |text: &str| -> String {
        // What a stranger wrote must not steer the terminal.
        let plain: String = text.chars().filter(|c| !c.is_control()).collect();
        if plain.chars().count() <= MAX_CELL {
            plain
        } else {
            plain.chars().take(MAX_CELL - 1).chain(['…']).collect()
        }
    };
    let header: Vec<String> = header.iter().map(|text| cell(text)).collect();
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|text| cell(text)).collect())
        .collect();
    let mut widths: Vec<usize> = header.iter().map(|text| text.chars().count()).collect();
    for row in &rows {
        for (width, text) in widths.iter_mut().zip(row) {
            *width = (*width).max(text.chars().count());
        }
    }
    let line = |row: &[String]| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(text, width)| format!("{text:<width$}"));
        say(cells.collect::<Vec<_>>().join("  ").trim_end());
    };
    line(&header);
    line(
        &widths
            .iter()
            .map(|width| "─".repeat(*width))
            .collect::<Vec<_>>(),
    );
    rows.iter().for_each(|row| line(row));
}
