package backup_test

import (
	"compress/gzip"
	"io"
	"testing"
)

// unpack is the JSON inside a decrypted backup.
func unpack(t *testing.T, r io.Reader) []byte {
	t.Helper()
	packed, err := gzip.NewReader(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
