//! A load generator that costs little itself: prepared requests over kept connections.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A kept connection.
pub(crate) struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(16 * 1024),
        })
    }

    /// Sends a request and reads its answer: status and body.
    pub(crate) async fn call(&mut self, request: &[u8]) -> io::Result<(u16, Vec<u8>)> {
        let (status, head) = self.exchange(request).await?;
        Ok((status, self.buffer.split_off(head)))
    }

    /// Sends a request and reads its answer: headers and body.
    pub(crate) async fn headers(
        &mut self,
        request: &[u8],
    ) -> io::Result<(Vec<(String, String)>, Vec<u8>)> {
        let (_, head) = self.exchange(request).await?;
        let body = self.buffer.split_off(head);
        let text = String::from_utf8_lossy(&self.buffer).into_owned();
        let headers = text.lines().filter_map(|line| line.split_once(": "));
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Ok((headers.map(own).collect(), body))
    }

    /// Sends a request and reads its answer into the buffer: status, and where the body begins.
    async fn exchange(&mut self, request: &[u8]) -> io::Result<(u16, usize)> {
        let broken = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(broken("the server closed the connection"));
            }
            let Some(head) = find(&self.buffer, b"\r\n\r\n") else {
                continue;
            };
            let (status, length) = read_head(&self.buffer[..head])
                .ok_or_else(|| broken("an answer without a status or a length"))?;
            while self.buffer.len() < head + 4 + length {
                if self.stream.read_buf(&mut self.buffer).await? == 0 {
                    return Err(broken("the answer broke off"));
                }
            }
            self.buffer.truncate(head + 4 + length);
            return Ok((status, head + 4));
        }
    }
}

/// Status and `content-length` of an answer's head.
fn read_head(head: &[u8]) -> Option<(u16, usize)> {
    let mut lines = head.split(|byte| *byte == b'\n');
    let status = std::str::from_utf8(lines.next()?.get(9..12)?).ok()?;
    let length = lines.find_map(|line| {
        let (name, value) = line.split_at_checked(15)?;
        name.eq_ignore_ascii_case(b"content-length:")
            .then_some(value)
    })?;
    let length = std::str::from_utf8(length).ok()?.trim();
    Some((status.parse().ok()?, length.parse().ok()?))
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}

/// A request as bytes.
pub(crate) fn request(method: &str, path: &str, token: &str, body: &str) -> Vec<u8> {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\
         Version: 2021-07-28\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// What a load came to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Load {
    /// Calls a second.
    pub(crate) rate: f64,
    /// The slowest of the quickest 99 per cent, in microseconds.
    pub(crate) p99: f64,
    /// What a call costs this process, clients and kernel included, in microseconds of a processor: of
    /// all figures the one that other work on the machine disturbs least.
    pub(crate) cpu: f64,
}

impl Load {
    /// The mean of several rounds.
    pub(crate) fn mean(rounds: &[Self]) -> Self {
        let count = rounds.len().max(1) as f64;
        Self {
            rate: rounds.iter().map(|round| round.rate).sum::<f64>() / count,
            p99: rounds.iter().map(|round| round.p99).sum::<f64>() / count,
            cpu: rounds.iter().map(|round| round.cpu).sum::<f64>() / count,
        }
    }
}

/// `clients` clients that call as fast as they are answered, spread over the addresses. `make` builds
/// the request with a running number.
pub(crate) async fn load(
    addresses: &[SocketAddr],
    clients: usize,
    time: Duration,
    expected: u16,
    make: impl Fn(u64) -> Vec<u8> + Send + Sync + 'static,
) -> io::Result<Load> {
    let make = Arc::new(make);
    let number = Arc::new(AtomicU64::new(0));
    let (started, used) = (Instant::now(), processor_time());
    let mut tasks = Vec::new();
    for client in 0..clients {
        let address = addresses[client % addresses.len()];
        let (make, number) = (Arc::clone(&make), Arc::clone(&number));
        tasks.push(tokio::spawn(async move {
            let mut client = Client::connect(address).await?;
            let mut took = Vec::new();
            while started.elapsed() < time {
                let request = make(number.fetch_add(1, Ordering::Relaxed));
                let sent = Instant::now();
                let (status, body) = client.call(&request).await?;
                // Writers that wait for each other may wait in vain: that is no create.
                if status == 503 {
                    continue;
                }
                if status != expected {
                    let body = String::from_utf8_lossy(&body).into_owned();
                    return Err(io::Error::other(format!("answered {status}: {body}")));
                }
                took.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            Ok(took)
        }));
    }
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await.map_err(io::Error::other)??);
    }
    let rate = took.len() as f64 / started.elapsed().as_secs_f64();
    took.sort_unstable();
    let p99 = took.get(took.len() * 99 / 100).copied().unwrap_or_default();
    let calls = took.len().max(1) as f64;
    Ok(Load {
        rate,
        p99: f64::from(p99),
        cpu: processor_time().saturating_sub(used).as_secs_f64() * 1e6 / calls,
    })
}

/// What this process has used of the processors so far, to the hundredth of a second
/// (proc_pid_stat(5): utime and stime, in ticks of which Linux shows 100 a second).
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let fields = behind_name.split_whitespace().skip(11).take(2);
    let ticks: u64 = fields.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
