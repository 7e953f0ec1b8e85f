-- Every version of a location's field map that was ever saved, and by whom. One of them is on.
CREATE TABLE sync_maps (
    location_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    document TEXT NOT NULL,
    saved_by TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    preview TEXT,
    switched_by TEXT,
    switched_at BIGINT,
    PRIMARY KEY (location_id, version)
);
CREATE UNIQUE INDEX sync_maps_on ON sync_maps (location_id) WHERE state = 'on';
