//! What the demo needs before it starts. Each step is left alone when it was done before.

use std::sync::Arc;

use jiff::SignedDuration;
use tenon_highlevel::Credentials;
use tenon_model::{Location, Scope};
use tenon_oauth::{Role, new_person};
use tenon_server::PublicUrl;
use tenon_store::{Connection, OAuthWrite};

use crate::{
    channels,
    cli::HomeOptions,
    connect::{self, Highlevel},
    failure::Failure,
    home::{Home, write_secret},
    location, sandbox, tokens, users,
};

/// The hub's location.
pub(crate) const HUB: &str = "demo";
/// Whoever owns it.
const OWNER: &str = "owner@oak-iron.example";
/// The sandbox's.
pub(crate) const SANDBOX: &str = "sandbox";

/// Everything the demo talks to.
pub(crate) struct Demo {
    pub(crate) hub: Arc<Home>,
    pub(crate) sandbox: Arc<Home>,
    pub(crate) hub_url: String,
    pub(crate) sandbox_url: String,
    pub(crate) hub_token: String,
    pub(crate) sandbox_token: String,
    pub(crate) webhook_url: String,
    pub(crate) highlevel: Connection,
    pub(crate) houzz: Connection,
    pub(crate) bridge_secret: String,
    pub(crate) mail_secret: String,
}

pub(crate) async fn prepare(
    options: &HomeOptions,
    hub_url: &str,
    sandbox_url: &str,
) -> Result<Demo, Failure> {
    let hub = Home::open(options).await?;
    let theirs = Home::open(&HomeOptions {
        data: options.data.join("sandbox"),
        database: None,
        master_key_file: None,
    })
    .await?;
    if hub.store.location(HUB).await?.is_none() {
        let firm = Location {
            id: HUB.into(),
            name: "Oak & Iron Remodeling".into(),
            country: "US".into(),
            timezone: "America/Chicago".into(),
            allow_duplicates: false,
        };
        location::make(&hub, firm, false).await?;
    }
    let ready = sandbox::prepare(&theirs, SANDBOX).await?;
    let sandbox_token = std::fs::read_to_string(&ready.token_file)?;
    let hub_token = hub_token(&hub).await?;
    let bridge_secret = kept_secret(&hub, "houzz-bridge.secret")?;
    let mail_secret = kept_secret(&hub, "houzz-mail.secret")?;
    if hub.connection(HUB, "houzz").await?.is_none() {
        connect::make_houzz(&hub, HUB, "Houzz Pro", &bridge_secret).await?;
    }
    // Another port than last time is another connection: it must not be confused with the first.
    let highlevel = match hub.connection(HUB, "highlevel").await? {
        Some(connection) if connection.settings["baseUrl"] == sandbox_url => connection,
        Some(connection) => {
            return Err(Failure::failed(format!(
                "this data folder's sandbox was at {}; use the same --sandbox-listen, or start over \
                 with ./run --fresh",
                connection.settings["baseUrl"]
            )));
        }
        None => {
            let key = std::fs::read_to_string(&ready.key_file)?;
            let options = Highlevel {
                name: "HighLevel sandbox",
                base_url: sandbox_url,
                remote_location: SANDBOX,
                webhook_key: Some(&key),
            };
            let credentials = Credentials::parse(&sandbox_token)?;
            connect::make_highlevel(&hub, HUB, &options, &credentials).await?;
            found(&hub, "highlevel").await?
        }
    };
    let houzz = found(&hub, "houzz").await?;
    channels::take_mails(&hub, HUB, &houzz.id, &mail_secret).await?;
    Ok(Demo {
        webhook_url: format!("{hub_url}/hooks/highlevel/{}", highlevel.id),
        hub: Arc::new(hub),
        sandbox: Arc::new(theirs),
        hub_url: hub_url.to_owned(),
        sandbox_url: sandbox_url.to_owned(),
        hub_token,
        sandbox_token,
        highlevel,
        houzz,
        bridge_secret,
        mail_secret,
    })
}

async fn found(hub: &Home, system: &str) -> Result<Connection, Failure> {
    let connection = hub.connection(HUB, system).await?;
    connection.ok_or_else(|| Failure::failed(format!("the {system} connection is gone")))
}

async fn hub_token(hub: &Home) -> Result<String, Failure> {
    let file = hub.folder.join("demo.token");
    if !file.exists() {
        let scopes = [
            Scope::ContactsReadonly,
            Scope::ContactsWrite,
            Scope::LocationsReadonly,
        ];
        let ttl = SignedDuration::from_hours(24 * 90);
        let token = tokens::make(hub, HUB, "Demo", &scopes, ttl).await?;
        write_secret(&file, &token)?;
    }
    Ok(std::fs::read_to_string(&file)?)
}

/// The secret in a file of the data folder, made the first time.
fn kept_secret(hub: &Home, file: &str) -> Result<String, Failure> {
    let file = hub.folder.join(file);
    if !file.exists() {
        write_secret(&file, &connect::new_secret(hub))?;
    }
    Ok(std::fs::read_to_string(&file)?)
}

/// A link that signs the demo's owner in once.
pub(crate) async fn link(hub: &Home, url: &PublicUrl) -> Result<String, Failure> {
    let known = hub.store.person_by_email(OWNER).await?;
    let person = match known {
        Some(person) => person,
        None => {
            let now = hub.clock.now();
            let person = new_person(&*hub.random, now, OWNER, "The owner", None)?;
            let member = OAuthWrite::Member {
                person_id: person.id.clone(),
                location_id: HUB.to_owned(),
                role: Some(Role::Owner.name().to_owned()),
            };
            users::write(hub, vec![OAuthWrite::Person(person.clone()), member]).await?;
            person
        }
    };
    users::make_link(hub, &person, url).await
}
