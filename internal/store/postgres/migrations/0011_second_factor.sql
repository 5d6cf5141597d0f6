-- +goose Up

-- A program that does not ask for the second factor must not let anybody in.
LOCK TABLE compatibility IN ACCESS EXCLUSIVE MODE;
UPDATE compatibility SET needs = 11;
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND substring(application_name from '^legible/([0-9]+)$')::bigint < 11;

CREATE TABLE second_factor (
    account      text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    last_step    bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    confirmed_at timestamptz
);
