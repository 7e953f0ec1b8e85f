//! Passwords, as Argon2id hashes (RFC 9106) in the PHC string format.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use tenon_model::Random;

use super::{MAX_PASSWORD, MIN_PASSWORD, PersonError};
use crate::secret::same;

/// OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT: usize = 16;
const HASH: usize = 32;
/// The most that a stored hash may ask for, in case somebody has written to the database.
const MAX_MEMORY_KIB: u32 = 256 * 1024;
const MAX_PASSES: u32 = 16;

/// A password's hash, with a salt of its own.
///
/// # Errors
/// [`PersonError::Password`] for one that is too short or too long.
pub fn hash_password(random: &dyn Random, password: &str) -> Result<String, PersonError> {
    if password.chars().count() < MIN_PASSWORD || password.len() > MAX_PASSWORD {
        return Err(PersonError::Password);
    }
    let mut salt = [0; SALT];
    random.fill(&mut salt);
    let hash = compute(password, &salt, (MEMORY_KIB, PASSES, LANES))
        .map_err(|error| PersonError::Hash(error.to_string()))?;
    let (salt, hash) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash));
    Ok(format!(
        "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${hash}"
    ))
}

/// Whether the password is the one that was hashed. An account without one, or that is not there,
/// takes the same time.
pub(super) fn verify(kept: &str, password: &str) -> bool {
    let read = parse(kept);
    let (cost, salt, hash) =
        read.clone()
            .unwrap_or(((MEMORY_KIB, PASSES, LANES), vec![0; SALT], String::new()));
    // A longer one was never let in; it is cut, so that it costs no more.
    let mut end = password.len().min(MAX_PASSWORD);
    while !password.is_char_boundary(end) {
        end -= 1;
    }
    let computed = compute(&password[..end], &salt, cost);
    let equal = computed.is_ok_and(|found| same(&STANDARD_NO_PAD.encode(found), &hash));
    equal && read.is_some() && end == password.len()
}

type Cost = (u32, u32, u32);

/// Cost, salt and hash (as its text) of a PHC string; `None`: it is none of ours.
fn parse(text: &str) -> Option<(Cost, Vec<u8>, String)> {
    let mut parts = text.strip_prefix("$argon2id$v=19$")?.split('$');
    let (cost, salt, hash) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let mut numbers = cost.split(',');
    let mut number =
        |name: &str| -> Option<u32> { numbers.next()?.strip_prefix(name)?.parse().ok() };
    let cost = (number("m=")?, number("t=")?, number("p=")?);
    let bounded = cost.0 <= MAX_MEMORY_KIB && cost.1 <= MAX_PASSES && cost.2 <= MAX_PASSES;
    let salt = STANDARD_NO_PAD.decode(salt).ok()?;
    bounded.then(|| (cost, salt, hash.to_owned()))
}

fn compute(password: &str, salt: &[u8], cost: Cost) -> Result<[u8; HASH], argon2::Error> {
    let params = Params::new(cost.0, cost.1, cost.2, Some(HASH))?;
    let mut hash = [0; HASH];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(
        password.as_bytes(),
        salt,
        &mut hash,
    )?;
    Ok(hash)
}

#[cfg(test)]
mod tests {
    use tenon_testkit::SeededRandom;

    use super::*;

    #[test]
    fn a_password_is_known_again_and_no_other_is() {
        let random = SeededRandom::new(1);
        let kept = hash_password(&random, "correct horse").unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert!(verify(&kept, "correct horse"));
        for wrong in ["", "correct horse ", "Correct horse", "battery staple"] {
            assert!(!verify(&kept, wrong), "{wrong}");
        }
        let again = hash_password(&random, "correct horse").unwrap();
        assert_ne!(kept, again, "each has a salt of its own");
        for broken in ["", "$argon2id$v=19$m=19456,t=2,p=1$", "plain"] {
            assert!(!verify(broken, ""), "{broken}");
        }
        let greedy = kept.replace("m=19456", "m=4000000000");
        assert!(!verify(&greedy, "correct horse"));
    }

    #[test]
    fn lengths_are_bounded() {
        let random = SeededRandom::new(1);
        assert!(hash_password(&random, "too short").is_err());
        assert!(hash_password(&random, &"x".repeat(MAX_PASSWORD + 1)).is_err());
        let longest = "ü".repeat(MAX_PASSWORD / 2);
        let kept = hash_password(&random, &longest).unwrap();
        assert!(verify(&kept, &longest) && !verify(&kept, &format!("{longest}x")));
    }

    // The reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
    // (its test.c: hashtest(version, 2, 16, 1, "password", "somesalt", ...)).
    #[test]
    fn it_is_argon2id_as_others_compute_it() {
        let hash = compute("password", b"somesalt", (65_536, 2, 1)).unwrap();
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
        );
    }
}
