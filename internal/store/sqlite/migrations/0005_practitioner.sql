-- +goose Up

CREATE TABLE practitioner (
    account      TEXT    NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    slug         TEXT    NOT NULL UNIQUE,
    name         TEXT    NOT NULL,
    profession   TEXT    NOT NULL,
    specialities TEXT    NOT NULL,
    country      TEXT    NOT NULL,
    languages    TEXT    NOT NULL,
    since        INTEGER NOT NULL CHECK (since >= 0),
    about        TEXT    NOT NULL,
    services     TEXT    NOT NULL,
    time_zone    TEXT    NOT NULL,
    listed       INTEGER NOT NULL,
    to_check     TEXT    NOT NULL,
    photo_sum    TEXT,
    photo        BLOB,
    updated_at   TEXT    NOT NULL
) STRICT;

CREATE TABLE qualification (
    id           TEXT NOT NULL PRIMARY KEY,
    practitioner TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    title        TEXT NOT NULL,
    holder       TEXT NOT NULL,
    register     TEXT NOT NULL,
    number       TEXT NOT NULL,
    country      TEXT NOT NULL,
    way          TEXT NOT NULL,
    checked_by   TEXT NOT NULL,
    checked_at   TEXT NOT NULL,
    valid_until  TEXT,
    ended_at     TEXT
) STRICT;
CREATE INDEX qualification_practitioner ON qualification (practitioner);
