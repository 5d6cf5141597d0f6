-- +goose Up

DROP TABLE setting; -- nothing was ever kept in it

CREATE TABLE task (
    name        text COLLATE "C" NOT NULL PRIMARY KEY,
    next_at     timestamptz NOT NULL,
    lease_until timestamptz,
    ran_at      timestamptz,
    ok_at       timestamptz,
    note        text COLLATE "C" NOT NULL
);

CREATE TABLE incident (
    id       text COLLATE "C" NOT NULL PRIMARY KEY,
    began_at timestamptz NOT NULL,
    ended_at timestamptz,
    text     text COLLATE "C" NOT NULL
);
CREATE INDEX incident_began ON incident (began_at);
