-- What a job is asked to look at, as bits that its worker knows: who asks while it waits or runs adds
-- to it.
ALTER TABLE jobs ADD COLUMN look BIGINT NOT NULL DEFAULT 0;
