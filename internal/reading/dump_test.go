package reading_test

import (
	"encoding/json"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	f, _ := os.Create("/tmp/w/w4/corpus.json")
	json.NewEncoder(f).Encode(corpus(t))
	f.Close()
}
