//! As much Markdown as the pages in `docs/errors` use: headings, paragraphs, lists, code, bold.

/// Text as HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// A page's text as HTML.
pub(super) fn html(text: &str) -> String {
    let mut out = String::new();
    for block in text.split("\n\n").map(str::trim) {
        if let Some(title) = block.strip_prefix("## ") {
            out.push_str(&format!("<h2>{}</h2>\n", inline(title)));
        } else if let Some(title) = block.strip_prefix("# ") {
            out.push_str(&format!("<h1>{}</h1>\n", inline(title)));
        } else if let Some(items) = block.strip_prefix("- ") {
            out.push_str("<ul>\n");
            for item in items.split("\n- ") {
                out.push_str(&format!("<li>{}</li>\n", inline(item)));
            }
            out.push_str("</ul>\n");
        } else if !block.is_empty() {
            out.push_str(&format!("<p>{}</p>\n", inline(block)));
        }
    }
    out
}

fn inline(text: &str) -> String {
    let marked = paired(&escaped(text), "`", "code");
    paired(&marked, "**", "strong")
}

/// Every second mark closes what the one before it opened.
fn paired(text: &str, mark: &str, tag: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split(mark).enumerate() {
        match at {
            0 => {}
            at if at % 2 == 1 => out.push_str(&format!("<{tag}>")),
            _ => out.push_str(&format!("</{tag}>")),
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_html_and_nothing_in_it_does() {
        let page = "# 4 <b>\n\nUse `a<b` or **not**.\n\n- one\n  more\n- two";
        let expected = "<h1>4 &lt;b&gt;</h1>\n<p>Use <code>a&lt;b</code> or <strong>not</strong>.</p>\n\
             <ul>\n<li>one\n  more</li>\n<li>two</li>\n</ul>\n";
        assert_eq!(html(page), expected);
    }
}
