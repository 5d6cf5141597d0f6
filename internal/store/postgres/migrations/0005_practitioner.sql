-- +goose Up

CREATE TABLE practitioner (
    account      text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    slug         text COLLATE "C" NOT NULL UNIQUE,
    name         text COLLATE "C" NOT NULL,
    profession   text COLLATE "C" NOT NULL,
    specialities text COLLATE "C" NOT NULL,
    country      text COLLATE "C" NOT NULL,
    languages    text COLLATE "C" NOT NULL,
    since        bigint NOT NULL CHECK (since >= 0),
    about        text COLLATE "C" NOT NULL,
    services     text COLLATE "C" NOT NULL,
    time_zone    text COLLATE "C" NOT NULL,
    listed       boolean NOT NULL,
    to_check     text COLLATE "C" NOT NULL,
    photo_sum    text COLLATE "C",
    photo        bytea,
    updated_at   timestamptz NOT NULL
);

CREATE TABLE qualification (
    id           text COLLATE "C" NOT NULL PRIMARY KEY,
    practitioner text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    title        text COLLATE "C" NOT NULL,
    holder       text COLLATE "C" NOT NULL,
    register     text COLLATE "C" NOT NULL,
    number       text COLLATE "C" NOT NULL,
    country      text COLLATE "C" NOT NULL,
    way          text COLLATE "C" NOT NULL,
    checked_by   text COLLATE "C" NOT NULL,
    checked_at   timestamptz NOT NULL,
    valid_until  text COLLATE "C",
    ended_at     timestamptz
);
CREATE INDEX qualification_practitioner ON qualification (practitioner);
