-- +goose Up

-- A program that does not ask for the second factor must not let anybody in.
UPDATE compatibility SET needs = 11;

CREATE TABLE second_factor (
    account      TEXT NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    last_step    INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    confirmed_at TEXT
) STRICT;
