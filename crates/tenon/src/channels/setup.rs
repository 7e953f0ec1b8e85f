//! `tenon connect houzz`: the channels it sets up.

use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde_json::Value;
use tenon_channels::{CALENDAR, FeedSettings, IMAP, ImapSettings, MAIL, Security};
use tenon_houzz::proof::Policy;
use tenon_server::secret_name;
use tenon_store::{ChannelWrite, Write};

use crate::{
    cli::HouzzOptions,
    connect::{read, shared_secret},
    failure::Failure,
    home::Home,
};

/// What the command line asks for, read and found sound.
#[derive(Default)]
pub(crate) struct Wanted {
    mailbox: Option<(ImapSettings, String)>,
    /// A calendar and the URL of its feed.
    calendar: Option<(FeedSettings, String)>,
    /// The secret of raw mails.
    mail_secret: Option<String>,
    forwarders: Vec<String>,
    sealers: Vec<String>,
    server: Option<String>,
}

impl Wanted {
    /// Reads options and the files they name.
    pub(crate) fn read(home: &Home, options: &HouzzOptions) -> Result<Self, Failure> {
        let mut wanted = Self {
            sealers: options.sealer.clone(),
            server: options.mail_server.clone(),
            ..Self::default()
        };
        for forwarder in &options.forwarder {
            let forwarder = forwarder.trim().to_lowercase();
            let (_, domain) = forwarder.split_once('@').unwrap_or_default();
            if !domain.contains('.') || forwarder.contains(char::is_whitespace) {
                let what = format!("--forwarder {forwarder:?} is neither an address nor @DOMAIN");
                return Err(Failure::usage(what));
            }
            wanted.forwarders.push(forwarder);
        }
        if let Some(server) = &options.imap {
            wanted.mailbox = Some(mailbox(home, options, server)?);
        }
        if let Some(file) = &options.calendar_url_file {
            let url = read(file)?.trim().to_owned();
            if !["https://", "http://", "webcal://"]
                .iter()
                .any(|scheme| url.starts_with(scheme))
            {
                return Err(Failure::usage(
                    "--calendar-url-file holds no https:// or webcal:// URL",
                ));
            }
            let settings = FeedSettings {
                name: options.calendar_name.clone(),
                owners: options.calendar_owner.clone(),
                every: None,
            };
            wanted.calendar = Some((settings, url));
        }
        if let Some(file) = &options.mail_secret_file {
            let secret = shared_secret(home, file)?;
            if secret.len() < 16 {
                return Err(Failure::usage(
                    "the mail secret must have 16 characters or more",
                ));
            }
            wanted.mail_secret = Some(secret);
        }
        Ok(wanted)
    }

    /// Writes it down, in one commit.
    pub(crate) async fn put(self, home: &Home, location: &str, id: &str) -> Result<(), Failure> {
        let mut writes = Vec::new();
        if let Some((settings, password)) = self.mailbox {
            let settings = serde_json::to_value(settings)?;
            writes.push(channel(home, location, id, IMAP, settings).await?);
            writes.push(secret(home, location, id, IMAP, &password).await?);
        }
        if let Some((settings, url)) = self.calendar {
            let name = format!("{CALENDAR}{}", settings.name);
            let settings = serde_json::to_value(settings)?;
            writes.push(channel(home, location, id, &name, settings).await?);
            writes.push(secret(home, location, id, &name, &url).await?);
        }
        if let Some(text) = self.mail_secret {
            writes.push(secret(home, location, id, MAIL, &text).await?);
        }
        if !self.forwarders.is_empty() || !self.sealers.is_empty() || self.server.is_some() {
            let mut policy = tenon_channels::policy(&home.store, location, id).await?;
            policy.forwarders.extend(self.forwarders);
            policy.forwarders.sort();
            policy.forwarders.dedup();
            if !self.sealers.is_empty() {
                policy.sealers = self.sealers;
            }
            policy.server = self.server.or(policy.server);
            let settings = serde_json::to_value::<Policy>(policy)?;
            writes.push(channel(home, location, id, MAIL, settings).await?);
        }
        if !writes.is_empty() {
            home.commit(location, writes).await?;
        }
        Ok(())
    }
}

/// Lets mails come by the mail hook, with this secret.
pub(crate) async fn take_mails(
    home: &Home,
    location: &str,
    id: &str,
    mail_secret: &str,
) -> Result<(), Failure> {
    let wanted = Wanted {
        mail_secret: Some(mail_secret.to_owned()),
        ..Wanted::default()
    };
    wanted.put(home, location, id).await
}

fn mailbox(
    home: &Home,
    options: &HouzzOptions,
    server: &str,
) -> Result<(ImapSettings, String), Failure> {
    let security = match options.imap_security.as_str() {
        "tls" => Security::Tls,
        "starttls" => Security::Starttls,
        "none" => Security::None,
        _ => return Err(Failure::usage("--imap-security is tls, starttls or none")),
    };
    let usual = if security == Security::Tls { 993 } else { 143 };
    let (host, port) = match server.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') => (
            host,
            port.parse()
                .map_err(|_| Failure::usage("--imap is HOST or HOST:PORT"))?,
        ),
        _ => (server, usual),
    };
    let since = match &options.imap_since {
        Some(text) => text
            .parse::<Date>()
            .map_err(|_| Failure::usage("--imap-since is a day: 2026-11-16"))?,
        None => {
            let today = TimeZone::UTC.to_datetime(home.clock.now()).date();
            today.saturating_sub(7.days())
        }
    };
    let (Some(user), Some(file)) = (&options.imap_user, &options.imap_password_file) else {
        return Err(Failure::usage(
            "--imap needs --imap-user and --imap-password-file",
        ));
    };
    let settings = ImapSettings {
        host: host.to_owned(),
        port,
        security,
        user: user.clone(),
        folder: options.imap_folder.clone(),
        certificates: options.imap_certificates.as_deref().map(read).transpose()?,
        since,
    };
    settings.check().map_err(Failure::usage)?;
    // Editors end a file with a line end; no password does.
    let password = read(file)?;
    Ok((settings, password.trim_end_matches(['\r', '\n']).to_owned()))
}

/// A channel, new or changed.
async fn channel(
    home: &Home,
    location: &str,
    id: &str,
    name: &str,
    settings: Value,
) -> Result<Write, Failure> {
    let old = home.store.channel(location, id, name).await?;
    Ok(Write::Channel(Box::new(ChannelWrite::Put {
        connection_id: id.to_owned(),
        name: name.to_owned(),
        settings,
        version: old.map_or(0, |old| old.version),
    })))
}

/// A secret, new or changed.
async fn secret(
    home: &Home,
    location: &str,
    id: &str,
    what: &str,
    text: &str,
) -> Result<Write, Failure> {
    let name = secret_name(id, what);
    let old = home.store.secret(location, &name).await?;
    let sealed = home.vault()?.seal(location, &name, text.as_bytes())?;
    Ok(Write::Secret {
        name,
        sealed,
        version: old.map_or(0, |(_, version)| version),
    })
}
