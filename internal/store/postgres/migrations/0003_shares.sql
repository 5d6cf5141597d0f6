-- +goose Up

CREATE TABLE share (
    id         text COLLATE "C" NOT NULL PRIMARY KEY,
    link_hash  text COLLATE "C" NOT NULL UNIQUE,
    account    text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person     text COLLATE "C" NOT NULL REFERENCES person (id),
    payload    bytea NOT NULL,
    tries      bigint NOT NULL CHECK (tries >= 0),
    openings   bigint NOT NULL CHECK (openings >= 0),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX share_person ON share (person, account);
CREATE INDEX share_account ON share (account);

CREATE TABLE share_file (
    share   text COLLATE "C" NOT NULL REFERENCES share (id) ON DELETE CASCADE,
    number  bigint NOT NULL,
    person  text COLLATE "C" NOT NULL REFERENCES person (id),
    payload bytea NOT NULL,
    PRIMARY KEY (share, number)
);
CREATE INDEX share_file_person ON share_file (person);

CREATE TABLE share_opening (
    id      text COLLATE "C" NOT NULL PRIMARY KEY,
    share   text COLLATE "C" NOT NULL REFERENCES share (id) ON DELETE CASCADE,
    person  text COLLATE "C" NOT NULL REFERENCES person (id),
    at      timestamptz NOT NULL,
    payload bytea NOT NULL
);
CREATE INDEX share_opening_share ON share_opening (share, id);
CREATE INDEX share_opening_person ON share_opening (person);
