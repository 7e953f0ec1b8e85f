//! The sample records Houzz puts into every account. They are nobody.

use crate::text::fold;

/// The name of a sample client, lead, project or vendor.
pub(crate) fn is_placeholder_name(name: &str) -> bool {
    [
        "default client",
        "sample lead from houzz",
        "sample project from houzz",
        "default vendor",
    ]
    .contains(&fold(name).as_str())
}

/// The address of a sample client or vendor: the record is Houzz's.
pub(crate) fn is_sample_email(email: &str) -> bool {
    ["sampleclient@houzz.com", "default_vendor@houzz.com"].contains(&fold(email).as_str())
}

/// What Houzz writes where a client has no e-mail: the record may be real, the address is not.
pub(crate) fn is_no_email(email: &str) -> bool {
    fold(email) == "no_email@houzz.com"
}
