//! Where a mailbox is.

use serde::{Deserialize, Serialize};

/// How the connection is kept from listeners.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte (port 993).
    #[default]
    Tls,
    /// TLS after asking for it (port 143); never without.
    Starttls,
    /// None: only to this machine.
    None,
}

/// A mailbox over IMAP. Its password is in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImapSettings {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from listeners.
    #[serde(default)]
    pub security: Security,
    /// Who signs in.
    pub user: String,
    /// The folder that is watched.
    pub folder: String,
    /// Certificates that are trusted besides the system's, PEM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificates: Option<String>,
    /// Mail that arrived before this day is left alone: `2026-11-16`.
    pub since: jiff::civil::Date,
}

impl ImapSettings {
    /// Whether password and mail may go there as the settings say.
    ///
    /// # Errors
    /// In words, when they would go over a network in the clear, or the settings make no sense.
    pub fn check(&self) -> Result<(), String> {
        let here = matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if self.security == Security::None && !here {
            return Err("a mailbox on another machine is read over TLS only".into());
        }
        let odd = |text: &str| text.is_empty() || text.contains(['\r', '\n', '\0']);
        if odd(&self.host) || odd(&self.user) || odd(&self.folder) {
            return Err("server, user and folder must be named".into());
        }
        Ok(())
    }
}
