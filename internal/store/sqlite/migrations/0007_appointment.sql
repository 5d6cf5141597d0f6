-- +goose Up

CREATE TABLE practice (
    practitioner TEXT    NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    version      INTEGER NOT NULL CHECK (version >= 1),
    schedule     TEXT    NOT NULL,
    changes      INTEGER NOT NULL DEFAULT 0,
    updated_at   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE service (
    id           TEXT    NOT NULL PRIMARY KEY,
    practitioner TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    minutes      INTEGER NOT NULL CHECK (minutes > 0),
    before       INTEGER NOT NULL CHECK (before >= 0),
    after        INTEGER NOT NULL CHECK (after >= 0),
    way          TEXT    NOT NULL,
    place        TEXT    NOT NULL,
    offered      INTEGER NOT NULL,
    created_at   TEXT    NOT NULL
) STRICT;
CREATE INDEX service_practitioner ON service (practitioner, created_at, id);

CREATE TABLE appointment (
    id           TEXT    NOT NULL PRIMARY KEY,
    token_hash   TEXT    NOT NULL UNIQUE,
    account      TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person       TEXT    NOT NULL REFERENCES person (id),
    practitioner TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    service      TEXT    NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    starts_at    TEXT    NOT NULL,
    ends_at      TEXT    NOT NULL,
    taken_from   TEXT    NOT NULL,
    taken_to     TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('booked', 'cancelled')),
    cancelled_by TEXT    NOT NULL DEFAULT '',
    late         INTEGER NOT NULL DEFAULT 0,
    sequence     INTEGER NOT NULL CHECK (sequence >= 0),
    payload      BLOB    NOT NULL,
    report       BLOB,
    created_at   TEXT    NOT NULL,
    updated_at   TEXT    NOT NULL
) STRICT;
CREATE INDEX appointment_person ON appointment (person, account);
CREATE INDEX appointment_account ON appointment (account);
CREATE INDEX appointment_practitioner ON appointment (practitioner, starts_at);
CREATE INDEX appointment_service ON appointment (service);

CREATE TABLE appointment_cell (
    practitioner TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    cell         INTEGER NOT NULL,
    appointment  TEXT    NOT NULL REFERENCES appointment (id) ON DELETE CASCADE,
    PRIMARY KEY (practitioner, cell)
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_cell_appointment ON appointment_cell (appointment);

CREATE TABLE waiting (
    id           TEXT NOT NULL PRIMARY KEY,
    account      TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person       TEXT NOT NULL REFERENCES person (id),
    practitioner TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    service      TEXT NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    until        TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    UNIQUE (account, person, service)
) STRICT;
CREATE INDEX waiting_person ON waiting (person);
CREATE INDEX waiting_service ON waiting (service, created_at);
CREATE INDEX waiting_practitioner ON waiting (practitioner);
