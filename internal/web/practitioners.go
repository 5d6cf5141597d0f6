package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
)

const (
	practitionersPath = "/practitioners"
	profilePath       = "/practice/profile"
	checkingPath      = "/operator/practitioners"
)

// practitionerRoutes adds the directory, the profile that a practitioner writes, and the
// pages on which the operator checks qualifications.
func (s *site) practitionerRoutes(mux *mux) {
	if !s.keeps() || s.opts.Practitioners == nil {
		return
	}
	mux.HandleFunc("GET "+practitionersPath, s.practitionersShow)
	mux.HandleFunc("GET "+practitionersPath+"/{slug}", s.practitionerShow)
	mux.HandleFunc("GET "+practitionersPath+"/{slug}/photo", s.photoShow)
	for pattern, show := range map[string]func(http.ResponseWriter, *http.Request, *app.Visit){
		"GET " + profilePath:  s.profileShow,
		"POST " + profilePath: s.profilePost,
		"GET " + PhotoPath:    s.ownPhotoShow,
		"POST " + PhotoPath:   s.photoPost,
	} {
		mux.HandleFunc(pattern, s.forRole(account.Practitioner, show))
	}
	for pattern, show := range map[string]func(http.ResponseWriter, *http.Request, *app.Visit){
		"GET " + checkingPath:                     s.checkingShow,
		"GET " + checkingPath + "/{account}":      s.checkOneShow,
		"POST " + checkingPath + "/{account}":     s.qualificationPost,
		"POST " + checkingPath + "/{account}/end": s.qualificationEndPost,
	} {
		mux.HandleFunc(pattern, s.forRole(account.Operator, show))
	}
}

// directoryView is the directory, or how it comes to have somebody in it.
type directoryView struct {
	page
	Empty         bool // nobody is listed at all
	Filters       []filterView
	Filtered      bool
	Folded        bool // the questions are folded: nothing is chosen
	Orders        []box
	Practitioners []practitionerCard
}

// filterView is one question of the filter with the answers that somebody listed gives.
type filterView struct {
	Name, Label string
	Any         bool // none is chosen
	Options     []box
}

// practitionerCard is a practitioner in the directory.
type practitionerCard struct {
	Href, Name, Profession, Where, Languages, Years, Photo string
	Specialities                                           []string
	Initials                                               string // in the place of a photo
	Checked                                                string // what was checked last, by whom and when
	Free                                                   string // how soon a time is free, roughly; empty unless sorted by it
}

func (s *site) practitionersShow(w http.ResponseWriter, r *http.Request) {
	f, ok := readFilter(r)
	if !ok {
		s.trouble(w, r, http.StatusUnprocessableEntity)
		return
	}
	all, err := s.opts.Practitioners.List(r.Context(), consult.Filter{})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := directoryView{page: s.page(r, "practitioners", p.T("practitioner.title")), Empty: len(all) == 0, Filtered: f != consult.Filter{}, Filters: s.filters(p, all, f)}
	order := cmp.Or(r.URL.Query().Get("sort"), "name")
	v.Folded = !v.Filtered && order == "name"
	free := map[string]time.Time{}
	for _, name := range consult.Orders {
		if name == "free" && !s.books() {
			continue
		}
		v.Orders = append(v.Orders, box{name, p.T("practitioner.sort." + name), name == order})
	}
	list := slices.DeleteFunc(all, func(x app.PractitionerView) bool { return !f.Fits(&x.Practitioner) })
	if order == "free" && s.books() {
		for _, x := range list {
			if free[x.Slug], err = s.opts.Bookings.Soonest(r.Context(), x.Slug); err != nil && errs.KindOf(err) != errs.NotFound {
				s.fail(w, r, err)
				return
			}
		}
	}
	slices.SortStableFunc(list, func(a, b app.PractitionerView) int {
		return consult.Compare(order, &a.Practitioner, &b.Practitioner, free[a.Slug], free[b.Slug], foldedName)
	})
	for _, x := range list {
		c := s.practitionerCard(p, x)
		if order == "free" {
			c.Free = p.T("practitioner.free." + s.howSoon(free[x.Slug]))
		}
		v.Practitioners = append(v.Practitioners, c)
	}
	s.write(w, r, http.StatusOK, "practitioners", v)
}

// foldedName is a name as lists are sorted: case and marks on letters count for nothing.
func foldedName(name string) string {
	return cmp.Or(strings.ReplaceAll(consult.Slug(name), "-", " "), strings.ToLower(name))
}

// howSoon is roughly when a time is free: no time is shown before the precheck.
func (s *site) howSoon(at time.Time) string {
	switch wait := at.Sub(s.clock()); {
	case at.IsZero():
		return "later"
	case wait <= 7*24*time.Hour:
		return "week"
	case wait <= 14*24*time.Hour:
		return "fortnight"
	}
	return "month"
}

// initials are the first letters of the first and the last word of a name that begin with a
// capital letter, or the first letter of all.
func initials(name string) string {
	var out []rune
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if r := []rune(word)[0]; unicode.IsUpper(r) && !oneOf(word, titles...) {
			out = append(out, r)
		}
	}
	if len(out) > 2 {
		out = []rune{out[0], out[len(out)-1]}
	}
	if first := []rune(name); len(out) == 0 && len(first) > 0 {
		out = first[:1]
	}
	return string(out)
}

// titles are no part of initials.
var titles = []string{"Dr", "Prof", "Professor", "Mr", "Mrs", "Ms", "Mx", "Sir", "Dame"}

// readFilter takes the filter from an address; false for what no practitioner can be.
func readFilter(r *http.Request) (f consult.Filter, ok bool) {
	q := r.URL.Query()
	f = consult.Filter{Profession: q.Get("profession"), Speciality: q.Get("speciality"), Country: q.Get("country"), Language: q.Get("language")}
	if sort := q.Get("sort"); sort != "" && !slices.Contains(consult.Orders, sort) {
		return f, false
	}
	known := func(x string, list []string) bool { return x == "" || slices.Contains(list, x) }
	return f, known(f.Profession, consult.Professions) && known(f.Speciality, consult.Specialities) && known(f.Language, consult.Languages) && len(f.Country) <= 2
}

// filters offers what those who are listed say, and what is chosen.
func (s *site) filters(p *i18n.Printer, all []app.PractitionerView, f consult.Filter) []filterView {
	said := map[string][]string{"profession": {f.Profession}, "speciality": {f.Speciality}, "country": {f.Country}, "language": {f.Language}}
	for _, x := range all {
		said["profession"] = append(said["profession"], x.Profession)
		said["speciality"] = append(said["speciality"], x.Specialities...)
		said["country"] = append(said["country"], x.Country)
		said["language"] = append(said["language"], x.Languages...)
	}
	var out []filterView
	for name, chosen := range map[string]string{"profession": f.Profession, "speciality": f.Speciality, "country": f.Country, "language": f.Language} {
		v := filterView{Name: name, Label: p.T("practitioner.filter." + name), Any: chosen == ""}
		slices.Sort(said[name])
		for _, id := range slices.Compact(said[name]) {
			if id != "" {
				v.Options = append(v.Options, box{id, s.practitionerWord(p, name, id), id == chosen})
			}
		}
		slices.SortStableFunc(v.Options, byLabel)
		out = append(out, v)
	}
	order := []string{"profession", "speciality", "country", "language"}
	slices.SortFunc(out, func(a, b filterView) int { return slices.Index(order, a.Name) - slices.Index(order, b.Name) })
	return out
}

func byLabel(a, b box) int { return strings.Compare(a.Label, b.Label) }

// practitionerWord words an answer of a profile: of profession, speciality or language the
// catalogue's, of country the knowledge base's, or else its code.
func (s *site) practitionerWord(p *i18n.Printer, name, id string) string {
	if name != "country" {
		return p.T("practitioner." + name + "." + id)
	}
	if c := s.country(id); c != nil {
		return c.Name
	}
	return id
}

// words words a list of such answers, sorted.
func (s *site) practitionerWords(p *i18n.Printer, name string, ids []string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, s.practitionerWord(p, name, id))
	}
	slices.Sort(out)
	return out
}

func (s *site) practitionerCard(p *i18n.Printer, x app.PractitionerView) practitionerCard {
	c := practitionerCard{Href: practitionersPath + "/" + x.Slug, Name: x.Name, Profession: s.practitionerWord(p, "profession", x.Profession),
		Where: s.practitionerWord(p, "country", x.Country), Languages: strings.Join(s.practitionerWords(p, "language", x.Languages), ", "),
		Specialities: s.practitionerWords(p, "speciality", x.Specialities), Initials: initials(x.Name)}
	if n := x.Years(s.clock()); n > 0 {
		c.Years = p.T("practitioner.years", "n", n)
	}
	if x.Photo != "" {
		c.Photo = c.Href + "/photo"
	}
	if list := x.Standing(s.clock()); len(list) > 0 {
		q := list[0]
		c.Checked = p.T("practitioner.checked", "title", q.Title, "who", q.CheckedBy, "day", dayOf(p, q.CheckedAt))
	}
	return c
}

// dayOf is the day of a moment in UTC, in words.
func dayOf(p *i18n.Printer, t time.Time) string { return dayFull(p, diary.DateOf(t.UTC().Date())) }
