//! Which addresses are public.
//!
//! Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890), as of 2025. IPv4 is
//! public unless it stands in a list; IPv6 is public only inside 2000::/3, the one block that is
//! given out for global unicast (RFC 4291, section 2.4), and outside of a list.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// First address and length of the prefix.
const V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),       // this network (RFC 791)
    (Ipv4Addr::new(10, 0, 0, 0), 8),      // private (RFC 1918)
    (Ipv4Addr::new(100, 64, 0, 0), 10),   // carrier-grade NAT (RFC 6598)
    (Ipv4Addr::new(127, 0, 0, 0), 8),     // loopback (RFC 1122)
    (Ipv4Addr::new(169, 254, 0, 0), 16),  // link-local (RFC 3927); clouds' metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),   // private (RFC 1918)
    (Ipv4Addr::new(192, 0, 0, 0), 24),    // protocol assignments (RFC 6890)
    (Ipv4Addr::new(192, 0, 2, 0), 24),    // documentation (RFC 5737)
    (Ipv4Addr::new(192, 88, 99, 0), 24),  // 6to4 relays (RFC 7526)
    (Ipv4Addr::new(192, 168, 0, 0), 16),  // private (RFC 1918)
    (Ipv4Addr::new(198, 18, 0, 0), 15),   // benchmarks (RFC 2544)
    (Ipv4Addr::new(198, 51, 100, 0), 24), // documentation (RFC 5737)
    (Ipv4Addr::new(203, 0, 113, 0), 24),  // documentation (RFC 5737)
    (Ipv4Addr::new(224, 0, 0, 0), 4),     // multicast (RFC 5771)
    (Ipv4Addr::new(240, 0, 0, 0), 4),     // reserved and broadcast (RFC 1112)
];

const V6: &[(Ipv6Addr, u32)] = &[
    // Protocol assignments (RFC 2928): Teredo, ORCHID, benchmarks and the like.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    // Documentation (RFC 3849, RFC 9637).
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    // 6to4 (RFC 3056), which leads to any IPv4 address.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
];

/// Whether an address is one of the public internet's. IPv6 that wraps IPv4 (mapped, compatible,
/// NAT64, 6to4, Teredo, ISATAP) never is: where it leads is not for us to know.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !V4.iter().any(|(first, length)| {
            let mask = u32::MAX << (32 - length);
            address.to_bits() & mask == first.to_bits()
        }),
        IpAddr::V6(address) => {
            let within = |(first, length): &(Ipv6Addr, u32)| {
                let mask = u128::MAX << (128 - length);
                address.to_bits() & mask == first.to_bits()
            };
            let unicast = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
            // ISATAP (RFC 5214, section 6.1): an interface id of 0:5efe or 200:5efe, then IPv4.
            let segments = address.segments();
            let isatap = segments[4] & !0x0200 == 0 && segments[5] == 0x5efe;
            within(&unicast) && !V6.iter().any(within) && !isatap
        }
    }
}
