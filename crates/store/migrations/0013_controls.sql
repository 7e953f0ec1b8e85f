-- What an owner controls the sync by: reviews that are decided, rules made of decisions, undo, merges
-- of duplicates, and pauses.

-- The question's type, what makes others like it, and what became of it.
ALTER TABLE reviews ADD COLUMN type TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN alike TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN decision TEXT NOT NULL DEFAULT 'null';
ALTER TABLE reviews ADD COLUMN decided_by TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN decided_at BIGINT;
UPDATE reviews SET type = CASE
    WHEN id LIKE 'refused/%' THEN 'refused' WHEN id LIKE 'taken/%' THEN 'taken'
    WHEN id LIKE 'match/%' THEN 'match' WHEN id LIKE 'unreadable/%' THEN 'unreadable'
    WHEN id LIKE 'source/%' THEN 'source' ELSE '' END;
CREATE INDEX reviews_alike ON reviews (location_id, state, alike, id);
CREATE INDEX reviews_by_subject ON reviews (location_id, subject);

-- A decision that holds for every question like it.
CREATE TABLE review_rules (
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    alike TEXT NOT NULL,
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    decision TEXT NOT NULL,
    made_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (location_id, id)
);
CREATE UNIQUE INDEX review_rules_alike ON review_rules (location_id, alike);

-- Which entries of the log a batch, a run, a rule, a merge or an undo led to.
CREATE TABLE causes (
    location_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    PRIMARY KEY (location_id, kind, id, first_seq)
);
CREATE INDEX source_items_by_import ON source_items (location_id, import_id, key);

-- An undo and how far it is: the entries from `before_seq` on have been dealt with.
CREATE TABLE undos (
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    target TEXT NOT NULL,
    state TEXT NOT NULL,
    before_seq BIGINT NOT NULL,
    report TEXT NOT NULL,
    origin TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (location_id, id)
);
CREATE INDEX undos_by_state ON undos (location_id, state, created_at);

-- Two contacts that were made one.
CREATE TABLE merges (
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    survivor_id TEXT NOT NULL,
    loser_id TEXT NOT NULL,
    made_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    undone BIGINT NOT NULL,
    PRIMARY KEY (location_id, id)
);
-- Where a record went that ended in a merge: what still speaks of it means the other.
CREATE TABLE moved (
    location_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    to_id TEXT NOT NULL,
    merge_id TEXT NOT NULL,
    PRIMARY KEY (location_id, kind, record_id)
);
CREATE INDEX moved_by_merge ON moved (location_id, merge_id);

-- What sync leaves alone for now. Empty: every one (connection, kind, contact).
CREATE TABLE pauses (
    location_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (location_id, connection_id, kind, contact_id)
);
