-- +goose Up

ALTER TABLE audit ADD COLUMN scope text COLLATE "C";
