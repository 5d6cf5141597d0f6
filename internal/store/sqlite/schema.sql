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

-- What an account has set, sealed with the key of the account's own person.
CREATE TABLE setting (
    account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    version    INTEGER NOT NULL,
    payload    BLOB NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

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

-- Secrets of the instance, such as the key that signs web pushes. wrapped_key is a key of its own, wrapped like a
-- person's, with which payload is sealed.
CREATE TABLE secret (
    name        TEXT NOT NULL PRIMARY KEY,
    wrapped_key BLOB NOT NULL,
    key_id      TEXT NOT NULL,
    payload     BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What was done to whose data, without any of the data. No foreign keys: it outlives what it is about.
CREATE TABLE audit (
    id      TEXT NOT NULL PRIMARY KEY,
    at      TEXT NOT NULL,
    account TEXT NOT NULL,
    person  TEXT NOT NULL,
    action  TEXT NOT NULL,
    outcome TEXT NOT NULL
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

-- Counters that limit attempts. Not part of backups. ("window" is a word of SQL.)
CREATE TABLE rate (
    name     TEXT NOT NULL,
    span     TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (name, span)
) STRICT, WITHOUT ROWID;
