//! `PUT /contacts/{contactId}`

use tenon_model::Fields;
use tenon_store::{Record, Write};

use super::FIELDS;
use crate::{
    Body, Call, Context, OperationError, Reply, context::MAX_TRIES, custom_fields, edit, wire,
};

pub(super) const BODY: Body = Body {
    fields: FIELDS,
    required: &[],
    location: false,
};

pub(super) async fn update(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let mut patch = call.checked(&cx, &BODY)?;
    custom_fields::resolve(&cx, &mut patch).await?;
    let record = patch_contact(&cx, call.param("contactId"), |doc| {
        Ok(edit::patched(doc, &patch))
    })
    .await?;
    let answer = wire::Updated {
        succeeded: wire::succeeded(&cx),
        contact: wire::contact(&cx, &record)?.named(&cx).await?,
    };
    Ok(Reply::json(200, &answer)?.of(&record))
}

/// Changes a contact's document by `change`, which is asked again when somebody was quicker. A
/// change that leaves everything as it was writes nothing.
pub(super) async fn patch_contact(
    cx: &Context,
    id: &str,
    change: impl Fn(&Fields) -> Result<Fields, OperationError>,
) -> Result<Record, OperationError> {
    for _ in 0..MAX_TRIES {
        let old = cx.contact(id).await?;
        let before = old.fields()?;
        let doc = change(&before)?;
        if doc == before {
            return Ok(old);
        }
        let write = Write::Update {
            old,
            doc,
            exclusive: !cx.location.allow_duplicates,
        };
        match cx.write(vec![write]).await {
            Err(OperationError::Contended(_)) => {}
            result => return result,
        }
    }
    Err(OperationError::Contended("the contact".into()))
}
