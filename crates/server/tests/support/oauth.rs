//! An app, people, and their browsers.

use serde_json::Value;
use tenon_model::{Clock, Scope};
use tenon_oauth::{NewClient, form_key, new_client, new_person};
use tenon_store::{Client, HOUSE, OAuthWrite, Person, Write};
use url::form_urlencoded;

use super::app::TestApp;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse battery";
/// Where answers go.
pub(crate) const BACK: &str = "https://app.example.org/back";
/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

impl TestApp {
    pub(crate) async fn oauth(&self, writes: Vec<OAuthWrite>) {
        let writes = writes.into_iter().map(Box::new).map(Write::OAuth);
        self.write(HOUSE, writes.collect()).await;
    }

    /// Somebody with an account, and roles in locations.
    pub(crate) async fn person(&self, email: &str, roles: &[(&str, &str)]) -> Person {
        let now = self.clock.now();
        let name = email.split('@').next().unwrap_or_default();
        let person = new_person(&*self.random, now, email, name, Some(PASSWORD)).unwrap();
        let mut writes = vec![OAuthWrite::Person(person.clone())];
        for (location, role) in roles {
            writes.push(OAuthWrite::Member {
                person_id: person.id.clone(),
                location_id: (*location).to_owned(),
                role: Some((*role).to_owned()),
            });
        }
        self.oauth(writes).await;
        person
    }

    /// An app that keeps a secret and uses PKCE, unless `change` says otherwise.
    pub(crate) async fn app(&self, change: impl FnOnce(&mut NewClient<'_>)) -> TestClient {
        let redirect_uris = [BACK.to_owned()];
        let scopes = [
            Scope::ContactsReadonly,
            Scope::ContactsWrite,
            Scope::OauthReadonly,
            Scope::OauthWrite,
        ];
        let mut new = NewClient {
            name: "Leads <App>",
            redirect_uris: &redirect_uris,
            scopes: &scopes,
            is_public: false,
            needs_pkce: true,
            location_id: "",
        };
        change(&mut new);
        let (client, secret) = new_client(&*self.random, self.clock.now(), &new).unwrap();
        self.oauth(vec![OAuthWrite::Client(client.clone())]).await;
        TestClient {
            id: client.id.clone(),
            secret: secret.unwrap_or_default(),
            client,
        }
    }

    /// A call of the token endpoint.
    pub(crate) async fn token_call(&self, fields: &[(&str, &str)]) -> Reply {
        self.form("/oauth/token", fields, &[]).await
    }

    /// A form sent by a program.
    pub(crate) async fn form(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Reply {
        let body = encode(fields);
        let url = format!("http://{}{path}", self.address);
        let mut request = self.client.post(url).body(body);
        request = request.header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Reply::of(request.send().await.unwrap()).await
    }
}

/// An app.
pub(crate) struct TestClient {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) client: Client,
}

impl TestClient {
    /// What it sends people with.
    pub(crate) fn request(&self, scope: &str) -> String {
        format!("/oauth/authorize?{}", encode(&self.parameters(scope)))
    }

    pub(crate) fn parameters<'a>(&'a self, scope: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("response_type", "code"),
            ("client_id", &self.id),
            ("redirect_uri", BACK),
            ("scope", scope),
            ("state", "s & t"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]
    }

    /// What it redeems a code with.
    pub(crate) fn redeeming<'a>(&'a self, code: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("grant_type", "authorization_code"),
            ("client_id", &self.id),
            ("client_secret", &self.secret),
            ("code", code),
            ("redirect_uri", BACK),
            ("code_verifier", VERIFIER),
        ]
    }

    /// What it refreshes with.
    pub(crate) fn refreshing<'a>(&'a self, token: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("grant_type", "refresh_token"),
            ("client_id", &self.id),
            ("client_secret", &self.secret),
            ("refresh_token", token),
        ]
    }
}

/// A browser: it keeps one cookie, and follows no redirect by itself.
pub(crate) struct Browser<'a> {
    app: &'a TestApp,
    client: reqwest::Client,
    pub(crate) cookie: Option<String>,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(app: &'a TestApp) -> Self {
        let none = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder().no_proxy().redirect(none);
        Self {
            app,
            client: client.build().unwrap(),
            cookie: None,
        }
    }

    /// One in which somebody has signed in.
    pub(crate) async fn of(app: &'a TestApp, email: &str) -> Self {
        let mut browser = Self::new(app);
        let reply = browser.sign_in(email, PASSWORD).await;
        assert_eq!(reply.status, 303, "{}", reply.text);
        browser
    }

    pub(crate) async fn sign_in(&mut self, email: &str, password: &str) -> Reply {
        if self.cookie.is_none() {
            self.get("/sign-in").await;
        }
        let fields = [("email", email), ("password", password)];
        self.post("/sign-in", &fields).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        let url = format!("http://{}{path}", self.app.address);
        self.send(self.client.get(url)).await
    }

    /// A form, with the key that its page had.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let key = self.cookie.as_deref().map(form_key).unwrap_or_default();
        let mut fields = fields.to_vec();
        fields.push(("key", &key));
        self.post_without_key(path, &fields).await
    }

    pub(crate) async fn post_without_key(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let url = format!("http://{}{path}", self.app.address);
        let request = self.client.post(url).body(encode(fields));
        let form = "application/x-www-form-urlencoded";
        self.send(request.header("content-type", form)).await
    }

    async fn send(&mut self, mut request: reqwest::RequestBuilder) -> Reply {
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", format!("tenon={cookie}"));
        }
        let reply = Reply::of(request.send().await.unwrap()).await;
        if let Some(set) = reply.headers.get("set-cookie") {
            let set = set.to_str().unwrap();
            let value = set
                .strip_prefix("tenon=")
                .unwrap()
                .split(';')
                .next()
                .unwrap();
            self.cookie = (!value.is_empty()).then(|| value.to_owned());
        }
        reply
    }

    /// Says yes to an app; the code.
    pub(crate) async fn allow(&mut self, request: &str, choice: &str) -> String {
        let page = self.get(request).await;
        assert_eq!(page.status, 200, "{} {}", page.text, page.location());
        let fields = [("decision", "allow"), ("choice", choice)];
        let reply = self.post(request, &fields).await;
        assert_eq!(reply.status, 303, "{}", reply.text);
        reply.told("code").unwrap()
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Reply {
    async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        assert!(status < 500, "{text}");
        Self {
            status,
            headers,
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// Where a redirect leads.
    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    /// A parameter of where a redirect leads.
    pub(crate) fn told(&self, name: &str) -> Option<String> {
        let query = self.location().split_once('?')?.1;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The JSON of an answer that went well.
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        assert_eq!(self.header("cache-control"), "no-store");
        self.body
    }

    /// An OAuth error.
    #[track_caller]
    pub(crate) fn fails(&self, status: u16, error: &str, message: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.body["error"], error, "{}", self.text);
        assert_eq!(self.body["message"], message, "{}", self.text);
        assert_eq!(self.body["error_description"], message);
        assert_eq!(self.body["statusCode"], status);
        assert_eq!(self.header("cache-control"), "no-store");
    }
}

/// A token of an answer.
pub(crate) fn text(body: &Value, name: &str) -> String {
    let value = body[name].as_str();
    value
        .unwrap_or_else(|| panic!("no {name} in {body}"))
        .to_owned()
}

pub(crate) fn encode(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
