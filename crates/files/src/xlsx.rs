//! XLSX (ECMA-376, part 1): one sheet of texts, written whole.
//!
//! Every cell is a text and none a formula; one that looks like a formula carries the mark that
//! spreadsheets set behind an apostrophe (`quotePrefix`, 18.8.45), so that it stays a text when a
//! person edits it or saves the sheet as CSV.

use crate::{csv::is_formula, zip};

/// Longest text of a cell, in UTF-16 units (Excel's specification).
const MAX_CELL: usize = 32_767;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
    <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
    <Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>\
    </Types>";
const ROOT: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
    </Relationships>";
const PARTS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
    <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
    </Relationships>";
/// Text (number format 49, `@`), and the same with the mark.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
    <fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"3\">\
    <xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
    <xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" quotePrefix=\"1\"/>\
    </cellXfs></styleSheet>";
const PLAIN: u8 = 1;
const MARKED: u8 = 2;

/// A table as a workbook of one sheet, with a line of headings first. `sheet` is its name: letters
/// and spaces, 31 characters at most.
#[must_use]
pub fn table<const N: usize>(sheet: &str, headings: &[&str; N], rows: &[[String; N]]) -> Vec<u8> {
    let part = |body: &str| format!("{DECLARATION}{body}").into_bytes();
    let workbook = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         <sheets><sheet name=\"{}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        escaped(sheet)
    );
    let mut data = String::from(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    line(&mut data, 1, headings.iter().copied());
    for (at, row) in rows.iter().enumerate() {
        line(&mut data, at + 2, row.iter().map(String::as_str));
    }
    data.push_str("</sheetData></worksheet>");
    zip::stored(&[
        ("[Content_Types].xml", part(TYPES)),
        ("_rels/.rels", part(ROOT)),
        ("xl/workbook.xml", part(&workbook)),
        ("xl/_rels/workbook.xml.rels", part(PARTS)),
        ("xl/styles.xml", part(STYLES)),
        ("xl/worksheets/sheet1.xml", part(&data)),
    ])
}

fn line<'a>(out: &mut String, number: usize, cells: impl Iterator<Item = &'a str>) {
    out.push_str(&format!("<row r=\"{number}\">"));
    for (at, cell) in cells.enumerate() {
        if cell.is_empty() {
            continue;
        }
        let style = if is_formula(cell) { MARKED } else { PLAIN };
        out.push_str(&format!(
            "<c r=\"{}{number}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            column(at),
            escaped(&clipped(cell)),
        ));
    }
    out.push_str("</row>");
}

/// A column's letters: A, B, …, Z, AA, …
fn column(at: usize) -> String {
    let (mut rest, mut letters) = (at + 1, Vec::new());
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters.iter().rev().copied().map(char::from).collect()
}

fn clipped(text: &str) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= MAX_CELL
    };
    text.chars().take_while(fits).collect()
}

/// Text as XML 1.0 may hold it. What it may not hold is left out; what a reader would take for one of
/// its own escapes (`_x0041_`, 22.9.2.19) is escaped so.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A reader turns a bare one into a line feed.
            '\r' => out.push_str("&#13;"),
            '_' if is_escape(&text.as_bytes()[at..]) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', a, b, c, d, b'_', ..]
        if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        let names = [0, 25, 26, 51, 52, 701, 702].map(column);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn texts_stay_what_they_are() {
        assert_eq!(escaped("a<b>&\"c\""), "a&lt;b&gt;&amp;&quot;c&quot;");
        assert_eq!(escaped("n\0u\u{1}l\u{ffff}"), "nul");
        assert_eq!(escaped("_x0041_ _x41_ _"), "_x005F_x0041_ _x41_ _");
        assert_eq!(clipped(&"😀".repeat(20_000)).chars().count(), MAX_CELL / 2);
    }

    #[test]
    fn a_formula_is_a_text_with_a_mark() {
        let rows = [["=1+1".to_owned(), "x".to_owned()]];
        let packed = table("Leads", &["a", "b"], &rows);
        let text = String::from_utf8_lossy(&packed);
        assert!(text.contains(
            "<c r=\"A2\" s=\"2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1</t>"
        ));
        assert!(text.contains("<c r=\"B2\" s=\"1\" t=\"inlineStr\">"));
        assert!(!text.contains("<f>"));
        assert_eq!(packed, table("Leads", &["a", "b"], &rows));
    }
}
