-- +goose Up

CREATE TABLE reminder (
    account    text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person     text COLLATE "C" NOT NULL REFERENCES person (id),
    version    bigint NOT NULL CHECK (version >= 1),
    payload    bytea NOT NULL,
    token_hash text COLLATE "C" NOT NULL UNIQUE,
    feed_hash  text COLLATE "C" UNIQUE,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account, person)
);
CREATE INDEX reminder_person ON reminder (person);

CREATE TABLE secret (
    name        text COLLATE "C" NOT NULL PRIMARY KEY,
    wrapped_key bytea NOT NULL,
    key_id      text COLLATE "C" NOT NULL,
    payload     bytea NOT NULL
);
