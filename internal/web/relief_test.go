package web

import (
	"sync"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/care"
)

// realService answers about cramps and routines in the tests too: these pages show the
// content as it is.
var realService = sync.OnceValues(func() (*app.Service, error) {
	base, err := loadBase()
	if err != nil {
		return nil, err
	}
	return app.New(base)
})

func (f *fake) Cramps() []care.Cramp     { return must(realService()).Cramps() }
func (f *fake) Routines() []care.Routine { return must(realService()).Routines() }
