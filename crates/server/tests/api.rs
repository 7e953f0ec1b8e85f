//! The API as its callers meet it: the real router behind the real listener, every case on SQLite
//! and on PostgreSQL. Files stand where their URLs do: `routes/contacts/tasks/complete.rs`.

// Tests may panic; the lints know only the functions marked `#[test]` as such.
#![allow(clippy::unwrap_used, clippy::expect_used)]

/// Expands each case of a module on both backends; `with settings:` names a function that makes the
/// server's settings.
macro_rules! on_both {
    ($($case:ident)*) => {
        on_both! { @ sqlite Sqlite tenon_server::Settings::default, $($case)* }
        on_both! { @ postgres Postgres tenon_server::Settings::default, $($case)* }
    };
    (with $settings:ident: $($case:ident)*) => {
        mod $settings {
            use super::{$($case),*};
            on_both! { @ sqlite Sqlite super::super::$settings, $($case)* }
            on_both! { @ postgres Postgres super::super::$settings, $($case)* }
        }
    };
    (@ $module:ident $on:ident $settings:path, $($case:ident)*) => {
        mod $module {
            $(
                #[test]
                fn $case() {
                    use crate::support::app::{On, run};
                    run(On::$on, $settings(), async |app| super::$case(app).await);
                }
            )*
        }
    };
}

mod support {
    pub(crate) mod app;
    pub(crate) mod call;
    mod contract;
    mod desk;
    pub(crate) mod document;
    pub(crate) mod oauth;
}

mod routes {
    mod access;
    mod console {
        mod session;
    }
    mod appointments;
    mod contacts {
        mod bounds;
        mod bulk;
        mod by_business;
        mod create;
        mod delete;
        mod filters;
        mod get;
        mod hostile;
        mod language;
        mod list;
        mod paging;
        mod races;
        mod search;
        mod tags;
        mod ties;
        mod update;
        mod upsert;
        mod notes {
            mod crud;
        }
        mod tasks {
            mod complete;
            mod crud;
        }
        mod refusals;
    }
    mod hooks {
        mod email;
        mod highlevel;
        mod houzz;
    }
    mod businesses;
    mod callers;
    mod conditional;
    mod connect;
    mod custom_fields;
    mod dialects;
    mod docs;
    mod http;
    mod idempotency;
    mod limits;
    mod locations;
    mod oauth {
        mod authorize;
        mod code;
        mod company;
        mod flow;
        mod inspect;
        mod refresh;
    }
    mod matrix;
    mod openapi;
    mod opportunities;
    mod outage;
    mod programmes;
    mod scopes;
    mod sign_in;
    mod tenon {
        mod changed;
        mod conflicts;
        mod events;
        mod merges;
        pub(crate) mod outlets;
        mod overview;
        mod pauses;
        mod people;
        mod runs;
        mod sync_map;
        mod timeline;
        mod undo;
        mod upkeep;
        mod user_pairs;
        mod webhooks;
    }
    mod users;
}
