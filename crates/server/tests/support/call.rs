//! A call and its answer. Every refusal must come in the envelope, and every answer of an operation
//! that HighLevel documents must have its documented shape.

use reqwest::{Method, header::HeaderMap};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{app::TestApp, contract, document};

/// A call being put together.
pub(crate) struct Call<'a> {
    app: &'a TestApp,
    method: Method,
    path: String,
    token: Option<String>,
    version: Option<String>,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(app: &'a TestApp, method: &str, path: &str) -> Self {
        Self {
            app,
            method: method.parse().unwrap(),
            path: path.to_owned(),
            token: Some(app.token.clone()),
            version: Some("2021-07-28".into()),
            headers: Vec::new(),
            body: None,
        }
    }

    pub(crate) fn token(mut self, token: Option<&str>) -> Self {
        self.token = token.map(str::to_owned);
        self
    }

    pub(crate) fn version(mut self, version: Option<&str>) -> Self {
        self.version = version.map(str::to_owned);
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.bytes(body.to_string())
    }

    pub(crate) fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    pub(crate) async fn send(self) -> Answer {
        let url = format!("http://{}{}", self.app.address, self.path);
        let mut request = self.app.client.request(self.method.clone(), url);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(version) = &self.version {
            request = request.header("Version", version);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(body) = self.body {
            request = request
                .header("Content-Type", "application/json")
                .body(body);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let answer = Answer {
            status,
            headers,
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
        };
        if self.method != Method::HEAD {
            answer.check_envelope();
            let version = self.version.as_deref();
            document::check(self.method.as_str(), &self.path, status, &answer.body);
            contract::check(
                self.method.as_str(),
                &self.path,
                version,
                status,
                &answer.body,
            );
        }
        answer
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) text: String,
}

impl Answer {
    /// Its body, when it has that status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.body
    }

    /// Its body without its trace id, when it has that status and names its call.
    #[track_caller]
    pub(crate) fn says(self, status: u16) -> Value {
        let trace = self.header("x-trace-id").to_owned();
        let mut body = self.is(status);
        let told = body.as_object_mut().unwrap().remove("traceId");
        assert_eq!(told, Some(Value::String(trace)));
        body
    }

    /// It is a refusal with that status and message.
    #[track_caller]
    pub(crate) fn refuses(self, status: u16, message: &str) -> Value {
        let body = self.is(status);
        assert_eq!(body["message"], message, "{body}");
        body
    }

    /// It is a 422 with exactly these complaints.
    #[track_caller]
    pub(crate) fn complains(self, complaints: &[&str]) {
        let body = self.is(422);
        assert_eq!(body["message"], serde_json::json!(complaints), "{body}");
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    #[track_caller]
    fn check_envelope(&self) {
        if self.status < 400 || self.text.contains("\"status\":\"not ready\"") {
            return;
        }
        let body = &self.body;
        assert_eq!(body["statusCode"], self.status, "{}", self.text);
        let list = body["message"].is_array();
        assert_eq!(list, self.status == 422 && list, "{}", self.text);
        assert!(list || body["message"].is_string(), "{}", self.text);
        assert!(body["error"].is_string(), "{}", self.text);
        let trace = body["traceId"].as_str().unwrap_or_default();
        assert!(tenon_model::is_id(trace), "{}", self.text);
    }
}

/// Sends bytes as they are, on a connection of their own. What comes back, as text.
pub(crate) async fn raw(app: &TestApp, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(app.address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}
