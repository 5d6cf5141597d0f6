package web

import (
	"net/http"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
)

// words shows what was understood.
func (t *turn) words(wrong []problem) {
	age := t.st.Age
	if len(wrong) > 0 && wrong[0].Field == "age" {
		t.st.Age = "" // shown again as typed, but nothing can be worked out with it
	}
	resp := t.assess()
	t.st.Age = age
	if resp != nil {
		status := http.StatusOK
		if len(wrong) > 0 {
			status = http.StatusUnprocessableEntity
		}
		t.showWords(status, resp, wrong)
	}
}

// correct takes the corrections of what was understood, fields named "u.FINDING", and
// what was added; more asks to see the page once again.
func (t *turn) correct(more bool) {
	var names []string
	for name := range t.r.PostForm {
		if strings.HasPrefix(name, "u.") {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	if len(names)+len(t.st.Answers) > app.MaxEvidence {
		t.refuse(errState)
		return
	}
	var wrong []problem
	for _, name := range names {
		f := t.base.Finding(strings.TrimPrefix(name, "u."))
		if f == nil {
			t.refuse(errState)
			return
		}
		a := answer{From: fromText, Finding: f.ID, Presence: t.r.PostForm.Get(name)}
		if f.Kind == "number" {
			a.Presence, a.Value = "", strings.TrimSpace(a.Presence)
			if a.Value == "" {
				a.Presence = "unknown"
			}
		}
		switch err := a.check(f); {
		case err == nil:
			t.st.set(a)
		case f.Kind == "number":
			wrong = append(wrong, problem{name, "problem.number", numberArgs(f)})
		default:
			t.refuse(errState)
			return
		}
	}
	switch added := t.addWords(); {
	case len(wrong) > 0:
		t.words(wrong)
	case added != nil:
		t.words([]problem{*added})
	case more || strings.TrimSpace(t.r.PostForm.Get("add")) != "":
		t.words(nil)
	default:
		t.next()
	}
}

// addWords puts what was written under "add what we missed" behind the own words, where
// it is read like them. What would make them too long is refused and stays in its field.
func (t *turn) addWords() *problem {
	more := plainText(strings.TrimSpace(t.r.PostForm.Get("add")))
	if more == "" {
		return nil
	}
	longer := strings.TrimSpace(t.st.Text + "\n" + more)
	if n := utf8.RuneCountInString(longer); n > app.MaxText {
		return &problem{"add", "problem.text_long", []any{"n", n, "max", app.MaxText, "over", n - app.MaxText}}
	}
	if !utf8.ValidString(more) {
		return &problem{"add", "problem.text_encoding", nil}
	}
	t.st.Text = longer
	return nil
}
