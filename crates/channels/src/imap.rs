//! IMAP (RFC 3501), as little of it as reading a folder needs: the folder is examined, never
//! selected, so that no mail is marked as seen or moved.

mod session;
mod settings;
mod tls;
mod wire;

pub(crate) use session::{Mail, Session};
pub use settings::{ImapSettings, Security};

/// Why a mailbox cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// The server cannot be reached, or broke off.
    #[error("{0}")]
    Away(String),
    /// The server said no.
    #[error("the mail server refused {what}: {why}")]
    Refused {
        /// What was asked.
        what: &'static str,
        /// Its words.
        why: String,
    },
    /// The server speaks something else than IMAP, or more than is read.
    #[error("the mail server's answer makes no sense: {0}")]
    Senseless(String),
}

impl From<std::io::Error> for ImapError {
    fn from(error: std::io::Error) -> Self {
        Self::Away(format!("the mail server is away: {error}"))
    }
}

/// Signs in and looks at the folder, and nothing more.
///
/// # Errors
/// Why the mailbox cannot be read, in words.
pub async fn try_mailbox(settings: &ImapSettings, password: &str) -> Result<(), String> {
    /// As long as a person waits for an answer.
    const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);
    settings.check()?;
    let opened = tokio::time::timeout(PATIENCE, Session::open(settings, password)).await;
    let session = opened
        .map_err(|_| "the mail server did not answer within 20 seconds".to_owned())?
        .map_err(|error| error.to_string())?;
    session.close().await;
    Ok(())
}
