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
            return Ok((status, self.buffer[head + 4..head + 4 + length].to_vec()));
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

/// Calls per second of `clients` clients that call as fast as they are answered, spread over the
/// addresses. `make` builds the request with a running number.
pub(crate) async fn rate(
    addresses: &[SocketAddr],
    clients: usize,
    time: Duration,
    expected: u16,
    make: impl Fn(u64) -> Vec<u8> + Send + Sync + 'static,
) -> io::Result<f64> {
    let make = Arc::new(make);
    let (count, number) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let started = Instant::now();
    let mut tasks = Vec::new();
    for client in 0..clients {
        let address = addresses[client % addresses.len()];
        let (make, count, number) = (Arc::clone(&make), Arc::clone(&count), Arc::clone(&number));
        tasks.push(tokio::spawn(async move {
            let mut client = Client::connect(address).await?;
            while started.elapsed() < time {
                let request = make(number.fetch_add(1, Ordering::Relaxed));
                let (status, body) = client.call(&request).await?;
                // Writers that wait for each other may wait in vain: that is no create.
                if status == 503 {
                    continue;
                }
                if status != expected {
                    let body = String::from_utf8_lossy(&body).into_owned();
                    return Err(io::Error::other(format!("answered {status}: {body}")));
                }
                count.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        }));
    }
    for task in tasks {
        task.await.map_err(io::Error::other)??;
    }
    Ok(count.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64())
}
