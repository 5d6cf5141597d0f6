-- +goose Up

ALTER TABLE audit ADD COLUMN scope TEXT;
