//! What ties a contact to others: the users who follow it, and the campaigns and workflows it is in.
//! The ties stand in the contact's document, so that they are in the log and its timeline.

use serde_json::json;
use tenon_model::{
    Fields, Kind, Scope,
    fields::{CONTACT_TIES, Field, MOST_TIES, Shape},
};
use tenon_store::Write;

use crate::{
    Body, Call, Context, Method, Operation, OperationError, Reply, V3,
    context::MAX_TRIES,
    edit::{self, texts},
    wire,
};

const FOLLOWERS: Body = Body {
    fields: &[CONTACT_TIES[1]],
    required: &["followers"],
    location: false,
};
/// Campaigns ask for a body, and for nothing in it (facts of the document: schema empty).
const EMPTY: Body = Body {
    fields: &[],
    required: &[],
    location: false,
};
/// CreateWorkflowDto.
const WORKFLOW: Body = Body {
    fields: &[Field {
        name: "eventStartTime",
        shape: Shape::Instant,
        synced: false,
    }],
    required: &[],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "add-followers-contact",
        summary: "Let users follow a contact",
        method: Method::Post,
        path: "/contacts/{contactId}/followers",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(FOLLOWERS),
        handler: |cx, call| Box::pin(follow(cx, call)),
    },
    Operation {
        id: "remove-followers-contact",
        summary: "Let users no longer follow a contact",
        method: Method::Delete,
        path: "/contacts/{contactId}/followers",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(FOLLOWERS),
        handler: |cx, call| Box::pin(unfollow(cx, call)),
    },
    Operation {
        id: "add-contact-to-campaign",
        summary: "Put a contact in a campaign",
        method: Method::Post,
        path: "/contacts/{contactId}/campaigns/{campaignId}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(EMPTY),
        handler: |cx, call| Box::pin(tie(cx, call, CAMPAIGN, EMPTY, true)),
    },
    Operation {
        id: "remove-contact-from-campaign",
        summary: "Take a contact out of a campaign",
        method: Method::Delete,
        path: "/contacts/{contactId}/campaigns/{campaignId}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: None,
        handler: |cx, call| Box::pin(untie(cx, call, CAMPAIGN)),
    },
    Operation {
        id: "remove-contact-from-every-campaign",
        summary: "Take a contact out of all campaigns",
        method: Method::Delete,
        path: "/contacts/{contactId}/campaigns/removeAll",
        v3: V3::At("/contacts/{contactId}/campaigns/remove-all"),
        scope: Scope::ContactsWrite,
        body: None,
        handler: |cx, call| Box::pin(untie_all(cx, call)),
    },
    Operation {
        id: "add-contact-to-workflow",
        summary: "Put a contact in a workflow",
        method: Method::Post,
        path: "/contacts/{contactId}/workflow/{workflowId}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(WORKFLOW),
        handler: |cx, call| Box::pin(tie(cx, call, FLOW, WORKFLOW, true)),
    },
    Operation {
        id: "delete-contact-from-workflow",
        summary: "Take a contact out of a workflow",
        method: Method::Delete,
        path: "/contacts/{contactId}/workflow/{workflowId}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(WORKFLOW),
        handler: |cx, call| Box::pin(tie(cx, call, FLOW, WORKFLOW, false)),
    },
];

async fn follow(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let asked = texts(&call.checked(&cx, &FOLLOWERS)?, "followers");
    for user in &asked {
        cx.must_know(Kind::User, user).await?;
    }
    let (before, after) = change(&cx, call.param("contactId"), "followers", |followers| {
        followers.extend(asked.iter().cloned());
    })
    .await?;
    let added: Vec<_> = after.iter().filter(|id| !before.contains(id)).collect();
    Reply::json(
        201,
        &json!({"followers": after, "followersAdded": added, "traceId": cx.trace_id}),
    )
}

async fn unfollow(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let asked = texts(&call.checked(&cx, &FOLLOWERS)?, "followers");
    let (before, after) = change(&cx, call.param("contactId"), "followers", |followers| {
        followers.retain(|id| !asked.contains(id));
    })
    .await?;
    let removed: Vec<_> = before.iter().filter(|id| !after.contains(id)).collect();
    Reply::json(
        200,
        &json!({"followers": after, "followersRemoved": removed, "traceId": cx.trace_id}),
    )
}

/// A kind of programme: its kind, the path's parameter, the contact's field, and the status of the
/// answer when a contact was put in one.
struct Programme {
    kind: Kind,
    param: &'static str,
    field: &'static str,
    added: u16,
}
const CAMPAIGN: Programme = Programme {
    kind: Kind::Campaign,
    param: "campaignId",
    field: "campaigns",
    added: 201,
};
const FLOW: Programme = Programme {
    kind: Kind::Workflow,
    param: "workflowId",
    field: "activeWorkflows",
    added: 200,
};

async fn tie(
    cx: Context,
    mut call: Call,
    programme: Programme,
    body: Body,
    joins: bool,
) -> Result<Reply, OperationError> {
    call.checked(&cx, &body)?;
    if !joins {
        return untie(cx, call, programme).await;
    }
    let id = call.param(programme.param);
    cx.must_know(programme.kind, id).await?;
    change(&cx, call.param("contactId"), programme.field, |ids| {
        ids.push(id.to_owned());
    })
    .await?;
    Reply::json(programme.added, &wire::succeeded(&cx))
}

async fn untie(cx: Context, call: Call, programme: Programme) -> Result<Reply, OperationError> {
    let id = call.param(programme.param);
    cx.must_know(programme.kind, id).await?;
    change(&cx, call.param("contactId"), programme.field, |ids| {
        ids.retain(|other| other != id);
    })
    .await?;
    Reply::json(200, &wire::succeeded(&cx))
}

async fn untie_all(cx: Context, call: Call) -> Result<Reply, OperationError> {
    change(&cx, call.param("contactId"), CAMPAIGN.field, Vec::clear).await?;
    Reply::json(200, &wire::succeeded(&cx))
}

/// Changes a list of ids in a contact's document. The list before and after.
async fn change(
    cx: &Context,
    contact: &str,
    field: &str,
    change: impl Fn(&mut Vec<String>),
) -> Result<(Vec<String>, Vec<String>), OperationError> {
    for _ in 0..MAX_TRIES {
        let old = cx.contact(contact).await?;
        let doc = old.fields()?;
        let before = texts(&doc, field);
        let mut ids = before.clone();
        change(&mut ids);
        // The table's own bound, on what the contact would then have.
        let ids = Shape::Ids(MOST_TIES).normal(json!(ids), "");
        let ids = ids.map_err(|what| OperationError::invalid(format!("{field} {what}")))?;
        let doc = edit::patched(&doc, &Fields::from_iter([(field.to_owned(), ids)]));
        let after = texts(&doc, field);
        if after == before {
            return Ok((before, after));
        }
        let exclusive = !cx.location.allow_duplicates;
        let write = Write::Update {
            old,
            doc,
            exclusive,
        };
        match cx.apply(vec![write]).await {
            Err(OperationError::Contended(_)) => {}
            result => return result.map(|_| (before, after)),
        }
    }
    Err(OperationError::Contended("the contact".into()))
}
