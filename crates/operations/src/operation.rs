//! What a declaration holds, and the list of all of them.

use futures_util::future::BoxFuture;
use tenon_model::{Scope, fields::Field};

use crate::{
    Call, Context, OperationError, Reply, contacts, locations, notes, tasks, timeline, upkeep,
};

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes, or asks with a body.
    Post,
    /// Changes.
    Put,
    /// Takes away.
    Delete,
}

/// A body: the fields it may hold and those it must. `None` in a declaration: no body is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Body {
    /// The fields it may hold.
    pub fields: &'static [Field],
    /// Those that must be there and not blank.
    pub required: &'static [&'static str],
    /// Whether it names its location.
    pub location: bool,
}

/// What an operation answers with.
pub(crate) type Answer = BoxFuture<'static, Result<Reply, OperationError>>;

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// HighLevel's `operationId`, or ours.
    pub id: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// Its method.
    pub method: Method,
    /// Its path, with `{parameters}` as OpenAPI writes them.
    pub path: &'static str,
    /// The scope a token needs.
    pub scope: Scope,
    /// Its body.
    pub body: Option<Body>,
    /// Does it.
    pub handler: fn(Context, Call) -> Answer,
}

/// Every operation there is.
pub fn registry() -> impl Iterator<Item = &'static Operation> {
    [
        contacts::OPERATIONS,
        tasks::OPERATIONS,
        notes::OPERATIONS,
        locations::OPERATIONS,
        timeline::OPERATIONS,
        upkeep::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// A write that goes past [`Context::apply`] would happen without its `If-Match` looked at, and
    /// apart from its kept answer.
    #[test]
    fn operations_write_through_their_context_alone() {
        fn look(folder: &std::path::Path) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    look(&path);
                } else if !path.ends_with("context.rs") && !path.ends_with("operation.rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let text: String = text.split_whitespace().collect();
                    assert!(!text.contains(".commit("), "{}", path.display());
                }
            }
        }
        look(std::path::Path::new(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src"
        )));
    }

    #[test]
    fn ids_and_routes_are_unique_and_writes_need_a_writing_scope() {
        let mut ids = HashSet::new();
        let mut routes = HashSet::new();
        for operation in registry() {
            assert!(
                ids.insert(operation.id),
                "{} is declared twice",
                operation.id
            );
            let route = format!("{:?} {}", operation.method, operation.path);
            assert!(routes.insert(route.clone()), "{route} is declared twice");
            let searches = operation.id.contains("search");
            if operation.method != Method::Get && !searches {
                assert_eq!(operation.scope, Scope::ContactsWrite, "{}", operation.id);
            } else {
                assert_ne!(operation.scope, Scope::ContactsWrite, "{}", operation.id);
            }
        }
    }
}
