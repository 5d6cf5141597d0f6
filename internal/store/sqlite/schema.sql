-- The database as the migrations must leave it (SQLite). internal/store/postgres/schema.sql is the same in the other
-- dialect. Ids are text (UUIDv7), times are UTC in RFC 3339 with six decimals, so that they sort as text, and days are
-- YYYY-MM-DD. What a person wrote stands only in columns named payload or …_sealed, encrypted with the person's key.

-- Whom data is about. No name, no birth date: those are records. wrapped_key is null once the person is erased;
-- key_id is then empty as soon as the key file cannot open older copies of the key either.
CREATE TABLE person (
    id          TEXT NOT NULL PRIMARY KEY,
    wrapped_key BLOB,
    key_id      TEXT NOT NULL,
    time_zone   TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    erased_at   TEXT
) STRICT;
CREATE INDEX person_key ON person (key_id);

-- What belongs to a person, one sealed payload each. deleted marks a tombstone.
CREATE TABLE record (
    person     TEXT    NOT NULL REFERENCES person (id),
    id         TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    payload    BLOB    NOT NULL,
    updated_at TEXT    NOT NULL,
    deleted    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (person, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_day ON record (person, day, id);
CREATE INDEX record_kind ON record (person, kind, day, id);

-- Who may sign in. name_folded is the name for comparing; password is a PHC string or null.
CREATE TABLE account (
    id          TEXT NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    role        TEXT NOT NULL CHECK (role IN ('person', 'practitioner', 'editor', 'operator')),
    password    TEXT,
    created_at  TEXT NOT NULL,
    disabled_at TEXT
) STRICT;

-- Which persons an account may reach. name_sealed is what the account calls the person.
CREATE TABLE account_person (
    account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person      TEXT NOT NULL REFERENCES person (id),
    relation    TEXT NOT NULL,
    name_sealed BLOB,
    PRIMARY KEY (account, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_person_person ON account_person (person);

-- Passkeys. data is the public credential as JSON.
CREATE TABLE credential (
    id         TEXT NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      TEXT NOT NULL,
    data       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    used_at    TEXT
) STRICT;
CREATE INDEX credential_account ON credential (account);

-- A second factor beside the password: codes of an app (TOTP). Its secret is in "secret", under second-factor.ID.
-- last_step is the span of time of the newest code that was taken, so that none is taken twice. confirmed_at is null
-- until the first code was right, and until then it is not asked for.
CREATE TABLE second_factor (
    account      TEXT NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    last_step    INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    confirmed_at TEXT
) STRICT;

-- Codes to get in when the passkey is lost; each works once.
CREATE TABLE recovery_code (
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hash    TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

-- Browsers that are signed in; hash is of the cookie's value.
-- person is whose pages are open; null for the account's holder.
CREATE TABLE session (
    hash       TEXT NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    person     TEXT REFERENCES person (id)
) STRICT;
CREATE INDEX session_account ON session (account);

-- Passkey questions under way: data is the challenge as JSON. Each is answered once, within minutes; not in backups.
CREATE TABLE ceremony (
    hash       TEXT NOT NULL PRIMARY KEY,
    data       TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

-- Bearer tokens of the API; hash is SHA-256 of the token, which is 256 bits of chance.
CREATE TABLE token (
    hash       TEXT NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label      TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT
) STRICT;
CREATE INDEX token_account ON token (account);

-- What an account wants to be reminded of for a person: payload holds settings, mail address, browsers to push to and how
-- they do, sealed with the person's key. token_hash is of the secret in each message that puts off and stops; feed_hash of
-- the calendar feed's, null while there is none.
CREATE TABLE reminder (
    account    TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person     TEXT    NOT NULL REFERENCES person (id),
    version    INTEGER NOT NULL CHECK (version >= 1),
    payload    BLOB    NOT NULL,
    token_hash TEXT    NOT NULL UNIQUE,
    feed_hash  TEXT    UNIQUE,
    updated_at TEXT    NOT NULL,
    PRIMARY KEY (account, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_person ON reminder (person);

-- A link to files that somebody shares. link_hash is of the secret in its address; the key of the files stands in the link
-- alone and nowhere here. payload holds label, passcode (argon2id) and what files there are, sealed with the person's key.
-- tries counts passcodes being checked or found wrong; at ten the link is dead.
CREATE TABLE share (
    id         TEXT NOT NULL PRIMARY KEY,
    link_hash  TEXT NOT NULL UNIQUE,
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person     TEXT NOT NULL REFERENCES person (id),
    payload    BLOB NOT NULL,
    tries      INTEGER NOT NULL CHECK (tries >= 0),
    openings   INTEGER NOT NULL CHECK (openings >= 0),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;
CREATE INDEX share_person ON share (person, account);
CREATE INDEX share_account ON share (account);

-- The files of a link while it is open, encrypted with its key and sealed once more with the person's. No part of backups:
-- a restore ends every link.
CREATE TABLE share_file (
    share   TEXT NOT NULL REFERENCES share (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    person  TEXT NOT NULL REFERENCES person (id),
    payload BLOB NOT NULL,
    PRIMARY KEY (share, number)
) STRICT;
CREATE INDEX share_file_person ON share_file (person);

-- The latest openings of a link; payload is how the viewer named itself, sealed.
CREATE TABLE share_opening (
    id      TEXT NOT NULL PRIMARY KEY,
    share   TEXT NOT NULL REFERENCES share (id) ON DELETE CASCADE,
    person  TEXT NOT NULL REFERENCES person (id),
    at      TEXT NOT NULL,
    payload BLOB NOT NULL
) STRICT;
CREATE INDEX share_opening_share ON share_opening (share, id);
CREATE INDEX share_opening_person ON share_opening (person);

-- That a practitioner may read what a person has sent for one purpose, scope being consultation:ID or appointment:ID, until it
-- ends by time or by hand. account is who agreed; practitioner is null while a consultation is open to whoever takes it.
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

-- What a practitioner says of themselves, for everybody to read but for to_check, which asks the operator. specialities and
-- languages are lists apart by a space; since is a year or 0. photo is a JPEG that this program made, photo_sum its SHA-256.
CREATE TABLE practitioner (
    account      TEXT    NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    slug         TEXT    NOT NULL UNIQUE,
    name         TEXT    NOT NULL,
    profession   TEXT    NOT NULL,
    specialities TEXT    NOT NULL,
    country      TEXT    NOT NULL,
    languages    TEXT    NOT NULL,
    since        INTEGER NOT NULL CHECK (since >= 0),
    about        TEXT    NOT NULL,
    services     TEXT    NOT NULL,
    time_zone    TEXT    NOT NULL,
    listed       INTEGER NOT NULL,
    to_check     TEXT    NOT NULL,
    photo_sum    TEXT,
    photo        BLOB,
    updated_at   TEXT    NOT NULL
) STRICT;

-- What the operator has checked of a practitioner: holder is the name in the register, checked_by one for everybody to read,
-- valid_until the last day (null for no end), ended_at when it was taken back.
CREATE TABLE qualification (
    id           TEXT NOT NULL PRIMARY KEY,
    practitioner TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    title        TEXT NOT NULL,
    holder       TEXT NOT NULL,
    register     TEXT NOT NULL,
    number       TEXT NOT NULL,
    country      TEXT NOT NULL,
    way          TEXT NOT NULL,
    checked_by   TEXT NOT NULL,
    checked_at   TEXT NOT NULL,
    valid_until  TEXT,
    ended_at     TEXT
) STRICT;
CREATE INDEX qualification_practitioner ON qualification (practitioner);

-- What a person has asked practitioners: to look at a report, or for a second opinion. asked is who was asked (null for any),
-- refused who may not take it, holder who has it, next the colleague while it is handed over. No foreign keys to
-- practitioners: when one leaves, a request to them must not become one to anybody. payload is what was written and signed,
-- snapshot the report as it was sent, both sealed with the person's key.
CREATE TABLE consultation (
    id         TEXT NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person     TEXT NOT NULL REFERENCES person (id),
    sort       TEXT NOT NULL CHECK (sort IN ('validation', 'second_opinion')),
    stage      TEXT NOT NULL CHECK (stage IN ('requested', 'accepted', 'asked', 'answered', 'handed_over', 'signed', 'declined', 'withdrawn', 'expired')),
    asked      TEXT,
    refused    TEXT,
    holder     TEXT,
    next       TEXT,
    agreed     INTEGER NOT NULL,
    due_at     TEXT NOT NULL,
    until      TEXT NOT NULL,
    first      TEXT,
    version    INTEGER NOT NULL CHECK (version >= 1),
    written    INTEGER NOT NULL CHECK (written >= 1),
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    payload    BLOB NOT NULL,
    snapshot   BLOB NOT NULL
) STRICT;
CREATE INDEX consultation_person ON consultation (person, created_at);
CREATE INDEX consultation_account ON consultation (account);
CREATE INDEX consultation_stage ON consultation (stage, created_at);
CREATE INDEX consultation_asked ON consultation (asked);
CREATE INDEX consultation_holder ON consultation (holder);
CREATE INDEX consultation_next ON consultation (next);

-- The public halves of the keys that practitioners sign with; the private half of one that is not retired is in secret under
-- the name signing.ID. They outlive accounts: what was signed can be checked for good.
CREATE TABLE signing_key (
    id           TEXT NOT NULL PRIMARY KEY,
    practitioner TEXT NOT NULL,
    public       BLOB NOT NULL,
    created_at   TEXT NOT NULL,
    retired_at   TEXT
) STRICT;
CREATE UNIQUE INDEX signing_key_current ON signing_key (practitioner) WHERE retired_at IS NULL;

-- How often two sides gave a pair of levels of urgency. It holds nothing about anybody.
CREATE TABLE opinion_count (
    sides   TEXT    NOT NULL,
    level_a TEXT    NOT NULL,
    level_b TEXT    NOT NULL,
    times   INTEGER NOT NULL CHECK (times >= 0),
    PRIMARY KEY (sides, level_a, level_b)
) STRICT, WITHOUT ROWID;

-- When a practitioner can be booked: weekly hours, exceptions and limits as JSON. changes counts bookings; a booking takes
-- its row, so that those of one practitioner follow each other.
CREATE TABLE practice (
    practitioner TEXT    NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    version      INTEGER NOT NULL CHECK (version >= 1),
    schedule     TEXT    NOT NULL,
    changes      INTEGER NOT NULL DEFAULT 0,
    updated_at   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- What can be booked. A service that is no longer offered stays, since appointments name it.
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

-- An appointment. token_hash is of the secret in the link that shows, moves and cancels it. payload is what the person
-- wrote and that secret, report a report that they attached; both are sealed with the person's key. taken_from and
-- taken_to have the buffers in them. sequence counts changes, for calendar files and against forms sent twice.
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

-- The five minutes that booked appointments take up, buffers included; cell counts them since 1970. The primary key is what
-- keeps two appointments from the same time.
CREATE TABLE appointment_cell (
    practitioner TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    cell         INTEGER NOT NULL,
    appointment  TEXT    NOT NULL REFERENCES appointment (id) ON DELETE CASCADE,
    PRIMARY KEY (practitioner, cell)
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_cell_appointment ON appointment_cell (appointment);

-- Who wants to be told when a time becomes free.
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

-- Secrets of the instance, such as the key that signs web pushes. wrapped_key is a key of its own, wrapped like a
-- person's, with which payload is sealed.
CREATE TABLE secret (
    name        TEXT NOT NULL PRIMARY KEY,
    wrapped_key BLOB NOT NULL,
    key_id      TEXT NOT NULL,
    payload     BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What was done to whose data, without any of the data. No foreign keys: it outlives what it is about. scope is that
-- of a consent, for what was done about one consultation or appointment.
CREATE TABLE audit (
    id      TEXT NOT NULL PRIMARY KEY,
    at      TEXT NOT NULL,
    account TEXT NOT NULL,
    person  TEXT NOT NULL,
    action  TEXT NOT NULL,
    outcome TEXT NOT NULL,
    scope   TEXT
) STRICT;
CREATE INDEX audit_person ON audit (person, at);

-- Work to be done later. A node takes a job by setting lease_until; next_at is when it is due (again), run_at when it was
-- due at first. attempts counts since it was last given back in order: more than 1 means that a node stopped halfway.
-- What is done stays for some days, so that the same id is not done again.
CREATE TABLE job (
    id          TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL,
    person      TEXT NOT NULL REFERENCES person (id),
    run_at      TEXT NOT NULL,
    next_at     TEXT NOT NULL,
    lease_until TEXT,
    attempts    INTEGER NOT NULL DEFAULT 0,
    done_at     TEXT,
    payload     BLOB NOT NULL
) STRICT;
CREATE INDEX job_due ON job (next_at) WHERE done_at IS NULL;
CREATE INDEX job_person ON job (person);

-- Work that the program does for the instance, such as a backup: each on one node at a time, the one that holds the lease.
-- ran_at is when it was last begun, ok_at when it last ended well, note what went wrong since; no health data. Not part
-- of backups.
CREATE TABLE task (
    name        TEXT NOT NULL PRIMARY KEY,
    next_at     TEXT NOT NULL,
    lease_until TEXT,
    ran_at      TEXT,
    ok_at       TEXT,
    note        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What an operator tells about trouble, shown to everybody on /status. ended_at is null while it lasts.
CREATE TABLE incident (
    id       TEXT NOT NULL PRIMARY KEY,
    began_at TEXT NOT NULL,
    ended_at TEXT,
    text     TEXT NOT NULL
) STRICT;
CREATE INDEX incident_began ON incident (began_at);

-- Counters that limit attempts. Not part of backups. ("window" is a word of SQL.)
CREATE TABLE rate (
    name     TEXT NOT NULL,
    span     TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (name, span)
) STRICT, WITHOUT ROWID;

-- One row: the number of the newest migration that a program must know to serve this database. A migration that only
-- adds leaves it alone. Not part of backups.
CREATE TABLE compatibility (
    id    INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    needs INTEGER NOT NULL
) STRICT;
