package eval_test

import (
	"os"
	"sync"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/kb"
)

const folder = "../../knowledge"

// service answers from the knowledge folder as it is on disk, loaded once.
var service = sync.OnceValues(func() (*app.Service, error) {
	base, err := kb.Open(os.DirFS(folder))
	if err != nil {
		return nil, err
	}
	return app.New(base)
})

func open(t testing.TB) *app.Service {
	t.Helper()
	s, err := service()
	if err != nil {
		t.Fatalf("knowledge base: %v", err)
	}
	return s
}
