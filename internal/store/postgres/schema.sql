-- The database as the migrations must leave it (PostgreSQL). internal/store/sqlite/schema.sql is the same in
-- the other dialect. Ids are text (UUIDv7), compared byte by byte (COLLATE "C") as SQLite does; days are YYYY-MM-DD.
-- What a person wrote stands only in columns named payload or …_sealed, encrypted with the person's key.

-- Whom data is about. No name, no birth date: those are records. wrapped_key is null once the person is erased;
-- key_id is then empty as soon as the key file cannot open older copies of the key either.
CREATE TABLE person (
    id          text COLLATE "C" NOT NULL PRIMARY KEY,
    wrapped_key bytea,
    key_id      text COLLATE "C" NOT NULL,
    time_zone   text COLLATE "C" NOT NULL,
    created_at  timestamptz NOT NULL,
    erased_at   timestamptz
);
CREATE INDEX person_key ON person (key_id);

-- What belongs to a person, one sealed payload each. deleted marks a tombstone.
CREATE TABLE record (
    person     text COLLATE "C" NOT NULL REFERENCES person (id),
    id         text COLLATE "C" NOT NULL,
    kind       text COLLATE "C" NOT NULL,
    day        text COLLATE "C" NOT NULL,
    version    bigint NOT NULL CHECK (version >= 1),
    payload    bytea NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted    boolean NOT NULL DEFAULT false,
    PRIMARY KEY (person, id)
);
CREATE INDEX record_day ON record (person, day, id);
CREATE INDEX record_kind ON record (person, kind, day, id);

-- Who may sign in. name_folded is the name for comparing; password is a PHC string or null.
CREATE TABLE account (
    id          text COLLATE "C" NOT NULL PRIMARY KEY,
    name        text COLLATE "C" NOT NULL,
    name_folded text COLLATE "C" NOT NULL UNIQUE,
    role        text COLLATE "C" NOT NULL CHECK (role IN ('person', 'practitioner', 'editor', 'operator')),
    password    text COLLATE "C",
    created_at  timestamptz NOT NULL,
    disabled_at timestamptz
);

-- Which persons an account may reach. name_sealed is what the account calls the person.
CREATE TABLE account_person (
    account     text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person      text COLLATE "C" NOT NULL REFERENCES person (id),
    relation    text COLLATE "C" NOT NULL,
    name_sealed bytea,
    PRIMARY KEY (account, person)
);
CREATE INDEX account_person_person ON account_person (person);

-- Passkeys. data is the public credential as JSON.
CREATE TABLE credential (
    id         text COLLATE "C" NOT NULL PRIMARY KEY,
    account    text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      text COLLATE "C" NOT NULL,
    data       text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX credential_account ON credential (account);

-- A second factor beside the password: codes of an app (TOTP). Its secret is in "secret", under second-factor.ID.
-- last_step is the span of time of the newest code that was taken, so that none is taken twice. confirmed_at is null
-- until the first code was right, and until then it is not asked for.
CREATE TABLE second_factor (
    account      text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    last_step    bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    confirmed_at timestamptz
);

-- Codes to get in when the passkey is lost; each works once.
CREATE TABLE recovery_code (
    account text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hash    text COLLATE "C" NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (account, hash)
);

-- Browsers that are signed in; hash is of the cookie's value.
-- person is whose pages are open; null for the account's holder.
CREATE TABLE session (
    hash       text COLLATE "C" NOT NULL PRIMARY KEY,
    account    text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    person     text COLLATE "C" REFERENCES person (id)
);
CREATE INDEX session_account ON session (account);

-- Passkey questions under way: data is the challenge as JSON. Each is answered once, within minutes; not in backups.
CREATE TABLE ceremony (
    hash       text COLLATE "C" NOT NULL PRIMARY KEY,
    data       text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL
);

-- Bearer tokens of the API; hash is SHA-256 of the token, which is 256 bits of chance.
CREATE TABLE token (
    hash       text COLLATE "C" NOT NULL PRIMARY KEY,
    account    text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);
CREATE INDEX token_account ON token (account);

-- What an account wants to be reminded of for a person: payload holds settings, mail address, browsers to push to and how
-- they do, sealed with the person's key. token_hash is of the secret in each message that puts off and stops; feed_hash of
-- the calendar feed's, null while there is none.
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

-- A link to files that somebody shares. link_hash is of the secret in its address; the key of the files stands in the link
-- alone and nowhere here. payload holds label, passcode (argon2id) and what files there are, sealed with the person's key.
-- tries counts passcodes being checked or found wrong; at ten the link is dead.
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

-- The files of a link while it is open, encrypted with its key and sealed once more with the person's. No part of backups:
-- a restore ends every link.
CREATE TABLE share_file (
    share   text COLLATE "C" NOT NULL REFERENCES share (id) ON DELETE CASCADE,
    number  bigint NOT NULL,
    person  text COLLATE "C" NOT NULL REFERENCES person (id),
    payload bytea NOT NULL,
    PRIMARY KEY (share, number)
);
CREATE INDEX share_file_person ON share_file (person);

-- The latest openings of a link; payload is how the viewer named itself, sealed.
CREATE TABLE share_opening (
    id      text COLLATE "C" NOT NULL PRIMARY KEY,
    share   text COLLATE "C" NOT NULL REFERENCES share (id) ON DELETE CASCADE,
    person  text COLLATE "C" NOT NULL REFERENCES person (id),
    at      timestamptz NOT NULL,
    payload bytea NOT NULL
);
CREATE INDEX share_opening_share ON share_opening (share, id);
CREATE INDEX share_opening_person ON share_opening (person);

-- That a practitioner may read what a person has sent for one purpose, scope being consultation:ID or appointment:ID, until it
-- ends by time or by hand. account is who agreed; practitioner is null while a consultation is open to whoever takes it.
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

-- What a practitioner says of themselves, for everybody to read but for to_check, which asks the operator. specialities and
-- languages are lists apart by a space; since is a year or 0. photo is a JPEG that this program made, photo_sum its SHA-256.
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

-- What the operator has checked of a practitioner: holder is the name in the register, checked_by one for everybody to read,
-- valid_until the last day (null for no end), ended_at when it was taken back.
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

-- What a person has asked practitioners: to look at a report, or for a second opinion. asked is who was asked (null for any),
-- refused who may not take it, holder who has it, next the colleague while it is handed over. No foreign keys to
-- practitioners: when one leaves, a request to them must not become one to anybody. payload is what was written and signed,
-- snapshot the report as it was sent, both sealed with the person's key.
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

-- The public halves of the keys that practitioners sign with; the private half of one that is not retired is in secret under
-- the name signing.ID. They outlive accounts: what was signed can be checked for good.
CREATE TABLE signing_key (
    id           text COLLATE "C" NOT NULL PRIMARY KEY,
    practitioner text COLLATE "C" NOT NULL,
    public       bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    retired_at   timestamptz
);
CREATE UNIQUE INDEX signing_key_current ON signing_key (practitioner) WHERE retired_at IS NULL;

-- How often two sides gave a pair of levels of urgency. It holds nothing about anybody.
CREATE TABLE opinion_count (
    sides   text COLLATE "C" NOT NULL,
    level_a text COLLATE "C" NOT NULL,
    level_b text COLLATE "C" NOT NULL,
    times   bigint NOT NULL CHECK (times >= 0),
    PRIMARY KEY (sides, level_a, level_b)
);

-- When a practitioner can be booked: weekly hours, exceptions and limits as JSON. changes counts bookings; a booking takes
-- its row, so that those of one practitioner follow each other.
CREATE TABLE practice (
    practitioner text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    version      bigint NOT NULL CHECK (version >= 1),
    schedule     text COLLATE "C" NOT NULL,
    changes      bigint NOT NULL DEFAULT 0,
    updated_at   timestamptz NOT NULL
);

-- What can be booked. A service that is no longer offered stays, since appointments name it.
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

-- An appointment. token_hash is of the secret in the link that shows, moves and cancels it. payload is what the person
-- wrote and that secret, report a report that they attached; both are sealed with the person's key. taken_from and
-- taken_to have the buffers in them. sequence counts changes, for calendar files and against forms sent twice.
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

-- The five minutes that booked appointments take up, buffers included; cell counts them since 1970. The primary key is what
-- keeps two appointments from the same time.
CREATE TABLE appointment_cell (
    practitioner text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    cell         bigint NOT NULL,
    appointment  text COLLATE "C" NOT NULL REFERENCES appointment (id) ON DELETE CASCADE,
    PRIMARY KEY (practitioner, cell)
);
CREATE INDEX appointment_cell_appointment ON appointment_cell (appointment);

-- Who wants to be told when a time becomes free.
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

-- Secrets of the instance, such as the key that signs web pushes. wrapped_key is a key of its own, wrapped like a
-- person's, with which payload is sealed.
CREATE TABLE secret (
    name        text COLLATE "C" NOT NULL PRIMARY KEY,
    wrapped_key bytea NOT NULL,
    key_id      text COLLATE "C" NOT NULL,
    payload     bytea NOT NULL
);

-- What was done to whose data, without any of the data. No foreign keys: it outlives what it is about. scope is that
-- of a consent, for what was done about one consultation or appointment.
CREATE TABLE audit (
    id      text COLLATE "C" NOT NULL PRIMARY KEY,
    at      timestamptz NOT NULL,
    account text COLLATE "C" NOT NULL,
    person  text COLLATE "C" NOT NULL,
    action  text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    scope   text COLLATE "C"
);
CREATE INDEX audit_person ON audit (person, at);

-- Work to be done later. A node takes a job by setting lease_until; next_at is when it is due (again), run_at when it was
-- due at first. attempts counts since it was last given back in order: more than 1 means that a node stopped halfway.
-- What is done stays for some days, so that the same id is not done again.
CREATE TABLE job (
    id          text COLLATE "C" NOT NULL PRIMARY KEY,
    kind        text COLLATE "C" NOT NULL,
    person      text COLLATE "C" NOT NULL REFERENCES person (id),
    run_at      timestamptz NOT NULL,
    next_at     timestamptz NOT NULL,
    lease_until timestamptz,
    attempts    bigint NOT NULL DEFAULT 0,
    done_at     timestamptz,
    payload     bytea NOT NULL
);
CREATE INDEX job_due ON job (next_at) WHERE done_at IS NULL;
CREATE INDEX job_person ON job (person);

-- Work that the program does for the instance, such as a backup: each on one node at a time, the one that holds the lease.
-- ran_at is when it was last begun, ok_at when it last ended well, note what went wrong since; no health data. Not part
-- of backups.
CREATE TABLE task (
    name        text COLLATE "C" NOT NULL PRIMARY KEY,
    next_at     timestamptz NOT NULL,
    lease_until timestamptz,
    ran_at      timestamptz,
    ok_at       timestamptz,
    note        text COLLATE "C" NOT NULL
);

-- What an operator tells about trouble, shown to everybody on /status. ended_at is null while it lasts.
CREATE TABLE incident (
    id       text COLLATE "C" NOT NULL PRIMARY KEY,
    began_at timestamptz NOT NULL,
    ended_at timestamptz,
    text     text COLLATE "C" NOT NULL
);
CREATE INDEX incident_began ON incident (began_at);

-- Counters that limit attempts. Not part of backups. ("window" is a word of SQL.)
CREATE TABLE rate (
    name     text COLLATE "C" NOT NULL,
    span     text COLLATE "C" NOT NULL,
    attempts bigint NOT NULL,
    PRIMARY KEY (name, span)
);

-- One row: the number of the newest migration that a program must know to serve this database. A migration that only
-- adds leaves it alone. Not part of backups.
CREATE TABLE compatibility (
    id    bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    needs bigint NOT NULL
);
