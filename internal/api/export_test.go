package api

import (
	"log/slog"
	"maps"
	"net/http"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/kb"
)

// Assessor and NewWith let tests stand a fake behind the API.
type Assessor = assessor

func NewWith(base *kb.Base, as Assessor, log *slog.Logger) http.Handler {
	return newHandler(base, as, nil, log)
}

// SampleRequest is the one of the description.
func SampleRequest() *app.Request { return exampleRequest() }

// FieldTexts are the descriptions of fields.
func FieldTexts() map[string]string {
	all := maps.Clone(fieldTexts)
	maps.Copy(all, planTexts)
	maps.Copy(all, entryTexts)
	return all
}

// SamplePlan is the request for a plan of the description.
func SamplePlan() *app.PlanRequest { return examplePlan() }

// SampleLabs is the request of the example of POST /labs/interpret.
func SampleLabs() *app.LabsRequest { return exampleLabs() }

// Served lists the operations of a handler, such as "GET /api/v1/persons".
func Served(h http.Handler) []string { return h.(*routes).served }

// Keeper and NewKeeping let tests give the API a store.
type Keeper = keeper

func NewKeeping(base *kb.Base, as Assessor, k Keeper, log *slog.Logger) http.Handler {
	return newHandler(base, as, k, log)
}
