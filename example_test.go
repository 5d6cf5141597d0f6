package legible_test

import (
	"errors"
	"fmt"
	"log"
	"sync"

	"github.com/legible-health/legible"
)

// open keeps the examples short, and shares one engine among them.
var open = sync.OnceValue(func() *legible.Engine {
	engine, err := legible.Open()
	if err != nil {
		log.Fatal(err)
	}
	return engine
})

func Example() {
	engine, err := legible.Open()
	if err != nil {
		log.Fatal(err)
	}
	answer, err := engine.Assess(legible.Request{
		Person: legible.Person{Age: new(67.0), Sex: "male"},
		Text:   "A hard painful cramp in my calf wakes me most nights for years. Stretching the foot helps at once. No swelling.",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.Differential[0].Name)
	fmt.Println(answer.Urgency.Level < legible.SameDay)
	// Output:
	// Night leg cramps
	// true
}

func ExampleEngine_Assess_emergency() {
	answer, err := open().Assess(legible.Request{
		Text:     "One leg suddenly went cold, pale and numb an hour ago and I cannot move my toes.",
		Country:  "GB",
		Evidence: []legible.Answer{legible.Yes("cold_pale_foot_sudden"), legible.Yes("cold_pale_foot_now")},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.Urgency.Level, "- call", answer.Urgency.Call)
	fmt.Println("more questions:", answer.Question != nil)
	// Output:
	// emergency - call 999
	// more questions: false
}

// An interview sends the growing evidence again with each answer.
func ExampleEngine_Assess_interview() {
	engine := open()
	request := legible.Request{Text: "My legs ache at night."}
	for {
		answer, err := engine.Assess(request)
		if err != nil {
			log.Fatal(err)
		}
		if answer.Complete {
			fmt.Println("asked at most", answer.Budget, "questions:", answer.Asked <= answer.Budget)
			return
		}
		// A person would be shown answer.Question.Text and its options here.
		request.Evidence = append(request.Evidence, legible.Unknown(answer.Question.Finding))
	}
	// Output: asked at most 12 questions: true
}

// A request is either understood wholly or refused with the field named.
func ExampleEngine_Assess_refused() {
	_, err := open().Assess(legible.Request{Person: legible.Person{Age: new(400.0)}})
	var refused *legible.Error
	if errors.As(err, &refused) {
		fmt.Println(refused.Field)
		fmt.Println(refused.Message)
	}
	// Output:
	// person.age
	// must be a number of years from 0 to 120
}

func ExampleEngine_Parse() {
	text := "I have no fever."
	understood, err := open().Parse(text)
	if err != nil {
		log.Fatal(err)
	}
	for _, u := range understood {
		fmt.Printf("%s: %s (%q)\n", u.Finding, u.Presence, string([]rune(text)[u.Start:u.End]))
	}
	// Output:
	// fever: absent ("fever")
}
