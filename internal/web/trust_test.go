package web

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
)

// The page of privacy tells what this copy does, not what one could.
func TestPrivacyTellsTheSettings(t *testing.T) {
	h, _ := testSite(t)
	get(t, h, "/privacy").want(200, "Nothing you enter is stored here", "No e-mail is sent", "None is used").checkPage()
	k := keptSiteWith(t, app.UserOptions{Closed: true})
	k.client().get("/privacy").want(200, "stored here, sealed", "Nobody can make one by themselves", "through the maker of your browser",
		"They read only what you send", "locked, until the link ends").checkPage()
}

// Each setting changes what the page says of it, and nothing else.
func TestPrivacyTellsEachSetting(t *testing.T) {
	base := testBase(t)
	page := func(r Running) []string {
		h := must(newSite(&fake{base: base}, base, Options{Version: "test", Running: r}))
		var rows []string
		for _, n := range get(t, h, "/privacy").want(200).all("strong") {
			if n.Parent.Data == "li" {
				rows = append(rows, strings.TrimSpace(textOf(n.Parent)))
			}
		}
		return rows
	}
	plain := page(Running{})
	for name, r := range map[string]Running{
		"E-mail": {Mail: true}, "Language model": {Model: true}, "Backups": {Backups: true}, "HTTPS": {TLS: true}, "Counts": {Metrics: true},
	} {
		rows := page(r)
		if len(rows) != len(plain) {
			t.Fatalf("%d rows, and %d without any", len(rows), len(plain))
		}
		for i := range rows {
			if changed := rows[i] != plain[i]; changed != strings.HasPrefix(rows[i], name+":") {
				t.Errorf("%s: %q, without it %q", name, rows[i], plain[i])
			}
		}
	}
}

func TestTerms(t *testing.T) {
	h, _ := testSite(t)
	get(t, h, "/terms").want(200, "not a diagnosis", "call the ambulance first", "What can still go wrong", "docs/intended-use.md").checkPage()
	if d := get(t, h, "/about").want(200, "Intended use, limits and known risks"); len(d.all("a[href=/terms]")) < 2 { // the foot has one
		t.Error("the page does not lead to the terms")
	}
}

// Every name under which a script keeps something in a browser stands on the page, and
// nothing stands there that no script keeps.
func TestCookiesPageIsComplete(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/cookies").want(200, "Only what these pages need")
	d.checkPage()
	for _, name := range slices.Concat(cookieNames, keptNames) {
		if !strings.Contains(d.Raw, "<code>"+name+"</code>") {
			t.Errorf("the page lacks %s", name)
		}
	}
	quoted := regexp.MustCompile("[\"`](legible(?:[.-][a-z]+)+)")
	file := regexp.MustCompile(`\.(bin|pdf|json)$`) // what is downloaded
	found := map[string]bool{"country": true}       // by a name of its own in help.js
	files, err := fs.Glob(staticFiles, "static/*.js")
	if err != nil {
		t.Fatal(err)
	}
	scripts := [][]byte{workerFile}
	for _, f := range files {
		scripts = append(scripts, must(fs.ReadFile(staticFiles, f)))
	}
	for _, text := range scripts {
		for _, m := range quoted.FindAllSubmatch(text, -1) {
			if name := string(m[1]); !file.MatchString(name) {
				found[name] = true
			}
		}
	}
	for name := range found {
		if !slices.Contains(keptNames, name) {
			t.Errorf("a script keeps %q, which the page does not tell of", name)
		}
	}
	for _, name := range keptNames {
		if !found[name] {
			t.Errorf("the page tells of %q, which no script keeps", name)
		}
	}
}
