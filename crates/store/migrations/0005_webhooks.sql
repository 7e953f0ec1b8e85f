-- Who wants to be told of what. A deleted one stands until what belonged to it is cleared away.
CREATE TABLE webhook_subscriptions (
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    format TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    failing_since BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (location_id, id)
);

-- What was sent, and how it went: one row per event and subscription, written when it was first
-- tried. `attempts` are JSON objects with commas between.
CREATE TABLE webhook_deliveries (
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    job_key TEXT NOT NULL,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    attempts TEXT NOT NULL,
    next_try_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (location_id, id)
);
-- Lists name a state or are put together of one list per state.
CREATE INDEX webhook_deliveries_by_time
    ON webhook_deliveries (location_id, subscription_id, state, created_at, id);
