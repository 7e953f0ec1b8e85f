//! Whose an item is.

use serde_json::Value;
use tenon_model::{Contact, Fields, Kind, normalise::fold};
use tenon_store::{Record, StoreError};

use super::{Importer, Incoming, item::label};

/// The contact an item is about, `None` when it is nobody known; or why that cannot be told.
type Holder = Result<Option<Record>, String>;

impl Importer {
    /// The contact this is about: by the source's own id, by e-mail, by phone. A match is never made
    /// from a name.
    pub(super) async fn holder(
        &self,
        incoming: &Incoming,
        told: &Fields,
    ) -> Result<Holder, StoreError> {
        let mut found = Vec::<Record>::new();
        let mut by_phone_only = true;
        if let Some(id) = &incoming.external_id
            && let Some(link) = self.link_of_source(Kind::Contact, id).await?
        {
            let Some(record) = self.record(Kind::Contact, &link.record_id).await? else {
                return Ok(Err("its contact was deleted in Tenon".into()));
            };
            found.push(record);
            by_phone_only = false;
        }
        for (name, more) in [("email", "additionalEmails"), ("phone", "additionalPhones")] {
            let own = told.get(name).and_then(Value::as_str);
            let others = told
                .get(more)
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            for value in own.into_iter().chain(others.filter_map(Value::as_str)) {
                let holders = self.contacts_with(name, value).await?;
                if holders.len() > 1 {
                    return Ok(Err(format!(
                        "{} contacts have the {name} {value}",
                        holders.len()
                    )));
                }
                by_phone_only &= name == "phone" || holders.is_empty();
                for holder in holders {
                    if !found.iter().any(|other| other.id == holder.id) {
                        found.push(holder);
                    }
                }
            }
        }
        if let [one, other, ..] = &found[..] {
            let how = if incoming.external_id.is_some() {
                "its id in the source or one of its e-mails or phones"
            } else {
                "one of its e-mails or phones"
            };
            return Ok(Err(format!(
                "it is the same as {} by {how}, and as {} by another",
                label(one)?,
                label(other)?
            )));
        }
        if found.is_empty()
            && !["email", "phone"]
                .iter()
                .any(|name| told.contains_key(*name))
        {
            return Ok(Err("neither e-mail nor phone: who is this?".into()));
        }
        let Some(holder) = found.pop() else {
            return Ok(Ok(None));
        };
        if by_phone_only && is_somebody_else(&holder.typed()?, told) {
            let holder = label(&holder)?;
            return Ok(Err(format!(
                "{holder} has this phone, but another name and e-mail: a household, an office, or one \
                 person?"
            )));
        }
        Ok(Ok(Some(holder)))
    }
}

/// Whether a contact has both another name and another e-mail than what is told. People who live or
/// work together share a phone.
fn is_somebody_else(contact: &Contact, told: &Fields) -> bool {
    let text = |name: &str| told.get(name).and_then(Value::as_str).unwrap_or_default();
    let name = fold(&format!("{} {}", text("firstName"), text("lastName")));
    let other_name = contact
        .full_name()
        .is_some_and(|theirs| !name.is_empty() && fold(&theirs) != name);
    let other_email = contact
        .email
        .as_deref()
        .is_some_and(|theirs| !text("email").is_empty() && theirs != text("email"));
    other_name && other_email
}
