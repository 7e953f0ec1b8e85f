//! HighLevel's token endpoints: what is sent, and what an answer tells (HighLevel docs, OAuth).

use jiff::{SignedDuration, Timestamp};
use reqwest::header::HeaderMap;
use reqwest::{Method, Url, header};
use serde_json::Value;

use crate::answer;
use crate::call::Call;
use crate::client::Client;
use crate::credentials::is_token;

/// Longest life of an access token that is believed; HighLevel's is a day.
const MAX_LIFE: i64 = 366 * 24 * 60 * 60;
/// How long before its end a token is renewed, at most: a lost answer or a vendor that is away leaves
/// that long to get over it.
const AHEAD: SignedDuration = SignedDuration::from_hours(1);

/// A request for a token.
pub(crate) struct Exchange<'a> {
    path: [&'a str; 2],
    form: &'a [(&'a str, &'a str)],
    bearer: Option<&'a str>,
}

impl<'a> Exchange<'a> {
    /// `POST /oauth/token`.
    pub(crate) fn token(form: &'a [(&'a str, &'a str)]) -> Self {
        Self {
            path: ["oauth", "token"],
            form,
            bearer: None,
        }
    }

    /// `POST /oauth/locationToken`, with a company's token.
    pub(crate) fn location(form: &'a [(&'a str, &'a str)], company_token: &'a str) -> Self {
        Self {
            path: ["oauth", "locationToken"],
            form,
            bearer: Some(company_token),
        }
    }
}

/// Why there is no token.
#[derive(Debug)]
pub(crate) enum Unmade {
    /// Certainly nothing happened.
    NotSent(String),
    /// It may have been made, and the answer is lost or cannot be read.
    Lost(String),
    /// The vendor's answer, with its words where it is the API's.
    Answered {
        /// Its HTTP status.
        status: u16,
        /// Its headers.
        headers: HeaderMap,
        /// Its words.
        message: Option<String>,
    },
}

/// What a token's answer tells.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) access_token: String,
    pub(crate) refresh_token: Option<String>,
    /// Seconds.
    life: Option<i64>,
    /// Names between spaces; empty: not told.
    pub(crate) scope: String,
    /// Whether it is a company's.
    pub(crate) company: bool,
    pub(crate) company_id: String,
    pub(crate) location_id: String,
    /// The vendor's clock, by the answer's `Date`.
    pub(crate) date: Option<Timestamp>,
}

impl Told {
    /// When the token ends, and from when on it is to be renewed: an eighth of its life before.
    pub(crate) fn times(&self, now: Timestamp) -> (Option<Timestamp>, Option<Timestamp>) {
        let Some(life) = self.life else {
            return (None, None);
        };
        let ahead = SignedDuration::from_secs(life / 8).min(AHEAD);
        let end = now.checked_add(SignedDuration::from_secs(life)).ok();
        (end, end.and_then(|end| end.checked_sub(ahead).ok()))
    }
}

/// Asks once.
pub(crate) async fn ask(client: &Client, exchange: &Exchange<'_>) -> Result<Told, Unmade> {
    let url = Call::get(&exchange.path).url(&client.base);
    let url = url.map_err(|error| Unmade::NotSent(error.to_string()))?;
    let mut request = client
        .request(Method::POST, url)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(encoded(exchange.form));
    if let Some(token) = exchange.bearer {
        request = request.bearer_auth(token);
    }
    let request = request.build();
    let request = request.map_err(|error| Unmade::NotSent(error.without_url().to_string()))?;
    let answer = client.exchange(request).await.map_err(|silence| {
        if silence.sent {
            Unmade::Lost(silence.why)
        } else {
            Unmade::NotSent(silence.why)
        }
    })?;
    let json = |body: &[u8]| {
        serde_json::from_slice::<Value>(body)
            .ok()
            .filter(Value::is_object)
    };
    if !answer.status.is_success() {
        let body = answer.body.as_deref().ok().and_then(json);
        return Err(Unmade::Answered {
            status: answer.status.as_u16(),
            headers: answer.headers,
            message: body
                .map(|body| answer::message(&body).unwrap_or_else(|| "no explanation".to_owned())),
        });
    }
    let date = answer
        .headers
        .get(header::DATE)
        .and_then(|date| date.to_str().ok());
    let date = date
        .and_then(|date| jiff::fmt::rfc2822::parse(date).ok())
        .map(|date| date.timestamp());
    let body = answer.body.map_err(Unmade::Lost)?;
    let told = json(&body).and_then(|body| read(&body, date));
    told.ok_or_else(|| Unmade::Lost("the token's answer cannot be read".to_owned()))
}

/// A form as browsers write it.
pub(crate) fn encoded(pairs: &[(&str, &str)]) -> String {
    let mut form = Url::parse("form:").ok();
    if let Some(form) = &mut form {
        form.query_pairs_mut().extend_pairs(pairs);
    }
    let form = form.as_ref().and_then(Url::query);
    form.unwrap_or_default().to_owned()
}

/// In either dialect.
fn read(body: &Value, date: Option<Timestamp>) -> Option<Told> {
    let field = |snake: &str, camel: &str| match &body[snake] {
        Value::Null => &body[camel],
        value => value,
    };
    let token = |snake, camel| {
        let token = field(snake, camel).as_str().filter(|token| is_token(token));
        token.map(str::to_owned)
    };
    let id = |name: &str| {
        let id = body[name].as_str().filter(|id| tenon_model::is_id(id));
        id.unwrap_or_default().to_owned()
    };
    let life = match field("expires_in", "expiresIn") {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_f64().map(|seconds| seconds as i64),
    };
    Some(Told {
        access_token: token("access_token", "accessToken")?,
        refresh_token: token("refresh_token", "refreshToken"),
        life: life.filter(|life| (1..=MAX_LIFE).contains(life)),
        scope: body["scope"].as_str().unwrap_or_default().to_owned(),
        company: body["userType"] == "Company",
        company_id: id("companyId"),
        location_id: id("locationId"),
        date,
    })
}
