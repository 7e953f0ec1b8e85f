//! That the searches of every day go through no table: what each database says of its plans.

use serde_json::json;
use tenon_model::filter::{Check, Filter, Order, SearchField, SortField};
use tenon_store::{ContactSearch, DatabaseUrl, Effort, OpenOptions, Store};
use tenon_testkit::sql;

use super::{
    search::is,
    support::{Db, HOME, On, block_on},
};

const CONTACTS: usize = 4_000;

/// Enough contacts that going through all of them is the dearer way.
async fn filled(on: On) -> Db {
    let mut db = Db::open(on, OpenOptions::default()).await;
    for chunk in 0..CONTACTS / 100 {
        let mut step = db.at(HOME);
        for n in chunk * 100..(chunk + 1) * 100 {
            let doc = json!({ "firstName": format!("First{}", n * 7 % CONTACTS),
                "lastName": format!("Last{n}"), "email": format!("c{n}@x.com"),
                "phone": format!("+1512555{n:04}"), "city": format!("Town {}", n % 50),
                "source": format!("s{}", n % 40), "companyName": format!("Firm {n}"),
                "tags": [format!("t{}", n % 40)], "assignedTo": format!("u{}", n % 100) });
            step = step.contact(&format!("c{n:05}"), doc);
        }
        step.done().await;
        db.pass(1);
    }
    while db
        .store
        .index_contacts(HOME, db.later(0), 500)
        .await
        .unwrap()
        > 0
    {}
    if let DatabaseUrl::Postgres(url) = &db.url {
        // As autovacuum does by itself, in time. Tables this small are rather gone through whatever
        // their indexes: where none fits, they still are.
        let name = sql(url, "SELECT current_database()");
        sql(
            url,
            &format!("ALTER DATABASE {name} SET enable_seqscan = off"),
        );
        sql(url, "VACUUM ANALYZE");
        db.store = Store::open(&db.url, OpenOptions::default()).await.unwrap();
    }
    db
}

fn searches() -> Vec<ContactSearch> {
    let by = |filter| ContactSearch {
        filter,
        ..ContactSearch::default()
    };
    let updated = |from| Check::Between(Some(from), None);
    let times = ["dateAdded", "dateUpdated"].map(|name| {
        let field = SearchField::parse(name).unwrap();
        by(Filter::Test(field, updated(1_767_614_439_000_000)))
    });
    let filters = [
        is("email", &["c77@x.com"]),
        is("phone", &["+15125550077"]),
        is("tags", &["t7"]),
        is("assignedTo", &["u7"]),
        is("city", &["town 7"]),
        is("tags", &["t7"]).and(is("assignedTo", &["u7"])),
        Filter::Any(vec![is("tags", &["t7"]), is("city", &["town 8"])]),
        Filter::query("first77 last", "US"),
        Filter::query("(512) 555-0077", "US"),
        Filter::query("c77@", "US"),
        Filter::query("no such", "US"),
    ];
    let orders = SortField::ALL.iter().flat_map(|(field, _)| {
        [false, true].map(|descending| ContactSearch {
            order: vec![Order {
                field: *field,
                descending,
            }],
            ..ContactSearch::default()
        })
    });
    let mut all: Vec<_> = filters
        .into_iter()
        .map(by)
        .chain(times)
        .chain(orders)
        .collect();
    // And from the middle.
    let deep = all.clone().into_iter().map(|search| ContactSearch {
        offset: 40,
        ..search
    });
    all.extend(deep.collect::<Vec<_>>());
    all
}

/// As it is done among a million: the first found in order.
const LARGE: Effort = Effort {
    small: 0,
    offered: 20,
    counted: 1_000,
    visited: 200_000,
};

fn no_plan_goes_through_a_table(on: On, is_scan: impl Fn(&str) -> bool) {
    block_on(async {
        let db = filled(on).await;
        let mut seen = 0;
        for effort in [
            Effort {
                small: 0,
                ..Effort::default()
            },
            LARGE,
        ] {
            for search in searches() {
                let search = ContactSearch { effort, ..search };
                for (statement, plan) in db.store.search_plans(HOME, &search).await.unwrap() {
                    let scan = plan.lines().find(|line| is_scan(line));
                    assert_eq!(scan, None, "{statement}\n{plan}\n{search:?}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 300);
    });
}

#[test]
fn sqlite_goes_through_no_table() {
    no_plan_goes_through_a_table(On::File, |line| {
        let is_terms = line.contains("contact_terms VIRTUAL TABLE INDEX") && line.contains(":M");
        let of_the_query = line.starts_with("SCAN offered") || line.starts_with("SCAN tail");
        line.contains("SCAN") && !is_terms && !of_the_query
    });
}

#[test]
fn postgres_goes_through_no_table() {
    no_plan_goes_through_a_table(On::Postgres, |line| {
        // The tables of locations and of how far their indexes are hold a row per location.
        line.contains("Seq Scan")
            && !line.contains(" on locations")
            && !line.contains(" on search_progress")
    });
}
