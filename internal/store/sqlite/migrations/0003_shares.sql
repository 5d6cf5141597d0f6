-- +goose Up

CREATE TABLE share (
    id         TEXT NOT NULL PRIMARY KEY,
    link_hash  TEXT NOT NULL UNIQUE,
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person     TEXT NOT NULL REFERENCES person (id),
    payload    BLOB NOT NULL,
    tries      INTEGER NOT NULL CHECK (tries >= 0),
    openings   INTEGER NOT NULL CHECK (openings >= 0),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;
CREATE INDEX share_person ON share (person, account);
CREATE INDEX share_account ON share (account);

CREATE TABLE share_file (
    share   TEXT NOT NULL REFERENCES share (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    person  TEXT NOT NULL REFERENCES person (id),
    payload BLOB NOT NULL,
    PRIMARY KEY (share, number)
) STRICT;
CREATE INDEX share_file_person ON share_file (person);

CREATE TABLE share_opening (
    id      TEXT NOT NULL PRIMARY KEY,
    share   TEXT NOT NULL REFERENCES share (id) ON DELETE CASCADE,
    person  TEXT NOT NULL REFERENCES person (id),
    at      TEXT NOT NULL,
    payload BLOB NOT NULL
) STRICT;
CREATE INDEX share_opening_share ON share_opening (share, id);
CREATE INDEX share_opening_person ON share_opening (person);
