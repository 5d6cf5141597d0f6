package labs_test

import (
	"os"
	"sync"
	"testing"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/labs"
	_ "github.com/legible-health/legible/internal/rapidtest"
)

// content is the knowledge on disk, read once.
var content = sync.OnceValues(func() (*kb.Base, error) { return kb.Open(os.DirFS("../../knowledge")) })

var made = sync.OnceValues(func() (*labs.Interpreter, error) {
	base, err := content()
	if err != nil {
		return nil, err
	}
	return labs.New(base), nil
})

func interpreter(t testing.TB) *labs.Interpreter {
	t.Helper()
	x, err := made()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func analytes(t testing.TB) []*kb.Analyte {
	t.Helper()
	base, err := content()
	if err != nil {
		t.Fatal(err)
	}
	return base.Analytes
}

func person(age float64, sex clinical.Sex) clinical.Person {
	return clinical.Person{Age: &age, Sex: sex}
}

// one interprets a single result and fails on an error.
func one(t testing.TB, p clinical.Person, ev clinical.Evidence, r labs.Result) labs.Reading {
	t.Helper()
	out, err := interpreter(t).Interpret(p, ev, []labs.Result{r})
	if err != nil {
		t.Fatalf("%+v: %v", r, err)
	}
	return out.Readings[0]
}
