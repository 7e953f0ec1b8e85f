-- How much of its windows a caller has used, on all nodes together. Starts are in milliseconds.
CREATE TABLE rate_windows (
    location_id TEXT NOT NULL,
    caller TEXT NOT NULL,
    burst_start BIGINT NOT NULL,
    burst_used BIGINT NOT NULL,
    day_start BIGINT NOT NULL,
    day_used BIGINT NOT NULL,
    PRIMARY KEY (location_id, caller)
);
CREATE INDEX rate_windows_by_day ON rate_windows (location_id, day_start);
