package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
)

// carriedItem is a check or what a plan was made from, as it is kept: the fields of its
// form, which /check and /plan read again. It travels in POST bodies only.
type carriedItem struct {
	Version int         `json:"version"` // 1
	Kind    string      `json:"kind"`    // app.CheckItem, app.PlanItem
	Fields  [][2]string `json:"fields"`
}

// checkFields are the fields of a check; a plan has more.
var checkFields = []string{"who", "text", "age", "sex", "pregnant", "country", "side", "nopain", "alarm", "place", "e"}

// carryForm takes the answers out of a form, in the order of checkFields, so that the
// same answers are the same item wherever they come from.
func carryForm(kind string, form url.Values) carriedItem {
	c := carriedItem{Version: 1, Kind: kind}
	names := checkFields
	if c.Kind == app.PlanItem {
		names = append(slices.Clone(names), planFieldNames...)
	}
	for _, name := range names {
		for _, value := range form[name] {
			if value != "" {
				c.Fields = append(c.Fields, [2]string{name, value})
			}
		}
	}
	return c
}

// planFieldNames are the fields that a plan has beside those of a check.
var planFieldNames = []string{"complaint", "had", "minutes", "spot", "kit", "preset", "wish", "more", "out", "length", "pose"}

// form gives the fields back.
func (c carriedItem) form() url.Values {
	f := url.Values{}
	for _, x := range c.Fields {
		f.Add(x[0], x[1])
	}
	return f
}

// check reports an item that the pages could not show again. errs.Invalid.
func (c carriedItem) check(s *site) error {
	bad := errs.Field("item", "cannot be kept in this form")
	if c.Version != 1 || c.Kind != app.CheckItem && c.Kind != app.PlanItem || len(c.Fields) == 0 || len(c.Fields) > 1000 {
		return bad
	}
	st, err := readState(c.form(), s.base)
	if err != nil || len(st.check()) > 0 {
		return bad
	}
	if plan := readPlanForm(c.form()); c.Kind == app.PlanItem && len(plan.check(s)) > 0 {
		return bad
	}
	return nil
}

// KeptCheck reads the answers of an app.CheckItem, which the pages keep as the fields of a
// form. errs.Invalid for one that they could not show again.
func KeptCheck(base *kb.Base, kept []byte) (*app.Request, error) {
	var c carriedItem
	bad := errs.Field("item", "is no check that can be read")
	if json.Unmarshal(kept, &c) != nil || c.Version != 1 || c.Kind != app.CheckItem {
		return nil, bad
	}
	st, err := readState(c.form(), base)
	if err != nil || len(st.check()) > 0 {
		return nil, bad
	}
	return st.request(base, "en"), nil
}

// keepPost keeps a check or a plan. Whoever is not signed in gets the page to sign in or
// up, which carries it on.
func (s *site) keepPost(w http.ResponseWriter, r *http.Request) {
	if !s.accountForm(w, r) {
		return
	}
	kept := r.PostForm.Get("kept")
	if kept == "" {
		text, err := json.Marshal(carryForm(strings.TrimPrefix(r.PostForm.Get("do"), "keep:"), r.PostForm))
		if err != nil {
			s.fail(w, r, err)
			return
		}
		kept = string(text)
	}
	v, err := s.visitor(r)
	switch {
	case err != nil:
		s.fail(w, r, err)
	case v == nil:
		s.signIn(w, r, http.StatusOK, formView{Kept: kept})
	default:
		s.keepFor(w, r, v, kept)
	}
}

// keepFor keeps what was carried for the person whose pages are open.
func (s *site) keepFor(w http.ResponseWriter, r *http.Request, v *app.Visit, kept string) {
	var c carriedItem
	err := json.Unmarshal([]byte(kept), &c)
	if err == nil {
		err = c.check(s)
	}
	if err != nil {
		s.trouble(w, r, http.StatusUnprocessableEntity)
		return
	}
	if v.Chosen.ID == "" {
		http.Redirect(w, r, "/account/persons", http.StatusSeeOther)
		return
	}
	text, err := json.Marshal(carryForm(c.Kind, c.form()))
	if err == nil {
		var book *app.Book
		if book, err = s.opts.Keeper.Book(r.Context(), v.Account, v.Chosen.ID); err == nil {
			_, err = book.KeepOnce(r.Context(), c.Kind, text)
		}
	}
	s.done(w, r, err, "/account/kept")
}

// keptView lists what is kept beside the diary, and what this device still has.
type keptView struct {
	page
	whoseView
	Kept []keptItem
}

// keptItem is a check or a plan with the form that shows it again.
type keptItem struct {
	ID, Kind, Date, Action, Do string
	Hidden                     []field
}

// mostKept bounds the list on the page.
const mostKept = 200

func (s *site) keptShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	p := s.printer(r)
	v := keptView{page: s.page(r, "kept", p.T("account.kept_title")), whoseView: whoseView{visit, "/account/kept"}}
	book, err := s.opts.Keeper.Book(r.Context(), visit.Account, visit.Chosen.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for _, kind := range []string{app.CheckItem, app.PlanItem} {
		items, err := book.Items(r.Context(), kind)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		slices.Reverse(items) // newest first
		for _, x := range items[:min(len(items), mostKept)] {
			v.Kept = append(v.Kept, s.keptItem(r, x))
		}
	}
	s.write(w, r, http.StatusOK, "kept", v)
}

func (s *site) keptItem(r *http.Request, x app.Item) keptItem {
	out := keptItem{ID: x.ID, Kind: x.Kind, Action: "/check", Do: "result"}
	if x.Kind == app.PlanItem {
		out.Action, out.Do = "/plan", "plan"
	}
	if d, err := diary.ParseDate(x.Day); err == nil {
		out.Date = dayFull(s.printer(r), d)
	}
	var c carriedItem
	if json.Unmarshal(x.Data, &c) == nil {
		for _, f := range c.Fields {
			out.Hidden = append(out.Hidden, field{f[0], f[1]})
		}
	}
	return out
}

func (s *site) keptDropPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	m, ok := s.whose(w, r, v)
	if !ok {
		return
	}
	kind := r.PostForm.Get("kind")
	if kind != app.CheckItem && kind != app.PlanItem { // nothing else is kept on this page
		s.notFound(w, r)
		return
	}
	book, err := s.opts.Keeper.Book(r.Context(), v.Account, m.ID)
	if err == nil {
		err = book.Drop(r.Context(), kind, r.PostForm.Get("id"))
	}
	s.done(w, r, err, "/account/kept")
}

// deviceSent is what a script sends of what the device kept, after the person has asked
// for it.
type deviceSent struct {
	Person string `json:"person"`
	app.OnDevice
	Items []carriedItem `json:"items"` // a check, a plan
}

// devicePost keeps what the device had. It answers in JSON how much was taken.
func (s *site) devicePost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	var in deviceSent
	r.Body = http.MaxBytesReader(w, r.Body, maxAccountForm)
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		answerJSON(w, http.StatusUnprocessableEntity, map[string]string{"error": s.printer(r).T("trouble.422.heading")})
		return
	}
	taken, refused, err := s.keepDevice(r, v, in)
	if err != nil {
		answerJSON(w, errs.KindOf(err).Status(), map[string]string{"error": s.printer(r).T("account.device_failed")})
		return
	}
	answerJSON(w, http.StatusOK, map[string]int{"taken": taken, "refused": refused})
}

func (s *site) keepDevice(r *http.Request, v *app.Visit, in deviceSent) (taken, refused int, err error) {
	book, err := s.opts.Keeper.Book(r.Context(), v.Account, in.Person)
	if err != nil {
		return 0, 0, err
	}
	for _, c := range in.Items {
		if c.check(s) != nil {
			refused++
			continue
		}
		text, err := json.Marshal(carryForm(c.Kind, c.form()))
		if err != nil {
			return taken, refused, err
		}
		if _, err := book.KeepOnce(r.Context(), c.Kind, text); err != nil {
			return taken, refused, err
		}
		taken++
	}
	n, m, err := s.opts.Keeper.KeepOnDevice(r.Context(), v.Account, in.Person, in.OnDevice)
	return taken + n, refused + m, err
}
