package assess

import "github.com/legible-health/legible/internal/triage"

// RedFlags returns the rules that hold for a case, highest level first, without
// computing anything probable.
func (e *Engine) RedFlags(c Case) []triage.Fired {
	s := e.states.Get().(*scratch)
	defer e.states.Put(s)
	return e.rules.Fire(e.rules.State(c.Person, e.complete(s, c)))
}
