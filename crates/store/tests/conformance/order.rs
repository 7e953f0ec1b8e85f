//! Both databases answer in the identical order, whatever language PostgreSQL's server speaks.

use tenon_model::filter::{Order, SortField};
use tenon_store::{ContactSearch, DatabaseUrl, OpenOptions, Store};
use tenon_testkit::{private_server, sql};

use super::{
    search::{fill, ids, index, query},
    support::{Db, On, add_locations, block_on},
};

async fn orders(db: &Db) -> Vec<Vec<String>> {
    index(db).await;
    let mut orders = Vec::new();
    for (field, _) in SortField::ALL {
        for descending in [false, true] {
            for text in ["", "é", "O", "n_", "1"] {
                let order = vec![Order { field, descending }];
                let search = ContactSearch {
                    order,
                    ..query(text)
                };
                orders.push(ids(db, &search).await);
            }
        }
    }
    orders
}

#[test]
fn every_backend_answers_in_the_same_order() {
    block_on(async {
        let mut all = Vec::new();
        for on in [On::File, On::Memory, On::Postgres] {
            let db = Db::open(on, OpenOptions::default()).await;
            fill(&db, 250).await;
            all.push(orders(&db).await);
        }
        assert_eq!(all[0], all[1]);
        assert_eq!(all[0], all[2]);
    });
}

#[test]
fn a_server_that_sorts_by_a_languages_rules_answers_in_the_same_order() {
    block_on(async {
        let plain = Db::open(On::File, OpenOptions::default()).await;
        fill(&plain, 100).await;

        let mut german = Db::open(On::Postgres, OpenOptions::default()).await;
        let name = format!("german_{}", std::process::id());
        let server = format!("{}/postgres", private_server());
        sql(
            &server,
            &format!(
                "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'
                 LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LOCALE 'C'"
            ),
        );
        let url = DatabaseUrl::Postgres(format!("{}/{name}", private_server()));
        german.store = Store::open(&url, OpenOptions::default()).await.unwrap();
        add_locations(&german.store, &german.clock).await;
        fill(&german, 100).await;
        assert_eq!(orders(&german).await, orders(&plain).await);
        drop(german);
        sql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
    });
}
