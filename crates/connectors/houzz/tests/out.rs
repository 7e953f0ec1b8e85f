//! Outwards, over a real receiver on the loopback and a real database: every case on SQLite and on
//! PostgreSQL.

// Tests may panic; the lints know only the functions marked `#[test]` as such.
#![allow(clippy::unwrap_used, clippy::expect_used)]

/// Expands each case of a module on both databases.
macro_rules! on_both {
    ($($case:ident)*) => {
        on_both! { @ sqlite Sqlite $($case)* }
        on_both! { @ postgres Postgres $($case)* }
    };
    (@ $module:ident $on:ident $($case:ident)*) => {
        mod $module {
            $(
                #[test]
                fn $case() {
                    use crate::out::house::{House, On};
                    let runtime = tokio::runtime::Builder::new_multi_thread()
                        .worker_threads(2).enable_all().build().unwrap();
                    runtime.block_on(async {
                        let house = House::open(On::$on).await;
                        super::$case(&house).await;
                    });
                }
            )*
        }
    };
}

mod out {
    mod handoffs;
    pub(crate) mod house;
    mod lost;
    mod work;
}
