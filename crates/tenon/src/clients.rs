//! `tenon client …`

use tenon_model::Scope;
use tenon_oauth::NewClient;
use tenon_store::{Client, HOUSE, OAuthWrite, Write};

use crate::{
    cli::{ClientCommand, ClientOptions, ClientRotateOptions, HomeOptions},
    failure::Failure,
    home::Home,
    table::{self, say},
    tokens::duration,
};

pub(crate) async fn run(home: &HomeOptions, command: ClientCommand) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    match command {
        ClientCommand::Create(options) => create(&home, options).await,
        ClientCommand::Rotate(options) => rotate(&home, options).await,
        ClientCommand::List => list(&home).await,
        ClientCommand::Revoke { id } => revoke(&home, &id).await,
    }
}

async fn create(home: &Home, options: ClientOptions) -> Result<(), Failure> {
    let scopes = Scope::parse_list(&options.scope).map_err(Failure::usage)?;
    if let Some(location) = &options.location {
        home.location(location).await?;
    }
    let new = NewClient {
        name: &options.name,
        redirect_uris: &options.redirect_uris,
        scopes: &scopes,
        is_public: options.public,
        needs_pkce: !options.without_pkce,
        location_id: options.location.as_deref().unwrap_or_default(),
    };
    let made = tenon_oauth::new_client(&*home.random, home.clock.now(), &new);
    let (client, secret) = made.map_err(Failure::usage)?;
    let id = client.id.clone();
    write(home, client).await?;
    shown(&id, secret.as_deref());
    Ok(())
}

async fn rotate(home: &Home, options: ClientRotateOptions) -> Result<(), Failure> {
    let keep_old = duration("--keep-old", &options.keep_old)?;
    let mut client = find(home, &options.id).await?;
    let (random, now) = (&*home.random, home.clock.now());
    let secret = tenon_oauth::rotate_secret(random, now, &mut client, keep_old);
    let secret = secret.map_err(Failure::usage)?;
    write(home, client).await?;
    shown(&options.id, Some(&secret));
    Ok(())
}

async fn list(home: &Home) -> Result<(), Failure> {
    let rows = home.store.clients().await?;
    let rows: Vec<Vec<String>> = rows
        .into_iter()
        .map(|client| {
            let sort = match (client.revoked_at, client.is_public, client.needs_pkce) {
                (Some(_), ..) => "revoked",
                (None, true, _) => "public",
                (None, false, true) => "confidential",
                (None, false, false) => "confidential, without PKCE",
            };
            let redirects = client.redirect_uris.join(" ");
            vec![
                client.id,
                client.name,
                sort.to_owned(),
                redirects,
                client.scopes,
            ]
        })
        .collect();
    table::print(&["id", "name", "", "redirect URIs", "scopes"], &rows);
    Ok(())
}

async fn revoke(home: &Home, id: &str) -> Result<(), Failure> {
    let mut client = find(home, id).await?;
    client.revoked_at = Some(home.clock.now());
    write(home, client).await
}

async fn find(home: &Home, id: &str) -> Result<Client, Failure> {
    let client = home.store.client(id).await?;
    client.ok_or_else(|| {
        Failure::failed(format!(
            "there is no client {id:?}; list them with: tenon client list"
        ))
    })
}

async fn write(home: &Home, client: Client) -> Result<(), Failure> {
    let write = Write::OAuth(Box::new(OAuthWrite::Client(client)));
    home.commit(HOUSE, vec![write]).await.map(drop)
}

fn shown(id: &str, secret: Option<&str>) {
    let shown = match secret {
        Some(secret) => serde_json::json!({"client_id": id, "client_secret": secret}),
        None => serde_json::json!({ "client_id": id }),
    };
    say(&shown.to_string());
}
