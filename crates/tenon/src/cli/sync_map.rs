//! The options of `tenon sync map`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum SyncMapCommand {
    /// Print the field map that is on, with its comments
    Export(MapExportOptions),
    /// Save a field map as a draft; what is wrong with it is told with its lines
    Import(MapImportOptions),
    /// Show what a draft would do to real records; changes nothing
    Preview(MapPreviewOptions),
    /// Switch a version on
    SwitchOn(MapSwitchOptions),
    /// List the versions, with who saved them
    List(MapListOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct MapExportOptions {
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// Another version than the one that is on; 0 is the standard one
    #[arg(long)]
    pub(crate) version: Option<i64>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct MapImportOptions {
    /// The document (YAML)
    pub(crate) file: PathBuf,
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// Switch it on at once, without a preview
    #[arg(long)]
    pub(crate) switch_on: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct MapPreviewOptions {
    /// The document (YAML), which is saved as a draft first
    pub(crate) file: Option<PathBuf>,
    /// A version that was saved before
    #[arg(long, conflicts_with = "file", required_unless_present = "file")]
    pub(crate) version: Option<i64>,
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// The answer as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct MapSwitchOptions {
    /// The version; 0 is the standard one
    pub(crate) version: i64,
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// Also when nobody has looked at its effect
    #[arg(long)]
    pub(crate) without_preview: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct MapListOptions {
    /// The location
    #[arg(long)]
    pub(crate) location: String,
}
