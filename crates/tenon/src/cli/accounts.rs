//! Options about OAuth: clients, people, and how the server gives tokens.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Clone, Args)]
pub(crate) struct OAuthOptions {
    /// Where people and apps reach this server, as https://tenon.example.org [default: the address
    /// listened at]
    #[arg(long, env = "TENON_PUBLIC_URL")]
    pub(crate) public_url: Option<String>,
    /// Take a caller's address from X-Forwarded-For; only behind a proxy that writes it
    #[arg(long, env = "TENON_BEHIND_PROXY")]
    pub(crate) behind_proxy: bool,
    /// How long an access token lives [default: a day but a second, as HighLevel's]
    #[arg(long, env = "TENON_ACCESS_TTL")]
    pub(crate) access_ttl: Option<String>,
    /// How long a refresh token lives
    #[arg(long, env = "TENON_REFRESH_TTL", default_value = "365d")]
    pub(crate) refresh_ttl: String,
    /// How long a used refresh token may be used again when the answer was lost; 0s: never
    #[arg(long, env = "TENON_REFRESH_GRACE", default_value = "60s")]
    pub(crate) refresh_grace: String,
    /// Leave refresh tokens as they are when they are used, instead of replacing them; those of public
    /// clients are replaced all the same
    #[arg(long, env = "TENON_NO_REFRESH_ROTATION")]
    pub(crate) no_refresh_rotation: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClientCommand {
    /// Make an OAuth client; prints its id and secret as JSON
    Create(ClientOptions),
    /// Give a client a new secret; prints it as JSON
    Rotate(ClientRotateOptions),
    /// List the clients
    List,
    /// Shut a client out, and end every token it has
    Revoke {
        /// Its id
        id: String,
    },
}

#[derive(Debug, Clone, Args)]
pub(crate) struct ClientOptions {
    /// The app's name, as people see it when they are asked
    #[arg(long)]
    pub(crate) name: String,
    /// Where answers may be sent; may be given more than once
    #[arg(long = "redirect-uri")]
    pub(crate) redirect_uris: Vec<String>,
    /// What it may ask for, with spaces between
    #[arg(long)]
    pub(crate) scope: String,
    /// It cannot keep a secret: an app on a phone, a desktop or in a browser
    #[arg(long)]
    pub(crate) public: bool,
    /// It sends no code challenge (PKCE), as HighLevel's own SDKs do not
    #[arg(long, conflicts_with = "public")]
    pub(crate) without_pkce: bool,
    /// Let it in by its secret alone, at this location (client credentials)
    #[arg(long, conflicts_with = "public")]
    pub(crate) location: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct ClientRotateOptions {
    /// Its id
    pub(crate) id: String,
    /// How long the secret it has goes on working: 30m, 24h, 7d
    #[arg(long, default_value = "24h")]
    pub(crate) keep_old: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Make somebody's account, or let somebody who has one into another location; prints the id
    Create(UserOptions),
    /// Print a link that signs somebody in once, within ten minutes
    Link(LinkOptions),
    /// Set somebody's password
    Password(PasswordOptions),
    /// List the accounts
    List,
    /// Take somebody out of a location, or shut the account; ends what they have allowed apps
    Revoke(RevokeOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct UserOptions {
    /// The location
    #[arg(long)]
    pub(crate) location: String,
    /// The e-mail address
    #[arg(long)]
    pub(crate) email: String,
    /// The name
    #[arg(long)]
    pub(crate) name: String,
    /// owner, member or read-only
    #[arg(long, default_value = "member")]
    pub(crate) role: String,
    /// A file with the password [default: none; sign-in links only]
    #[arg(long)]
    pub(crate) password_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct LinkOptions {
    /// The e-mail address
    #[arg(long)]
    pub(crate) email: String,
    /// Where people reach the server
    #[arg(
        long,
        env = "TENON_PUBLIC_URL",
        default_value = "http://127.0.0.1:8080"
    )]
    pub(crate) public_url: String,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct PasswordOptions {
    /// The e-mail address
    #[arg(long)]
    pub(crate) email: String,
    /// A file with the password
    #[arg(long)]
    pub(crate) password_file: PathBuf,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct RevokeOptions {
    /// The e-mail address
    #[arg(long)]
    pub(crate) email: String,
    /// Only this location [default: the whole account]
    #[arg(long)]
    pub(crate) location: Option<String>,
}
