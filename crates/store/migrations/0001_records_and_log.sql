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

-- What a record is looked up by. `slot` is empty for a key that nobody else may have, so that the
-- primary key refuses a second holder, and the record's id for one that several may share. One index
-- does both: keys arrive in no order, and each index on them is a page to write per key.
CREATE TABLE record_keys (
    location_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    slot TEXT NOT NULL,
    record_id TEXT NOT NULL,
    PRIMARY KEY (location_id, kind, name, value, slot)
) /* clustered */;

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
