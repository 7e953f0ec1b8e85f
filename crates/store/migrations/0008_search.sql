-- The search index. It follows the change log (never written by a commit of records, so that a
-- create costs nothing more), up to `position`; what the log holds beyond is looked at by itself.
CREATE TABLE search_progress (
    location_id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    -- Contacts that were there at `position`.
    contacts BIGINT NOT NULL,
    -- The largest time that a change up to `position` left a record with.
    newest BIGINT NOT NULL
);

-- Each contact by what it can be sorted by. `n` grows with the time it was created, to the
-- millisecond, so that the index of terms can be read in that order.
/* sqlite */ CREATE TABLE contact_index (
    n INTEGER PRIMARY KEY,
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    business_name TEXT NOT NULL,
    email TEXT NOT NULL,
    source TEXT NOT NULL,
    dnd BIGINT NOT NULL
);
/* postgres */ CREATE TABLE contact_index (
    n BIGINT PRIMARY KEY,
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    business_name TEXT NOT NULL,
    email TEXT NOT NULL,
    source TEXT NOT NULL,
    dnd BIGINT NOT NULL,
    terms BIGINT[] NOT NULL
);
CREATE UNIQUE INDEX contact_index_by_id ON contact_index (location_id, id);
CREATE INDEX contact_index_by_created ON contact_index (location_id, created_at, id);
CREATE INDEX contact_index_by_updated ON contact_index (location_id, updated_at, id);
CREATE INDEX contact_index_by_first_name ON contact_index (location_id, first_name, id);
CREATE INDEX contact_index_by_last_name ON contact_index (location_id, last_name, id);
CREATE INDEX contact_index_by_business_name ON contact_index (location_id, business_name, id);
CREATE INDEX contact_index_by_email ON contact_index (location_id, email, id);
CREATE INDEX contact_index_by_source ON contact_index (location_id, source, id);
CREATE INDEX contact_index_by_dnd ON contact_index (location_id, dnd, id);
/* postgres */ CREATE INDEX contact_index_by_terms ON contact_index USING gin (terms);

-- The terms of each contact (crates/model/src/filter/terms.rs), as words of 16 hexadecimal digits:
-- an inverted index, which holds no text.
/* sqlite */ CREATE VIRTUAL TABLE contact_terms USING fts5(
    terms, content='', contentless_delete=1, detail=none, tokenize='ascii'
);

-- Every change up to `seq` left its record with a time of at most `newest`: where a reader that asks
-- for what was written since then may begin.
CREATE TABLE log_marks (
    location_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    newest BIGINT NOT NULL,
    PRIMARY KEY (location_id, seq)
) /* clustered */;
