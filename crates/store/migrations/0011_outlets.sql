-- How a connection is written to where its system has no API: which records are handed off, and how.
CREATE TABLE outlets (
    location_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    settings TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (location_id, connection_id)
);

-- The send-once ledger: one row per record and thing that is made of it over there, for ever.
CREATE TABLE handoffs (
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    what TEXT NOT NULL,
    record_id TEXT NOT NULL,
    root_id TEXT NOT NULL,
    state TEXT NOT NULL,
    way TEXT NOT NULL,
    tries BIGINT NOT NULL,
    sent TEXT NOT NULL,
    reason TEXT NOT NULL,
    evidence TEXT NOT NULL,
    handed_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (location_id, id)
);
CREATE UNIQUE INDEX handoffs_once ON handoffs (location_id, connection_id, what, record_id);
CREATE INDEX handoffs_by_root ON handoffs (location_id, root_id);
CREATE INDEX handoffs_by_state ON handoffs (location_id, state, created_at, id);

-- What only a person can do over there: one row per record and field, open or done.
CREATE TABLE work_items (
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    root_id TEXT NOT NULL,
    field TEXT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    before TEXT NOT NULL,
    wanted TEXT NOT NULL,
    url TEXT NOT NULL,
    evidence TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (location_id, id)
);
CREATE UNIQUE INDEX work_items_once
    ON work_items (location_id, connection_id, kind, record_id, field);
CREATE INDEX work_items_by_root ON work_items (location_id, root_id);
CREATE INDEX work_items_by_state ON work_items (location_id, state, created_at, id);

-- What proved last that a field can be read or written over there.
CREATE TABLE evidence (
    location_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    field TEXT NOT NULL,
    verb TEXT NOT NULL,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (location_id, connection_id, kind, field, verb)
);

-- Calendars that people's own programs subscribe to, by the hash of the secret in their address.
CREATE TABLE calendar_feeds (
    hash TEXT PRIMARY KEY,
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE UNIQUE INDEX calendar_feeds_by_id ON calendar_feeds (location_id, id);
