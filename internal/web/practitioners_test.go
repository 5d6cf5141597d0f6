package web

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/portrait"
)

// aProfile is what a practitioner fills in.
func aProfile(name string) url.Values {
	return url.Values{"name": {name}, "profession": {"physician"}, "specialities": {"sleep", "neurology"}, "country": {"GB"}, "languages": {"en", "de"}, "since": {"1999"},
		"about": {"I listen.\n\nThen we talk."}, "services": {"A talk\nA second look"}, "zone": {"Europe/London"}, "listed": {"yes"}, "to_check": {"Register number 7"}}
}

// aCheck is what the operator writes down.
func aCheck() url.Values {
	return url.Values{"title": {"Physician"}, "holder": {"Anna Maria Näf"}, "way": {"register"}, "register": {"Register of Physicians"}, "number": {"7"}, "country": {"GB"}, "valid_until": {"2027-06-30"}, "checked_by": {"Ola Ops"}}
}

// picture is a PNG with a secret behind its end.
func picture(t testing.TB, w, h int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		m.SetRGBA(x, x*h/w, color.RGBA{200, 100, 50, 255})
	}
	var b bytes.Buffer
	must(0, png.Encode(&b, m))
	return append(b.Bytes(), secret...)
}

// photo sends a file as the form of photos does.
func (b *client) photo(file []byte, do string) doc {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if file != nil {
		part := must(form.CreateFormFile("photo", "me.png"))
		must(part.Write(file))
	}
	must(0, form.WriteField("do", do))
	must(0, form.Close())
	r := httptest.NewRequest("POST", PhotoPath, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(r)
}

// listed is a site with one practitioner in the directory, and the page on which the
// operator checks her.
func listed(t testing.TB) (k *kept, doctor, operator *client, page string) {
	t.Helper()
	k = keptSite(t)
	doctor, operator = k.inRole(t, "naef", "practitioner"), k.inRole(t, "ola", "operator")
	doctor.post(profilePath, aProfile("Dr Änne Näf")).want(303)
	page = checkingPath + "/" + k.visit(doctor).Account.ID
	operator.post(page, aCheck()).want(303)
	return k, doctor, operator, page
}

// practitionerPages are the pages of practitioners, for the test that looks at all pages.
func practitionerPages(t *testing.T) []doc {
	k, doctor, operator, page := listed(t)
	return []doc{k.client().get(practitionersPath), k.client().get("/practitioners/dr-anne-naf"), doctor.get(profilePath), operator.get(checkingPath), operator.get(page)}
}

func TestAnEmptyDirectorySaysHowToBegin(t *testing.T) {
	k := keptSite(t)
	d := k.client().get(practitionersPath).want(200, "Nobody is listed here yet", "legible user add NAME --role practitioner")
	d.checkPage()
	if len(d.all("form[action=/practitioners]")) != 0 {
		t.Error("there is nobody to filter")
	}
	k.inRole(t, "ola", "operator").get(checkingPath).want(200, "There is no practitioner yet").checkPage()
	h, _ := testSite(t) // where nothing is kept
	get(t, h, practitionersPath).want(404)
	if strings.Contains(get(t, h, "/").text(), "Practitioners") {
		t.Error("a link leads to a directory that is not there")
	}
	k.client().get("/about").one("a[href=/practitioners]")
}

// From the account to the directory: nobody is seen before the operator has checked
// something, and the page says what, by whom and when.
func TestAPractitionerComesIntoTheDirectory(t *testing.T) {
	k := keptSite(t)
	doctor, operator, anybody := k.inRole(t, "naef", "practitioner"), k.inRole(t, "ola", "operator"), k.client()
	doctor.get(profilePath).want(200, "You have no profile yet", "Save your profile first").checkPage()
	doctor.post(profilePath, aProfile("Dr Änne Näf")).want(303)
	doctor.get(profilePath+"?said=saved").want(200, "Your profile is saved", "You are not listed yet").checkPage()
	anybody.get("/practitioners/dr-anne-naf").want(404, "Nobody is listed at this address").checkPage()
	anybody.get(practitionersPath).want(200, "Nobody is listed here yet")

	page := checkingPath + "/" + k.visit(doctor).Account.ID
	operator.get(checkingPath).want(200, "Dr Änne Näf", "Waits: nothing valid is checked", "Asks for a check").checkPage()
	operator.get(page).want(200, "Register number 7").checkPage()
	operator.post(page, aCheck()).want(303)
	operator.get(page+"?said=checked").want(200, "The qualification is written down", "Looked up in the register by Ola Ops on 22 November 2026").checkPage()

	d := anybody.get(practitionersPath).want(200, "Dr Änne Näf", "27 years of work", "Nerves and brain", "English, German", "Physician, checked by Ola Ops on 22 November 2026")
	d.checkPage()
	d = anybody.get("/practitioners/dr-anne-naf").want(200, "Register of Physicians", "Anna Maria Näf", "Number 7", "Looked up in the register by Ola Ops on 22 November 2026", "Valid until 30 June 2027",
		"It was not checked", "A second look", "Since 1999")
	d.checkPage()
	if strings.Contains(d.text(), "Register number 7") {
		t.Error("what is for the operator alone is shown to everybody")
	}

	k.clock.add(300 * 24 * time.Hour) // the qualification is over
	anybody.get("/practitioners/dr-anne-naf").want(404)
	anybody.get(practitionersPath).want(200, "Nobody is listed here yet")
}

func TestAQualificationIsTakenBack(t *testing.T) {
	k, doctor, operator, page := listed(t)
	d := operator.get(page)
	operator.post(page+"/end", url.Values{"id": {attr(d.one("input[name=id]"), "value")}}).want(303)
	operator.get(page+"?said=ended").want(200, "Taken back on 22 November 2026").checkPage()
	k.client().get("/practitioners/dr-anne-naf").want(404)
	doctor.get(profilePath).want(200, "You are not listed yet", "Taken back on 22 November 2026").checkPage()
	operator.post(page+"/end", url.Values{"id": {"nothing"}}).want(404)
}

func TestTheDirectoryIsFiltered(t *testing.T) {
	k, _, operator, _ := listed(t)
	other := k.inRole(t, "moon", "practitioner")
	form := aProfile("Zoe Moon")
	form["profession"], form["specialities"], form["languages"], form["country"] = []string{"stretch_practitioner"}, nil, []string{"fr"}, []string{"US"}
	form.Set("since", "1990")
	other.post(profilePath, form).want(303)
	operator.post(checkingPath+"/"+k.visit(other).Account.ID, aCheck()).want(303)
	for query, want := range map[string]string{
		"": "Dr Änne Näf, Zoe Moon", "?profession=physician": "Dr Änne Näf", "?language=fr": "Zoe Moon", "?country=US&profession=stretch_practitioner": "Zoe Moon",
		"?speciality=sleep": "Dr Änne Näf", "?speciality=sleep&language=fr": "", "?profession=nurse": "", "?country=": "Dr Änne Näf, Zoe Moon",
	} {
		d := k.client().get(practitionersPath + query).want(200)
		d.checkPage()
		if got := cardNames(d); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
		if want == "" {
			d.want(200, "Nobody here fits that", "Show everybody")
		}
	}
	for query, want := range map[string]string{"?sort=name": "Dr Änne Näf, Zoe Moon", "?sort=experience": "Zoe Moon, Dr Änne Näf"} {
		d := k.client().get(practitionersPath + query).want(200)
		if got := cardNames(d); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	d := k.client().get(practitionersPath + "?language=fr")
	options := func(name, which string) []*html.Node {
		return doc{Node: d.one("select[name=" + name + "]"), t: t}.all("option" + which)
	}
	if on := options("language", "[selected]"); len(on) != 1 || attr(on[0], "value") != "fr" {
		t.Errorf("%d languages are chosen", len(on))
	}
	if n := len(options("profession", "")); n != 3 { // any, and the two that are there
		t.Errorf("%d professions are offered", n)
	}
	for _, query := range []string{"?profession=wizard", "?speciality=magic", "?language=xx", "?country=Wales", "?sort=beauty"} {
		k.client().get(practitionersPath + query).want(422)
	}
}

func TestProfilesThatAreRefusedComeBack(t *testing.T) {
	k, _, _, _ := listed(t)
	b := k.inRole(t, "moon", "practitioner")
	for field, x := range map[string]struct{ value, says string }{
		"name": {"", "The name needs"}, "profession": {"wizard", "Choose a profession"}, "specialities": {"magic", "Choose at most 6"}, "country": {"ZZ", "Choose a country"},
		"languages": {"xx", "Choose 1 to 12"}, "since": {"soon", "Write a year"}, "about": {strings.Repeat("a", 2001), "at most 2000"}, "services": {"a\u202eb", "can be seen"},
		"zone": {"Mars/Base", "Choose a place"}, "slug": {"A B", "small letters"}, "to_check": {strings.Repeat("a", 1001), "at most 1000"},
	} {
		form := aProfile("Zoe Moon")
		form.Set(field, x.value)
		d := b.post(profilePath, form).want(422, x.says)
		d.checkPage()
		d.one("#e-" + field)
		if field != "name" && attr(d.one("#f-name"), "value") != "Zoe Moon" {
			t.Errorf("%s: what was typed is lost", field)
		}
	}
	form := aProfile("Zoe Moon")
	form.Set("since", "0")
	b.post(profilePath, form).want(422, "Write a year")
	form = aProfile("Zoe Moon")
	form.Set("slug", "dr-anne-naf")
	b.post(profilePath, form).want(409, "Another practitioner has this address").checkPage()
	b.get(profilePath).want(200, "You have no profile yet")
}

func TestChecksThatAreRefusedComeBack(t *testing.T) {
	_, _, operator, page := listed(t)
	for field, x := range map[string]struct{ value, says string }{
		"title": {"", "Say what the qualification is"}, "holder": {"", "Write whose it is"}, "register": {"", "Name the register"}, "number": {"", "Give the number"}, "country": {"ZZ", "Choose a country"},
		"way": {"", "Choose how it was checked"}, "checked_by": {"", "Write who checked it"}, "valid_until": {"2026-11-21", "Write a day from today on"},
	} {
		form := aCheck()
		form.Set(field, x.value)
		d := operator.post(page, form).want(422, x.says)
		d.checkPage()
		d.one("#e-" + field)
		if field != "register" && attr(d.one("#f-register"), "value") != "Register of Physicians" {
			t.Errorf("%s: what was typed is lost", field)
		}
	}
	if n := len(operator.get(page).all("input[name=id]")); n != 1 {
		t.Errorf("%d qualifications after refusals", n)
	}
	operator.post(checkingPath+"/nobody", aCheck()).want(404)
	operator.get(checkingPath + "/nobody").want(404)
}

func TestPhotosAreShownAndRemoved(t *testing.T) {
	k, doctor, _, _ := listed(t)
	anybody := k.client()
	anybody.get("/practitioners/dr-anne-naf/photo").want(404)
	doctor.photo(picture(t, 1000, 800), "use").want(303)
	doctor.get(profilePath+"?said=photo").want(200, "Your photo is saved").checkPage()
	for who, at := range map[*client]string{anybody: "/practitioners/dr-anne-naf/photo", doctor: PhotoPath} {
		r := httptest.NewRequest("GET", at, nil)
		for name, value := range who.cookies {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		w := httptest.NewRecorder()
		k.h.ServeHTTP(w, r)
		size, err := jpeg.DecodeConfig(bytes.NewReader(w.Body.Bytes()))
		if err != nil || size.Width != 640 || w.Header().Get("Content-Type") != "image/jpeg" || bytes.Contains(w.Body.Bytes(), []byte(secret)) {
			t.Errorf("%s: %+v, %v, %s", at, size, err, w.Header().Get("Content-Type"))
		}
		r.Header.Set("If-None-Match", w.Header().Get("Etag"))
		w = httptest.NewRecorder()
		k.h.ServeHTTP(w, r)
		if w.Code != http.StatusNotModified {
			t.Errorf("%s: asked again answers %d", at, w.Code)
		}
	}
	if got := attr(anybody.get("/practitioners/dr-anne-naf").one("img"), "alt"); got != "Photo of Dr Änne Näf" {
		t.Errorf("alt %q", got)
	}
	form := aProfile("Dr Änne Näf")
	form.Del("listed")
	doctor.post(profilePath, form).want(303)
	anybody.get("/practitioners/dr-anne-naf/photo").want(404) // of somebody who is not listed
	doctor.photo(nil, "remove").want(303)
	doctor.get(PhotoPath).want(404)
}

func TestPhotosThatAreRefused(t *testing.T) {
	k, doctor, _, _ := listed(t)
	whole := picture(t, 100, 100)
	bomb := bytes.Clone(whole) // says that it is 65536 by 65536
	copy(bomb[16:24], []byte{0, 1, 0, 0, 0, 1, 0, 0})
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	for name, x := range map[string]struct {
		file   []byte
		status int
		says   string
	}{
		"nothing":                   {[]byte{}, 422, "Choose a photo first"},
		"no file":                   {nil, 422, "Choose a photo first"},
		"an SVG with a script":      {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), 422, "Choose a JPEG, PNG or WebP"},
		"half a PNG":                {whole[:60], 422, "broken"},
		"a PNG bomb":                {bomb, 422, "at most 25 million"},
		"a speck":                   {picture(t, 10, 10), 422, "at least 64 pixels"},
		"many bytes":                {make([]byte, portrait.MaxBytes+1), 413, "at most 10 MB"},
		"many more bytes":           {make([]byte, 3*portrait.MaxBytes), 413, "at most 10 MB"},
		"more than the form may be": {make([]byte, MaxPhoto), 413, ""},
	} {
		d := doctor.photo(x.file, "use").want(x.status, x.says)
		d.checkPage()
		if n := len(d.all("#e-photo")); (n == 1) != (x.says != "") {
			t.Errorf("%s: %d messages beside the field", name, n)
		}
	}
	doctor.get(PhotoPath).want(404)
	k.clock.add(time.Hour)
	for range account.PhotoByAccount.Most {
		doctor.photo([]byte("x"), "use").want(422)
	}
	doctor.photo([]byte("x"), "use").want(429, "tried too often").checkPage()
	r := httptest.NewRequest("POST", PhotoPath, strings.NewReader("photo=x"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	doctor.do(r).want(422)
	r = httptest.NewRequest("POST", PhotoPath, strings.NewReader("--x\r\nContent-Disposition: form-data; name=photo\r\n\r\nhalf"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	doctor.do(r).want(422)
}

// Profiles are the practitioners' own, and checks the operator's: to all others it is as
// if the pages were not there.
func TestPagesOfOtherRoles(t *testing.T) {
	k, doctor, operator, page := listed(t)
	person, editor := k.signUp(t, "anna"), k.inRole(t, "ed", "editor")
	for who, b := range map[string]*client{"a person": person, "an editor": editor, "an operator": operator} {
		for _, path := range []string{profilePath, PhotoPath} {
			d := b.get(path).want(404, "This page is not for this account")
			d.checkPage()
			if got := b.post(path, aProfile("Mallory")); got.Status != 404 {
				t.Errorf("%s sends to %s: %d", who, path, got.Status)
			}
		}
	}
	for who, b := range map[string]*client{"a person": person, "an editor": editor, "a practitioner": doctor} {
		for _, path := range []string{checkingPath, page} {
			b.get(path).want(404, "This page is not for this account")
		}
		if got := b.post(page, aCheck()); got.Status != 404 {
			t.Errorf("%s checks: %d", who, got.Status)
		}
		if got := b.post(page+"/end", url.Values{"id": {attr(operator.get(page).one("input[name=id]"), "value")}}); got.Status != 404 {
			t.Errorf("%s takes back: %d", who, got.Status)
		}
	}
	k.client().get("/practitioners/dr-anne-naf").want(200)
	if n := len(operator.get(page).all("input[name=id]")); n != 1 {
		t.Errorf("%d qualifications", n)
	}
}

// cardNames are the names in the directory, in order.
func cardNames(d doc) string {
	var names []string
	for _, list := range d.all("ul.practitioners") {
		for _, n := range (doc{Node: list, t: d.t}).all("h3") {
			names = append(names, textOf(n))
		}
	}
	return strings.Join(names, ", ")
}

// Who has no photo has letters in its place, which screen readers pass over.
func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Dr Änne Näf": "ÄN", "Zoe Moon": "ZM", "Maria van der Berg Ruiz": "MR", "李小龙": "李", "ida": "i", "Prof Dr Kim": "K", "": ""} {
		if got := initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	k, _, _, _ := listed(t)
	for _, path := range []string{practitionersPath, practitionersPath + "/dr-anne-naf"} {
		n := k.client().get(path).one(".initials")
		if textOf(n) != "ÄN" || attr(n, "aria-hidden") != "true" {
			t.Errorf("%s: %q", path, textOf(n))
		}
	}
}

// The list of languages is folded by letters; each is offered once, and the chosen ones stand
// open before the others.
func TestLanguagesAreFolded(t *testing.T) {
	k, doctor, _, _ := listed(t)
	_ = k
	d := doctor.get(profilePath).want(200)
	seen := map[string]int{}
	for _, n := range d.all("input[name=languages]") {
		seen[attr(n, "value")]++
	}
	if len(seen) != len(consult.Languages) {
		t.Errorf("%d languages are offered, want %d", len(seen), len(consult.Languages))
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s is offered %d times", id, n)
		}
	}
	groups := d.all(".letters")
	if len(groups) < 4 || len(groups) > groupsOf {
		t.Errorf("%d groups", len(groups))
	}
	for _, g := range groups {
		if n := len((doc{Node: g, t: t}).all("input")); n == 0 || n > 16 {
			t.Errorf("%d languages are in one group", n)
		}
		if len((doc{Node: g, t: t}).all("input[checked]")) != 0 {
			t.Error("a chosen language is folded away")
		}
	}
}
