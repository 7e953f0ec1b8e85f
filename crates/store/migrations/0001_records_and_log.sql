-- Runs unchanged on SQLite and PostgreSQL: TEXT ids, BIGINT microseconds, no server-side time.
CREATE TABLE locations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    timezone TEXT NOT NULL,
    allow_duplicates BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The change log's last number. Taken at the end of each transaction, under the row's lock, so
    -- that numbers become visible in their order.
    last_seq BIGINT NOT NULL
);

CREATE TABLE records (
    location_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    root_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    sort_name TEXT NOT NULL,
    search_text TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (location_id, kind, id)
);
CREATE INDEX records_by_root ON records (location_id, root_id, kind, id);
CREATE INDEX records_by_update ON records (location_id, kind, updated_at, id)
    WHERE deleted_at IS NULL;

-- What a record is looked up by. The exclusive ones are unique per location.
CREATE TABLE record_keys (
    location_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    record_id TEXT NOT NULL,
    exclusive BIGINT NOT NULL,
    PRIMARY KEY (location_id, kind, name, value, record_id)
) /* clustered */;
CREATE UNIQUE INDEX record_keys_exclusive ON record_keys (location_id, kind, name, value)
    WHERE exclusive = 1;

CREATE TABLE changes (
    location_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    root_id TEXT NOT NULL,
    action TEXT NOT NULL,
    version BIGINT NOT NULL,
    origin TEXT NOT NULL,
    fields TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (location_id, seq)
);
CREATE INDEX changes_by_root ON changes (location_id, root_id, seq);
