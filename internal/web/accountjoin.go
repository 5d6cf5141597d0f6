package web

import (
	"net/http"
	"slices"

	"github.com/legible-health/legible/internal/app"
)

// joinView is the form of new users.
type joinView struct {
	page
	formView
	PersonName       string
	Zones            []box
	Closed, Passkeys bool
}

// zones are those most people live in, for the list that is shown without a script; a
// script chooses the device's own.
var zones = []string{
	"Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Anchorage", "America/Argentina/Buenos_Aires",
	"America/Bogota", "America/Chicago", "America/Denver", "America/Halifax", "America/Lima", "America/Los_Angeles", "America/Mexico_City",
	"America/New_York", "America/Phoenix", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "America/Toronto", "Asia/Bangkok", "Asia/Dhaka",
	"Asia/Dubai", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem", "Asia/Karachi", "Asia/Kolkata", "Asia/Manila", "Asia/Riyadh", "Asia/Seoul",
	"Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Asia/Tehran", "Asia/Tokyo", "Atlantic/Azores", "Atlantic/Reykjavik", "Australia/Adelaide",
	"Australia/Brisbane", "Australia/Darwin", "Australia/Perth", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens", "Europe/Belgrade",
	"Europe/Berlin", "Europe/Brussels", "Europe/Bucharest", "Europe/Budapest", "Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul",
	"Europe/Kyiv", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome",
	"Europe/Sofia", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland", "Pacific/Honolulu", "UTC",
}

// homeZones is the zone that is offered first in a country with one; elsewhere a person
// has to choose.
var homeZones = map[string]string{
	"AT": "Europe/Vienna", "BE": "Europe/Brussels", "CH": "Europe/Zurich", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "ES": "Europe/Madrid",
	"FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "IE": "Europe/Dublin", "IN": "Asia/Kolkata",
	"IT": "Europe/Rome", "JP": "Asia/Tokyo", "NL": "Europe/Amsterdam", "NO": "Europe/Oslo", "NZ": "Pacific/Auckland", "PL": "Europe/Warsaw",
	"PT": "Europe/Lisbon", "SE": "Europe/Stockholm", "SG": "Asia/Singapore", "ZA": "Africa/Johannesburg",
}

// zoneList is the list with one chosen, which joins it when it is not on it.
func (s *site) zoneList(chosen string) (out []box) {
	if chosen == "" {
		chosen = homeZones[s.opts.Country]
	}
	names := zones
	if chosen != "" && !slices.Contains(names, chosen) {
		names = append([]string{chosen}, names...)
	}
	for _, z := range names {
		out = append(out, box{z, z, z == chosen})
	}
	return out
}

func (s *site) joinShow(w http.ResponseWriter, r *http.Request) {
	s.join(w, r, http.StatusOK, formView{Next: localPath(r.URL.Query().Get("next"))})
}

func (s *site) join(w http.ResponseWriter, r *http.Request, status int, f formView) {
	v := joinView{page: s.page(r, "join", s.printer(r).T("account.join_title")), formView: f, Closed: s.opts.Users.Closed(), Passkeys: s.offersPasskeys(r)}
	v.Picker = f.Kept == ""
	v.PersonName, v.Zones = r.PostFormValue("person_name"), s.zoneList(r.PostFormValue("zone"))
	s.private(w)
	s.write(w, r, status, "join", v)
}

// readJoin takes the answers of a new user.
func readJoin(r *http.Request) app.SignUp {
	return app.SignUp{Name: r.PostForm.Get("name"), Password: r.PostForm.Get("password"), PersonName: r.PostForm.Get("person_name"), TimeZone: r.PostForm.Get("zone")}
}

func (s *site) joinPost(w http.ResponseWriter, r *http.Request) {
	if !s.accountForm(w, r) {
		return
	}
	f := s.readForm(r)
	if r.PostForm.Get("do") == "form" { // from the page of those who sign in, with what is to be kept
		s.join(w, r, http.StatusOK, f)
		return
	}
	in := readJoin(r)
	secret, err := s.opts.Users.SignUp(r.Context(), in, browserOf(r))
	if err != nil {
		p := s.printer(r)
		shown, ok := wrongField(p, err)
		if ok && shown.Field == "password" {
			f.Problems = append(f.Problems, passwordProblem(p, in.Password, shown))
			s.join(w, r, http.StatusUnprocessableEntity, f)
			return
		}
		s.refuseForm(w, r, err, f, s.join)
		return
	}
	if f.Kept == "" && f.Next == "/" {
		f.Next = "/account/codes"
	}
	s.enter(w, r, secret, f)
}
