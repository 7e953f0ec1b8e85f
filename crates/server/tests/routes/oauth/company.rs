//! A company's token: what it is given for, what it can be exchanged for, and what it cannot do.

use serde_json::json;
use tenon_model::Scope;

use crate::support::{
    app::{AWAY, HOME, TWINS, TestApp},
    oauth::{Browser, Reply, TestClient, text},
};

on_both! {
    a_companys_token_becomes_a_locations
    the_v3_exchange_gives_a_refresh_token
    a_locations_token_is_no_companys
    the_locations_with_the_app_are_listed
    who_no_longer_owns_a_location_has_not_approved_it
}

const CLASS: &str = "This authClass type is not allowed to access this scope.";

struct Company {
    client: TestClient,
    id: String,
    access: String,
}

/// Ana owns two of three locations, and lets an app into both.
async fn ready(app: &TestApp) -> Company {
    let roles = [(HOME, "owner"), (AWAY, "owner"), (TWINS, "member")];
    app.person("ana@example.org", &roles).await;
    let client = app.app(|_| {}).await;
    let mut browser = Browser::of(app, "ana@example.org").await;
    let request = client.request("contacts.readonly contacts.write oauth.readonly oauth.write");
    let page = browser.get(&request).await;
    let value = page.text.split("value=\"company:").nth(1).unwrap();
    let id = value.split('"').next().unwrap().to_owned();
    let code = browser.allow(&request, &format!("company:{id}")).await;
    let given = app.token_call(&client.redeeming(&code)).await.ok();
    assert_eq!(given["userType"], "Company");
    assert_eq!(given["companyId"], id.as_str());
    assert_eq!(given["locationId"], json!(null));
    assert_eq!(given["approvedLocations"], json!([AWAY, HOME]));
    assert_eq!(given["isBulkInstallation"], true);
    Company {
        access: text(&given, "access_token"),
        client,
        id,
    }
}

async fn exchange(
    app: &TestApp,
    path: &str,
    version: &str,
    access: &str,
    body: &[(&str, &str)],
) -> Reply {
    let bearer = format!("Bearer {access}");
    app.form(
        path,
        body,
        &[("version", version), ("authorization", &bearer)],
    )
    .await
}

async fn for_location(app: &TestApp, company: &Company, location: &str) -> Reply {
    let body = [("companyId", company.id.as_str()), ("locationId", location)];
    exchange(
        app,
        "/oauth/locationToken",
        "2021-07-28",
        &company.access,
        &body,
    )
    .await
}

async fn a_companys_token_becomes_a_locations(app: &TestApp) {
    let company = ready(app).await;
    // By itself it opens no location.
    let call = app
        .call("GET", "/tenon/v1/access")
        .token(Some(&company.access));
    call.send().await.refuses(401, CLASS);
    let given = for_location(app, &company, HOME).await.ok();
    assert_eq!(given["userType"], "Location");
    assert_eq!(given["locationId"], HOME);
    assert_eq!(given["scope"], "contacts.readonly contacts.write");
    assert_eq!(given["appId"], tenon_oauth::app_id(&company.client.id));
    assert!(given["refresh_token"].is_null(), "{given}");
    let access = text(&given, "access_token");
    let call = app.call("GET", "/tenon/v1/access").token(Some(&access));
    assert_eq!(call.send().await.is(200)["locationId"], HOME);
    // She is only a member there, and nobody is anywhere else.
    for location in [TWINS, "nowhere", "' OR 1=1 --"] {
        let reply = for_location(app, &company, location).await;
        assert_eq!(reply.status, 403, "{location}: {}", reply.text);
        let told = "The token does not have access to this location.";
        assert_eq!(reply.body["message"], told);
    }
    let body = [("companyId", "another"), ("locationId", HOME)];
    let path = "/oauth/locationToken";
    let reply = exchange(app, path, "2021-07-28", &company.access, &body).await;
    assert_eq!(reply.status, 403, "{}", reply.text);
    let reply = exchange(app, path, "2021-07-28", &company.access, &[]).await;
    assert_eq!(reply.status, 422);
    let told = [
        "companyId should not be empty",
        "locationId should not be empty",
    ];
    assert_eq!(reply.body["message"], json!(told));
}

async fn the_v3_exchange_gives_a_refresh_token(app: &TestApp) {
    let company = ready(app).await;
    // HighLevel's Python SDK sends snake_case in some places.
    for (one, other) in [("companyId", "locationId"), ("company_id", "location_id")] {
        let body = [(one, company.id.as_str()), (other, AWAY)];
        let reply = exchange(app, "/oauth/location-token", "v3", &company.access, &body).await;
        let given = reply.ok();
        assert_eq!(given["locationId"], AWAY);
        let refresh = text(&given, "refreshToken");
        let given = app
            .token_call(&company.client.refreshing(&refresh))
            .await
            .ok();
        assert_eq!(given["userType"], "Location");
        assert_eq!(given["locationId"], AWAY);
        assert_eq!(given["scope"], "contacts.readonly contacts.write");
    }
    let body = [("companyId", company.id.as_str()), ("locationId", AWAY)];
    for (path, version) in [
        ("/oauth/location-token", "2021-07-28"),
        ("/oauth/locationToken", "v3"),
    ] {
        let reply = exchange(app, path, version, &company.access, &body).await;
        assert_eq!(reply.status, 404, "{path} {version}");
    }
    let reply = exchange(app, "/oauth/locationToken", "1", &company.access, &body).await;
    assert_eq!(reply.body["message"], "version header is invalid");
}

async fn a_locations_token_is_no_companys(app: &TestApp) {
    let company = ready(app).await;
    let given = for_location(app, &company, HOME).await.ok();
    let private = app.token_for(HOME, Scope::ALL).await;
    for access in [text(&given, "access_token"), private] {
        let company = Company {
            access,
            ..ready_again(&company)
        };
        let reply = for_location(app, &company, HOME).await;
        assert_eq!(reply.status, 401, "{}", reply.text);
        assert_eq!(reply.body["message"], CLASS);
    }
    // Nor does a company's token without the scope do.
    let mut browser = Browser::of(app, "ana@example.org").await;
    let request = company.client.request("contacts.readonly oauth.write");
    let code = browser
        .allow(&request, &format!("company:{}", company.id))
        .await;
    let given = app.token_call(&company.client.redeeming(&code)).await.ok();
    let path = format!(
        "/oauth/installedLocations?companyId={}&appId={}",
        company.id,
        tenon_oauth::app_id(&company.client.id)
    );
    let call = app.call("GET", &path).token(given["access_token"].as_str());
    let told = "The token is not authorized for this scope.";
    call.send().await.refuses(401, told);
}

fn ready_again(company: &Company) -> Company {
    Company {
        client: TestClient {
            id: company.client.id.clone(),
            secret: company.client.secret.clone(),
            client: company.client.client.clone(),
        },
        id: company.id.clone(),
        access: String::new(),
    }
}

async fn the_locations_with_the_app_are_listed(app: &TestApp) {
    // Bert's approval of another location of the same company is nobody else's business.
    app.person("bert@example.org", &[(TWINS, "owner")]).await;
    let company = ready(app).await;
    let mut browser = Browser::of(app, "bert@example.org").await;
    let request = company.client.request("contacts.readonly oauth.write");
    let choice = format!("company:{}", company.id);
    let code = browser.allow(&request, &choice).await;
    let given = app.token_call(&company.client.redeeming(&code)).await.ok();
    assert_eq!(given["approvedLocations"], json!([TWINS]));
    let app_id = tenon_oauth::app_id(&company.client.id).to_owned();
    let list = async |more: &str| {
        let path = format!(
            "/oauth/installedLocations?companyId={}&appId={app_id}{more}",
            company.id
        );
        let call = app.call("GET", &path).token(Some(&company.access));
        call.send().await
    };
    let ids = |body: &serde_json::Value, name: &str| -> Vec<String> {
        let items = body[name].as_array().unwrap().iter();
        items.map(|item| text(item, "_id")).collect()
    };
    let all = list("").await.is(200);
    assert_eq!(
        (ids(&all, "locations"), &all["count"]),
        (vec![AWAY.into(), HOME.into()], &json!(2))
    );
    assert_eq!(all["locations"][0]["isInstalled"], true);
    for (more, found) in [
        ("&isInstalled=true", vec![AWAY, HOME]),
        ("&isInstalled=false", vec![]),
        ("&query=FIRM%20t", vec![]),
        ("&query=FIRM%20h", vec![HOME]),
        ("&locationId=twins", vec![]),
        ("&locationId=home", vec![HOME]),
        ("&skip=1&limit=1", vec![HOME]),
        ("&skip=99", vec![]),
    ] {
        let body = list(more).await.is(200);
        assert_eq!(ids(&body, "locations"), found, "{more}");
    }
    for more in [
        "&limit=0",
        "&limit=101",
        "&limit=x",
        "&skip=-1",
        "&isInstalled=perhaps",
    ] {
        list(more).await.is(400);
    }
    let path = format!(
        "/oauth/installedLocations?companyId={}&appId=another",
        company.id
    );
    let call = app.call("GET", &path).token(Some(&company.access));
    call.send().await.refuses(400, "Invalid parameter: appId");
    let path = format!(
        "/oauth/installed-locations?companyId={}&appId={app_id}&pageSize=1",
        company.id
    );
    let page = async |path: &str| {
        let call = app.call("GET", path).version(Some("v3"));
        call.token(Some(&company.access)).send().await.is(200)
    };
    let first = page(&path).await;
    assert_eq!(ids(&first, "items"), [AWAY]);
    assert_eq!(first["pagination"]["totalRecords"], 2);
    let next = first["pagination"]["nextPageToken"].as_str().unwrap();
    let second = page(&format!("{path}&pageToken={next}")).await;
    assert_eq!(ids(&second, "items"), [HOME]);
    assert_eq!(second["pagination"]["hasNextPage"], false);
    for (query, status, code) in [
        (
            format!("companyId={}&appId=another", company.id),
            404,
            "RESOURCE_NOT_FOUND",
        ),
        (
            format!("companyId={}&appId={app_id}&pageSize=0", company.id),
            400,
            "INVALID_ARGUMENT",
        ),
        (format!("companyId={}", company.id), 400, "INVALID_ARGUMENT"),
    ] {
        let url = format!("http://{}/oauth/installed-locations?{query}", app.address);
        let call = app.client.get(url).header("version", "v3");
        let reply = call.bearer_auth(&company.access).send().await.unwrap();
        assert_eq!(reply.status(), status, "{query}");
        let body: serde_json::Value = reply.json().await.unwrap();
        assert_eq!(body["error"]["code"], code, "{body}");
        assert_eq!(body["error"]["message"], body["message"]);
    }
}

async fn who_no_longer_owns_a_location_has_not_approved_it(app: &TestApp) {
    let company = ready(app).await;
    let given = for_location(app, &company, HOME).await.ok();
    let ana = app
        .store
        .person_by_email("ana@example.org")
        .await
        .unwrap()
        .unwrap();
    let role = tenon_store::OAuthWrite::Member {
        person_id: ana.id,
        location_id: HOME.to_owned(),
        role: Some("member".to_owned()),
    };
    app.oauth(vec![role]).await;
    assert_eq!(for_location(app, &company, HOME).await.status, 403);
    for_location(app, &company, AWAY).await.ok();
    assert!(given["access_token"].is_string());
}
