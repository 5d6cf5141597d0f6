-- +goose Up

-- The number of the newest migration that a program must know to serve this database.
--
-- A migration that only adds leaves "needs" alone, so that older programs serve on beside newer ones. One that
-- takes something away, or changes what something means, sets it to its own number. In PostgreSQL it begins with
--
--   LOCK TABLE compatibility IN ACCESS EXCLUSIVE MODE;
--   UPDATE compatibility SET needs = N;
--   SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
--       WHERE datname = current_database() AND substring(application_name from '^legible/([0-9]+)$')::bigint < N;
--
-- Each connection of a program is named after what the program knows and reads "needs" before it does anything
-- else. So an older program's connections end with the migration, none opens again, and none is in the middle
-- of a write: its transaction is undone.
CREATE TABLE compatibility (
    id    bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    needs bigint NOT NULL
);

INSERT INTO compatibility (id, needs) VALUES (1, 10);
