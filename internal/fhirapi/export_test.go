package fhirapi

import (
	"net/http"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// Recorded is the record of a response, for documents that need a name.
func Recorded(svc *app.Service, o Options, r *fhir.QuestionnaireResponse) (*fhirmap.Record, error) {
	return (&server{Options: o, use: svc, mapper: fhirmap.New(svc.Base())}).assessed(r, nil)
}

// Keeper and NewWith let tests stand something before the store.
type Keeper = keeper

func NewWith(svc *app.Service, k Keeper, o Options) http.Handler { return newHandler(svc, k, o) }
