-- +goose Up

DROP TABLE setting; -- nothing was ever kept in it

CREATE TABLE task (
    name        TEXT NOT NULL PRIMARY KEY,
    next_at     TEXT NOT NULL,
    lease_until TEXT,
    ran_at      TEXT,
    ok_at       TEXT,
    note        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
    id       TEXT NOT NULL PRIMARY KEY,
    began_at TEXT NOT NULL,
    ended_at TEXT,
    text     TEXT NOT NULL
) STRICT;
CREATE INDEX incident_began ON incident (began_at);
