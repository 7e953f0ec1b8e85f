//! The authorization request (RFC 6749, section 4.1.1), judged before anybody is asked anything.

use tenon_model::{Scope, ScopeSet};
use tenon_store::Client;

use crate::{client, pkce, redirect};

/// Longest `state` that is carried back. Libraries send some 40 characters; some pack a path in.
const MAX_STATE: usize = 4_096;

/// A request that may be put before a person.
#[derive(Debug, Clone)]
pub struct AuthorizeRequest {
    /// Who asks.
    pub client: Client,
    /// Where the answer goes.
    pub redirect_uri: String,
    /// What is asked for.
    pub scopes: ScopeSet,
    /// Carried back as it came.
    pub state: Option<String>,
    /// The S256 challenge; empty: none, which the client is allowed.
    pub challenge: String,
    issuer: String,
}

/// Why a request is not put before a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorizeError {
    /// Nobody knows where the answer may go: it is shown here (RFC 6749, section 4.1.2.1).
    Shown(String),
    /// The client is told, by a redirect to this URI.
    Told(String),
}

/// The client's id in a request's parameters.
///
/// # Errors
/// [`AuthorizeError::Shown`] when there is not exactly one.
pub fn client_id(parameters: &[(String, String)]) -> Result<&str, AuthorizeError> {
    one(parameters, "client_id")
        .map_err(AuthorizeError::Shown)?
        .ok_or_else(|| AuthorizeError::Shown("The request names no client_id.".into()))
}

impl AuthorizeRequest {
    /// Judges a request's parameters. `client` is the one that [`client_id`] names, if there is one.
    ///
    /// # Errors
    /// See [`AuthorizeError`].
    pub fn check(
        client: Option<Client>,
        parameters: &[(String, String)],
        issuer: &str,
    ) -> Result<Self, AuthorizeError> {
        let shown = |why: &str| AuthorizeError::Shown(why.to_owned());
        let client = client
            .filter(|client| client.revoked_at.is_none())
            .ok_or_else(|| shown("There is no app with this client_id."))?;
        let redirect_uri = one(parameters, "redirect_uri")
            .map_err(AuthorizeError::Shown)?
            .ok_or_else(|| shown("The request names no redirect_uri."))?;
        if !redirect::is_registered(redirect_uri, &client.redirect_uris, client.is_public) {
            return Err(shown(
                "The redirect_uri is not registered for this app, character by character.",
            ));
        }
        let mut request = Self {
            redirect_uri: redirect_uri.to_owned(),
            scopes: ScopeSet::default(),
            state: None,
            challenge: String::new(),
            issuer: issuer.to_owned(),
            client,
        };
        // From here on the client can be told. Its state goes back if it is one.
        if let Ok(state) = one(parameters, "state") {
            request.state = state
                .filter(|state| state.len() <= MAX_STATE)
                .map(str::to_owned);
        }
        match request.read(parameters) {
            Ok(()) => Ok(request),
            Err((code, why)) => Err(AuthorizeError::Told(request.refusal(code, &why))),
        }
    }

    fn read(&mut self, parameters: &[(String, String)]) -> Result<(), (&'static str, String)> {
        let invalid = |why: String| ("invalid_request", why);
        let get = |name: &str| one(parameters, name).map_err(invalid);
        if get("state")?.is_some_and(|state| state.len() > MAX_STATE) {
            return Err(invalid(format!("state is longer than {MAX_STATE}")));
        }
        match get("response_type")? {
            Some("code") => {}
            None => return Err(invalid("response_type is missing".into())),
            Some(_) => {
                let why = "response_type must be code".to_owned();
                return Err(("unsupported_response_type", why));
            }
        }
        if !matches!(get("response_mode")?, None | Some("query")) {
            return Err(invalid("response_mode must be query".into()));
        }
        for (name, code) in [
            ("request", "request_not_supported"),
            ("request_uri", "request_uri_not_supported"),
        ] {
            if get(name)?.is_some() {
                return Err((code, format!("{name} is not supported")));
            }
        }
        self.challenge = match (get("code_challenge")?, get("code_challenge_method")?) {
            (None, None) if self.client.needs_pkce => {
                let why = "code_challenge is missing; this app must use PKCE with S256";
                return Err(invalid(why.into()));
            }
            (None, None) => String::new(),
            (Some(challenge), Some("S256")) if pkce::is_challenge(challenge) => {
                challenge.to_owned()
            }
            (Some(_), Some("S256")) => return Err(invalid("code_challenge is no S256".into())),
            _ => return Err(invalid("code_challenge_method must be S256".into())),
        };
        let may = client::scopes(&self.client);
        self.scopes = match get("scope")? {
            None => may,
            Some(text) => {
                let asked = Scope::parse_list(text);
                // Which scopes there are is in the metadata; what came is not echoed.
                let asked = asked.map_err(|_| {
                    let why = "scope names something that is no scope".to_owned();
                    ("invalid_scope", why)
                })?;
                asked.into_iter().collect()
            }
        };
        if !may.covers(self.scopes) {
            let more = self.scopes.iter().filter(|scope| !may.has(*scope));
            let more: ScopeSet = more.collect();
            let why = format!("this app was not registered for {more}");
            return Err(("invalid_scope", why));
        }
        Ok(())
    }

    /// Where to send the person back with an error.
    #[must_use]
    pub fn refusal(&self, code: &str, why: &str) -> String {
        self.answer(&[("error", code), ("error_description", why)])
    }

    /// Where to send the person back with a code.
    #[must_use]
    pub fn answer_with(&self, code: &str) -> String {
        self.answer(&[("code", code)])
    }

    /// The answer carries `iss` (RFC 9207), so that a client of several servers knows whose it is.
    fn answer(&self, pairs: &[(&str, &str)]) -> String {
        let mut pairs = pairs.to_vec();
        if let Some(state) = &self.state {
            pairs.push(("state", state));
        }
        pairs.push(("iss", &self.issuer));
        redirect::with_query(&self.redirect_uri, &pairs)
    }
}

/// A parameter that must not come twice (RFC 6749, section 3.1). An empty one is none.
fn one<'a>(parameters: &'a [(String, String)], name: &str) -> Result<Option<&'a str>, String> {
    let mut values = parameters
        .iter()
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.as_str());
    let first = values.next();
    if values.next().is_some() {
        return Err(format!("{name} comes more than once"));
    }
    Ok(first.filter(|value| !value.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const BACK: &str = "https://app.example.org/back";

    fn app() -> Client {
        Client {
            id: "app-1".into(),
            redirect_uris: vec![BACK.into()],
            scopes: "contacts.readonly contacts.write".into(),
            needs_pkce: true,
            ..Client::default()
        }
    }

    fn good() -> Vec<(String, String)> {
        [
            ("response_type", "code"),
            ("client_id", "app-1"),
            ("redirect_uri", BACK),
            ("scope", "contacts.readonly"),
            ("state", "s1"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    fn with(name: &str, value: Option<&str>) -> Vec<(String, String)> {
        let mut parameters = good();
        parameters.retain(|(key, _)| key != name);
        if let Some(value) = value {
            parameters.push((name.to_owned(), value.to_owned()));
        }
        parameters
    }

    fn judge(
        client: Client,
        parameters: &[(String, String)],
    ) -> Result<AuthorizeRequest, AuthorizeError> {
        AuthorizeRequest::check(Some(client), parameters, "https://tenon.example")
    }

    #[test]
    fn a_good_request_is_read_and_answered_with_state_and_issuer() {
        let request = judge(app(), &good()).unwrap();
        assert_eq!(request.scopes.to_string(), "contacts.readonly");
        assert_eq!(
            request.answer_with("c1"),
            format!("{BACK}?code=c1&state=s1&iss=https%3A%2F%2Ftenon.example")
        );
        let all = judge(app(), &with("scope", None)).unwrap();
        assert_eq!(all.scopes.to_string(), "contacts.readonly contacts.write");
    }

    #[test]
    fn nobody_is_sent_to_a_uri_that_is_not_registered() {
        for uri in [
            None,
            Some(""),
            Some("https://evil.example/"),
            Some(&*format!("{BACK}/")),
        ] {
            let judged = judge(app(), &with("redirect_uri", uri));
            assert!(matches!(judged, Err(AuthorizeError::Shown(_))), "{uri:?}");
        }
        let mut twice = good();
        twice.push(("redirect_uri".into(), BACK.into()));
        assert!(matches!(
            judge(app(), &twice),
            Err(AuthorizeError::Shown(_))
        ));
        let gone = Client {
            revoked_at: Some(jiff::Timestamp::UNIX_EPOCH),
            ..app()
        };
        assert!(matches!(
            judge(gone, &good()),
            Err(AuthorizeError::Shown(_))
        ));
        let unknown = AuthorizeRequest::check(None, &good(), "i");
        assert!(matches!(unknown, Err(AuthorizeError::Shown(_))));
    }

    #[test]
    fn the_client_is_told_what_is_wrong_with_its_request() {
        let long = "x".repeat(MAX_STATE + 1);
        for (name, value, code) in [
            ("response_type", None, "invalid_request"),
            ("response_type", Some("token"), "unsupported_response_type"),
            ("response_mode", Some("fragment"), "invalid_request"),
            ("scope", Some("contacts.everything"), "invalid_scope"),
            ("scope", Some("users.write"), "invalid_scope"),
            ("code_challenge", None, "invalid_request"),
            ("code_challenge", Some("short"), "invalid_request"),
            ("code_challenge_method", None, "invalid_request"),
            ("code_challenge_method", Some("plain"), "invalid_request"),
            ("request", Some("eyJ"), "request_not_supported"),
            ("state", Some(&long), "invalid_request"),
        ] {
            let judged = judge(app(), &with(name, value));
            let Err(AuthorizeError::Told(uri)) = judged else {
                panic!("{name} {value:?}: {judged:?}");
            };
            assert!(uri.starts_with(&format!("{BACK}?error={code}&")), "{uri}");
            assert!(uri.contains("iss=") && uri.len() < 1_000, "{uri}");
            assert_eq!(uri.contains("state=s1"), name != "state", "{uri}");
        }
        let mut twice = good();
        twice.push(("scope".into(), "contacts.write".into()));
        let judged = judge(app(), &twice);
        assert!(matches!(judged, Err(AuthorizeError::Told(uri)) if uri.contains("more+than+once")));
    }

    #[test]
    fn a_client_is_excused_from_pkce_but_not_from_doing_it_right() {
        let excused = || Client {
            needs_pkce: false,
            ..app()
        };
        let mut none = with("code_challenge", None);
        none.retain(|(name, _)| name != "code_challenge_method");
        assert!(judge(app(), &none).is_err());
        assert_eq!(judge(excused(), &none).unwrap().challenge, "");
        assert_eq!(judge(excused(), &good()).unwrap().challenge, CHALLENGE);
        assert!(judge(excused(), &with("code_challenge_method", None)).is_err());
    }
}
