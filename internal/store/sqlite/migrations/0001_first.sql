-- +goose Up
CREATE TABLE person (
    id          TEXT NOT NULL PRIMARY KEY,
    wrapped_key BLOB,
    key_id      TEXT NOT NULL,
    time_zone   TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    erased_at   TEXT
) STRICT;
CREATE INDEX person_key ON person (key_id);

CREATE TABLE record (
    person     TEXT    NOT NULL REFERENCES person (id),
    id         TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    payload    BLOB    NOT NULL,
    updated_at TEXT    NOT NULL,
    deleted    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (person, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_day ON record (person, day, id);
CREATE INDEX record_kind ON record (person, kind, day, id);

CREATE TABLE account (
    id          TEXT NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    role        TEXT NOT NULL CHECK (role IN ('person', 'practitioner', 'editor', 'operator')),
    password    TEXT,
    created_at  TEXT NOT NULL,
    disabled_at TEXT
) STRICT;

CREATE TABLE account_person (
    account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person      TEXT NOT NULL REFERENCES person (id),
    relation    TEXT NOT NULL,
    name_sealed BLOB,
    PRIMARY KEY (account, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_person_person ON account_person (person);

CREATE TABLE credential (
    id         TEXT NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      TEXT NOT NULL,
    data       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    used_at    TEXT
) STRICT;
CREATE INDEX credential_account ON credential (account);

CREATE TABLE recovery_code (
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hash    TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    hash       TEXT NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    person     TEXT REFERENCES person (id)
) STRICT;
CREATE INDEX session_account ON session (account);

CREATE TABLE ceremony (
    hash       TEXT NOT NULL PRIMARY KEY,
    data       TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

CREATE TABLE token (
    hash       TEXT NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT
) STRICT;
CREATE INDEX token_account ON token (account);

CREATE TABLE setting (
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    version    INTEGER NOT NULL,
    payload    BLOB NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id      TEXT NOT NULL PRIMARY KEY,
    at      TEXT NOT NULL,
    account TEXT NOT NULL,
    person  TEXT NOT NULL,
    action  TEXT NOT NULL,
    outcome TEXT NOT NULL
) STRICT;
CREATE INDEX audit_person ON audit (person, at);

CREATE TABLE job (
    id          TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL,
    person      TEXT NOT NULL REFERENCES person (id),
    run_at      TEXT NOT NULL,
    next_at     TEXT NOT NULL,
    lease_until TEXT,
    attempts    INTEGER NOT NULL DEFAULT 0,
    done_at     TEXT,
    payload     BLOB NOT NULL
) STRICT;
CREATE INDEX job_due ON job (next_at) WHERE done_at IS NULL;
CREATE INDEX job_person ON job (person);

CREATE TABLE rate (
    name     TEXT NOT NULL,
    span     TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (name, span)
) STRICT, WITHOUT ROWID;
