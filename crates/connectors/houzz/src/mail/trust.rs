//! Whether a mail is whose it says it is, and what decided.

use super::{letter::Letter, view::Route};
use crate::proof::{Policy, Proof};

/// Houzz's domain: what its mail is signed for.
const HOUZZ: &str = "houzz.com";
/// Faults told in one reason.
const MAX_TOLD: usize = 3;

/// What proves that Houzz's words in this mail are Houzz's; or why they may be somebody else's.
pub(super) fn judge(
    letter: &Letter,
    route: Route,
    proof: &Proof,
    policy: &Policy,
) -> Result<String, String> {
    if let Route::Attached(nth) = route {
        // What is attached whole still carries its own signature, whoever passed it on.
        let own = proof.attached.get(nth);
        if let Some(by) = own.and_then(|own| policy.accepts(own, HOUZZ)) {
            return Ok(format!("{by} on the attached mail"));
        }
    }
    match route {
        Route::Direct => policy.accepts(proof, HOUZZ).ok_or_else(|| {
            format!(
                "it says it is from Houzz, but nothing proves it: {}",
                faults(proof)
            )
        }),
        Route::Rewritten => policy
            .accepts(proof, HOUZZ)
            .or_else(|| forwarder(letter, proof, policy).ok())
            .ok_or_else(|| {
                format!(
                    "its headers name Houzz, but nothing proves them: {}",
                    faults(proof)
                )
            }),
        Route::Attached(_) | Route::Quoted => forwarder(letter, proof, policy),
    }
}

/// Somebody trusted forwarded it, and the mail is theirs.
fn forwarder(letter: &Letter, proof: &Proof, policy: &Policy) -> Result<String, String> {
    let [address] = letter.from.as_slice() else {
        return Err("it was forwarded by nobody in particular".to_owned());
    };
    let address = address.to_ascii_lowercase();
    if !policy.lets_forward(&address) {
        return Err(format!(
            "{address} forwarded it, and is not among those this connection lets forward \
             (tenon connect houzz --forwarder)"
        ));
    }
    let domain = address.rsplit('@').next().unwrap_or_default();
    match policy.accepts(proof, domain) {
        Some(by) => Ok(format!("{address}, who may forward, and {by}")),
        None => Err(format!(
            "it says that {address} forwarded it, but nothing proves that: {}",
            faults(proof)
        )),
    }
}

fn faults(proof: &Proof) -> String {
    let told: Vec<&str> = proof
        .faults
        .iter()
        .take(MAX_TOLD)
        .map(String::as_str)
        .collect();
    if told.is_empty() {
        let signers = proof.signed_by.join(", ");
        return format!("it is signed by {signers} alone");
    }
    told.join("; ")
}
