//! Responses off the wire, whole: lines, with the literals in them.

use std::time::Duration;

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    time::timeout,
};

use super::ImapError;

/// How long the server may say nothing when it has been asked something.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);
/// Longest response: the largest mail that is read, and what stands around it.
const MAX_RESPONSE: usize = tenon_houzz::limits::MAX_MAIL + (1 << 20);
/// Longest line; servers list thousands of numbers in one.
const MAX_LINE: usize = 4 << 20;

/// Anything that bytes go over.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// A connection, read response by response.
pub(super) struct Wire {
    stream: Box<dyn Stream>,
    buffer: Vec<u8>,
    /// Where the line being read begins, and how far it was searched for its end.
    line: usize,
    seen: usize,
}

impl Wire {
    pub(super) fn new(stream: Box<dyn Stream>) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
            line: 0,
            seen: 0,
        }
    }

    /// The stream, for TLS to be put around it. Whatever came before TLS is not believed.
    pub(super) fn into_stream(self) -> Result<Box<dyn Stream>, ImapError> {
        if self.buffer.is_empty() {
            Ok(self.stream)
        } else {
            Err(ImapError::Senseless("it spoke before TLS began".into()))
        }
    }

    pub(super) async fn send(&mut self, text: &str) -> Result<(), ImapError> {
        let sent = async {
            self.stream.write_all(text.as_bytes()).await?;
            self.stream.flush().await
        };
        timeout(PATIENCE, sent)
            .await
            .map_err(|_| ImapError::Away("the mail server takes nothing".into()))?
            .map_err(ImapError::from)
    }

    /// The next response, within the usual time.
    pub(super) async fn next(&mut self) -> Result<Vec<u8>, ImapError> {
        let next = timeout(PATIENCE, self.read());
        next.await
            .map_err(|_| ImapError::Away("the mail server does not answer".into()))?
    }

    /// The next response, however long it takes. Dropped in the middle, it loses nothing.
    pub(super) async fn read(&mut self) -> Result<Vec<u8>, ImapError> {
        loop {
            if let Some(end) = self.end()? {
                let rest = self.buffer.split_off(end);
                (self.line, self.seen) = (0, 0);
                return Ok(std::mem::replace(&mut self.buffer, rest));
            }
            if self.buffer.len() > MAX_RESPONSE {
                return Err(ImapError::Senseless("it does not end".into()));
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(ImapError::Away(
                    "the mail server closed the connection".into(),
                ));
            }
        }
    }

    /// Where the response at the buffer's start ends, if it is all there.
    fn end(&mut self) -> Result<Option<usize>, ImapError> {
        loop {
            if self.seen > self.buffer.len() {
                return Ok(None);
            }
            let Some(found) = self.buffer[self.seen..].iter().position(|b| *b == b'\n') else {
                self.seen = self.buffer.len();
                if self.seen - self.line > MAX_LINE {
                    return Err(ImapError::Senseless("a line does not end".into()));
                }
                return Ok(None);
            };
            let end = self.seen + found + 1;
            match literal(&self.buffer[self.line..end]) {
                Some(length) if length > MAX_RESPONSE => {
                    return Err(ImapError::Senseless("a literal is too long".into()));
                }
                Some(length) => (self.line, self.seen) = (end + length, end + length),
                None => return Ok(Some(end)),
            }
        }
    }
}

/// The length of the literal that a line announces at its end: `{123}`.
fn literal(line: &[u8]) -> Option<usize> {
    let line = line.strip_suffix(b"\n")?;
    let line = line
        .strip_suffix(b"\r")
        .unwrap_or(line)
        .strip_suffix(b"}")?;
    let start = line.iter().rposition(|b| *b == b'{')? + 1;
    let digits = std::str::from_utf8(&line[start..]).ok()?;
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    // More digits than a number has are a literal nobody can read: refused by its length.
    plain.then(|| digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(pieces: &'static [&'static [u8]]) -> Wire {
        let (near, mut far) = tokio::io::duplex(7);
        tokio::spawn(async move {
            for piece in pieces {
                let _ = far.write_all(piece).await;
            }
        });
        Wire::new(Box::new(near))
    }

    #[tokio::test]
    async fn responses_come_whole_however_they_were_cut() {
        let mut wire = wire(&[
            b"* 3 EXISTS\r\n* 1 FETCH (BODY[] {12}\r\n",
            b"a\r\nb {3}\r\n* x)\r\n",
            b"A1 OK done {5} or not\r\n",
        ]);
        assert_eq!(wire.read().await.unwrap(), b"* 3 EXISTS\r\n");
        let fetch: &[u8] = b"* 1 FETCH (BODY[] {12}\r\na\r\nb {3}\r\n* x)\r\n";
        assert_eq!(wire.read().await.unwrap(), fetch);
        assert_eq!(wire.read().await.unwrap(), b"A1 OK done {5} or not\r\n");
        assert!(matches!(wire.read().await, Err(ImapError::Away(_))));
    }

    #[tokio::test]
    async fn what_never_ends_is_refused() {
        for piece in [
            &b"* 1 FETCH (BODY[] {99999999999}\r\n"[..],
            b"* 1 FETCH (BODY[] {99999999999999999999999999}\r\n",
        ] {
            let (near, mut far) = tokio::io::duplex(64);
            far.write_all(piece).await.unwrap();
            let result = Wire::new(Box::new(near)).read().await;
            assert!(matches!(result, Err(ImapError::Senseless(_))));
        }
    }
}
