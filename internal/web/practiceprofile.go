package web

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/portrait"
)

// PhotoPath is where a photo comes in, and MaxPhoto bounds that request in bytes. It is
// more than portrait reads: a photo that is somewhat too large gets an answer that says so.
const (
	PhotoPath = profilePath + "/photo"
	MaxPhoto  = 40 << 20
)

// profileView is the form in which a practitioner says who they are.
type profileView struct {
	page
	formView
	P             consult.Practitioner // as it is kept, or as it was typed
	Year          string               // as it was typed
	Said          string               // what was just done, in words
	Professions   []box
	Specialities  []box
	Countries     []box
	Languages     []box         // those that are chosen
	MoreLanguages []letterGroup // the others, by their first letters
	Zones         []box
	Photo         bool
	Saved         bool   // there is a profile
	Public        string // address of the page that everybody sees; empty without one
	State         string // of being listed: public, unchecked, unlisted, new

	Qualifications []qualificationView

	MostAbout, MostServices, MostToCheck, MostSpecialities, MostLanguages, MostMB int
}

func (s *site) profileShow(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	s.profile(w, r, v, http.StatusOK, nil)
}

// profile shows the form as it is kept; change may put in what was typed and what is wrong.
func (s *site) profile(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, change func(*profileView)) {
	x, err := s.opts.Practitioners.Own(r.Context(), visit.Account)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := profileView{page: s.page(r, "practice-profile", p.T("practitioner.own_title")), P: x.Practitioner, Photo: x.Photo != "", Saved: x.HasProfile(),
		State: profileState(x), MostAbout: consult.MaxAbout, MostServices: consult.MaxServices, MostToCheck: consult.MaxToCheck,
		MostSpecialities: consult.MaxSpecialities, MostLanguages: consult.MaxLanguages, MostMB: portrait.MaxBytes >> 20}
	v.Path = profilePath // of the form's page, when a form was refused
	if x.Since != 0 {
		v.Year = strconv.Itoa(x.Since)
	}
	if !v.Saved {
		v.P.TimeZone, v.P.Listed = visit.Chosen.TimeZone, true
	}
	if x.Public {
		v.Public = practitionersPath + "/" + x.Slug
	}
	for _, q := range x.Qualifications {
		v.Qualifications = append(v.Qualifications, s.qualificationView(p, q))
	}
	if change != nil {
		change(&v)
	}
	s.fillProfile(&v, p)
	if said := "practitioner.said." + r.URL.Query().Get("said"); r.URL.Query().Has("said") && p.Has(said) {
		v.Said = p.T(said)
	}
	s.write(w, r, status, "practice-profile", v)
}

// profileState says why a practitioner is listed or not.
func profileState(x app.PractitionerView) string {
	switch {
	case !x.HasProfile():
		return "new"
	case x.Public:
		return "public"
	case !x.Listed:
		return "unlisted"
	}
	return "unchecked"
}

func (s *site) fillProfile(v *profileView, p *i18n.Printer) {
	boxes := func(name string, offered, on []string) (out []box) {
		for _, id := range offered {
			out = append(out, box{id, s.practitionerWord(p, name, id), slices.Contains(on, id)})
		}
		slices.SortStableFunc(out, byLabel)
		return out
	}
	v.Professions = boxes("profession", consult.Professions, []string{v.P.Profession})
	v.Specialities = boxes("speciality", consult.Specialities, v.P.Specialities)
	languages := boxes("language", consult.Languages, v.P.Languages)
	v.Languages = slices.DeleteFunc(slices.Clone(languages), func(b box) bool { return !b.On })
	v.MoreLanguages = byLetters(slices.DeleteFunc(languages, func(b box) bool { return b.On }))
	v.Countries, v.Zones = s.countryBoxes(v.P.Country), s.zoneList(v.P.TimeZone)
}

// letterGroup is a part of a long list, folded.
type letterGroup struct {
	Label string
	List  []box
}

// groupsOf is into how many parts a long list is folded: few enough to stay on one screen.
const groupsOf = 6

// byLetters parts a list that is sorted by labels, each part called after its first and last
// letter. A letter is not parted.
func byLetters(list []box) (out []letterGroup) {
	most := (len(list) + groupsOf - 1) / groupsOf
	letter := func(b box) string { return string([]rune(b.Label)[:1]) }
	for i, b := range list {
		if n := len(out); n == 0 || len(out[n-1].List) >= most && letter(list[i-1]) != letter(b) {
			out = append(out, letterGroup{})
		}
		g := &out[len(out)-1]
		g.List = append(g.List, b)
		if g.Label = letter(g.List[0]); letter(b) != g.Label {
			g.Label += "–" + letter(b)
		}
	}
	return out
}

// countryBoxes lists the countries with one chosen, which joins them when it is not there.
func (s *site) countryBoxes(chosen string) (out []box) {
	if chosen != "" && s.country(chosen) == nil {
		out = append(out, box{chosen, chosen, true})
	}
	for _, c := range s.countries {
		out = append(out, box{c.Code, c.Name, c.Code == chosen})
	}
	return out
}

// readProfile takes a profile from a form.
func readProfile(r *http.Request) (p consult.Practitioner, year string) {
	f := r.PostForm
	year = strings.TrimSpace(f.Get("since"))
	p = consult.Practitioner{Name: f.Get("name"), Profession: f.Get("profession"), Specialities: f["specialities"], Country: f.Get("country"), Languages: f["languages"],
		About: f.Get("about"), Services: f.Get("services"), TimeZone: f.Get("zone"), Slug: strings.TrimSpace(f.Get("slug")), Listed: f.Get("listed") == "yes", ToCheck: f.Get("to_check")}
	if year != "" {
		var err error
		if p.Since, err = strconv.Atoi(year); err != nil || p.Since == 0 {
			p.Since = -1 // Check refuses it with the field named
		}
	}
	return p, year
}

func (s *site) profilePost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	typed, year := readProfile(r)
	err := s.opts.Practitioners.Save(r.Context(), visit.Account, typed)
	shown, ok := profileProblem(s.printer(r), err)
	if err != nil && ok {
		s.profile(w, r, visit, errs.KindOf(err).Status(), func(v *profileView) {
			v.P, v.Year, v.Problems = typed, year, []shownProblem{shown}
		})
		return
	}
	s.done(w, r, err, profilePath+"?said=saved")
}

// profileProblem words an error of a field; false for others.
func profileProblem(p *i18n.Printer, err error) (shownProblem, bool) {
	var e *errs.Error
	if !errors.As(err, &e) {
		return shownProblem{}, false
	}
	name := e.Field
	switch {
	case e.Kind == errs.Conflict:
		return shownProblem{"slug", p.T("practitioner.err.slug_taken")}, true
	case e.Kind != errs.Invalid || name == "":
		return shownProblem{}, false
	case name == "time_zone":
		name = "zone"
	}
	return shownProblem{name, p.T("practitioner.err."+name, "name", consult.MaxPractitionerName, "text", consult.MaxAbout, "to_check", consult.MaxToCheck,
		"specialities", consult.MaxSpecialities, "languages", consult.MaxLanguages, "least", consult.MinSlug, "most", consult.MaxSlug,
		"title", consult.MaxTitle, "number", consult.MaxNumber)}, true
}

// photoProblem words why a photo was refused; false for other errors.
func photoProblem(p *i18n.Printer, err error) (shownProblem, bool) {
	for key, why := range map[string]error{
		"none": errNoPhoto, "bytes": portrait.ErrBytes, "kind": portrait.ErrKind, "pixels": portrait.ErrPixels, "small": portrait.ErrSmall, "broken": portrait.ErrBroken,
	} {
		if errors.Is(err, why) {
			return shownProblem{"photo", p.T("practitioner.err.photo_"+key, "most", portrait.MaxBytes>>20, "pixels", portrait.MaxPixels/1_000_000, "side", portrait.MinSide)}, true
		}
	}
	var many app.TooMany
	if errors.As(err, &many) {
		return wrongField(p, err)
	}
	return shownProblem{}, false
}

// errNoPhoto says that no file was chosen.
var errNoPhoto = errs.Field("photo", "choose a file")

func (s *site) photoPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	sent, remove, err := readPhoto(w, r)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		s.trouble(w, r, http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		s.trouble(w, r, http.StatusUnprocessableEntity)
		return
	case remove:
		sent = nil
	case len(sent) == 0:
		err = errNoPhoto
	}
	if err == nil {
		err = s.opts.Practitioners.SetPhoto(r.Context(), visit.Account, sent)
	}
	if shown, ok := photoProblem(s.printer(r), err); ok {
		s.profile(w, r, visit, errs.KindOf(err).Status(), func(v *profileView) { v.Problems = []shownProblem{shown} })
		return
	}
	said := "photo"
	if remove {
		said = "photo_removed"
	}
	s.done(w, r, err, profilePath+"?said="+said)
}

// readPhoto reads the form of a photo piece by piece; nothing of it is put on the disk. Of
// the file it keeps one byte more than portrait reads and throws the rest away.
func readPhoto(w http.ResponseWriter, r *http.Request) (file []byte, remove bool, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxPhoto)
	form, err := r.MultipartReader()
	if err != nil {
		return nil, false, err
	}
	for {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			return file, remove, nil
		}
		if err != nil {
			return nil, false, err
		}
		data, err := io.ReadAll(io.LimitReader(part, portrait.MaxBytes+1))
		_, rest := io.Copy(io.Discard, part)
		if err := cmp.Or(err, rest); err != nil {
			return nil, false, err
		}
		switch part.FormName() {
		case "photo":
			file = data
		case "do":
			remove = string(data) == "remove"
		}
	}
}
