//! `POST /contacts/`

use tenon_model::{Fields, Kind};
use tenon_store::{Record, Write};

use super::FIELDS;
use crate::{Body, Call, Context, OperationError, Reply, custom_fields, edit, wire};

pub(super) const BODY: Body = Body {
    fields: FIELDS,
    required: &[],
    location: true,
};

pub(super) async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let mut fields = call.checked(&cx, &BODY)?;
    custom_fields::resolve(&cx, &mut fields).await?;
    let doc = edit::made(fields);
    let record = insert(&cx, doc).await?;
    let contact = wire::created(&cx, &record)?.named(&cx).await?;
    Ok(Reply::json(201, &wire::Enveloped { contact })?.of(&record))
}

pub(super) async fn insert(cx: &Context, doc: Fields) -> Result<Record, OperationError> {
    let id = cx.new_id();
    let write = Write::Create {
        kind: Kind::Contact,
        root_id: id.clone(),
        id,
        doc,
        exclusive: !cx.location.allow_duplicates,
    };
    cx.write(vec![write]).await
}
