//! `POST /contacts/search`, page by page.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::app::{HOME, TestApp};
use tenon_model::{Fields, Kind};
use tenon_store::Write;

on_both! {
    two_hundred_and_thirty_contacts_are_paged_without_loss
    pages_are_counted
}

/// Contacts, several in each microsecond, so that the order needs its second key.
async fn fill(app: &TestApp, count: usize) {
    for chunk in 0..count.div_ceil(23) {
        let writes = (chunk * 23..count.min(chunk * 23 + 23)).map(|number| {
            let id = format!("c{number:03}");
            let name = json!(format!("N{}", number % 7));
            Write::Create {
                kind: Kind::Contact,
                root_id: id.clone(),
                id,
                doc: Fields::from_iter([("firstName".to_owned(), name)]),
                exclusive: false,
            }
        });
        app.write(HOME, writes.collect()).await;
        app.pass(1);
    }
}

fn ids(body: &Value) -> Vec<String> {
    let contacts = body["contacts"].as_array().unwrap();
    contacts
        .iter()
        .map(|contact| contact["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn two_hundred_and_thirty_contacts_are_paged_without_loss(app: &TestApp) {
    fill(app, 230).await;
    for field in ["dateAdded", "dateUpdated", "firstNameLowerCase"] {
        for direction in ["asc", "desc"] {
            let sort = json!([{"field": field, "direction": direction}]);
            let whole = app
                .search(json!({"pageLimit": 500, "sort": sort}))
                .await
                .is(200);
            let mut paged = Vec::new();
            let mut after = Value::Null;
            loop {
                let body = json!({"pageLimit": 20, "sort": sort, "searchAfter": after});
                let body = app.search(body).await.is(200);
                assert_eq!(body["total"], 230, "the total does not shrink");
                let page = ids(&body);
                if page.is_empty() {
                    break;
                }
                after = body["contacts"][page.len() - 1]["searchAfter"].clone();
                paged.extend(page);
            }
            assert_eq!(paged, ids(&whole), "{field} {direction}");
            assert_eq!(paged.iter().collect::<BTreeSet<_>>().len(), 230);
        }
    }
}

async fn pages_are_counted(app: &TestApp) {
    fill(app, 25).await;
    let sort = json!([{"field": "dateAdded", "direction": "asc"}]);
    let page = async |page: i64| {
        let body = app
            .search(json!({"pageLimit": 10, "page": page, "sort": sort}))
            .await;
        ids(&body.is(200))
    };
    assert_eq!(
        page(1).await,
        (0..10).map(|n| format!("c{n:03}")).collect::<Vec<_>>()
    );
    assert_eq!(
        page(3).await,
        (20..25).map(|n| format!("c{n:03}")).collect::<Vec<_>>()
    );
    assert_eq!(page(1_000).await, Vec::<String>::new());
}
