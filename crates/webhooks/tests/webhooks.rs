//! From a change to what a receiver gets.

// Tests may panic; the lints know only the functions marked `#[test]` as such.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod webhooks {
    /// Plays a case on both databases.
    macro_rules! on_both {
        ($($case:ident)*) => { $(
            mod $case {
                #[tokio::test(flavor = "multi_thread")]
                async fn sqlite() {
                    let world = super::World::on_sqlite().await;
                    super::$case(super::House::new(world).await).await;
                }
                #[tokio::test(flavor = "multi_thread")]
                async fn postgres() {
                    let world = super::World::on_postgres().await;
                    super::$case(super::House::new(world).await).await;
                }
            }
        )* };
    }

    mod house;
    mod support;

    mod abroad;
    mod delivery;
    mod events;
    mod guard;
    mod nodes;
    mod stored;
}
