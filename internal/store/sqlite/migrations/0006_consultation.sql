-- +goose Up

CREATE TABLE consultation (
    id         TEXT NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person     TEXT NOT NULL REFERENCES person (id),
    sort       TEXT NOT NULL CHECK (sort IN ('validation', 'second_opinion')),
    stage      TEXT NOT NULL CHECK (stage IN ('requested', 'accepted', 'asked', 'answered', 'handed_over', 'signed', 'declined', 'withdrawn', 'expired')),
    asked      TEXT,
    refused    TEXT,
    holder     TEXT,
    next       TEXT,
    agreed     INTEGER NOT NULL,
    due_at     TEXT NOT NULL,
    until      TEXT NOT NULL,
    first      TEXT,
    version    INTEGER NOT NULL CHECK (version >= 1),
    written    INTEGER NOT NULL CHECK (written >= 1),
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    payload    BLOB NOT NULL,
    snapshot   BLOB NOT NULL
) STRICT;
CREATE INDEX consultation_person ON consultation (person, created_at);
CREATE INDEX consultation_account ON consultation (account);
CREATE INDEX consultation_stage ON consultation (stage, created_at);
CREATE INDEX consultation_asked ON consultation (asked);
CREATE INDEX consultation_holder ON consultation (holder);
CREATE INDEX consultation_next ON consultation (next);

CREATE TABLE signing_key (
    id           TEXT NOT NULL PRIMARY KEY,
    practitioner TEXT NOT NULL,
    public       BLOB NOT NULL,
    created_at   TEXT NOT NULL,
    retired_at   TEXT
) STRICT;
CREATE UNIQUE INDEX signing_key_current ON signing_key (practitioner) WHERE retired_at IS NULL;

CREATE TABLE opinion_count (
    sides   TEXT    NOT NULL,
    level_a TEXT    NOT NULL,
    level_b TEXT    NOT NULL,
    times   INTEGER NOT NULL CHECK (times >= 0),
    PRIMARY KEY (sides, level_a, level_b)
) STRICT, WITHOUT ROWID;
