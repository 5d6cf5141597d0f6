package web

import (
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/i18n"
)

// A question may be answered with the person's last check, when they tick so: the newest
// one kept with the account, or the one on the device, which ask.js then sends along. The
// box is shown only where there is a check.

// The fields of the form.
const (
	useCheck  = "use_check" // the box
	sentCheck = "check"     // a carriedItem, from the device
)

// askedCheckView says how a check was used.
type askedCheckView struct {
	Lost   bool // it was to be used and cannot be read any more
	Level  string
	Action string // of a check that is not urgent; urgent ones stand first of all
	Causes []app.AskCause
}

// lastCheck is the newest check kept for the person whose pages are open; nil when there
// is none or nobody is signed in.
func (s *site) lastCheck(r *http.Request) (*carriedItem, error) {
	v, err := s.visitor(r)
	if err != nil || v == nil || v.Chosen.ID == "" {
		return nil, err
	}
	book, err := s.opts.Keeper.Book(r.Context(), v.Account, v.Chosen.ID)
	if err != nil {
		return nil, err
	}
	items, err := book.Items(r.Context(), app.CheckItem)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	c := &carriedItem{}
	if json.Unmarshal(items[len(items)-1].Data, c) != nil {
		return nil, nil
	}
	return c, nil
}

// askedCheck is the check that a question is to be answered with; nil when none is wanted.
// lost reports one that is wanted and cannot be read.
func (s *site) askedCheck(r *http.Request, form url.Values, p *i18n.Printer) (check *app.Request, lost bool, err error) {
	if form.Get(useCheck) == "" {
		return nil, false, nil
	}
	c := &carriedItem{}
	if text := form.Get(sentCheck); text == "" {
		if c, err = s.lastCheck(r); err != nil {
			return nil, false, err
		}
	} else if json.Unmarshal([]byte(text), c) != nil {
		return nil, true, nil
	}
	if c == nil || c.Kind != app.CheckItem || c.check(s) != nil {
		return nil, true, nil
	}
	st, err := readState(c.form(), s.base)
	if err != nil {
		return nil, true, nil
	}
	return st.request(s.base, p.Lang()), false, nil
}

// checkUsed shows how the check was used.
func checkUsed(u *app.AskCheck) *askedCheckView {
	if u == nil {
		return nil
	}
	v := &askedCheckView{Level: u.Level.String(), Causes: u.Causes}
	if u.Level < clinical.SameDay {
		v.Action = u.Action
	}
	return v
}

// rephrasedView is an answer in a language model's words.
type rephrasedView struct {
	Model     string
	Sentences []rephrasedSentence
}

// rephrasedSentence is a sentence with the place of its passage among the quotes, from 1.
type rephrasedSentence struct {
	Text string
	N    int
}

// rephrased puts the numbers of the quotes to the sentences.
func rephrased(a *app.AskResponse) *rephrasedView {
	if a.Rephrased == nil {
		return nil
	}
	v := &rephrasedView{Model: a.Rephrased.Model}
	for _, x := range a.Rephrased.Sentences {
		for i, p := range a.Passages {
			if p.ID == x.Passage {
				v.Sentences = append(v.Sentences, rephrasedSentence{x.Text, i + 1})
			}
		}
	}
	return v
}
