//! A session with a mail server: signed in, one folder examined.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use imap_proto::{AttributeValue, MailboxDatum, Response, ResponseCode, Status};
use tokio::{net::TcpStream, time::timeout};

use super::{
    ImapError, ImapSettings, Security, tls,
    wire::{Stream, Wire},
};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(15);

/// A folder, read from one connection.
pub(crate) struct Session {
    wire: Wire,
    tags: u32,
    capabilities: Vec<String>,
    /// The folder's UIDVALIDITY: with another one, its UIDs are others.
    pub(crate) validity: u32,
}

/// A mail of the folder.
pub(crate) struct Mail {
    /// The mail; only its beginning when it is longer than asked for.
    pub(crate) raw: Vec<u8>,
    /// How long it is.
    pub(crate) size: u32,
}

/// The parts of an untagged response that are of interest here.
enum News {
    Exists,
    Validity(u32),
    Found(Vec<u32>),
    Mail {
        uid: Option<u32>,
        size: Option<u32>,
        raw: Option<Vec<u8>>,
    },
    Bye(String),
    Other,
}

impl Session {
    /// Connects, signs in and examines the folder.
    pub(crate) async fn open(settings: &ImapSettings, password: &str) -> Result<Self, ImapError> {
        settings.check().map_err(ImapError::Away)?;
        let host = settings.host.as_str();
        let stream = timeout(CONNECT, TcpStream::connect((host, settings.port)))
            .await
            .map_err(|_| ImapError::Away(format!("{host} does not take the connection")))?
            .map_err(|error| ImapError::Away(format!("{host} cannot be reached: {error}")))?;
        let mut session = Self {
            wire: Wire::new(match settings.security {
                Security::Tls => secure(settings, Box::new(stream)).await?,
                Security::Starttls | Security::None => Box::new(stream),
            }),
            tags: 0,
            capabilities: Vec::new(),
            validity: 0,
        };
        let greeting = session.wire.next().await?;
        if !greeting.starts_with(b"* OK") {
            return Err(ImapError::Senseless(words(&greeting)));
        }
        if settings.security == Security::Starttls {
            session.command("STARTTLS", "STARTTLS").await?;
            let stream = session.wire.into_stream()?;
            session.wire = Wire::new(secure(settings, stream).await?);
        }
        session.ask_capabilities().await?;
        session.sign_in(&settings.user, password).await?;
        session.ask_capabilities().await?;
        let folder = format!("EXAMINE {}", quoted(&utf7(&settings.folder)));
        for news in session.command("to open the folder", &folder).await? {
            if let News::Validity(validity) = news {
                session.validity = validity;
            }
        }
        Ok(session)
    }

    async fn ask_capabilities(&mut self) -> Result<(), ImapError> {
        let tag = self.tag();
        self.wire.send(&format!("{tag} CAPABILITY\r\n")).await?;
        loop {
            let line = self.wire.next().await?;
            let text = words(&line);
            if let Some(list) = text.strip_prefix("* CAPABILITY ") {
                self.capabilities = list
                    .split_whitespace()
                    .map(str::to_ascii_uppercase)
                    .collect();
            }
            if done(&line, &tag, "CAPABILITY")? {
                return Ok(());
            }
        }
    }

    fn can(&self, what: &str) -> bool {
        self.capabilities
            .iter()
            .any(|capability| capability == what)
    }

    async fn sign_in(&mut self, user: &str, password: &str) -> Result<(), ImapError> {
        if self.can("AUTH=PLAIN") {
            let tag = self.tag();
            self.wire
                .send(&format!("{tag} AUTHENTICATE PLAIN\r\n"))
                .await?;
            if self.goes_on(&tag, "the sign-in").await? {
                let proof = STANDARD.encode(format!("\0{user}\0{password}"));
                self.wire.send(&format!("{proof}\r\n")).await?;
            }
            return self.rest(&tag, "the sign-in").await.map(drop);
        }
        if self.can("LOGINDISABLED") {
            return Err(ImapError::Refused {
                what: "the sign-in",
                why: "it takes no passwords".into(),
            });
        }
        let login = format!("LOGIN {} {}", quoted(user), quoted(password));
        self.command("the sign-in", &login).await.map(drop)
    }

    /// The UIDs above one, ascending; `since` leaves out mail that arrived before that day.
    pub(crate) async fn above(
        &mut self,
        uid: u32,
        since: Option<jiff::civil::Date>,
    ) -> Result<Vec<u32>, ImapError> {
        let mut search = format!("UID SEARCH UID {}:*", uid.saturating_add(1));
        if let Some(day) = since {
            search.push_str(&format!(" SINCE {}", day.strftime("%-d-%b-%Y")));
        }
        let mut uids = Vec::new();
        for news in self.command("the search", &search).await? {
            if let News::Found(found) = news {
                uids.extend(found);
            }
        }
        // `9:*` names the last mail even where it is older.
        uids.retain(|found| *found > uid);
        uids.sort_unstable();
        uids.dedup();
        Ok(uids)
    }

    /// A mail, at most `limit` bytes of it. `None`: it is gone. Its flags stay as they are.
    pub(crate) async fn fetch(
        &mut self,
        uid: u32,
        limit: usize,
    ) -> Result<Option<Mail>, ImapError> {
        let fetch = format!("UID FETCH {uid} (UID RFC822.SIZE BODY.PEEK[]<0.{limit}>)");
        let mut mail = None;
        for news in self.command("to hand out a mail", &fetch).await? {
            if let News::Mail {
                uid: Some(found),
                size,
                raw: Some(raw),
            } = news
                && found == uid
            {
                let whole = u32::try_from(raw.len()).unwrap_or(u32::MAX);
                mail = Some(Mail {
                    size: size.unwrap_or(whole).max(whole),
                    raw,
                });
            }
        }
        Ok(mail)
    }

    /// Waits until there may be news, at most so long. Where the server has no IDLE (RFC 2177), it is
    /// asked instead.
    pub(crate) async fn wait(&mut self, at_most: Duration) -> Result<(), ImapError> {
        if !self.can("IDLE") {
            tokio::time::sleep(at_most).await;
            return self.command("a sign of life", "NOOP").await.map(drop);
        }
        let tag = self.tag();
        self.wire.send(&format!("{tag} IDLE\r\n")).await?;
        if !self.goes_on(&tag, "to wait").await? {
            return Ok(());
        }
        let news = async {
            loop {
                let line = self.wire.read().await?;
                match read(&line) {
                    News::Exists => return Ok(()),
                    News::Bye(why) => return Err(ImapError::Away(why)),
                    _ => {}
                }
            }
        };
        // The time is up, or there is news: both end the waiting.
        if let Ok(Err(error)) = timeout(at_most, news).await {
            return Err(error);
        }
        self.wire.send("DONE\r\n").await?;
        self.rest(&tag, "to wait").await.map(drop)
    }

    /// Signs out, for politeness.
    pub(crate) async fn close(mut self) {
        let _ = self.command("to sign out", "LOGOUT").await;
    }

    fn tag(&mut self) -> String {
        self.tags += 1;
        format!("T{}", self.tags)
    }

    async fn command(&mut self, what: &'static str, text: &str) -> Result<Vec<News>, ImapError> {
        let tag = self.tag();
        self.wire.send(&format!("{tag} {text}\r\n")).await?;
        self.rest(&tag, what).await
    }

    /// Waits for the server to ask for more; false when it ended the command instead.
    async fn goes_on(&mut self, tag: &str, what: &'static str) -> Result<bool, ImapError> {
        loop {
            let line = self.wire.next().await?;
            if line.starts_with(b"+") {
                return Ok(true);
            }
            if done(&line, tag, what)? {
                return Ok(false);
            }
        }
    }

    /// What is said until the command ends.
    async fn rest(&mut self, tag: &str, what: &'static str) -> Result<Vec<News>, ImapError> {
        let mut all = Vec::new();
        loop {
            let line = self.wire.next().await?;
            if done(&line, tag, what)? {
                return Ok(all);
            }
            match read(&line) {
                News::Bye(why) if what != "to sign out" => return Err(ImapError::Away(why)),
                News::Other | News::Bye(_) => {}
                news => all.push(news),
            }
        }
    }
}

async fn secure(
    settings: &ImapSettings,
    stream: Box<dyn Stream>,
) -> Result<Box<dyn Stream>, ImapError> {
    let away = || ImapError::Away(format!("{} does not begin with TLS", settings.host));
    let secured = timeout(CONNECT, tls::wrap(settings, stream)).await;
    Ok(Box::new(secured.map_err(|_| away())??))
}

/// Whether a response ends the command of this tag.
fn done(line: &[u8], tag: &str, what: &'static str) -> Result<bool, ImapError> {
    let text = words(line);
    let Some(rest) = text
        .strip_prefix(tag)
        .and_then(|rest| rest.strip_prefix(' '))
    else {
        return Ok(false);
    };
    let (status, why) = rest.split_once(' ').unwrap_or((rest, ""));
    match status.to_ascii_uppercase().as_str() {
        "OK" => Ok(true),
        "NO" | "BAD" => Err(ImapError::Refused {
            what,
            why: why.to_owned(),
        }),
        _ => Err(ImapError::Senseless(text)),
    }
}

fn read(line: &[u8]) -> News {
    let Ok((_, response)) = Response::from_bytes(line) else {
        // An extension's; nothing that was asked for.
        return News::Other;
    };
    match response {
        Response::MailboxData(MailboxDatum::Exists(_)) => News::Exists,
        Response::MailboxData(MailboxDatum::Search(found)) => News::Found(found),
        Response::Data {
            code: Some(ResponseCode::UidValidity(validity)),
            ..
        } => News::Validity(validity),
        Response::Data {
            status: Status::Bye,
            information,
            ..
        } => News::Bye(format!(
            "the mail server said goodbye: {}",
            information.unwrap_or_default()
        )),
        Response::Fetch(_, attributes) => {
            let (mut uid, mut size, mut raw) = (None, None, None);
            for attribute in attributes {
                match attribute {
                    AttributeValue::Uid(found) => uid = Some(found),
                    AttributeValue::Rfc822Size(found) => size = Some(found),
                    AttributeValue::BodySection { data, .. } => {
                        raw = Some(data.unwrap_or_default().into_owned());
                    }
                    _ => {}
                }
            }
            News::Mail { uid, size, raw }
        }
        _ => News::Other,
    }
}

/// The first words of a response, for people.
fn words(line: &[u8]) -> String {
    let line = line.get(..500).unwrap_or(line);
    String::from_utf8_lossy(line).trim_end().to_owned()
}

/// A quoted string (RFC 3501, section 4.3).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A folder's name in IMAP's UTF-7 (RFC 3501, section 5.1.3).
fn utf7(name: &str) -> String {
    let mut out = String::new();
    let mut foreign: Vec<u8> = Vec::new();
    let flush = |foreign: &mut Vec<u8>, out: &mut String| {
        if !foreign.is_empty() {
            let code = STANDARD.encode(&*foreign).replace('/', ",");
            out.push('&');
            out.push_str(code.trim_end_matches('='));
            out.push('-');
            foreign.clear();
        }
    };
    for c in name.chars() {
        if (' '..='~').contains(&c) {
            flush(&mut foreign, &mut out);
            out.push(c);
            if c == '&' {
                out.push('-');
            }
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                foreign.extend(unit.to_be_bytes());
            }
        }
    }
    flush(&mut foreign, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_passwords_are_quoted() {
        assert_eq!(quoted(r#"pa"ss\word"#), r#""pa\"ss\\word""#);
        // RFC 3501's own example, and one with characters outside of the plane.
        assert_eq!(
            utf7("~peter/mail/台北/日本語"),
            "~peter/mail/&U,BTFw-/&ZeVnLIqe-"
        );
        assert_eq!(utf7("R&D"), "R&-D");
        assert_eq!(utf7("Büro"), "B&APw-ro");
    }

    #[test]
    fn what_a_server_says_is_told_apart() {
        assert!(matches!(read(b"* 4 EXISTS\r\n"), News::Exists));
        assert!(matches!(read(b"* SEARCH 4 9\r\n"), News::Found(f) if f == [4, 9]));
        assert!(matches!(read(b"* SEARCH\r\n"), News::Found(f) if f.is_empty()));
        let validity = b"* OK [UIDVALIDITY 77] UIDs valid\r\n";
        assert!(matches!(read(validity), News::Validity(77)));
        assert!(matches!(read(b"* BYE too long\r\n"), News::Bye(_)));
        assert!(matches!(read(b"* XWEIRD (\r\n"), News::Other));
        let mail = b"* 1 FETCH (FLAGS (\\Seen) UID 9 RFC822.SIZE 3 BODY[]<0> {3}\r\na\r\n)\r\n";
        let News::Mail { uid, size, raw } = read(mail) else {
            panic!("no mail");
        };
        assert_eq!(
            (uid, size, raw.as_deref()),
            (Some(9), Some(3), Some(&b"a\r\n"[..]))
        );
        assert!(done(b"T1 OK done\r\n", "T1", "x").unwrap());
        assert!(!done(b"T11 OK done\r\n", "T1", "x").unwrap());
        assert!(done(b"T1 NO [AUTHENTICATIONFAILED] no\r\n", "T1", "x").is_err());
    }
}
