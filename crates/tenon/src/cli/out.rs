//! What goes out to Houzz Pro, on the command line.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// Files for Houzz Pro's own import: the contacts it does not know, at most 500 in each
    Houzz(ExportOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct ExportOptions {
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// What the files are
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub(crate) format: Format,
    /// Only contacts with this tag
    #[arg(long)]
    pub(crate) tag: Option<String>,
    /// Where the files are written
    #[arg(long, default_value = ".")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Csv,
    Xlsx,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OutletCommand {
    /// Which contacts a Zap is handed, and where to; prints how it stands
    Houzz(OutletOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct OutletOptions {
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// A file with the URL of the Zap's catch hook for leads
    #[arg(long)]
    pub(crate) lead_hook_file: Option<PathBuf>,
    /// Contacts with this tag are handed off as leads; once per tag
    #[arg(long = "lead-tag")]
    pub(crate) lead_tags: Vec<String>,
    /// Contacts with an open opportunity in this pipeline are handed off as leads
    #[arg(long)]
    pub(crate) lead_pipeline: Option<String>,
    /// A file with the URL of the Zap's catch hook for projects
    #[arg(long)]
    pub(crate) project_hook_file: Option<PathBuf>,
    /// Contacts with this tag are handed off as projects; once per tag
    #[arg(long = "project-tag")]
    pub(crate) project_tags: Vec<String>,
    /// The board's stage of new leads [default: New]
    #[arg(long)]
    pub(crate) stage: Option<String>,
    /// The source of new leads, one of the account's list [default: the contact's own]
    #[arg(long)]
    pub(crate) lead_source: Option<String>,
    /// Let the hook stand at a loopback or private address
    #[arg(long, env = "TENON_ALLOW_PRIVATE_HOOKS")]
    pub(crate) allow_private_hooks: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CalendarFeedCommand {
    /// Make an address that a calendar can subscribe to; prints it, once
    Create(FeedOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct FeedOptions {
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// Its name: whose phone or laptop it is for
    #[arg(long)]
    pub(crate) name: String,
    /// The id of the user whose appointments it holds [default: everybody's]
    #[arg(long)]
    pub(crate) user: Option<String>,
    /// Where the server is reached from outside
    #[arg(
        long,
        env = "TENON_PUBLIC_URL",
        default_value = "http://127.0.0.1:8080"
    )]
    pub(crate) public_url: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum WorkCommand {
    /// What is to be done by hand in Houzz Pro
    List(WorkOptions),
    /// Tick an item off
    Done(TickOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct WorkOptions {
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// As JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct TickOptions {
    /// The item's id
    pub(crate) item: String,
    /// The location
    #[arg(long)]
    pub(crate) location: String,
}
