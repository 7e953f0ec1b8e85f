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
            let text = String::from_utf8_lossy(&self.buffer[..head]).to_ascii_lowercase();
            let length = text
                .split("\r\n")
                .find_map(|line| line.strip_prefix("content-length:"))
                .and_then(|value| value.trim().parse::<usize>().ok())
                .ok_or_else(|| broken("an answer without a length"))?;
            let status = text.get(9..12).and_then(|code| code.parse().ok());
            let status = status.ok_or_else(|| broken("an answer without a status"))?;
            while self.buffer.len() < head + 4 + length {
                if self.stream.read_buf(&mut self.buffer).await? == 0 {
                    return Err(broken("the answer broke off"));
                }
            }
            return Ok((status, self.buffer[head + 4..head + 4 + length].to_vec()));
        }
    }
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
