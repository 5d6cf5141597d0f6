-- +goose Up

CREATE TABLE reminder (
    account    TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person     TEXT    NOT NULL REFERENCES person (id),
    version    INTEGER NOT NULL CHECK (version >= 1),
    payload    BLOB    NOT NULL,
    token_hash TEXT    NOT NULL UNIQUE,
    feed_hash  TEXT    UNIQUE,
    updated_at TEXT    NOT NULL,
    PRIMARY KEY (account, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_person ON reminder (person);

CREATE TABLE secret (
    name        TEXT NOT NULL PRIMARY KEY,
    wrapped_key BLOB NOT NULL,
    key_id      TEXT NOT NULL,
    payload     BLOB NOT NULL
) STRICT, WITHOUT ROWID;
