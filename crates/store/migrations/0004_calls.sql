-- Answers of calls that named themselves (`Idempotency-Key`), sealed, for a day. `key` is a hash of
-- the caller and the name it gave.
CREATE TABLE kept_answers (
    location_id TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    answer BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (location_id, key)
);
CREATE INDEX kept_answers_by_end ON kept_answers (location_id, expires_at);
