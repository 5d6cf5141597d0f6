-- +goose Up

CREATE TABLE consultation (
    id         text COLLATE "C" NOT NULL PRIMARY KEY,
    account    text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person     text COLLATE "C" NOT NULL REFERENCES person (id),
    sort       text COLLATE "C" NOT NULL CHECK (sort IN ('validation', 'second_opinion')),
    stage      text COLLATE "C" NOT NULL CHECK (stage IN ('requested', 'accepted', 'asked', 'answered', 'handed_over', 'signed', 'declined', 'withdrawn', 'expired')),
    asked      text COLLATE "C",
    refused    text COLLATE "C",
    holder     text COLLATE "C",
    next       text COLLATE "C",
    agreed     boolean NOT NULL,
    due_at     timestamptz NOT NULL,
    until      timestamptz NOT NULL,
    first      text COLLATE "C",
    version    bigint NOT NULL CHECK (version >= 1),
    written    bigint NOT NULL CHECK (written >= 1),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    payload    bytea NOT NULL,
    snapshot   bytea NOT NULL
);
CREATE INDEX consultation_person ON consultation (person, created_at);
CREATE INDEX consultation_account ON consultation (account);
CREATE INDEX consultation_stage ON consultation (stage, created_at);
CREATE INDEX consultation_asked ON consultation (asked);
CREATE INDEX consultation_holder ON consultation (holder);
CREATE INDEX consultation_next ON consultation (next);

CREATE TABLE signing_key (
    id           text COLLATE "C" NOT NULL PRIMARY KEY,
    practitioner text COLLATE "C" NOT NULL,
    public       bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    retired_at   timestamptz
);
CREATE UNIQUE INDEX signing_key_current ON signing_key (practitioner) WHERE retired_at IS NULL;

CREATE TABLE opinion_count (
    sides   text COLLATE "C" NOT NULL,
    level_a text COLLATE "C" NOT NULL,
    level_b text COLLATE "C" NOT NULL,
    times   bigint NOT NULL CHECK (times >= 0),
    PRIMARY KEY (sides, level_a, level_b)
);
