//! E-mail addresses.

/// Longest address that can be delivered to (RFC 5321, section 4.5.3.1.3, less the brackets).
const MAX_ADDRESS: usize = 254;
/// Longest local part (RFC 5321, section 4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// Longest label of a domain (RFC 1035, section 2.3.4).
const MAX_LABEL: usize = 63;

/// Why a text is no e-mail address.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("must be an email")]
pub struct EmailError;

/// An address in normal form: trimmed and lower case. Providers tell no case apart in practice, and
/// HighLevel keys on `emailLowerCase`. Dots and `+tags` are kept: they may be other mailboxes.
///
/// # Errors
/// When the text cannot be delivered to: no or several `@`, spaces, a bad domain, too long.
pub fn email(text: &str) -> Result<String, EmailError> {
    let address = text.trim().to_lowercase();
    let (local, domain) = address.rsplit_once('@').ok_or(EmailError)?;
    let bad = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"@".contains(c);
    let bad_label = |label: &str| {
        label.is_empty()
            || label.len() > MAX_LABEL
            || label.starts_with('-')
            || label.ends_with('-')
            || !label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let fits = address.len() <= MAX_ADDRESS
        && (1..=MAX_LOCAL).contains(&local.len())
        && !local.contains(bad)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.contains('.')
        && !domain.split('.').any(bad_label);
    if fits { Ok(address) } else { Err(EmailError) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_folded_and_bad_ones_refused() {
        assert_eq!(
            email("  Jane.Doe+x@Example.ORG ").unwrap(),
            "jane.doe+x@example.org"
        );
        assert_eq!(
            email("müller@bücher.example").unwrap(),
            "müller@bücher.example"
        );
        for bad in [
            "",
            "jane",
            "jane@",
            "@example.org",
            "jane@example",
            "a b@example.org",
            "a@b@c.org",
            "a@-b.org",
            "a@b..org",
            ".a@b.org",
            "a\0@b.org",
            "<a@b.org>",
        ] {
            assert_eq!(email(bad), Err(EmailError), "{bad}");
        }
        assert!(email(&format!("{}@example.org", "x".repeat(65))).is_err());
    }
}
