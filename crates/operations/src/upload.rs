//! `POST /tenon/v1/imports`: a file of Houzz Pro's, as it is.

use std::collections::BTreeMap;

use tenon_model::Scope;

use crate::{
    Body, Call, Context, Guards, Method, Operation, OperationError, Reply, V3, doors::Upload,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[Operation {
    id: Operation::UPLOAD,
    summary: "Import a file (.eml, .mbox, .csv, .xlsx, .zip, .ics), or say what an import would do",
    method: Method::Post,
    path: "/tenon/v1/imports",
    v3: V3::Same,
    scope: Scope::ContactsWrite,
    body: Some(Body {
        fields: &[],
        required: &[],
        location: false,
    }),
    handler: |cx, call| Box::pin(import(cx, call)),
}];

async fn import(mut cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let doors = cx.doors.clone().ok_or_else(|| {
        OperationError::BadRequest("This server imports no files; use the main one.".into())
    })?;
    let name = call.query("name").unwrap_or_default().to_owned();
    let name = name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .to_owned();
    if name.is_empty() || name.chars().count() > 255 {
        return Err(OperationError::invalid(
            "name must be the file's name: leads.csv",
        ));
    }
    let dry_run = match call.query("dryRun") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(OperationError::invalid("dryRun must be true or false")),
    };
    let columns = match call.query("columns") {
        None => BTreeMap::new(),
        Some(text) => serde_json::from_str(text).map_err(|_| {
            OperationError::invalid("columns must be JSON: {\"Column\": \"email\"}")
        })?,
    };
    let bytes = std::mem::take(&mut call.file);
    if bytes.is_empty() {
        return Err(OperationError::invalid("the file is empty"));
    }
    // What a file holds is known by its keys, so that taking it in twice does nothing twice.
    cx.guards = Guards::default();
    let trace_id = cx.trace_id.clone();
    let upload = Upload {
        name,
        bytes,
        columns,
        dry_run,
    };
    let mut report = doors.take_in(cx, upload).await?;
    report["traceId"] = trace_id.into();
    Reply::json(200, &report)
}
