-- Apps that Tenon is with a vendor. They belong to the installation: one app serves many locations.
CREATE TABLE vendor_apps (
    id TEXT PRIMARY KEY,
    system TEXT NOT NULL,
    name TEXT NOT NULL,
    client_id TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX vendor_apps_by_client ON vendor_apps (system, client_id);

-- A connection that somebody is about to make in the browser, by the hash of its state.
CREATE TABLE connect_flows (
    hash TEXT PRIMARY KEY,
    location_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX connect_flows_by_end ON connect_flows (expires_at);

-- How a connection stands with its vendor. One without a row stands well, as far as is known.
CREATE TABLE standings (
    location_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    -- The account and the company over there.
    account TEXT NOT NULL,
    company TEXT NOT NULL,
    state TEXT NOT NULL,
    -- For people.
    words TEXT NOT NULL,
    detail TEXT NOT NULL,
    since BIGINT NOT NULL,
    -- When its credentials were given, by the vendor's clock where that is known.
    connected_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (location_id, connection_id)
);
CREATE INDEX standings_by_account ON standings (app_id, account);
