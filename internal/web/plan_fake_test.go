package web

import (
	"errors"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/care"
)

// The fake leaves plans to the real service: what a plan may hold is decided there.
func (f *fake) Plan(r *app.PlanRequest) (*app.PlanResponse, error) {
	return must(realService()).Plan(r)
}

func (f *fake) Equipment() []care.Equipment { return must(realService()).Equipment() }

// failingPlanner is a service that is broken.
type failingPlanner struct{ *fake }

func (failingPlanner) Plan(*app.PlanRequest) (*app.PlanResponse, error) {
	return nil, errors.New("secret fault")
}
