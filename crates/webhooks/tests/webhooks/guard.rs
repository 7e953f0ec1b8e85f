//! Where webhooks may not go, however it is written.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::FutureExt as _;
use tenon_model::Random as _;
use tenon_testkit::SeededRandom;
use tenon_webhooks::{Guard, MAX_URL, Refused, is_public};
use tokio::{sync::Semaphore, time::timeout};

/// Addresses tried by each law.
const TRIES: usize = 20_000;

fn four(random: &SeededRandom) -> Ipv4Addr {
    let mut bytes = [0; 4];
    random.fill(&mut bytes);
    bytes.into()
}

fn six(random: &SeededRandom) -> Ipv6Addr {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    bytes.into()
}

/// What the standard library says of an address, which knows nothing of our lists.
fn special(address: Ipv4Addr) -> bool {
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_unspecified()
}

#[test]
fn no_address_that_is_special_is_public() {
    let random = SeededRandom::new(11);
    let mut public = 0;
    for _ in 0..TRIES {
        let address = four(&random);
        assert!(
            !(special(address) && is_public(address.into())),
            "{address}"
        );
        public += usize::from(is_public(address.into()));
        let address = six(&random);
        let special = address.is_loopback()
            || address.is_multicast()
            || address.is_unique_local()
            || address.is_unicast_link_local()
            || address.is_unspecified();
        assert!(!(special && is_public(address.into())), "{address}");
    }
    // Most of IPv4 is.
    assert!(public > TRIES * 8 / 10, "{public}");
}

#[test]
fn blocks_end_where_they_end() {
    let blocks = [
        ("10.0.0.0", "10.255.255.255", true, true),
        ("100.64.0.0", "100.127.255.255", true, true),
        ("127.0.0.0", "127.255.255.255", true, true),
        ("169.254.0.0", "169.254.255.255", true, true),
        ("172.16.0.0", "172.31.255.255", true, true),
        ("192.168.0.0", "192.168.255.255", true, true),
        ("198.18.0.0", "198.19.255.255", true, true),
        ("0.0.0.0", "0.255.255.255", false, true),
        ("224.0.0.0", "255.255.255.255", true, false),
    ];
    for (first, last, before, after) in blocks {
        let (first, last): (Ipv4Addr, Ipv4Addr) = (first.parse().unwrap(), last.parse().unwrap());
        assert!(
            !is_public(first.into()) && !is_public(last.into()),
            "{first}"
        );
        let step = |from: Ipv4Addr, by: u32| Ipv4Addr::from_bits(from.to_bits().wrapping_add(by));
        assert_eq!(
            is_public(step(first, u32::MAX).into()),
            before,
            "before {first}"
        );
        assert_eq!(is_public(step(last, 1).into()), after, "after {last}");
    }
}

#[test]
fn ipv6_that_wraps_ipv4_is_never_public() {
    let random = SeededRandom::new(12);
    for _ in 0..TRIES {
        let inner = four(&random);
        let [high, low] = [inner.to_bits() >> 16, inner.to_bits() & 0xffff].map(|half| half as u16);
        let wrapped = [
            inner.to_ipv6_mapped(),
            inner.to_ipv6_compatible(),
            // NAT64 (RFC 6052, RFC 8215), 6to4, Teredo, ISATAP.
            Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
            Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, high, low),
            Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
            Ipv6Addr::new(0x2001, 0, 0x4136, 0xe378, 0, 0, !high, !low),
            Ipv6Addr::new(0x2606, 0x4700, 0, 0, 0, 0x5efe, high, low),
            Ipv6Addr::new(0x2606, 0x4700, 0, 0, 0x200, 0x5efe, high, low),
        ];
        for address in wrapped {
            assert!(!is_public(address.into()), "{address} wraps {inner}");
        }
    }
}

#[test]
fn well_known_public_addresses_are_public() {
    for text in [
        "1.1.1.1",
        "8.8.8.8",
        "93.184.216.34",
        "2606:4700:4700::1111",
        "2a00:1450::1",
    ] {
        assert!(is_public(text.parse().unwrap()), "{text}");
    }
    for text in [
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "fec0::1",
        "100::1",
    ] {
        assert!(!is_public(text.parse().unwrap()), "{text}");
    }
}

#[test]
fn urls_are_refused_for_what_they_are() {
    let guard = Guard::new(false);
    let refused = [
        ("", Refused::NoUrl),
        ("example.com/hook", Refused::NoUrl),
        ("//example.com", Refused::NoUrl),
        ("ftp://example.com/", Refused::NoUrl),
        ("file:///etc/passwd", Refused::NoUrl),
        ("gopher://example.com/", Refused::NoUrl),
        ("javascript:alert(1)", Refused::NoUrl),
        ("http://", Refused::NoUrl),
        ("http://exa mple.com", Refused::NoUrl),
        ("http://1.2.3.4.5/", Refused::NoUrl),
        ("https://user@example.com/", Refused::Credentials),
        ("https://:secret@example.com/", Refused::Credentials),
        ("https://example.com/#there", Refused::Fragment),
        ("http://127.0.0.1/", Refused::Private),
        ("http://127.1/", Refused::Private),
        ("http://2130706433/", Refused::Private),
        ("http://0x7f000001/", Refused::Private),
        ("http://0177.0.0.1/", Refused::Private),
        ("http://0/", Refused::Private),
        ("http://169.254.169.254/latest/meta-data/", Refused::Private),
        ("http://[::1]:8080/", Refused::Private),
        ("http://[::ffff:10.0.0.1]/", Refused::Private),
        ("http://[::ffff:8.8.8.8]/", Refused::Private),
        // Full-width digits and dots are folded before they are read.
        ("http://１２７.０.０.１/", Refused::Private),
        ("http://127。0。0。1/", Refused::Private),
    ];
    for (url, why) in refused {
        assert_eq!(guard.url(url).unwrap_err(), why, "{url}");
    }
    let long = format!("https://example.com/{}", "a".repeat(MAX_URL));
    assert_eq!(guard.url(&long).unwrap_err(), Refused::NoUrl);
    for url in [
        "https://example.com/hook?key=1",
        "http://8.8.8.8:3000/",
        "https://bücher.example/",
    ] {
        assert!(guard.url(url).is_ok(), "{url}");
    }
    assert!(Guard::new(true).url("http://127.0.0.1:1/").is_ok());
}

fn answers(addresses: &'static [&'static str]) -> Guard {
    let lookup = move |_: String| {
        let found: io::Result<Vec<IpAddr>> =
            Ok(addresses.iter().map(|text| text.parse().unwrap()).collect());
        async move { found }.boxed()
    };
    Guard::with_lookup(false, Arc::new(lookup))
}

#[tokio::test]
async fn a_name_is_judged_by_all_of_its_addresses() {
    let cases: [(&'static [&'static str], Result<(), Refused>); 5] = [
        (&["93.184.216.34", "2606:4700:4700::1111"], Ok(())),
        (&["93.184.216.34", "10.0.0.1"], Err(Refused::Private)),
        (&["::ffff:127.0.0.1"], Err(Refused::Private)),
        (&[], Err(Refused::NotFound)),
        (&["8.8.8.8"; 65], Err(Refused::NotFound)),
    ];
    for (addresses, expected) in cases {
        let judged = answers(addresses).judge("https://hooks.example/").await;
        assert_eq!(judged.map(drop), expected, "{addresses:?}");
    }
    // The machine's own names are looked up as any other.
    let judged = Guard::new(false).judge("http://localhost:8080/").await;
    assert_eq!(judged.unwrap_err(), Refused::Private);
    let judged = Guard::new(false)
        .judge("https://no-such-host.invalid/")
        .await;
    assert_eq!(judged.unwrap_err(), Refused::NotFound);
}

/// Names whose servers are silent hold lookups until the system gives up on them, whoever asked.
#[tokio::test]
async fn names_that_callers_give_keep_no_delivery_waiting() {
    let (begun, end) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(0)));
    let (count, gate) = (Arc::clone(&begun), Arc::clone(&end));
    let lookup = move |name: String| {
        let (count, gate) = (Arc::clone(&count), Arc::clone(&gate));
        async move {
            if name.starts_with("slow") {
                count.fetch_add(1, Ordering::Relaxed);
                let _ = gate.acquire().await.unwrap();
            }
            Ok(vec!["93.184.216.34".parse().unwrap()])
        }
        .boxed()
    };
    let sender = Guard::with_lookup(false, Arc::new(lookup));
    let api = sender.for_callers();
    let callers: Vec<_> = (0..40)
        .map(|n| {
            let api = api.clone();
            let url = format!("https://slow{n}.example/");
            tokio::spawn(async move { api.judge(&url).await })
        })
        .collect();
    while begun.load(Ordering::Relaxed) < 8 {
        tokio::task::yield_now().await;
    }
    let soon = Duration::from_millis(100);
    let quick = "https://quick.example/";
    assert!(timeout(soon, api.judge(quick)).await.is_err());
    // The callers go away; what they asked for still runs.
    for caller in callers {
        caller.abort();
    }
    assert!(timeout(soon, api.judge(quick)).await.is_err());
    assert_eq!(begun.load(Ordering::Relaxed), 8);
    sender.judge(quick).await.unwrap();

    end.add_permits(1);
    api.judge(quick).await.unwrap();
}
