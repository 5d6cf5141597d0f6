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

-- What an account has set, sealed with the key of the account's own person.
CREATE TABLE setting (
    account    text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name       text COLLATE "C" NOT NULL,
    version    bigint NOT NULL,
    payload    bytea NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account, name)
);

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

-- Secrets of the instance, such as the key that signs web pushes. wrapped_key is a key of its own, wrapped like a
-- person's, with which payload is sealed.
CREATE TABLE secret (
    name        text COLLATE "C" NOT NULL PRIMARY KEY,
    wrapped_key bytea NOT NULL,
    key_id      text COLLATE "C" NOT NULL,
    payload     bytea NOT NULL
);

-- What was done to whose data, without any of the data. No foreign keys: it outlives what it is about.
CREATE TABLE audit (
    id      text COLLATE "C" NOT NULL PRIMARY KEY,
    at      timestamptz NOT NULL,
    account text COLLATE "C" NOT NULL,
    person  text COLLATE "C" NOT NULL,
    action  text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL
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

-- Counters that limit attempts. Not part of backups. ("window" is a word of SQL.)
CREATE TABLE rate (
    name     text COLLATE "C" NOT NULL,
    span     text COLLATE "C" NOT NULL,
    attempts bigint NOT NULL,
    PRIMARY KEY (name, span)
);
