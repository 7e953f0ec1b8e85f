-- The ways a connection's news come in by themselves (a mailbox, a calendar): what they need to know,
-- and how they last fared.
CREATE TABLE channels (
    location_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (location_id, connection_id, name)
);

-- What the columns of a table mean, by a hash of their names: learned once, used again.
CREATE TABLE column_maps (
    location_id TEXT NOT NULL,
    header TEXT NOT NULL,
    map TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (location_id, header)
);

-- When a lead was sent and when it stood in the hub: how fast leads come in.
CREATE TABLE lead_times (
    location_id TEXT NOT NULL,
    source_key TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    hub_at BIGINT NOT NULL,
    PRIMARY KEY (location_id, source_key)
);
CREATE INDEX lead_times_by_time ON lead_times (location_id, hub_at);
