//! `/contacts/bulk/…`

use serde_json::{Value, json};
use tenon_model::{Kind, Scope};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    tags_of_many_are_changed_and_each_is_answered_for
    the_path_may_be_unfilled
    what_a_bulk_call_cannot_mean_is_refused
    one_that_cannot_be_written_does_not_keep_the_others
    many_belong_to_a_business_and_to_none
    five_hundred_are_the_most
}

const TAGS: &str = "/contacts/bulk/tags/update";

async fn tags_of(app: &TestApp, id: &str) -> Value {
    let read = app.get(&format!("/contacts/{id}")).await.is(200);
    read["contact"]["tags"].clone()
}

async fn tags_of_many_are_changed_and_each_is_answered_for(app: &TestApp) {
    let one = app.contact(json!({"tags": ["a", "b"]})).await;
    let two = app.contact(json!({"tags": ["c"]})).await;
    let gone = app.contact(json!({})).await;
    app.delete(&format!("/contacts/{gone}")).await.is(200);
    let away = app.token_for(AWAY, Scope::ALL).await;
    let body = json!({"locationId": AWAY});
    let foreign = app
        .call("POST", "/contacts/")
        .token(Some(&away))
        .json(&body);
    let foreign = foreign.send().await.is(201)["contact"]["id"].clone();
    let body = json!({"locationId": HOME, "tags": [" C ", "b"],
        "contacts": [one, two, one, gone, "no id!", foreign]});
    let told = app.post(&format!("{TAGS}/add"), body).await.is(201);
    assert_eq!(
        (&told["succeded"], &told["errorCount"]),
        (&json!(false), &json!(3))
    );
    let done = |id: &str, old: Value, added: Value| {
        json!({"contactId": id, "message": "Tags updated", "type": "success", "oldTags": old,
            "tagsAdded": added, "tagsRemoved": []})
    };
    let failed =
        |id: &Value, message: &str| json!({"contactId": id, "message": message, "type": "error"});
    assert_eq!(
        told["responses"],
        json!([
            done(&one, json!(["a", "b"]), json!(["c"])),
            done(&two, json!(["c"]), json!(["b"])),
            failed(&json!(gone), "contact is deleted"),
            failed(&json!("no id!"), "contact id is not a valid firebase id"),
            failed(&foreign, "contact does not belong to location"),
        ])
    );
    assert_eq!(tags_of(app, &one).await, json!(["a", "b", "c"]));
    let body = json!({"locationId": HOME, "tags": ["b"], "contacts": [one, two]});
    let told = app.post(&format!("{TAGS}/remove"), body).await.is(201);
    assert_eq!(
        (&told["succeded"], &told["errorCount"]),
        (&json!(true), &json!(0))
    );
    assert_eq!(told["responses"][0]["tagsRemoved"], json!(["b"]));
    assert_eq!(tags_of(app, &two).await, json!(["c"]));
    let body = json!({"locationId": HOME, "tags": [], "contacts": [one], "removeAllTags": true});
    let call = app
        .call("POST", &format!("{TAGS}/remove"))
        .version(Some("v3"));
    let told = call.json(&body).send().await.is(201);
    assert_eq!(
        (&told["succeeded"], &told["succeded"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(tags_of(app, &one).await, json!([]));
}

/// HighLevel's SDKs send the parameter's own name.
async fn the_path_may_be_unfilled(app: &TestApp) {
    let id = app.contact(json!({"tags": ["a"]})).await;
    let post = async |query: &str, all: bool| {
        let body =
            json!({"locationId": HOME, "tags": ["b"], "contacts": [id], "removeAllTags": all});
        let path = format!("{TAGS}/%7Btype%7D{query}");
        app.post(&path, body).await.is(201);
        tags_of(app, &id).await
    };
    assert_eq!(post("", false).await, json!(["a", "b"]));
    assert_eq!(post("?type=remove", false).await, json!(["a"]));
    assert_eq!(post("", true).await, json!([]));
    let path = format!("{TAGS}/%7Btype%7D");
    let bare = app.call("POST", &path).token(None).json(&json!({}));
    bare.send().await.is(401);
}

async fn what_a_bulk_call_cannot_mean_is_refused(app: &TestApp) {
    let id = app.contact(json!({"tags": ["a"]})).await;
    let body = |tags: Value, all: Value| json!({"locationId": HOME, "tags": tags, "contacts": [id], "removeAllTags": all});
    let only_remove = "removeAllTags can only be used with the type remove";
    for (path, body, told) in [
        ("add", body(json!(["b"]), json!(true)), only_remove),
        (
            "set",
            body(json!(["b"]), json!(false)),
            "type must be add or remove",
        ),
        (
            "add",
            body(json!([]), json!(false)),
            "tags should not be empty",
        ),
        (
            "add",
            body(json!(["b"]), json!("yes")),
            "removeAllTags must be a boolean value",
        ),
        (
            "remove",
            body(json!("b"), json!(false)),
            "tags must be an array",
        ),
    ] {
        app.post(&format!("{TAGS}/{path}"), body)
            .await
            .complains(&[told]);
    }
    app.post(&format!("{TAGS}/add"), json!({}))
        .await
        .complains(&[
            "locationId should not be empty",
            "contacts should not be empty",
            "tags should not be empty",
        ]);
    let bulk = "/contacts/bulk/business";
    let unsaid = app
        .post(bulk, json!({"locationId": HOME, "ids": [id]}))
        .await;
    unsaid.complains(&["businessId should not be empty"]);
    let unknown = json!({"locationId": HOME, "ids": [id], "businessId": "none"});
    app.post(bulk, unknown)
        .await
        .refuses(400, "Business not found");
    for (path, body) in [
        (
            "tags/update/add",
            json!({"locationId": AWAY, "contacts": [id], "tags": ["b"]}),
        ),
        (
            "business",
            json!({"locationId": AWAY, "ids": [id], "businessId": null}),
        ),
    ] {
        app.post(&format!("/contacts/bulk/{path}"), body)
            .await
            .is(403);
    }
    assert_eq!(tags_of(app, &id).await, json!(["a"]));
}

async fn one_that_cannot_be_written_does_not_keep_the_others(app: &TestApp) {
    let many: Vec<String> = (0..500).map(|n| format!("t{n}")).collect();
    let full = app.contact(json!({"tags": many})).await;
    let free = app.contact(json!({})).await;
    let body = json!({"locationId": HOME, "tags": ["one-more"], "contacts": [full, free]});
    let told = app.post(&format!("{TAGS}/add"), body).await.is(201);
    assert_eq!(told["errorCount"], 1);
    let why = &told["responses"][0]["message"];
    assert_eq!(why, "tags must contain no more than 500 tags");
    assert_eq!(tags_of(app, &free).await, json!(["one-more"]));
}

async fn many_belong_to_a_business_and_to_none(app: &TestApp) {
    let business = app.record(Kind::Business, json!({"name": "Oak"})).await;
    let (one, two) = (app.contact(json!({})).await, app.contact(json!({})).await);
    let put = async |ids: Value, business: Value| {
        let body = json!({"locationId": HOME, "ids": ids, "businessId": business});
        app.post("/contacts/bulk/business", body).await.is(200)
    };
    let of = async |id: &str| {
        let read = app.get(&format!("/contacts/{id}")).await.is(200);
        read["contact"]["businessId"].clone()
    };
    let told = put(json!([one, two, "nobody"]), json!(business)).await;
    assert_eq!(
        (&told["success"], &told["ids"]),
        (&json!(false), &json!([one, two]))
    );
    let why = &told["responses"][2]["message"];
    assert_eq!(why, "contact does not belong to location");
    assert_eq!(
        (of(&one).await, of(&two).await),
        (json!(business), json!(business))
    );
    let told = put(json!([one]), Value::Null).await;
    assert_eq!(
        (&told["success"], &told["ids"]),
        (&json!(true), &json!([one]))
    );
    assert_eq!(
        (of(&one).await, of(&two).await),
        (Value::Null, json!(business))
    );
    app.delete(&format!("/businesses/{business}")).await.is(200);
    assert_eq!(of(&two).await, Value::Null);
}

async fn five_hundred_are_the_most(app: &TestApp) {
    let ids: Vec<String> = (0..501).map(|n| format!("c{n}")).collect();
    let body = json!({"locationId": HOME, "contacts": ids, "tags": ["a"]});
    let told = "contacts must contain no more than 500 elements";
    app.post(&format!("{TAGS}/add"), body)
        .await
        .complains(&[told]);
    let mut ids = Vec::new();
    for _ in 0..100 {
        ids.push(app.contact(json!({})).await);
    }
    let body = json!({"locationId": HOME, "contacts": ids, "tags": ["a"]});
    let told = app.post(&format!("{TAGS}/add"), body).await.is(201);
    assert_eq!(told["errorCount"], 0);
    let order = told["responses"].as_array().unwrap().iter();
    assert!(order.map(|response| &response["contactId"]).eq(ids.iter()));
}
