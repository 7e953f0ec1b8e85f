//! Phone numbers, read with Google's libphonenumber (HighLevel's messages are that library's).

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, enums::Region};

/// Longest text that is looked at; libphonenumber itself stops at 250.
const MAX_TEXT: usize = 64;

/// Why a text is no phone number.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("must be a valid phone number")]
pub struct PhoneError;

/// A number in E.164 (`+15125550143`). `country` (ISO 3166-1 alpha-2) reads numbers without a code.
/// A number must be possible, not assigned: new ranges and 555-01xx are accepted, as by HighLevel.
/// An extension is dropped, for E.164 has no place for it.
///
/// # Errors
/// When no phone could have that number.
pub fn phone(text: &str, country: &str) -> Result<String, PhoneError> {
    let text = text.trim();
    if text.len() > MAX_TEXT {
        return Err(PhoneError);
    }
    let region = country.parse::<Region>().ok();
    let number = PHONE_NUMBER_UTIL
        .parse(text, region)
        .map_err(|_| PhoneError)?;
    if !PHONE_NUMBER_UTIL.is_possible_number(&number) {
        return Err(PhoneError);
    }
    Ok(number.format_as(PhoneNumberFormat::E164).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_the_locations_country() {
        for text in [
            "(512) 555-0143",
            "512.555.0143",
            "+1 512 555 0143",
            "1-512-555-0143 x7",
        ] {
            assert_eq!(phone(text, "US").as_deref(), Ok("+15125550143"), "{text}");
        }
        assert_eq!(phone("020 7946 0018", "GB").as_deref(), Ok("+442079460018"));
        assert_eq!(phone("+15125550143", "DE").as_deref(), Ok("+15125550143"));
        for bad in [
            "",
            "12",
            "call me",
            "+1 512 555 0143 999 999 9999",
            "+999 12345678",
        ] {
            assert_eq!(phone(bad, "US"), Err(PhoneError), "{bad}");
        }
    }
}
