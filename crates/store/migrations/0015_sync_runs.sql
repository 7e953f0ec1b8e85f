-- A run: a first sync, a sweep of everything, a plan, a proof. `slot` is empty once it has ended; of
-- those that have not, a connection has one of each slot.
CREATE TABLE sync_runs (
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    slot TEXT NOT NULL,
    state TEXT NOT NULL,
    origin TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    updated_at BIGINT NOT NULL,
    stand TEXT NOT NULL,
    report TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (location_id, id)
);
CREATE UNIQUE INDEX sync_runs_open ON sync_runs (location_id, connection_id, slot)
    WHERE slot <> '';
CREATE INDEX sync_runs_by_kind ON sync_runs (location_id, connection_id, kind, id);
