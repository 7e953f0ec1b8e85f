//! A ZIP archive of stored (not compressed) entries: PKWARE's APPNOTE, 4.3.
//!
//! What we pack is a few hundred kilobytes at most, and is opened at once: a compressor would cost
//! more in what must be built than it saves in what is sent.

/// The version of the format needed to read it (2.0), and its clock's first day (1980-01-01): the
/// same content is the same bytes whenever it is packed.
const VERSION: u16 = 20;
const FIRST_DAY: u16 = 0x0021;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;

/// Packs entries, in their order. They and the archive are far below 4 GiB, of which the caller
/// makes sure by bounding what goes in.
pub(crate) fn stored(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, body) in entries {
        let offset = size(out.len());
        let mut head = Vec::new();
        short(&mut head, VERSION);
        short(&mut head, UTF8);
        // Stored; no time.
        short(&mut head, 0);
        short(&mut head, 0);
        short(&mut head, FIRST_DAY);
        long(&mut head, crc(body));
        long(&mut head, size(body.len()));
        long(&mut head, size(body.len()));
        short(&mut head, u16::try_from(name.len()).unwrap_or(u16::MAX));
        short(&mut head, 0);

        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(body);

        directory.extend(b"PK\x01\x02");
        short(&mut directory, VERSION);
        directory.extend(&head);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        long(&mut directory, offset);
        directory.extend(name.as_bytes());
    }
    let (start, count) = (
        size(out.len()),
        u16::try_from(entries.len()).unwrap_or(u16::MAX),
    );
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    short(&mut out, count);
    short(&mut out, count);
    long(&mut out, size(directory.len()));
    long(&mut out, start);
    short(&mut out, 0);
    out
}

fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn short(out: &mut Vec<u8>, value: u16) {
    out.extend(value.to_le_bytes());
}

fn long(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_le_bytes());
}

/// CRC-32 (ISO 3309), as ZIP has it.
fn crc(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    let folded = bytes.iter().fold(u32::MAX, |crc, byte| {
        let at = usize::from((crc as u8) ^ byte);
        TABLE[at] ^ (crc >> 8)
    });
    !folded
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let (mut value, mut bit) = (at as u32, 0);
        while bit < 8 {
            value = if value & 1 == 1 {
                0xedb8_8320 ^ (value >> 1)
            } else {
                value >> 1
            };
            bit += 1;
        }
        table[at] = value;
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_is_the_standards() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc(b""), 0);
    }

    #[test]
    fn the_directory_stands_where_the_end_says() {
        let packed = stored(&[("a.txt", b"one".to_vec()), ("b.txt", b"three".to_vec())]);
        let end = packed.len() - 22;
        assert_eq!(&packed[end..end + 4], b"PK\x05\x06");
        let number = |at: usize| u32::from_le_bytes(packed[at..at + 4].try_into().unwrap());
        let (length, start) = (number(end + 12) as usize, number(end + 16) as usize);
        assert_eq!(start + length, end);
        assert_eq!(&packed[start..start + 4], b"PK\x01\x02");
        // Of the second entry: where it begins, and what stands there.
        let second = start + 46 + 5;
        assert_eq!(&packed[second..second + 4], b"PK\x01\x02");
        let body = number(second + 42) as usize + 30 + 5;
        assert_eq!(&packed[body..body + 5], b"three");
    }
}
