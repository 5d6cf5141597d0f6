package consult_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	_ "github.com/legible-health/legible/internal/rapidtest"
)

// noon is when the tests of profiles and qualifications take place.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func goodProfile() consult.Practitioner {
	return consult.Practitioner{Name: "Dr Änne Näf", Profession: "physician", Specialities: []string{"sleep", "neurology", "sleep"}, Country: "CH",
		Languages: []string{"en", "de"}, Since: 1999, About: "one\r\n\r\n\r\n two ", Services: "talks", TimeZone: "Europe/Zurich", Listed: true}
}

// wantField checks that an error is about a field; none for an empty one.
func wantField(t *testing.T, doing string, err error, field string) {
	t.Helper()
	var got string
	if err != nil {
		got, _, _ = strings.Cut(err.Error(), ":")
	}
	if got != field || err != nil && errs.KindOf(err) != errs.Invalid {
		t.Errorf("%s: %v, want one about %q", doing, err, field)
	}
}

func TestAProfileIsMadeClean(t *testing.T) {
	got := goodProfile()
	got.Name = "  Dr\tÄnne\u00a0 Näf "
	got = got.Clean()
	want := goodProfile()
	want.Specialities, want.Languages, want.About, want.Slug = []string{"neurology", "sleep"}, []string{"de", "en"}, "one\n\ntwo", "dr-anne-naf"
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	wantField(t, "a clean profile", got.Check(noon), "")
	if d := cmp.Diff(got, got.Clean()); d != "" {
		t.Errorf("cleaned twice (-once +twice):\n%s", d)
	}
}

func TestProfilesThatCannotBe(t *testing.T) {
	many := strings.Fields("ar bg bn cs da de el en es et fa fi fr")
	for name, x := range map[string]struct {
		change func(*consult.Practitioner)
		field  string
	}{
		"no name":                 {func(p *consult.Practitioner) { p.Name = "" }, "name"},
		"a name too long":         {func(p *consult.Practitioner) { p.Name = strings.Repeat("ä", consult.MaxPractitionerName+1) }, "name"},
		"a name that turns round": {func(p *consult.Practitioner) { p.Name = "Dr \u202enaF" }, "name"},
		"a broken name":           {func(p *consult.Practitioner) { p.Name = "Dr \xff" }, "name"},
		"an unknown profession":   {func(p *consult.Practitioner) { p.Profession = "wizard" }, "profession"},
		"an unknown speciality":   {func(p *consult.Practitioner) { p.Specialities = []string{"magic"} }, "specialities"},
		"all specialities":        {func(p *consult.Practitioner) { p.Specialities = consult.Specialities }, "specialities"},
		"no country":              {func(p *consult.Practitioner) { p.Country = "" }, "country"},
		"a small country":         {func(p *consult.Practitioner) { p.Country = "ch" }, "country"},
		"no language":             {func(p *consult.Practitioner) { p.Languages = nil }, "languages"},
		"too many languages":      {func(p *consult.Practitioner) { p.Languages = many }, "languages"},
		"since next year":         {func(p *consult.Practitioner) { p.Since = 2027 }, "since"},
		"since long ago":          {func(p *consult.Practitioner) { p.Since = 1955 }, "since"},
		"since less than nothing": {func(p *consult.Practitioner) { p.Since = -1 }, "since"},
		"much about":              {func(p *consult.Practitioner) { p.About = strings.Repeat("a", consult.MaxAbout+1) }, "about"},
		"a hidden sign":           {func(p *consult.Practitioner) { p.Services = "a\u200bb" }, "services"},
		"a control":               {func(p *consult.Practitioner) { p.ToCheck = "a\x00b" }, "to_check"},
		"a slug too short":        {func(p *consult.Practitioner) { p.Slug = "ab" }, "slug"},
		"a name without a slug":   {func(p *consult.Practitioner) { p.Name = "李明" }, "slug"},
		"a slug with a slash":     {func(p *consult.Practitioner) { p.Slug = "a/../b" }, "slug"},
		"a slug in capitals":      {func(p *consult.Practitioner) { p.Slug = "Naef" }, "slug"},
		"the first year possible": {func(p *consult.Practitioner) { p.Since = 1956 }, ""},
		"no year":                 {func(p *consult.Practitioner) { p.Since = 0 }, ""},
	} {
		p := goodProfile()
		x.change(&p)
		p = p.Clean()
		wantField(t, name, p.Check(noon), x.field)
	}
}

// A slug of whatever name can stand in an address, or is refused as too short.
func TestSlugsCanStandInAnAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := consult.Slug(rapid.String().Draw(t, "name"))
		if len(s) >= consult.MinSlug && consult.CheckSlug(s) != nil || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("slug %q", s)
		}
		if consult.Slug(s) != s {
			t.Errorf("the slug of %q is %q", s, consult.Slug(s))
		}
	})
	for name, want := range map[string]string{"Dr Änne Näf": "dr-anne-naf", "Straße 7": "strasse-7", "O'Brien": "o-brien", "  ": ""} {
		if got := consult.Slug(name); got != want {
			t.Errorf("slug of %q is %q, want %q", name, got, want)
		}
	}
}

func TestYears(t *testing.T) {
	for since, want := range map[int]int{0: 0, 1999: 27, 2026: 0, 2030: 0} {
		p := consult.Practitioner{Since: since}
		if got := p.Years(noon); got != want {
			t.Errorf("since %d: %d years, want %d", since, got, want)
		}
	}
}

func goodQualification() consult.Qualification {
	return consult.Qualification{Title: "Neurologist", Holder: "Änne Näf", Register: "the register", Number: "7", Country: "CH", Way: "register", CheckedBy: "Ola Ops", ValidUntil: "2027-12-31"}
}

func TestQualificationsThatCannotBe(t *testing.T) {
	for name, x := range map[string]struct {
		change func(*consult.Qualification)
		field  string
	}{
		"as it is":                    {func(*consult.Qualification) {}, ""},
		"no end":                      {func(q *consult.Qualification) { q.ValidUntil = "" }, ""},
		"until today":                 {func(q *consult.Qualification) { q.ValidUntil = "2026-11-22" }, ""},
		"until yesterday":             {func(q *consult.Qualification) { q.ValidUntil = "2026-11-21" }, "valid_until"},
		"no day":                      {func(q *consult.Qualification) { q.ValidUntil = "2027-02-30" }, "valid_until"},
		"a day otherwise":             {func(q *consult.Qualification) { q.ValidUntil = "31.12.2027" }, "valid_until"},
		"for ever":                    {func(q *consult.Qualification) { q.ValidUntil = "9999-12-31" }, "valid_until"},
		"no title":                    {func(q *consult.Qualification) { q.Title = " " }, "title"},
		"nobody's":                    {func(q *consult.Qualification) { q.Holder = "" }, "holder"},
		"no register":                 {func(q *consult.Qualification) { q.Register = "" }, "register"},
		"no number in a register":     {func(q *consult.Qualification) { q.Number = "" }, "number"},
		"a certificate has no number": {func(q *consult.Qualification) { q.Number, q.Way = "", "document" }, ""},
		"nobody checked it":           {func(q *consult.Qualification) { q.CheckedBy = "" }, "checked_by"},
		"no country":                  {func(q *consult.Qualification) { q.Country = "Switzerland" }, "country"},
		"a way of one's own":          {func(q *consult.Qualification) { q.Way = "trust" }, "way"},
	} {
		q := goodQualification()
		x.change(&q)
		q = q.Clean()
		wantField(t, name, q.Check(noon), x.field)
	}
}

// A qualification counts to the end of its last day and not after it was taken back.
func TestWhenAQualificationCounts(t *testing.T) {
	ended := noon.Add(-time.Hour)
	for name, x := range map[string]struct {
		until string
		ended *time.Time
		now   time.Time
		want  bool
	}{
		"no end":             {"", nil, noon.AddDate(40, 0, 0), true},
		"the last second":    {"2026-11-22", nil, time.Date(2026, 11, 22, 23, 59, 59, 0, time.UTC), true},
		"the day after":      {"2026-11-22", nil, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), false},
		"by UTC":             {"2026-11-22", nil, time.Date(2026, 11, 23, 1, 0, 0, 0, time.FixedZone("", 2*3600)), true},
		"taken back":         {"2027-11-22", &ended, noon, false},
		"taken back, no end": {"", &ended, noon, false},
	} {
		q := goodQualification()
		q.ValidUntil, q.EndedAt = x.until, x.ended
		if got := q.Valid(x.now); got != x.want {
			t.Errorf("%s: %t", name, got)
		}
		if got := consult.Qualified([]consult.Qualification{{ValidUntil: "2020-01-01"}, q}, x.now); got != x.want {
			t.Errorf("%s: qualified %t", name, got)
		}
	}
	if consult.Qualified(nil, noon) {
		t.Error("nothing qualifies")
	}
}

func TestFilters(t *testing.T) {
	p := goodProfile()
	for name, x := range map[string]struct {
		f    consult.Filter
		want bool
	}{
		"all":                {consult.Filter{}, true},
		"profession":         {consult.Filter{Profession: "physician"}, true},
		"another profession": {consult.Filter{Profession: "nurse"}, false},
		"speciality":         {consult.Filter{Speciality: "sleep"}, true},
		"another speciality": {consult.Filter{Speciality: "pain"}, false},
		"country":            {consult.Filter{Country: "CH"}, true},
		"another country":    {consult.Filter{Country: "GB"}, false},
		"language":           {consult.Filter{Language: "de"}, true},
		"another language":   {consult.Filter{Language: "fr"}, false},
		"all of it":          {consult.Filter{Profession: "physician", Speciality: "sleep", Country: "CH", Language: "en"}, true},
		"all of it but one":  {consult.Filter{Profession: "physician", Speciality: "sleep", Country: "CH", Language: "fr"}, false},
	} {
		if got := x.f.Fits(&p); got != x.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
