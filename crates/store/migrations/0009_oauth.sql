-- OAuth and the people who sign in. These rows belong to the installation, not to a location: a
-- client serves many locations, and a person may be a member of several.

-- Companies group locations. A location that names none belongs to the default company.
CREATE TABLE companies (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- 1, or NULL: NULLs are never equal, so that there is one default at most.
    is_default BIGINT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX companies_default ON companies (is_default);

CREATE TABLE company_locations (
    location_id TEXT PRIMARY KEY,
    company_id TEXT NOT NULL
);
CREATE INDEX company_locations_by_company ON company_locations (company_id, location_id);

CREATE TABLE clients (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    redirect_uris TEXT NOT NULL,
    scopes TEXT NOT NULL,
    is_public BIGINT NOT NULL,
    needs_pkce BIGINT NOT NULL,
    -- Where client credentials let it in; empty: nowhere.
    location_id TEXT NOT NULL,
    -- Hashes, each with its end.
    secrets TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    version BIGINT NOT NULL
);

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    -- A PHC string; empty: no password.
    password TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_by_email ON people (email);

CREATE TABLE members (
    person_id TEXT NOT NULL,
    location_id TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (person_id, location_id)
);
CREATE INDEX members_by_location ON members (location_id, person_id);

CREATE TABLE sessions (
    hash TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE sign_in_links (
    hash TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX sign_in_links_by_end ON sign_in_links (expires_at);

-- Failed tries to sign in, by account and by address.
CREATE TABLE sign_in_attempts (
    key TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);
CREATE INDEX sign_in_attempts_by_time ON sign_in_attempts (last_at);

-- Authorization codes. One that was used stays a while, so that a second use is known for one.
CREATE TABLE authorization_codes (
    hash TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    challenge TEXT NOT NULL,
    proposal TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX authorization_codes_by_end ON authorization_codes (expires_at);

-- What a person has allowed a client: all tokens that come of it end with it.
CREATE TABLE grants (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    class TEXT NOT NULL,
    company_id TEXT NOT NULL,
    -- As JSON: the location, or those of the company that were approved.
    locations TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX grants_by_client ON grants (client_id, id);
CREATE INDEX grants_by_person ON grants (person_id, id);

-- Refresh tokens of one grant, each with its successor.
CREATE TABLE refresh_tokens (
    hash TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL,
    -- The location it is for, when its grant is a company's; else empty.
    location_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    -- The access token that was given out along with it.
    access_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    spent_at BIGINT,
    heir TEXT
);
CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);

ALTER TABLE tokens ADD COLUMN class TEXT NOT NULL DEFAULT 'Location';
ALTER TABLE tokens ADD COLUMN company_id TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN client_id TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN person_id TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN grant_id TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN used_at BIGINT;
ALTER TABLE tokens ADD COLUMN revoked_at BIGINT;
CREATE INDEX tokens_by_end ON tokens (expires_at);
