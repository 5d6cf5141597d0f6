-- +goose Up
CREATE TABLE person (
    id          text COLLATE "C" NOT NULL PRIMARY KEY,
    wrapped_key bytea,
    key_id      text COLLATE "C" NOT NULL,
    time_zone   text COLLATE "C" NOT NULL,
    created_at  timestamptz NOT NULL,
    erased_at   timestamptz
);
CREATE INDEX person_key ON person (key_id);

CREATE TABLE record (
    person     text COLLATE "C" NOT NULL REFERENCES person (id),
    id         text COLLATE "C" NOT NULL,
    kind       text COLLATE "C" NOT NULL,
    day        text COLLATE "C" NOT NULL,
    version    bigint NOT NULL CHECK (version >= 1),
    payload    bytea NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted    boolean NOT NULL DEFAULT false,
    PRIMARY KEY (person, id)
);
CREATE INDEX record_day ON record (person, day, id);
CREATE INDEX record_kind ON record (person, kind, day, id);

CREATE TABLE account (
    id          text COLLATE "C" NOT NULL PRIMARY KEY,
    name        text COLLATE "C" NOT NULL,
    name_folded text COLLATE "C" NOT NULL UNIQUE,
    role        text COLLATE "C" NOT NULL CHECK (role IN ('person', 'practitioner', 'editor', 'operator')),
    password    text COLLATE "C",
    created_at  timestamptz NOT NULL,
    disabled_at timestamptz
);

CREATE TABLE account_person (
    account     text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person      text COLLATE "C" NOT NULL REFERENCES person (id),
    relation    text COLLATE "C" NOT NULL,
    name_sealed bytea,
    PRIMARY KEY (account, person)
);
CREATE INDEX account_person_person ON account_person (person);

CREATE TABLE credential (
    id         text COLLATE "C" NOT NULL PRIMARY KEY,
    account    text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      text COLLATE "C" NOT NULL,
    data       text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX credential_account ON credential (account);

CREATE TABLE recovery_code (
    account text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hash    text COLLATE "C" NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (account, hash)
);

CREATE TABLE session (
    hash       text COLLATE "C" NOT NULL PRIMARY KEY,
    account    text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    person     text COLLATE "C" REFERENCES person (id)
);
CREATE INDEX session_account ON session (account);

CREATE TABLE ceremony (
    hash       text COLLATE "C" NOT NULL PRIMARY KEY,
    data       text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE TABLE token (
    hash       text COLLATE "C" NOT NULL PRIMARY KEY,
    account    text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);
CREATE INDEX token_account ON token (account);

CREATE TABLE setting (
    account    text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name       text COLLATE "C" NOT NULL,
    version    bigint NOT NULL,
    payload    bytea NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account, name)
);

CREATE TABLE audit (
    id      text COLLATE "C" NOT NULL PRIMARY KEY,
    at      timestamptz NOT NULL,
    account text COLLATE "C" NOT NULL,
    person  text COLLATE "C" NOT NULL,
    action  text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL
);
CREATE INDEX audit_person ON audit (person, at);

CREATE TABLE job (
    id          text COLLATE "C" NOT NULL PRIMARY KEY,
    kind        text COLLATE "C" NOT NULL,
    person      text COLLATE "C" NOT NULL REFERENCES person (id),
    run_at      timestamptz NOT NULL,
    next_at     timestamptz NOT NULL,
    lease_until timestamptz,
    attempts    bigint NOT NULL DEFAULT 0,
    done_at     timestamptz,
    payload     bytea NOT NULL
);
CREATE INDEX job_due ON job (next_at) WHERE done_at IS NULL;
CREATE INDEX job_person ON job (person);

CREATE TABLE rate (
    name     text COLLATE "C" NOT NULL,
    span     text COLLATE "C" NOT NULL,
    attempts bigint NOT NULL,
    PRIMARY KEY (name, span)
);
