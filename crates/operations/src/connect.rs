//! `POST /tenon/v1/connections`: HighLevel by a private token, and Houzz Pro's ways in; each is tried
//! before anything is kept, and what does not work is said in words.

use serde_json::{Value, json};
use tenon_model::{
    Fields, Scope,
    fields::{Field, Shape},
    is_id,
};
use tenon_store::{Channel, ChannelWrite, Connection, Write};

use crate::{
    Body, Call, Context, Method, Operation, OperationError, Reply, V3,
    doors::{Account, Doors},
};

/// Longest name and id; longest token, URL and password.
const NAME: usize = 100;
const LONG: usize = 6_000;
/// Port of a mailbox over TLS, and of one that asks for TLS.
const PORTS: (i64, i64) = (993, 143);

const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        synced: false,
    }
}

const CONNECT: Body = Body {
    fields: &[
        field("system", Shape::OneOf(&["highlevel", "houzz"])),
        field("name", Shape::Text(NAME)),
        field("connectionId", Shape::Text(NAME)),
        field("test", Shape::Bool),
        field("token", Shape::Text(LONG)),
        field("remoteLocationId", Shape::Text(NAME)),
        field("baseUrl", Shape::Text(LONG)),
        field("bridge", Shape::Bool),
        field("mail", Shape::Bool),
        field("forwarders", Shape::Texts(NAME)),
        field("imapHost", Shape::Text(NAME)),
        field("imapPort", Shape::Whole(1, 65_535)),
        field("imapSecurity", Shape::OneOf(&["tls", "starttls", "none"])),
        field("imapUser", Shape::Text(NAME)),
        field("imapPassword", Shape::Text(LONG)),
        field("imapFolder", Shape::Text(NAME)),
        field("imapSince", Shape::Date),
        field("calendarName", Shape::Text(NAME)),
        field("calendarUrl", Shape::Text(LONG)),
        field("calendarOwners", Shape::Texts(NAME)),
    ],
    required: &["system"],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[Operation {
    id: "create-connection",
    summary: "Connect HighLevel by a private token, or add ways in from Houzz Pro; each is tried first",
    method: Method::Post,
    path: "/tenon/v1/connections",
    v3: V3::Same,
    scope: Scope::LocationsWrite,
    body: Some(CONNECT),
    handler: |cx, call| Box::pin(connect(cx, call)),
}];

/// What is to be kept, and what the caller is told.
struct Made {
    connection: Connection,
    writes: Vec<Write>,
    /// Secrets that are told once, and where they are used.
    told: Value,
    checks: Vec<Value>,
}

async fn connect(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let asked = call.checked(&cx, &CONNECT)?;
    let doors = cx.doors.clone().ok_or_else(|| {
        OperationError::BadRequest("This server makes no connections; use the main one.".into())
    })?;
    let made = if text(&asked, "system") == "highlevel" {
        highlevel(&cx, &*doors, &asked).await?
    } else {
        houzz(&cx, &*doors, &asked, &call.base).await?
    };
    let test = asked.get("test") == Some(&Value::Bool(true));
    if !test {
        cx.apply(made.writes).await?;
    }
    let connection = &made.connection;
    let body = json!({
        "connection": {"id": connection.id, "system": connection.system, "name": connection.name},
        "checks": made.checks,
        "told": if test { Value::Null } else { made.told },
        "kept": !test,
        "traceId": cx.trace_id,
    });
    Reply::json(if test { 200 } else { 201 }, &body)
}

fn text<'a>(asked: &'a Fields, name: &str) -> &'a str {
    asked.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn said(asked: &Fields, name: &str) -> bool {
    asked.get(name) == Some(&Value::Bool(true))
}

/// The connection that is named, or the location's only one of that system.
async fn known(cx: &Context, system: &str, id: &str) -> Result<Option<Connection>, OperationError> {
    let all = cx.store.connections(Some(&cx.location.id)).await?;
    let mut own = all.into_iter().filter(|one| one.system == system);
    if !id.is_empty() {
        let found = own.find(|one| one.id == id);
        return found
            .map(Some)
            .ok_or(OperationError::NotFound("Connection"));
    }
    Ok(if system == "houzz" { own.next() } else { None })
}

fn new(cx: &Context, system: &str, name: &str, settings: Value) -> Connection {
    let usual = if system == "houzz" {
        "Houzz Pro"
    } else {
        "HighLevel"
    };
    Connection {
        location_id: cx.location.id.clone(),
        id: cx.new_id(),
        system: system.into(),
        name: if name.is_empty() { usual } else { name }.into(),
        settings,
    }
}

fn check(what: &str, words: &str) -> Value {
    json!({"what": what, "words": words})
}

/// The write that keeps a connection's secret, in the place of one that there is.
async fn secret(
    cx: &Context,
    connection: &str,
    what: &str,
    text: &str,
) -> Result<Write, OperationError> {
    let name = format!("connection/{connection}/{what}");
    let old = cx.store.secret(&cx.location.id, &name).await?;
    let version = old.map_or(0, |(_, version)| version);
    let desk = cx.webhooks.as_ref().ok_or_else(|| {
        OperationError::BadRequest("This server keeps no secrets; use the main one.".into())
    })?;
    desk.seal(&cx.location.id, &name, text, version)
}

async fn highlevel(
    cx: &Context,
    doors: &dyn Doors,
    asked: &Fields,
) -> Result<Made, OperationError> {
    let old = known(cx, "highlevel", text(asked, "connectionId")).await?;
    let kept = |name: &str| {
        let settings = old.as_ref().map(|old| &old.settings);
        settings
            .and_then(|settings| settings[name].as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let or_kept = |given: &str, name: &str| match text(asked, given) {
        "" => kept(name),
        given => given.to_owned(),
    };
    let (allowed, mut base_url) = (doors.addresses(), or_kept("baseUrl", "baseUrl"));
    if base_url.is_empty() {
        base_url = allowed.first().cloned().unwrap_or_default();
    }
    let base_url = base_url.trim_end_matches('/').to_owned();
    let location = or_kept("remoteLocationId", "locationId");
    let token = text(asked, "token");
    let mut complaints = Vec::new();
    if !allowed.contains(&base_url) && base_url != kept("baseUrl") {
        complaints.push(format!(
            "baseUrl is not one that this server may call: {}; whoever runs it can allow another with \
             --highlevel-url",
            allowed.join(", ")
        ));
    }
    if token.is_empty() {
        complaints.push(
            "token should not be empty: copy it in HighLevel under Settings → Private \
                         Integrations"
                .into(),
        );
    } else if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        complaints.push("token must be one line without blanks".into());
    }
    if !is_id(&location) {
        complaints.push(
            "remoteLocationId must be the location's id in HighLevel (Settings → Business \
                         Profile)"
                .into(),
        );
    }
    if !complaints.is_empty() {
        return Err(OperationError::Invalid(complaints));
    }
    let all = cx.store.connections(Some(&cx.location.id)).await?;
    if let Some(other) = all.iter().find(|one| {
        one.system == "highlevel" && one.settings["locationId"] == *location && old.is_none()
    }) {
        return Err(OperationError::BadRequest(format!(
            "That location is connected already as {} ({}); name it as connectionId to give it a new \
             token.",
            other.name, other.id
        )));
    }
    let account = Account {
        base_url,
        location,
        token: token.to_owned(),
    };
    doors
        .try_account(cx, &account)
        .await
        .map_err(OperationError::BadRequest)?;
    let settings = json!({"baseUrl": account.base_url, "locationId": account.location,
        "webhookKeys": []});
    let mut writes = Vec::new();
    let connection = match old {
        Some(old) => old,
        None => {
            let made = new(cx, "highlevel", text(asked, "name"), settings);
            writes.push(Write::Connection(Box::new(made.clone())));
            made
        }
    };
    writes.push(secret(cx, &connection.id, "token", token).await?);
    Ok(Made {
        connection,
        writes,
        told: json!({}),
        checks: vec![check(
            "token",
            "HighLevel knows the token and the location.",
        )],
    })
}

async fn houzz(
    cx: &Context,
    doors: &dyn Doors,
    asked: &Fields,
    base: &str,
) -> Result<Made, OperationError> {
    let old = known(cx, "houzz", text(asked, "connectionId")).await?;
    let is_new = old.is_none();
    let connection = old.unwrap_or_else(|| new(cx, "houzz", text(asked, "name"), json!({})));
    let id = connection.id.clone();
    let mut made = Made {
        connection,
        writes: Vec::new(),
        told: json!({}),
        checks: Vec::new(),
    };
    if is_new {
        made.writes
            .push(Write::Connection(Box::new(made.connection.clone())));
    }
    if is_new || said(asked, "bridge") {
        let plain = new_secret(cx);
        made.writes.push(secret(cx, &id, "bridge", &plain).await?);
        made.told["bridge"] = json!({"url": format!("{base}/hooks/houzz/{id}"), "secret": plain});
    }
    if said(asked, "mail") {
        let plain = new_secret(cx);
        made.writes
            .push(secret(cx, &id, Channel::MAIL, &plain).await?);
        made.told["mail"] =
            json!({"url": format!("{base}/hooks/email/{id}/{plain}"), "secret": plain});
    }
    if let Some(Value::Array(forwarders)) = asked.get("forwarders") {
        made.writes.push(forward(cx, &id, forwarders).await?);
    }
    if !text(asked, "imapHost").is_empty() {
        mailbox(cx, doors, asked, &mut made).await?;
    }
    if !text(asked, "calendarUrl").is_empty() {
        calendar(cx, doors, asked, &mut made).await?;
    }
    Ok(made)
}

/// 256 bits in hex.
fn new_secret(cx: &Context) -> String {
    let mut bytes = [0; 32];
    cx.random.fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A channel's settings, new or in the place of those there are.
async fn put(
    cx: &Context,
    connection: &str,
    name: &str,
    settings: Value,
) -> Result<Write, OperationError> {
    let old = cx.store.channel(&cx.location.id, connection, name).await?;
    Ok(Write::Channel(Box::new(ChannelWrite::Put {
        connection_id: connection.to_owned(),
        name: name.to_owned(),
        settings,
        version: old.map_or(0, |old| old.version),
    })))
}

/// Lets these people pass Houzz's mails on by hand.
async fn forward(
    cx: &Context,
    connection: &str,
    forwarders: &[Value],
) -> Result<Write, OperationError> {
    let mut known = Vec::new();
    for one in forwarders.iter().filter_map(Value::as_str) {
        let one = one.trim().to_lowercase();
        let (_, domain) = one.split_once('@').unwrap_or_default();
        if !domain.contains('.') || one.contains(char::is_whitespace) {
            let told = format!("forwarders: {one:?} is neither an address nor @DOMAIN");
            return Err(OperationError::invalid(told));
        }
        known.push(Value::String(one));
    }
    let old = cx
        .store
        .channel(&cx.location.id, connection, Channel::MAIL)
        .await?;
    let mut settings = old.map_or_else(|| json!({}), |old| old.settings);
    settings["forwarders"] = Value::Array(known);
    put(cx, connection, Channel::MAIL, settings).await
}

/// Whether this server may go to a machine that the caller names, in words when not.
async fn judge(cx: &Context, what: &str, url: &str) -> Result<(), OperationError> {
    let Some(desk) = &cx.webhooks else {
        return Err(OperationError::BadRequest(
            "This server calls nobody.".into(),
        ));
    };
    let judged = desk.judge(url).await;
    judged.map_err(|why| OperationError::invalid(format!("{what}: {why}")))
}

async fn mailbox(
    cx: &Context,
    doors: &dyn Doors,
    asked: &Fields,
    made: &mut Made,
) -> Result<(), OperationError> {
    let (host, user, password) = (
        text(asked, "imapHost"),
        text(asked, "imapUser"),
        text(asked, "imapPassword"),
    );
    if user.is_empty() || password.is_empty() {
        return Err(OperationError::invalid(
            "imapUser and imapPassword should not be empty",
        ));
    }
    let security = match text(asked, "imapSecurity") {
        "" => "tls",
        security => security,
    };
    let usual = if security == "tls" { PORTS.0 } else { PORTS.1 };
    let port = asked
        .get("imapPort")
        .and_then(Value::as_i64)
        .unwrap_or(usual);
    let folder = match text(asked, "imapFolder") {
        "" => "INBOX",
        folder => folder,
    };
    let week = jiff::SignedDuration::from_hours(7 * 24);
    let since = match text(asked, "imapSince") {
        "" => {
            let then = cx.now().checked_sub(week).unwrap_or(jiff::Timestamp::MIN);
            jiff::tz::TimeZone::UTC.to_datetime(then).date().to_string()
        }
        since => since.to_owned(),
    };
    judge(cx, "imapHost", &format!("https://{host}:{port}/")).await?;
    let settings = json!({"host": host, "port": port, "security": security, "user": user,
        "folder": folder, "since": since});
    doors
        .try_mailbox(&settings, password)
        .await
        .map_err(OperationError::BadRequest)?;
    let id = &made.connection.id;
    made.writes
        .push(put(cx, id, Channel::IMAP, settings).await?);
    made.writes
        .push(secret(cx, id, Channel::IMAP, password).await?);
    made.checks.push(check(
        "mailbox",
        "The mail server let us in, and the folder is there.",
    ));
    Ok(())
}

async fn calendar(
    cx: &Context,
    doors: &dyn Doors,
    asked: &Fields,
    made: &mut Made,
) -> Result<(), OperationError> {
    let url = text(asked, "calendarUrl");
    let name = match text(asked, "calendarName") {
        "" => "Calendar",
        name => name,
    };
    let as_https = match url.strip_prefix("webcal://") {
        Some(rest) => format!("https://{rest}"),
        None => url.to_owned(),
    };
    judge(cx, "calendarUrl", &as_https).await?;
    doors
        .try_calendar(url)
        .await
        .map_err(OperationError::BadRequest)?;
    let owners = asked
        .get("calendarOwners")
        .cloned()
        .unwrap_or_else(|| json!([]));
    let settings = json!({"name": name, "owners": owners, "every": null});
    let (id, channel) = (&made.connection.id, format!("{}{name}", Channel::CALENDAR));
    made.writes.push(put(cx, id, &channel, settings).await?);
    made.writes.push(secret(cx, id, &channel, url).await?);
    made.checks
        .push(check("calendar", "The calendar was fetched."));
    Ok(())
}
