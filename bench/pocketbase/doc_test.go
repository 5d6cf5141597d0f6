// Package pocketbase measures the diary against PocketBase, a well-known program of the
// same kind (Go, SQLite in the same file as the program, JSON over HTTP). Both run as
// processes of their own on the same disk and answer the same clients, by turns:
//
//	go test -bench . -benchtime 1x        in this folder
//
// Both are as they come. Legible seals every entry and has it on disk before it answers
// (synchronous FULL); PocketBase keeps it open and may lose the last ones when the
// machine stops (NORMAL).
package pocketbase
