use super::*;

struct Zero;
impl Random for Zero {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// An answer to the question with these records.
fn answer(question: &[u8], flags: [u8; 2], records: &[(u16, &[u8])]) -> Vec<u8> {
    let mut out = question[..question.len() - 11].to_vec();
    out[2..4].copy_from_slice(&flags);
    out[6..8].copy_from_slice(&u16::try_from(records.len()).unwrap().to_be_bytes());
    out[10..12].fill(0);
    for (kind, data) in records {
        out.extend([0xc0, 12]);
        out.extend(kind.to_be_bytes());
        out.extend([0, 1, 0, 0, 0, 60]);
        out.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        out.extend_from_slice(data);
    }
    out
}

#[test]
fn the_systems_servers_are_read() {
    let text =
        "# home\nnameserver 192.0.2.1\noptions ndots:1\nnameserver fe80::1%eth0\nnameserver x\n";
    let found: Vec<String> = servers(text).iter().map(SocketAddr::to_string).collect();
    assert_eq!(found, ["192.0.2.1:53", "[fe80::1]:53"]);
}

#[test]
fn strings_of_a_record_are_joined_and_aliases_passed_over() {
    let asked = question(7, "a._domainkey.houzz.com").unwrap();
    let alias = (CNAME, &b"\x01b\xc0\x0c"[..]);
    let record = (TXT, &b"\x09v=DKIM1; \x05p=abc"[..]);
    let read = |flags, records: &[_]| read(&answer(&asked, flags, records), &asked);
    let found = read([0x81, 0x80], &[alias, record]);
    assert_eq!(found, Some(Ok(vec!["v=DKIM1; p=abc".to_owned()])));
    assert_eq!(read([0x81, 0x80], &[]), Some(Err(LookupFault::NotFound)));
    assert_eq!(read([0x81, 0x83], &[]), Some(Err(LookupFault::NotFound)));
    assert_eq!(read([0x81, 0x82], &[]), Some(Err(LookupFault::Unavailable)));
    // Not an answer; cut off; a string longer than its record.
    assert_eq!(read([0x01, 0x80], &[record]), None);
    assert_eq!(read([0x83, 0x80], &[record]), None);
    assert_eq!(read([0x81, 0x80], &[(TXT, b"\xffx")]), None);
    let whole = answer(&asked, [0x81, 0x80], &[alias, record]);
    for length in 0..whole.len() {
        assert_eq!(super::read(&whole[..length], &asked), None, "{length}");
    }
}

#[test]
fn what_is_no_name_is_not_asked_for() {
    for name in ["", "a..b", &"x".repeat(64), &"x.".repeat(200)] {
        assert_eq!(question(1, name), None, "{name}");
    }
}

#[tokio::test]
async fn a_long_answer_comes_over_tcp_and_strangers_are_not_believed() {
    let tcp = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = tcp.local_addr().unwrap();
    let udp = UdpSocket::bind(at).await.unwrap();
    let long = [&b"\xff"[..], &[b'x'; 255]].concat();
    let records = long.clone();
    tokio::spawn(async move {
        let mut bytes = [0; 512];
        let (length, from) = udp.recv_from(&mut bytes).await.unwrap();
        let asked = bytes[..length].to_vec();
        let mut forged = answer(&asked, [0x81, 0x80], &[(TXT, b"\x04evil")]);
        forged[0] ^= 1;
        udp.send_to(&forged, from).await.unwrap();
        udp.send_to(&answer(&asked, [0x83, 0x80], &[]), from)
            .await
            .unwrap();
        let (mut stream, _) = tcp.accept().await.unwrap();
        stream.read_exact(&mut bytes[..length + 2]).await.unwrap();
        let whole = answer(&asked, [0x81, 0x80], &[(TXT, &records)]);
        let size = u16::try_from(whole.len()).unwrap().to_be_bytes();
        stream
            .write_all(&[&size[..], &whole].concat())
            .await
            .unwrap();
    });
    let dns = Dns::new(vec![at], Arc::new(Zero));
    assert_eq!(dns.txt("k.houzz.com").await, Ok(vec!["x".repeat(255)]));
}

#[tokio::test]
async fn nobody_there_is_told_apart_from_nothing_there() {
    // A port that was free a moment ago: nobody answers.
    let at = UdpSocket::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let dns = Dns::new(vec![at], Arc::new(Zero));
    assert_eq!(dns.txt("k.houzz.com").await, Err(LookupFault::Unavailable));
    let none = Dns::new(Vec::new(), Arc::new(Zero));
    assert_eq!(none.txt("k.houzz.com").await, Err(LookupFault::Unavailable));
}
