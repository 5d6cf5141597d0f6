package web

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
)

var routePattern = regexp.MustCompile(`^(GET|POST|PUT|DELETE) /`)

// routePatterns are the patterns of every route that the code names.
func routePatterns(t *testing.T) []string {
	t.Helper()
	found := map[string]bool{}
	for _, name := range must(filepath.Glob("*.go")) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		ast.Inspect(must(parser.ParseFile(token.NewFileSet(), name, nil, 0)), func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil && routePattern.MatchString(s) {
					found[s] = true
				}
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(found))
}

// secret is a word that stands in everything Anna keeps.
const secret = "zebrafinch"

// anna is a user with a person, an entry, a check, a browser and a token; every id of
// hers stands in the form.
func anna(t *testing.T, k *kept) (*client, url.Values) {
	t.Helper()
	b := k.client()
	b.post("/account/new", url.Values{"name": {"anna"}, "person_name": {secret}, "password": {goodPassword}, "zone": {"UTC"}})
	v := k.visit(b)
	entry := must(k.keeper.AddEntry(t.Context(), v.Account, v.Chosen.ID, []byte(`{"kind":"night","day":"2026-11-21","data":{"cramps":2,"note":"`+secret+`"}}`)))
	b.follow(b.post("/account/keep", url.Values{"do": {"keep:" + app.CheckItem}, "who": {"self"}, "text": {secret}}))
	book := must(k.keeper.Book(t.Context(), v.Account, v.Chosen.ID))
	items := must(book.Items(t.Context(), app.CheckItem))
	if len(items) != 1 {
		t.Fatalf("%d checks are kept", len(items))
	}
	b.post("/account/tokens", url.Values{"label": {secret}})
	ways := must(k.users.Ways(t.Context(), v))
	return b, url.Values{
		"person": {v.Chosen.ID}, "id": {entry.Entry.ID, items[0].ID}, "v": {"1"}, "kind": {app.CheckItem}, "session": {v.Session}, "token": {ways.Tokens[0].Hash},
		"a": {entry.Entry.ID}, "b": {entry.Entry.ID}, "av": {"1"}, "bv": {"1"}, "night_id": {entry.Entry.ID}, "night_v": {"1"}, "day": {"2026-11-21"},
		"sure": {"yes"}, "relation": {"self"}, "person_name": {"changed"}, "zone": {"UTC"}, "do": {"delete"}, "experiment": {items[0].ID},
	}
}

// everything is what Anna could take with her, without when.
func everything(t *testing.T, b *client) map[string]any {
	t.Helper()
	var out map[string]any
	d := b.post("/account/export", nil).Raw
	if err := json.Unmarshal([]byte(d), &out); err != nil {
		t.Fatalf("%v: %s", err, d)
	}
	delete(out, "exported_at")
	return out
}

// One user reaches nothing of another's: every route is walked by somebody else and by
// nobody, with Anna's ids wherever an id can stand.
func TestEveryRouteWithTheWrongSession(t *testing.T) {
	k := keptSite(t)
	owner, ids := anna(t, k)
	before := everything(t, owner)
	if text := string(must(json.Marshal(before))); strings.Count(text, secret) < 4 {
		t.Fatalf("the export lacks what Anna keeps: %s", text)
	}
	patterns := routePatterns(t)
	if len(patterns) < 60 {
		t.Fatalf("only %d routes found", len(patterns))
	}
	fill := strings.NewReplacer("{$}", "", "{id}", ids.Get("person"), "{day}", "2026-11-21", "{month}", "2026-11", "{format}", "json", "{step}", "added")
	rest := regexp.MustCompile(`\{\w+\}`)
	ben := k.signUp(t, "ben")
	for _, pattern := range patterns {
		method, path, _ := strings.Cut(pattern, " ")
		path = rest.ReplaceAllString(fill.Replace(path), ids.Get("id"))
		if path == "/account/out" || path == "/account/erase" { // Ben's own
			continue
		}
		for name, b := range map[string]*client{"somebody else": ben, "nobody": k.client()} {
			for _, kind := range []string{"application/x-www-form-urlencoded", "application/json"} {
				r := httptest.NewRequest(method, path, strings.NewReader(ids.Encode()))
				if kind == "application/json" {
					r = httptest.NewRequest(method, path, strings.NewReader(`{"person":"`+ids.Get("person")+`","cramps":[],"id":"`+ids.Get("id")+`"}`))
					r.Header.Set("Accept", kind)
				}
				r.Header.Set("Content-Type", kind)
				d := b.do(r)
				if strings.Contains(d.Raw, secret) {
					t.Errorf("%s as %s shows what Anna keeps", pattern, name)
				}
				if d.Status >= http.StatusInternalServerError {
					t.Errorf("%s as %s answers %d", pattern, name, d.Status)
				}
				if strings.Contains(path, ids.Get("person")) && d.Status < 300 {
					t.Errorf("%s as %s answers %d for Anna's person", pattern, name, d.Status)
				}
				if name == "nobody" && strings.HasPrefix(path, "/account/") && method == "GET" && d.Status == 200 && !oneOf(path, "/account/new", "/account/recover") {
					t.Errorf("%s is shown to nobody", pattern)
				}
			}
		}
	}
	after := everything(t, owner)
	if d := cmp.Diff(before, after); d != "" {
		t.Errorf("Anna's data changed (-before +after):\n%s", d)
	}
}
