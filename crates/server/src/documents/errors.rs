//! A page about each error, from `docs/errors`.

use http::StatusCode;

use super::markdown;

macro_rules! pages {
    ($($status:literal)*) => {
        /// The pages there are.
        pub(crate) const PAGES: &[(u16, &str)] = &[
            $(($status, include_str!(concat!("../../../../docs/errors/", $status, ".md"))),)*
        ];
    };
}
pages! { 400 401 403 404 405 408 409 412 413 414 422 429 431 500 503 504 }

/// The path of the page about a status, where there is one.
pub(crate) fn path(status: StatusCode) -> Option<String> {
    let status = status.as_u16();
    let known = PAGES.iter().any(|(known, _)| *known == status);
    known.then(|| format!("/docs/errors/{status}"))
}

/// The page about a status, as HTML.
pub(super) fn page(status: &str) -> Option<String> {
    let status: u16 = status.parse().ok()?;
    let (_, text) = PAGES.iter().find(|(known, _)| *known == status)?;
    Some(markdown::html(text))
}

/// Links to all of them.
pub(super) fn list() -> String {
    let item = |(status, text): &(u16, &str)| {
        let title = text.lines().next().unwrap_or_default();
        let title = markdown::escaped(title.trim_start_matches("# "));
        format!("<li><a href=\"/docs/errors/{status}\">{title}</a></li>\n")
    };
    PAGES.iter().map(item).collect()
}
