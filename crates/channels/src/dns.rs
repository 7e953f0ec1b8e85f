//! TXT records from the system's name servers (RFC 1035): what no resolver of the standard library
//! finds, and all that is needed of DNS here.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use futures_util::{FutureExt as _, future::BoxFuture};
use tenon_houzz::proof::{LookupFault, Records};
use tenon_model::Random;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpStream, UdpSocket},
    time::timeout,
};

/// How long one server may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// Rounds over the servers: a datagram may be lost.
const ROUNDS: usize = 2;
/// Servers that are asked; the system's own resolver stops at three.
const MAX_SERVERS: usize = 3;
/// Records of one answer that are looked at.
const MAX_RECORDS: usize = 64;
/// What is taken of an answer over UDP (EDNS, RFC 6891: without fragments).
const DATAGRAM: u16 = 1_232;
const TXT: u16 = 16;
const CNAME: u16 = 5;

/// Asks name servers.
pub struct Dns {
    servers: Vec<SocketAddr>,
    random: Arc<dyn Random>,
}

impl Dns {
    /// The name servers that `/etc/resolv.conf` names.
    #[must_use]
    pub fn of_system(random: Arc<dyn Random>) -> Self {
        let text = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
        Self::new(servers(&text), random)
    }

    /// These name servers.
    #[must_use]
    pub fn new(servers: Vec<SocketAddr>, random: Arc<dyn Random>) -> Self {
        Self { servers, random }
    }

    async fn ask(&self, name: &str) -> Result<Vec<String>, LookupFault> {
        let mut id = [0; 2];
        self.random.fill(&mut id);
        let question = question(u16::from_be_bytes(id), name).ok_or(LookupFault::NotFound)?;
        for _ in 0..ROUNDS {
            for server in &self.servers {
                let found = match timeout(PATIENCE, over_udp(*server, &question)).await {
                    Ok(Ok(answer)) if is_cut(&answer) => {
                        timeout(PATIENCE, over_tcp(*server, &question)).await
                    }
                    found => found,
                };
                let Ok(Ok(answer)) = found else { continue };
                match read(&answer, &question) {
                    Some(Err(LookupFault::Unavailable)) | None => {}
                    Some(result) => return result,
                }
            }
        }
        Err(LookupFault::Unavailable)
    }
}

impl Records for Dns {
    fn txt<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, LookupFault>> {
        self.ask(name).boxed()
    }
}

fn servers(text: &str) -> Vec<SocketAddr> {
    let lines = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let address = (words.next() == Some("nameserver")).then(|| words.next())??;
        let address: IpAddr = address.split('%').next()?.parse().ok()?;
        Some(SocketAddr::new(address, 53))
    });
    lines.take(MAX_SERVERS).collect()
}

/// A question for TXT records, with the size of datagram we take. `None`: it is no name.
fn question(id: u16, name: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(name.len() + 32);
    out.extend(id.to_be_bytes());
    // Recursion desired; one question, one additional record.
    out.extend([1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
    for label in name.trim_end_matches('.').split('.') {
        let length = u8::try_from(label.len()).ok()?;
        if !(1..=63).contains(&length) {
            return None;
        }
        out.push(length);
        out.extend(label.bytes());
    }
    out.extend([0, 0, 16, 0, 1]);
    let [high, low] = DATAGRAM.to_be_bytes();
    out.extend([0, 0, 41, high, low, 0, 0, 0, 0, 0, 0]);
    (name.len() <= 253).then_some(out)
}

async fn over_udp(server: SocketAddr, question: &[u8]) -> std::io::Result<Vec<u8>> {
    let any: IpAddr = match server {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0)).await?;
    socket.connect(server).await?;
    socket.send(question).await?;
    let mut answer = vec![0; usize::from(DATAGRAM) * 2];
    loop {
        let length = socket.recv(&mut answer).await?;
        // Others may send to our port: theirs is not the answer to this question.
        if answers(&answer[..length], question) {
            answer.truncate(length);
            return Ok(answer);
        }
    }
}

async fn over_tcp(server: SocketAddr, question: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(server).await?;
    let length = u16::try_from(question.len()).unwrap_or(u16::MAX);
    stream.write_all(&length.to_be_bytes()).await?;
    stream.write_all(question).await?;
    let mut length = [0; 2];
    stream.read_exact(&mut length).await?;
    let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}

fn is_cut(answer: &[u8]) -> bool {
    answer.get(2).is_some_and(|flags| flags & 0x02 != 0)
}

/// Whether it is an answer, with our number and our question.
fn answers(answer: &[u8], question: &[u8]) -> bool {
    let asked = question.len() - 11;
    answer.len() >= asked
        && answer[..2] == question[..2]
        && answer[2] & 0x80 != 0
        && answer[4..6] == [0, 1]
        && answer[12..asked].eq_ignore_ascii_case(&question[12..asked])
}

/// The texts of an answer; `None` when it makes no sense.
fn read(answer: &[u8], question: &[u8]) -> Option<Result<Vec<String>, LookupFault>> {
    if !answers(answer, question) || is_cut(answer) {
        return None;
    }
    match answer[3] & 0x0f {
        0 => {}
        3 => return Some(Err(LookupFault::NotFound)),
        _ => return Some(Err(LookupFault::Unavailable)),
    }
    let count = u16::from_be_bytes([answer[6], answer[7]]);
    let mut at = question.len() - 11;
    let mut texts = Vec::new();
    for _ in 0..usize::from(count).min(MAX_RECORDS) {
        at = after_name(answer, at)?;
        let head = answer.get(at..at + 10)?;
        let kind = u16::from_be_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_be_bytes([head[8], head[9]]));
        let data = answer.get(at + 10..at + 10 + length)?;
        // A recursive server follows aliases itself and puts what they lead to behind them.
        if kind == TXT {
            texts.push(text(data)?);
        } else if kind != CNAME {
            tracing::debug!(kind, "an answer of DNS holds another record");
        }
        at += 10 + length;
    }
    Some(if texts.is_empty() {
        Err(LookupFault::NotFound)
    } else {
        Ok(texts)
    })
}

/// Where a name ends: at a zero, or behind a pointer.
fn after_name(answer: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *answer.get(at)? {
            0 => return Some(at + 1),
            length if length & 0xc0 == 0xc0 => return Some(at + 2),
            length => at += 1 + usize::from(length),
        }
    }
}

/// The strings of a TXT record, joined (RFC 6376, section 3.6.2.2).
fn text(mut data: &[u8]) -> Option<String> {
    let mut joined = Vec::new();
    while let Some((&length, rest)) = data.split_first() {
        joined.extend_from_slice(rest.get(..usize::from(length))?);
        data = &rest[usize::from(length)..];
    }
    Some(String::from_utf8_lossy(&joined).into_owned())
}

#[cfg(test)]
mod tests;
