-- +goose Up

CREATE TABLE consent (
    id           TEXT NOT NULL PRIMARY KEY,
    account      TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person       TEXT NOT NULL REFERENCES person (id),
    practitioner TEXT REFERENCES account (id) ON DELETE CASCADE,
    scope        TEXT NOT NULL,
    granted_at   TEXT NOT NULL,
    until        TEXT NOT NULL,
    revoked_at   TEXT
) STRICT;
CREATE INDEX consent_person ON consent (person, scope);
CREATE INDEX consent_account ON consent (account);
CREATE INDEX consent_practitioner ON consent (practitioner, person);
