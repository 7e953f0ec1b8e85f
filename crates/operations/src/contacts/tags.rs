//! `POST` and `DELETE /contacts/{contactId}/tags`

use serde_json::json;
use tenon_model::{
    Fields,
    fields::{Field, Shape},
};

use super::update::patch_contact;
use crate::{Body, Call, Context, OperationError, Reply, edit};

/// The tags a body names.
pub(super) const TAGS: Field = Field {
    name: "tags",
    shape: Shape::Tags {
        most: 500,
        longest: 100,
    },
    synced: true,
};

pub(super) const BODY: Body = Body {
    fields: &[TAGS],
    required: &["tags"],
    location: false,
};

pub(super) async fn add(cx: Context, call: Call) -> Result<Reply, OperationError> {
    change(cx, call, 201, |tags, asked| tags.extend(asked.to_vec())).await
}

pub(super) async fn remove(cx: Context, call: Call) -> Result<Reply, OperationError> {
    change(cx, call, 200, |tags, asked| {
        tags.retain(|tag| !asked.contains(tag))
    })
    .await
}

async fn change(
    cx: Context,
    mut call: Call,
    status: u16,
    change: impl Fn(&mut Vec<String>, &[String]),
) -> Result<Reply, OperationError> {
    let asked = edit::texts(&call.checked(&cx, &BODY)?, "tags");
    let record = patch_contact(&cx, call.param("contactId"), |doc| {
        let mut tags = edit::texts(doc, "tags");
        change(&mut tags, &asked);
        let tags = json!(tenon_model::normalise::tags(&tags));
        // The table's own bound, on what the contact would then have.
        let tags = TAGS.shape.normal(tags, "");
        let tags = tags.map_err(|what| OperationError::invalid(format!("tags {what}")))?;
        Ok(edit::patched(
            doc,
            &Fields::from_iter([("tags".to_owned(), tags)]),
        ))
    })
    .await?;
    let tags = edit::texts(&record.fields()?, "tags");
    let answer = json!({"tags": tags, "traceId": cx.trace_id});
    Ok(Reply::json(status, &answer)?.of(&record))
}
