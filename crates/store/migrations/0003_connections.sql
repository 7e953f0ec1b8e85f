CREATE TABLE connections (
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    system TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (location_id, id)
);
CREATE UNIQUE INDEX connections_by_id ON connections (id);

-- A hub record and its copy in a connected system, with the last version both agreed on.
CREATE TABLE links (
    location_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    root_id TEXT NOT NULL,
    remote_id TEXT,
    state TEXT NOT NULL,
    base_hub TEXT NOT NULL,
    base_remote TEXT NOT NULL,
    detail TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (location_id, connection_id, kind, record_id)
);
CREATE UNIQUE INDEX links_by_remote ON links (location_id, connection_id, kind, remote_id)
    WHERE remote_id IS NOT NULL;
CREATE INDEX links_by_root ON links (location_id, root_id);

CREATE TABLE secrets (
    location_id TEXT NOT NULL,
    name TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (location_id, name)
);

CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    location_id TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- What a source held, as it came, by its stable key, and what became of it.
CREATE TABLE source_items (
    location_id TEXT NOT NULL,
    key TEXT NOT NULL,
    import_id TEXT NOT NULL,
    origin TEXT NOT NULL,
    label TEXT NOT NULL,
    place TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reasons TEXT NOT NULL,
    record_id TEXT,
    raw BYTEA NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (location_id, key)
);
CREATE INDEX source_items_by_time ON source_items (location_id, received_at, key);

-- What a person must look at.
CREATE TABLE reviews (
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    title TEXT NOT NULL,
    reasons TEXT NOT NULL,
    detail TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (location_id, id)
);
CREATE INDEX reviews_open ON reviews (location_id, state, created_at, id);
