-- +goose Up

CREATE TABLE practice (
    practitioner text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    version      bigint NOT NULL CHECK (version >= 1),
    schedule     text COLLATE "C" NOT NULL,
    changes      bigint NOT NULL DEFAULT 0,
    updated_at   timestamptz NOT NULL
);

CREATE TABLE service (
    id           text COLLATE "C" NOT NULL PRIMARY KEY,
    practitioner text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind         text COLLATE "C" NOT NULL,
    name         text COLLATE "C" NOT NULL,
    minutes      bigint NOT NULL CHECK (minutes > 0),
    before       bigint NOT NULL CHECK (before >= 0),
    after        bigint NOT NULL CHECK (after >= 0),
    way          text COLLATE "C" NOT NULL,
    place        text COLLATE "C" NOT NULL,
    offered      boolean NOT NULL,
    created_at   timestamptz NOT NULL
);
CREATE INDEX service_practitioner ON service (practitioner, created_at, id);

CREATE TABLE appointment (
    id           text COLLATE "C" NOT NULL PRIMARY KEY,
    token_hash   text COLLATE "C" NOT NULL UNIQUE,
    account      text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person       text COLLATE "C" NOT NULL REFERENCES person (id),
    practitioner text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    service      text COLLATE "C" NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    taken_from   timestamptz NOT NULL,
    taken_to     timestamptz NOT NULL,
    state        text COLLATE "C" NOT NULL CHECK (state IN ('booked', 'cancelled')),
    cancelled_by text COLLATE "C" NOT NULL DEFAULT '',
    late         boolean NOT NULL DEFAULT false,
    sequence     bigint NOT NULL CHECK (sequence >= 0),
    payload      bytea NOT NULL,
    report       bytea,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);
CREATE INDEX appointment_person ON appointment (person, account);
CREATE INDEX appointment_account ON appointment (account);
CREATE INDEX appointment_practitioner ON appointment (practitioner, starts_at);
CREATE INDEX appointment_service ON appointment (service);

CREATE TABLE appointment_cell (
    practitioner text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    cell         bigint NOT NULL,
    appointment  text COLLATE "C" NOT NULL REFERENCES appointment (id) ON DELETE CASCADE,
    PRIMARY KEY (practitioner, cell)
);
CREATE INDEX appointment_cell_appointment ON appointment_cell (appointment);

CREATE TABLE waiting (
    id           text COLLATE "C" NOT NULL PRIMARY KEY,
    account      text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person       text COLLATE "C" NOT NULL REFERENCES person (id),
    practitioner text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    service      text COLLATE "C" NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    until        timestamptz NOT NULL,
    created_at   timestamptz NOT NULL,
    UNIQUE (account, person, service)
);
CREATE INDEX waiting_person ON waiting (person);
CREATE INDEX waiting_service ON waiting (service, created_at);
CREATE INDEX waiting_practitioner ON waiting (practitioner);
