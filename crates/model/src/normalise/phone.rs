//! Phone numbers, read with Google's libphonenumber (HighLevel's messages are that library's).

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, enums::Region};

/// Longest text that is looked at; libphonenumber itself stops at 250.
const MAX_TEXT: usize = 64;
/// How often a number is read again until it stays as it is; a number has 17 digits at most.
const MAX_READINGS: usize = 17;
/// The code of North America, whose numbers have no trunk prefix that could be left over.
const NORTH_AMERICA: i32 = 1;

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
    let (mut normal, code) = read(text, country.parse::<Region>().ok())?;
    if code == NORTH_AMERICA {
        return Ok(normal);
    }
    // Each reading takes one trunk prefix off (+49 0 0 64…). A number that is read again differently
    // would be two people's.
    for _ in 0..MAX_READINGS {
        let (again, _) = read(&normal, None)?;
        if again == normal {
            return Ok(normal);
        }
        normal = again;
    }
    Err(PhoneError)
}

/// One reading: E.164 and the country's code.
fn read(text: &str, region: Option<Region>) -> Result<(String, i32), PhoneError> {
    let number = PHONE_NUMBER_UTIL
        .parse(text, region)
        .map_err(|_| PhoneError)?;
    if !PHONE_NUMBER_UTIL.is_possible_number(&number) {
        return Err(PhoneError);
    }
    let normal = number.format_as(PhoneNumberFormat::E164).into_owned();
    Ok((normal, number.country_code))
}

/// The digits of a text, of which numbers are compared whatever stands between them.
#[must_use]
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Found by fuzzing: it was kept as +4906426353, which is read as +496426353.
    #[test]
    fn a_normal_form_is_read_as_itself() {
        assert_eq!(phone("+49 0 0 6426353", "US").as_deref(), Ok("+496426353"));
        assert_eq!(phone("+496426353", "US").as_deref(), Ok("+496426353"));
    }

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
