package api

import (
	"encoding/json"

	"github.com/legible-health/legible/internal/app"
)

// exampleRequest is the request shown in the description. Its answer is computed, so
// the example is never out of date.
func exampleRequest() *app.Request {
	age := 62.0
	return &app.Request{
		Person: app.Person{Age: &age, Sex: "female"},
		Text:   "My left calf goes hard and hurts at night, it wakes me up.",
		Evidence: []app.Answer{
			{Finding: "urge_to_move_legs", Presence: "absent"},
			{Finding: "unilateral_leg_swelling", Presence: "absent"},
			{Finding: "pain_score_0_10", Value: json.RawMessage("6")},
		},
		Locale:  "en",
		Country: "GB",
	}
}

// shortened keeps the first two entries of each long list of an answer. A copy is
// changed, not the answer.
func shortened(full *app.Response) *app.Response {
	r := *full
	r.Understood = firstTwo(r.Understood)
	r.Differential = firstTwo(r.Differential)
	for i := range r.Differential {
		c := &r.Differential[i]
		c.For, c.Against = firstTwo(c.For), firstTwo(c.Against)
	}
	r.Feared = firstTwo(r.Feared)
	for i := range r.Feared {
		f := &r.Feared[i]
		f.For, f.Against = firstTwo(f.For), firstTwo(f.Against)
	}
	r.Instruments = firstTwo(r.Instruments)
	r.Changes = firstTwo(r.Changes)
	return &r
}

// firstTwo copies; an empty list stays a list.
func firstTwo[T any](list []T) []T {
	return append([]T{}, list[:min(2, len(list))]...)
}
