//! CSV (RFC 4180), safe to open in a spreadsheet.

/// A table as CSV: UTF-8, CRLF, a line of headings first. A cell that a spreadsheet would take for a
/// formula gets an apostrophe in front (OWASP, CSV Injection), which spreadsheets do not show.
#[must_use]
pub fn table<const N: usize>(headings: &[&str; N], rows: &[[String; N]]) -> Vec<u8> {
    let mut out = String::new();
    line(&mut out, headings.iter().copied());
    for row in rows {
        line(&mut out, row.iter().map(String::as_str));
    }
    out.into_bytes()
}

/// Whether a spreadsheet would compute a cell instead of showing it.
#[must_use]
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        let safe = if is_formula(cell) { "'" } else { "" };
        // NUL ends a text in many readers.
        let cell = cell.replace('\0', "");
        if cell.contains(['"', ',', '\n', '\r']) {
            out.push('"');
            out.push_str(safe);
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(safe);
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(cells: [&str; 2]) -> String {
        String::from_utf8(table(&["a", "b"], &[cells.map(str::to_owned)])).unwrap()
    }

    #[test]
    fn cells_are_quoted_and_never_computed() {
        assert_eq!(csv(["x", "y, z"]), "a,b\r\nx,\"y, z\"\r\n");
        assert_eq!(
            csv(["say \"hi\"", "two\nlines"]),
            "a,b\r\n\"say \"\"hi\"\"\",\"two\nlines\"\r\n"
        );
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1"] {
            let told = csv([formula, ""]);
            let cell = told.strip_prefix("a,b\r\n").unwrap();
            assert!(cell.trim_start_matches('"').starts_with('\''), "{told:?}");
        }
        assert_eq!(csv(["a=b", "n\0ul"]), "a,b\r\na=b,nul\r\n");
    }
}
