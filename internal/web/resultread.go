package web

import (
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
)

// readView is one finding with the own words it was read in.
type readView struct{ Quote, Label string }

// readInWords lists what an emergency rests on and was read in the own words, and that
// nobody has confirmed yet: an emergency stops before the page that asks whether the
// words were understood. In the order of the text, each finding once; nil below an emergency.
func (t *turn) readInWords(resp *app.Response) (out []readView) {
	if resp.Urgency.Level != clinical.Emergency {
		return nil
	}
	open := map[string]bool{}
	for _, r := range resp.Urgency.Reasons {
		for _, id := range r.Findings {
			_, answered := t.st.get(id)
			open[id] = r.Level == clinical.Emergency && !answered || open[id]
		}
	}
	for _, u := range resp.Understood {
		f := t.base.Finding(u.Finding)
		if f == nil || !open[u.Finding] || u.Presence == clinical.Absent {
			continue
		}
		open[u.Finding] = false
		out = append(out, readView{u.Text, f.Name()})
	}
	return out
}
