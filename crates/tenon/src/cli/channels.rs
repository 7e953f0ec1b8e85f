//! The command line of Houzz's channels.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Clone, Args)]
pub(crate) struct HouzzOptions {
    /// The hub's location
    #[arg(long)]
    pub(crate) location: String,
    /// A connection that channels are added to, or changed of [default: a new connection]
    #[arg(long)]
    pub(crate) connection: Option<String>,
    /// The file with the secret that bridge events are signed with; made when missing
    #[arg(long)]
    pub(crate) bridge_secret_file: Option<PathBuf>,
    /// Its name on the timeline
    #[arg(long, default_value = "Houzz Pro")]
    pub(crate) name: String,
    /// Watch a mailbox: the mail server, HOST or HOST:PORT
    #[arg(long, value_name = "HOST[:PORT]", requires_all = ["imap_user", "imap_password_file"])]
    pub(crate) imap: Option<String>,
    /// Who signs in to the mailbox
    #[arg(long)]
    pub(crate) imap_user: Option<String>,
    /// A file with the mailbox's password (an app password, where the provider has them)
    #[arg(long)]
    pub(crate) imap_password_file: Option<PathBuf>,
    /// The folder that is watched; nothing in it is changed
    #[arg(long, default_value = "INBOX")]
    pub(crate) imap_folder: String,
    /// tls, starttls, or none (only to this machine)
    #[arg(long, default_value = "tls")]
    pub(crate) imap_security: String,
    /// A file with the certificates to trust instead of the system's, PEM
    #[arg(long)]
    pub(crate) imap_certificates: Option<PathBuf>,
    /// Leave mail alone that arrived before this day, YYYY-MM-DD [default: a week ago]
    #[arg(long)]
    pub(crate) imap_since: Option<String>,
    /// Poll a linked calendar: the file with the URL of its feed (.ics), which is kept as a secret
    #[arg(long)]
    pub(crate) calendar_url_file: Option<PathBuf>,
    /// What the calendar is called; another name is another calendar
    #[arg(long, default_value = "Calendar")]
    pub(crate) calendar_name: String,
    /// Whose calendar it is: their own e-mails tell nothing about who attends
    #[arg(long, value_delimiter = ',')]
    pub(crate) calendar_owner: Vec<String>,
    /// Take raw mails at /hooks/email/CONNECTION: the file with their secret; made when missing
    #[arg(long)]
    pub(crate) mail_secret_file: Option<PathBuf>,
    /// Who may forward Houzz's mails by hand: an address, or @DOMAIN for everybody there
    #[arg(long, value_delimiter = ',')]
    pub(crate) forwarder: Vec<String>,
    /// Whose ARC seals are believed [default: Google, Microsoft, Fastmail, Zoho]
    #[arg(long, value_delimiter = ',')]
    pub(crate) sealer: Vec<String>,
    /// The mailbox's server, as it names itself in Authentication-Results: what it found is believed
    #[arg(long)]
    pub(crate) mail_server: Option<String>,
}
