//! The command line. Every option is also an environment variable, `TENON_…`.

mod accounts;
mod channels;
mod controls;
mod out;
mod sync;
mod sync_map;

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};

pub(crate) use accounts::{
    ClientCommand, ClientOptions, ClientRotateOptions, LinkOptions, OAuthOptions, PasswordOptions,
    RevokeOptions, UserCommand, UserOptions,
};

pub(crate) use channels::HouzzOptions;
pub(crate) use controls::{
    DecideOptions, PauseOptions, ReviewCommand, ReviewListOptions, UndoOptions, WhyOptions,
};
pub(crate) use out::{
    CalendarFeedCommand, ExportCommand, FeedOptions, Format, OutletCommand, OutletOptions,
    WorkCommand,
};
pub(crate) use sync::{ConnectionOptions, PlanOptions, Reach, RunOptions, VerifyOptions};
pub(crate) use sync_map::SyncMapCommand;

/// Joins Houzz Pro and HighLevel: one self-hosted binary with a contacts API and two-way sync.
#[derive(Debug, Parser)]
#[command(name = "tenon", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) home: HomeOptions,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where everything is kept.
#[derive(Debug, Clone, Args)]
pub(crate) struct HomeOptions {
    /// The data folder: the database and the master key, unless they are named
    #[arg(long, env = "TENON_DATA", default_value = "tenon-data", global = true)]
    pub(crate) data: PathBuf,
    /// sqlite:PATH or postgres://… [default: sqlite:DATA/tenon.db]
    #[arg(long, env = "TENON_DATABASE", global = true, hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// A file with the master key, 32 bytes in base64 [default: DATA/master.key, made when missing]
    #[arg(long, env = "TENON_MASTER_KEY_FILE", global = true)]
    pub(crate) master_key_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the API, the hooks and the console, and keep every connection in step
    Serve(ServeOptions),
    /// Start a hub and a sandbox, feed them the samples, and show what arrived where
    Demo(DemoOptions),
    /// A stand-in for HighLevel, with its limits, signed webhooks, and faults on request
    Sandbox(SandboxOptions),
    /// Locations: the firms' accounts
    #[command(subcommand)]
    Location(LocationCommand),
    /// Bearer tokens for the API
    #[command(subcommand)]
    Token(TokenCommand),
    /// OAuth clients: the apps that people let in
    #[command(subcommand)]
    Client(ClientCommand),
    /// The people who sign in
    #[command(subcommand)]
    User(UserCommand),
    /// Connect another system to a location
    #[command(subcommand)]
    Connect(ConnectCommand),
    /// Take in what another system has exported or sent
    #[command(subcommand)]
    Import(ImportCommand),
    /// Files for another system's own import
    #[command(subcommand)]
    Export(ExportCommand),
    /// What is handed to a system without an API, and where to
    #[command(subcommand)]
    Outlet(OutletCommand),
    /// What only a person can do in a system without an API
    #[command(subcommand)]
    Work(WorkCommand),
    /// Calendars that people's own programs subscribe to
    #[command(subcommand)]
    CalendarFeed(CalendarFeedCommand),
    /// What a run would do, a run, the proof that both sides agree; undo, pause and explain
    #[command(subcommand)]
    Sync(SyncCommand),
    /// What needs a person
    #[command(subcommand)]
    Review(ReviewCommand),
    /// The keys that webhooks are signed with
    #[command(subcommand)]
    WebhookKey(WebhookKeyCommand),
    /// Bring the database's schema up to date
    Migrate,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct ServeOptions {
    /// The address to listen at
    #[arg(long, env = "TENON_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Calls per client and location, BURST/SECONDS, or "none" [default: 100/10 for callers from other
    /// machines]
    #[arg(long, env = "TENON_RATE_LIMIT")]
    pub(crate) rate_limit: Option<String>,
    /// Let webhooks go to loopback and private addresses
    #[arg(long, env = "TENON_ALLOW_PRIVATE_HOOKS")]
    pub(crate) allow_private_hooks: bool,
    /// Another address at which connections made in the console may ask HighLevel's API (a sandbox); may
    /// be given more than once
    #[arg(long, env = "TENON_HIGHLEVEL_URL", value_delimiter = ',')]
    pub(crate) highlevel_url: Vec<String>,
    #[command(flatten)]
    pub(crate) oauth: OAuthOptions,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SyncCommand {
    /// Say what a run would do: counts, samples, calls and minutes; changes nothing
    Plan(PlanOptions),
    /// Bring both sides together now, and wait for the end
    Run(RunOptions),
    /// Read both sides afresh and say where they differ; exit 1 when they do
    Verify(VerifyOptions),
    /// The field map: what goes where, and who wins
    #[command(subcommand)]
    Map(SyncMapCommand),
    /// Take back what an import, a run, a rule, a merge, a decision, an undo or one change did
    Undo(UndoOptions),
    /// Say why a contact is not in step
    Why(WhyOptions),
    /// Let a connection, a kind of record or a contact rest
    Pause(PauseOptions),
    /// Let it go on; what changed meanwhile follows
    Resume(PauseOptions),
}

#[derive(Debug, Subcommand)]
pub(crate) enum WebhookKeyCommand {
    /// Make a new key and publish it beside the old one; prints its id
    Rotate(RotateOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct RotateOptions {
    /// How long receivers have to fetch the new key before it signs: 0s, 30m, 24h
    #[arg(long, default_value = "24h")]
    pub(crate) lead: String,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct DemoOptions {
    /// The hub's address
    #[arg(long, env = "TENON_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The sandbox's address
    #[arg(long, env = "TENON_SANDBOX_LISTEN", default_value = "127.0.0.1:8081")]
    pub(crate) sandbox_listen: SocketAddr,
    /// Stop when the samples stand on both sides; exit 1 when they do not
    #[arg(long)]
    pub(crate) exit: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct SandboxOptions {
    /// The address to listen at
    #[arg(long, env = "TENON_LISTEN", default_value = "127.0.0.1:8081")]
    pub(crate) listen: SocketAddr,
    /// Where webhooks are sent
    #[arg(long, env = "TENON_WEBHOOK")]
    pub(crate) webhook: Option<String>,
    /// Calls per token, BURST/SECONDS, or "none"
    #[arg(long, env = "TENON_RATE_LIMIT", default_value = "100/10")]
    pub(crate) rate_limit: String,
    /// KIND=SHARE: 429, 500, timeout-before, timeout-after, drop-webhook, duplicate-webhook,
    /// delay-webhook, with a share from 0 to 1
    #[arg(long = "fault", env = "TENON_FAULT", value_delimiter = ',')]
    pub(crate) faults: Vec<String>,
    /// What decides which calls the faults hit
    #[arg(long, env = "TENON_SEED", default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LocationCommand {
    /// Make a location; prints its id
    Create(LocationOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct LocationOptions {
    /// The firm's name
    #[arg(long)]
    pub(crate) name: String,
    /// Its id [default: a new one]
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// ISO 3166-1 alpha-2: how phones without a country code are read
    #[arg(long, default_value = "US")]
    pub(crate) country: String,
    /// IANA time zone
    #[arg(long, default_value = "America/Chicago")]
    pub(crate) timezone: String,
    /// Let two contacts share an e-mail or phone
    #[arg(long)]
    pub(crate) allow_duplicates: bool,
    /// Add one of everything that contacts can be tied to: a business, a campaign, a workflow, …
    #[arg(long)]
    pub(crate) sample: bool,
    /// The company it belongs to, made when there is none of this id [default: one for all]
    #[arg(long)]
    pub(crate) company: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token; prints it and nothing else
    Create(TokenOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct TokenOptions {
    /// The location it sees
    #[arg(long)]
    pub(crate) location: String,
    /// What it may do, with spaces between
    #[arg(long, default_value = "contacts.readonly contacts.write")]
    pub(crate) scope: String,
    /// How long it lives: 30m, 24h, 90d; a year at most
    #[arg(long, default_value = "24h")]
    pub(crate) ttl: String,
    /// What it is called on the timeline
    #[arg(long, default_value = "API token")]
    pub(crate) name: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConnectCommand {
    /// Connect HighLevel, or the sandbox; prints the connection's id
    Highlevel(Box<HighlevelOptions>),
    /// Connect Houzz Pro by one or more of its channels; prints the connection's id
    Houzz(Box<HouzzOptions>),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct HighlevelOptions {
    /// The hub's location
    #[arg(long)]
    pub(crate) location: String,
    /// A file with a private integration token, or with an OAuth grant as JSON
    #[arg(long, required_unless_present_any = ["oauth", "company"])]
    pub(crate) token_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) oauth: InstallOptions,
    /// Where the API is
    #[arg(long, default_value = tenon_highlevel::BASE_URL)]
    pub(crate) base_url: String,
    /// The location's id over there [default: the hub's]
    #[arg(long)]
    pub(crate) remote_location: Option<String>,
    /// A file with the key its webhooks are signed with [default: HighLevel's published key]
    #[arg(long)]
    pub(crate) webhook_key_file: Option<PathBuf>,
    /// Its name on the timeline
    #[arg(long, default_value = "HighLevel")]
    pub(crate) name: String,
}

/// A connection by an app in HighLevel's marketplace.
#[derive(Debug, Clone, Args)]
pub(crate) struct InstallOptions {
    /// Connect in the browser: prints the address to open while `tenon serve` runs
    #[arg(long, conflicts_with = "token_file")]
    pub(crate) oauth: bool,
    /// The app's client id in HighLevel's marketplace; kept for later, with its secret
    #[arg(long, requires = "oauth", requires = "client_secret_file")]
    pub(crate) client_id: Option<String>,
    /// A file with the app's client secret
    #[arg(long, requires = "client_id")]
    pub(crate) client_secret_file: Option<PathBuf>,
    /// The app's version id, which HighLevel wants as long as the app is not published
    #[arg(long, requires = "client_id")]
    pub(crate) app_version_id: Option<String>,
    /// Open marketplace.leadconnectorhq.com instead of marketplace.gohighlevel.com
    #[arg(long, requires = "client_id")]
    pub(crate) white_label: bool,
    /// Another address to open, a sandbox's
    #[arg(long, requires = "client_id", conflicts_with = "white_label")]
    pub(crate) authorize_url: Option<String>,
    /// What to ask for, with spaces between [default: all that sync has a use for]
    #[arg(long, requires = "client_id")]
    pub(crate) scope: Option<String>,
    /// Where browsers and HighLevel reach this hub
    #[arg(
        long,
        env = "TENON_PUBLIC_URL",
        default_value = "http://127.0.0.1:8080"
    )]
    pub(crate) public_url: String,
    /// An app that is kept here [default: the only one]
    #[arg(long)]
    pub(crate) app: Option<String>,
    /// A company that has installed the app: connect its --remote-location with no browser
    #[arg(long, conflicts_with_all = ["token_file", "oauth"])]
    pub(crate) company: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// Lead e-mails (.eml, .mbox), account exports (.csv) and single tables (.csv, .xlsx) of Houzz Pro
    Houzz(ImportOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct ImportOptions {
    /// The files
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The location they belong to
    #[arg(long)]
    pub(crate) location: String,
    /// Change nothing; report what would be
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// What a column of a table means: 'Client Mail=email'; remembered for tables with these columns
    #[arg(long = "map", value_name = "COLUMN=MEANING")]
    pub(crate) map: Vec<String>,
    /// The report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
