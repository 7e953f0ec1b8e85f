//! One signature: a `DKIM-Signature`, or an `ARC-Message-Signature`, which is made alike.

use jiff::Timestamp;

use super::{
    Fault, Keys, aligned,
    canon::{Form, without_signature},
    raw::Raw,
    tags::Tags,
};

/// How far a signer's clock may be ahead of ours.
const CLOCK: i64 = 15 * 60;
/// Header fields a signature may name; RFC 6376 recommends some twenty.
const MAX_NAMED: usize = 100;

/// Checks the `DKIM-Signature` at this place and answers whose it is.
pub(super) async fn verify(
    raw: &Raw<'_>,
    at: usize,
    keys: &mut Keys<'_>,
    now: Timestamp,
) -> Result<String, Fault> {
    let value = raw.value(at);
    let tags = Tags::read(&value).ok_or_else(|| Fault::new("a DKIM signature cannot be read"))?;
    if tags.get("v") != Some("1") {
        return Err(Fault::new("a DKIM signature is of an unknown version"));
    }
    let domain = domain(&tags)?;
    let fault = |what: &str| Fault::new(format!("the signature of {domain} {what}"));
    let (identity, strict) = match tags.get("i") {
        Some(identity) => {
            let host = identity.rsplit('@').next().unwrap_or_default();
            (host.to_ascii_lowercase(), true)
        }
        None => (domain.clone(), false),
    };
    if identity != domain && !identity.ends_with(&format!(".{domain}")) {
        return Err(fault("speaks for another domain"));
    }
    let strictly = holds(raw, at, &tags, &domain, keys, now).await?;
    if strict && strictly && identity != domain {
        return Err(fault(
            "speaks for a domain below its own, which its key forbids",
        ));
    }
    debug_assert!(aligned(&identity, &domain));
    Ok(domain)
}

/// The signer's domain.
pub(super) fn domain(tags: &Tags) -> Result<String, Fault> {
    let domain = tags.get("d").unwrap_or_default().to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    if domain.is_empty() || domain.len() > 253 || !domain.chars().all(plain) {
        return Err(Fault::new("a signature names no domain"));
    }
    Ok(domain)
}

/// Checks a signature over fields and body; answers whether its key is strict.
pub(super) async fn holds(
    raw: &Raw<'_>,
    at: usize,
    tags: &Tags,
    domain: &str,
    keys: &mut Keys<'_>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let fault = |what: &str| Fault::new(format!("the signature of {domain} {what}"));
    let algorithm = tags.get("a").unwrap_or_default().to_ascii_lowercase();
    if !matches!(algorithm.as_str(), "rsa-sha256" | "ed25519-sha256") {
        return Err(fault("is of a kind that is no longer trusted"));
    }
    let (header, body) = Form::pair(tags.get("c")).ok_or_else(|| fault("has an unknown form"))?;
    // Whatever is appended to a body that is signed in part would count as signed.
    if tags.get("l").is_some() {
        return Err(fault("covers only a part of the body"));
    }
    let seconds = now.as_second();
    if tags.number("x").is_some_and(|end| end < seconds) {
        return Err(fault("has expired"));
    }
    if tags
        .number("t")
        .is_some_and(|start| start > seconds + CLOCK)
    {
        return Err(fault("is from the future"));
    }
    let named = tags.list("h");
    if !named.iter().any(|name| name == "from") || named.len() > MAX_NAMED {
        return Err(fault("does not cover the From line"));
    }
    let hash = tags.bytes("bh").ok_or_else(|| fault("cannot be read"))?;
    let signature = tags.bytes("b").ok_or_else(|| fault("cannot be read"))?;
    if body.body_hash(raw.body).as_ref() != hash {
        return Err(fault("is not for this text: the body was changed"));
    }
    let mut message = Vec::new();
    for field in chosen(raw, &named) {
        header.field(raw.fields[field].raw, &mut message);
        message.extend_from_slice(b"\r\n");
    }
    let own = raw.fields.get(at).map_or(&b""[..], |field| field.raw);
    header.field(&without_signature(own), &mut message);
    let key = keys.get(selector(tags)?, domain).await?;
    if !key.verifies(&algorithm, &message, &signature) {
        return Err(fault("does not hold"));
    }
    Ok(key.strict)
}

/// The key's name below the domain's.
pub(super) fn selector(tags: &Tags) -> Result<&str, Fault> {
    let selector = tags.get("s").unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    if selector.is_empty() || selector.len() > 128 || !selector.chars().all(plain) {
        return Err(Fault::new("a signature names no key"));
    }
    Ok(selector)
}

/// The places of the named fields, each name taking the lowest field not taken yet (RFC 6376,
/// section 5.4.2). A name without a field left stands for nothing: so its later addition is seen.
fn chosen(raw: &Raw<'_>, named: &[String]) -> Vec<usize> {
    let mut taken: Vec<usize> = Vec::new();
    for name in named {
        let places: Vec<usize> = raw.places(name).collect();
        let free = places.into_iter().rev().find(|at| !taken.contains(at));
        taken.extend(free);
    }
    taken
}
