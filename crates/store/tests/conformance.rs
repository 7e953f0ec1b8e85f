//! One suite: every case runs on a SQLite file, on SQLite in memory and on PostgreSQL, in every
//! run. A missing PostgreSQL fails it.

// Tests may panic; the lints know only the functions marked `#[test]` as such.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

/// Expands each case of a module on every backend.
macro_rules! on_every_backend {
    ($($case:ident)*) => {
        on_every_backend! { @ file File $($case)* }
        on_every_backend! { @ memory Memory $($case)* }
        on_every_backend! { @ postgres Postgres $($case)* }
    };
    (@ $module:ident $on:ident $($case:ident)*) => {
        mod $module {
            $(
                #[test]
                fn $case() {
                    use crate::conformance::support::{On, run};
                    run(On::$on, async |db| super::$case(db).await);
                }
            )*
        }
    };
}

mod conformance {
    mod again;
    mod step;
    pub(crate) mod support;
    mod writers;

    mod asked_again;
    mod calls;
    mod changed;
    mod channels;
    mod controls;
    mod draws;
    mod hostile;
    mod isolation;
    mod jobs;
    mod kept;
    mod keys;
    mod killed;
    mod kinds;
    mod leases;
    mod links;
    mod log;
    mod maps;
    mod numbers;
    mod oauth;
    mod opening;
    mod order;
    mod outlets;
    mod overview;
    mod postgres_faults;
    mod records;
    mod runs;
    mod search;
    mod search_follow;
    mod search_generated;
    mod search_plans;
    mod sqlite_faults;
    mod vendor;
    mod webhooks;
}
