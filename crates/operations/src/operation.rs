//! What a declaration holds, and the list of all of them.

use futures_util::future::BoxFuture;
use tenon_model::{Scope, fields::Field};

use crate::{
    Call, Context, Dialect, OperationError, Reply, V3, appointments, businesses, calendars,
    changed, channels, connecting, contacts, custom_fields, locations, log, notes, opportunities,
    outlets, overview, programmes, runs, sync_map, tasks, timeline, upkeep, user_pairs, users,
    webhooks,
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
    /// Its path in v2, with `{parameters}` as OpenAPI writes them.
    pub path: &'static str,
    /// Where it stands in the v3 dialect.
    pub v3: V3,
    /// The scope a token needs.
    pub scope: Scope,
    /// Its body.
    pub body: Option<Body>,
    /// Does it.
    pub handler: fn(Context, Call) -> Answer,
}

impl Operation {
    /// The one whose body is a file, as it is.
    pub const UPLOAD: &'static str = "create-import";

    /// Whether its body is a file.
    #[must_use]
    pub fn takes_file(&self) -> bool {
        self.id == Self::UPLOAD
    }

    /// Whether it only asks, though its method is POST.
    #[must_use]
    pub fn searches(&self) -> bool {
        self.id.contains("search")
    }

    /// Its path in a dialect, if it is there.
    #[must_use]
    pub const fn path_in(&self, dialect: Dialect) -> Option<&'static str> {
        match (dialect, self.v3) {
            (Dialect::V2, _) | (Dialect::V3, V3::Same) => Some(self.path),
            (Dialect::V3, V3::At(path)) => Some(path),
            (Dialect::V3, V3::Gone) => None,
        }
    }

    /// Its paths, each once.
    pub fn paths(&self) -> impl Iterator<Item = &'static str> {
        let other = match self.v3 {
            V3::At(path) => Some(path),
            V3::Same | V3::Gone => None,
        };
        [self.path].into_iter().chain(other)
    }
}

/// Every operation there is.
pub fn registry() -> impl Iterator<Item = &'static Operation> {
    [
        contacts::OPERATIONS,
        contacts::ties::OPERATIONS,
        contacts::bulk::OPERATIONS,
        contacts::by_business::OPERATIONS,
        tasks::OPERATIONS,
        notes::OPERATIONS,
        businesses::OPERATIONS,
        users::OPERATIONS,
        user_pairs::OPERATIONS,
        calendars::OPERATIONS,
        custom_fields::OPERATIONS,
        appointments::OPERATIONS,
        opportunities::OPERATIONS,
        programmes::OPERATIONS,
        locations::OPERATIONS,
        timeline::OPERATIONS,
        upkeep::OPERATIONS,
        channels::OPERATIONS,
        connecting::OPERATIONS,
        changed::OPERATIONS,
        log::OPERATIONS,
        crate::people::OPERATIONS,
        crate::connect::OPERATIONS,
        crate::upload::OPERATIONS,
        overview::OPERATIONS,
        runs::OPERATIONS,
        webhooks::OPERATIONS,
        outlets::OPERATIONS,
        crate::undo::OPERATIONS,
        crate::reviews::OPERATIONS,
        crate::duplicates::OPERATIONS,
        crate::pauses::OPERATIONS,
        crate::why::OPERATIONS,
        sync_map::OPERATIONS,
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
            for path in operation.paths() {
                let route = format!("{:?} {path}", operation.method);
                assert!(routes.insert(route.clone()), "{route} is declared twice");
            }
            // To subscribe is to read.
            let subscribes = ["webhook", "calendar-feed"];
            let subscribes = subscribes.iter().any(|part| operation.id.contains(part));
            let reads = operation.method == Method::Get || operation.searches();
            let reads = reads || subscribes;
            let scope = operation.scope.name();
            let fits = scope.ends_with(if reads { ".readonly" } else { ".write" });
            assert!(fits, "{} has the scope {scope}", operation.id);
        }
    }
}
