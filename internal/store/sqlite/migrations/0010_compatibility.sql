-- +goose Up

-- The number of the newest migration that a program must know to serve this database.
--
-- A migration that only adds leaves "needs" alone, so that older programs serve on beside newer ones. One that
-- takes something away, or changes what something means, sets it to its own number.
--
--   UPDATE compatibility SET needs = N;
CREATE TABLE compatibility (
    id    INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    needs INTEGER NOT NULL
) STRICT;

INSERT INTO compatibility (id, needs) VALUES (1, 10);
