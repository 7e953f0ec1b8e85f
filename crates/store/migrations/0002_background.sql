CREATE TABLE cursors (
    location_id TEXT NOT NULL,
    name TEXT NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (location_id, name)
);

-- The fence grows with every change of hands; a holder whose number is stale is refused.
CREATE TABLE leases (
    location_id TEXT NOT NULL,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    fence BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (location_id, name)
);

-- One row per thing to do: asking again while it runs raises the generation, so it runs once more.
CREATE TABLE jobs (
    location_id TEXT NOT NULL,
    queue TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    priority BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    last_error TEXT NOT NULL,
    PRIMARY KEY (location_id, queue, key)
);
CREATE INDEX jobs_due ON jobs (location_id, queue, priority, run_at);

-- Webhooks received, by the sender's id: the second of a kind is known by its row.
CREATE TABLE deliveries (
    location_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    id TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (location_id, connection_id, id)
);
