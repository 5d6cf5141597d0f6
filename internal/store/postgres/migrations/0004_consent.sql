-- +goose Up

CREATE TABLE consent (
    id           text COLLATE "C" NOT NULL PRIMARY KEY,
    account      text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person       text COLLATE "C" NOT NULL REFERENCES person (id),
    practitioner text COLLATE "C" REFERENCES account (id) ON DELETE CASCADE,
    scope        text COLLATE "C" NOT NULL,
    granted_at   timestamptz NOT NULL,
    until        timestamptz NOT NULL,
    revoked_at   timestamptz
);
CREATE INDEX consent_person ON consent (person, scope);
CREATE INDEX consent_account ON consent (account);
CREATE INDEX consent_practitioner ON consent (practitioner, person);
