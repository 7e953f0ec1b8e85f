//! The console's built files (`console/dist`), inside the binary. A debug build reads them from the
//! folder at each call, so that a new build of the page needs no new build of Tenon.
//!
//! It must not know HTTP beyond what a file's kind is called there.

mod packed;
mod site;

pub use site::{File, Site};

/// The files, or nothing where a debug build has none.
#[derive(rust_embed::Embed)]
#[folder = "../../console/dist"]
#[allow_missing = true]
struct Built;

/// The console as it was built.
#[must_use]
pub const fn built() -> Site {
    Site::new(|path| {
        let file = <Built as rust_embed::Embed>::get(path)?;
        Some((file.data, file.metadata.sha256_hash()))
    })
}
