//! `POST /contacts/`

use tenon_model::{Fields, Kind};
use tenon_store::{Record, Write};

use super::{FIELDS, named};
use crate::{Body, Call, Context, OperationError, Reply, edit, wire};

pub(super) const BODY: Body = Body {
    fields: FIELDS,
    required: &[],
    location: true,
};

pub(super) async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let fields = call.checked(&cx, &BODY)?;
    let doc = edit::patched(&Fields::new(), &fields);
    let record = insert(&cx, doc).await?;
    Reply::json(
        201,
        &wire::Enveloped {
            contact: wire::contact(&cx, &record)?,
        },
    )
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
    match cx.store.commit(cx.commit(vec![write])).await {
        Ok(mut done) => done
            .records
            .pop()
            .ok_or_else(|| OperationError::Internal("nothing was written".into())),
        Err(error) => Err(named(cx, error).await),
    }
}
