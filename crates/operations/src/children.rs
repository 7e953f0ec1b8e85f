//! What tasks and notes have in common: they hang on a contact, and are added, changed and deleted
//! in the same way.

use tenon_model::{Fields, Kind};
use tenon_store::{Record, Write};

use crate::{Context, OperationError, Reply, context::MAX_TRIES, records, wire};

/// Adds a task or note to a contact that is there, and still is when it is written.
pub(crate) async fn add_child(
    cx: &Context,
    kind: Kind,
    contact: &str,
    doc: Fields,
) -> Result<Record, OperationError> {
    for _ in 0..MAX_TRIES {
        let root = cx.contact(contact).await?;
        let writes = vec![
            Write::Check {
                kind: Kind::Contact,
                id: root.id.clone(),
                version: root.version,
            },
            Write::Create {
                kind,
                id: cx.new_id(),
                root_id: root.id,
                doc: doc.clone(),
                exclusive: false,
            },
        ];
        match cx.write(writes).await {
            Err(OperationError::Contended(_)) => {}
            result => return result,
        }
    }
    Err(OperationError::Contended("the contact".into()))
}

/// Changes a task or note. Fields in `kept` cannot be cleared.
pub(crate) async fn patch_child(
    cx: &Context,
    kind: Kind,
    contact: &str,
    id: &str,
    patch: &Fields,
    kept: &[&str],
) -> Result<Record, OperationError> {
    records::patch(cx, (kind, Some(contact), id), patch, kept).await
}

/// Deletes a task or note.
pub(crate) async fn delete_child(
    cx: &Context,
    kind: Kind,
    contact: &str,
    id: &str,
) -> Result<Reply, OperationError> {
    records::delete(cx, (kind, Some(contact), id)).await?;
    Reply::json(200, &wire::succeeded(cx))
}
