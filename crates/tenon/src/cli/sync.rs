//! The options of `tenon sync plan|run|verify`.

use clap::{Args, ValueEnum};

/// Which connection.
#[derive(Debug, Clone, Args)]
pub(crate) struct ConnectionOptions {
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// The connection's id [default: the location's connection to HighLevel]
    #[arg(long)]
    pub(crate) connection: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct PlanOptions {
    #[command(flatten)]
    pub(crate) of: ConnectionOptions,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct RunOptions {
    #[command(flatten)]
    pub(crate) of: ConnectionOptions,
    /// full: everything that lists tell; deep: also tasks and notes, contact by contact
    #[arg(long, value_enum, default_value_t = Reach::Full)]
    pub(crate) reach: Reach,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Reach {
    Full,
    Deep,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct VerifyOptions {
    #[command(flatten)]
    pub(crate) of: ConnectionOptions,
    /// Contacts only: tasks and notes take two calls for each contact
    #[arg(long)]
    pub(crate) quick: bool,
}
