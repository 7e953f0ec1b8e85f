//! Contacts: create, get, update, delete, upsert, search, tags.

pub(crate) mod bulk;
pub(crate) mod by_business;
mod create;
mod search;
mod tags;
pub(crate) mod ties;
mod update;
mod upsert;

use tenon_model::{Scope, fields::CONTACT};
use tenon_store::Write;

use crate::{Body, Call, Context, Method, Operation, OperationError, Reply, V3, wire};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "create-contact",
        summary: "Create a contact",
        method: Method::Post,
        path: "/contacts/",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(create::BODY),
        handler: |cx, call| Box::pin(create::create(cx, call)),
    },
    Operation {
        id: "get-contact",
        summary: "Get a contact",
        method: Method::Get,
        path: "/contacts/{contactId}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
    Operation {
        id: "update-contact",
        summary: "Change fields of a contact",
        method: Method::Put,
        path: "/contacts/{contactId}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(update::BODY),
        handler: |cx, call| Box::pin(update::update(cx, call)),
    },
    Operation {
        id: "delete-contact",
        summary: "Delete a contact with its tasks and notes",
        method: Method::Delete,
        path: "/contacts/{contactId}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: None,
        handler: |cx, call| Box::pin(delete(cx, call)),
    },
    Operation {
        id: "upsert-contact",
        summary: "Create a contact, or change the one with this e-mail or phone",
        method: Method::Post,
        path: "/contacts/upsert",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(upsert::BODY),
        handler: |cx, call| Box::pin(upsert::upsert(cx, call)),
    },
    Operation {
        id: "get-contacts",
        summary: "List contacts, newest first (old; search them instead)",
        method: Method::Get,
        path: "/contacts/",
        v3: V3::Gone,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(search::list(cx, call)),
    },
    Operation {
        id: "search-contacts-advanced",
        summary: "Search contacts",
        method: Method::Post,
        path: "/contacts/search",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: Some(Body {
            fields: &[],
            required: &[],
            location: true,
        }),
        handler: |cx, call| Box::pin(search::search(cx, call)),
    },
    Operation {
        id: "get-duplicate-contact",
        summary: "Find the contact with this e-mail or phone",
        method: Method::Get,
        path: "/contacts/search/duplicate",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(search::duplicate(cx, call)),
    },
    Operation {
        id: "add-tags",
        summary: "Add tags to a contact",
        method: Method::Post,
        path: "/contacts/{contactId}/tags",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(tags::BODY),
        handler: |cx, call| Box::pin(tags::add(cx, call)),
    },
    Operation {
        id: "remove-tags",
        summary: "Take tags away from a contact",
        method: Method::Delete,
        path: "/contacts/{contactId}/tags",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(tags::BODY),
        handler: |cx, call| Box::pin(tags::remove(cx, call)),
    },
];

/// The fields of CreateContactDto and its siblings, which is the whole table.
pub(crate) const FIELDS: &[tenon_model::fields::Field] = CONTACT;

async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let record = cx.contact(call.param("contactId")).await?;
    let contact = wire::contact(&cx, &record)?.named(&cx).await?;
    Ok(Reply::json(200, &wire::Enveloped { contact })?.of(&record))
}

async fn delete(cx: Context, call: Call) -> Result<Reply, OperationError> {
    for _ in 0..crate::context::MAX_TRIES {
        let old = cx.contact(call.param("contactId")).await?;
        match cx.apply(vec![Write::Delete { old }]).await {
            Err(OperationError::Contended(_)) => {}
            Err(error) => return Err(error),
            Ok(_) => return Reply::json(200, &wire::succeeded(&cx)),
        }
    }
    Err(OperationError::Contended("the contact".into()))
}
