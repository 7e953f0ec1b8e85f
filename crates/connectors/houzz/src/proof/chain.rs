//! The chain of those who passed a mail on (RFC 8617): each tells what it found, signs the mail, and
//! seals what those before it told.

use jiff::Timestamp;

use super::{
    Chain, Fault, Keys,
    canon::{Form, without_signature},
    raw::Raw,
    results, signature,
    tags::Tags,
};

/// Links of a chain that are followed; the standard stops at 50, mail in the wild at three or four.
const MAX_LINKS: usize = 12;

/// The places of one link's three fields.
#[derive(Default, Clone, Copy)]
struct Link {
    results: Option<usize>,
    message: Option<usize>,
    seal: Option<usize>,
}

/// Checks the chain, if there is one: every seal, and the newest signature of the mail.
pub(super) async fn verify(
    raw: &Raw<'_>,
    keys: &mut Keys<'_>,
    now: Timestamp,
) -> Result<Option<Chain>, Fault> {
    let links = links(raw)?;
    if links.is_empty() {
        return Ok(None);
    }
    let broken = |what: &str| Fault::new(format!("its ARC chain {what}"));
    let mut chain = Chain {
        sealers: Vec::new(),
        passed: Vec::new(),
    };
    let mut sealed: Vec<u8> = Vec::new();
    for (nth, link) in links.iter().enumerate() {
        let (Some(results), Some(message), Some(seal)) = (link.results, link.message, link.seal)
        else {
            return Err(broken("has gaps"));
        };
        let value = raw.value(seal);
        let tags = Tags::read(&value).ok_or_else(|| broken("cannot be read"))?;
        let claim = tags.get("cv").unwrap_or_default().to_ascii_lowercase();
        if claim != if nth == 0 { "none" } else { "pass" } {
            return Err(broken("was broken on its way"));
        }
        let domain = signature::domain(&tags)?;
        for at in [results, message] {
            Form::Relaxed.field(raw.fields[at].raw, &mut sealed);
            sealed.extend_from_slice(b"\r\n");
        }
        let mut signed = sealed.clone();
        Form::Relaxed.field(&without_signature(raw.fields[seal].raw), &mut signed);
        Form::Relaxed.field(raw.fields[seal].raw, &mut sealed);
        sealed.extend_from_slice(b"\r\n");
        let bytes = tags.bytes("b").ok_or_else(|| broken("cannot be read"))?;
        let algorithm = tags.get("a").unwrap_or_default().to_ascii_lowercase();
        let key = keys.get(signature::selector(&tags)?, &domain).await?;
        if !key.verifies(&algorithm, &signed, &bytes) {
            return Err(broken(&format!(
                "has a seal of {domain} that does not hold"
            )));
        }
        if nth == 0 {
            chain.passed = results::passed(&raw.value(results));
        }
        chain.sealers.push(domain);
    }
    // Older signatures of the mail may be broken by those who changed it since; the newest may not.
    if let Some(at) = links.last().and_then(|link| link.message) {
        let value = raw.value(at);
        let tags = Tags::read(&value).ok_or_else(|| broken("cannot be read"))?;
        let domain = signature::domain(&tags)?;
        signature::holds(raw, at, &tags, &domain, keys, now).await?;
    }
    Ok(Some(chain))
}

fn links(raw: &Raw<'_>) -> Result<Vec<Link>, Fault> {
    let broken = |what: &str| Fault::new(format!("its ARC chain {what}"));
    let mut links = vec![Link::default(); MAX_LINKS];
    let mut count = 0;
    for (name, nth) in [
        ("arc-authentication-results", 0),
        ("arc-message-signature", 1),
        ("arc-seal", 2),
    ] {
        for at in raw.places(name) {
            let instance = instance(&raw.value(at)).ok_or_else(|| broken("cannot be read"))?;
            let link = instance.checked_sub(1).and_then(|at| links.get_mut(at));
            let link = link.ok_or_else(|| broken("is too long"))?;
            let place = match nth {
                0 => &mut link.results,
                1 => &mut link.message,
                _ => &mut link.seal,
            };
            if place.replace(at).is_some() {
                return Err(broken("has a link twice"));
            }
            count = count.max(instance);
        }
    }
    links.truncate(count);
    Ok(links)
}

/// The number of the link a field belongs to.
fn instance(value: &str) -> Option<usize> {
    let mut tags = value.split(';').filter_map(|tag| tag.split_once('='));
    let (_, number) = tags.find(|(name, _)| name.trim() == "i")?;
    number.trim().parse().ok()
}
