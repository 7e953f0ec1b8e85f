//! What a connection takes as proof.

use serde::{Deserialize, Serialize};

use super::{Proof, aligned};

/// What an owner trusts, besides Houzz's own signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Policy {
    /// Addresses whose signed mail may forward Houzz's: `dana@studio.example`, or `@studio.example`
    /// for everybody there. Lower case.
    pub forwarders: Vec<String>,
    /// Whose ARC seals are believed.
    pub sealers: Vec<String>,
    /// The mailbox's own server, as it names itself in `Authentication-Results`: what it says of a
    /// mail is believed. Such a server removes what others say in its name (RFC 8601, section 5).
    pub server: Option<String>,
}

impl Default for Policy {
    fn default() -> Self {
        // The large hosts of mailboxes that seal what they forward.
        let sealers = [
            "google.com",
            "microsoft.com",
            "messagingengine.com",
            "zohomail.com",
        ];
        Self {
            forwarders: Vec::new(),
            sealers: sealers.map(str::to_owned).into(),
            server: None,
        }
    }
}

impl Policy {
    /// Why a mail is held for this domain's, or nothing.
    pub(crate) fn accepts(&self, proof: &Proof, domain: &str) -> Option<String> {
        if proof.is_signed_for(domain) {
            return Some(format!("the DKIM signature of {domain}"));
        }
        let among = |passed: &[String]| passed.iter().any(|name| aligned(name, domain));
        if let Some(chain) = &proof.chain
            && among(&chain.passed)
            && chain.sealers.iter().all(|sealer| {
                self.sealers
                    .iter()
                    .any(|trusted| sealer == trusted || sealer.ends_with(&format!(".{trusted}")))
            })
        {
            return Some(format!("the ARC seal of {}", chain.sealers.join(" and ")));
        }
        let results = proof.results.as_ref()?;
        let server = self.server.as_ref()?;
        (results.author.eq_ignore_ascii_case(server) && among(&results.passed))
            .then(|| format!("what {server} found of {domain}'s signature"))
    }

    /// Whether this address may forward.
    pub(crate) fn lets_forward(&self, address: &str) -> bool {
        let address = address.to_ascii_lowercase();
        self.forwarders.iter().any(|trusted| {
            let trusted = trusted.to_ascii_lowercase();
            address == trusted || (trusted.starts_with('@') && address.ends_with(&trusted))
        })
    }
}
