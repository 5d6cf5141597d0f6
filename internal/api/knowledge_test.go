package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/api"
)

func get[T any](t *testing.T, h http.Handler, target string) T {
	t.Helper()
	w := send(h, "GET", target, "")
	var v T
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("%s: status %d, %s", target, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	return v
}

func TestPagingVisitsEveryEntryOnceAndEveryLinkWorks(t *testing.T) {
	h := newAPI(t, &fake{})
	overview := get[api.Overview](t, h, "/api/v1/knowledge")
	if len(overview.Counts) != 9 || overview.Version == "" {
		t.Fatalf("overview %+v, want nine kinds and a version", overview)
	}
	for kind, path := range overview.Links {
		var ids []string
		next := ""
		for {
			target := path + "?limit=37"
			if next != "" {
				target += "&cursor=" + next
			}
			l := get[api.List](t, h, target)
			if l.Total != overview.Counts[kind] {
				t.Fatalf("%s: total %d, overview says %d", target, l.Total, overview.Counts[kind])
			}
			for _, item := range l.Items {
				ids = append(ids, item.ID)
				entry := get[map[string]any](t, h, item.Link)
				if entry["id"] != item.ID || item.Name == "" {
					t.Errorf("%s: id %v, name %q, want id %s and a name", item.Link, entry["id"], item.Name, item.ID)
				}
				if _, there := entry["reviewed"]; !there && kind != "sources" {
					t.Errorf("%s: does not say whether it was reviewed", item.Link)
				}
			}
			if l.Next == nil {
				break
			}
			next = *l.Next
		}
		if len(ids) != overview.Counts[kind] || !slices.IsSorted(ids) || len(slices.Compact(ids)) != overview.Counts[kind] {
			t.Errorf("%s: %d ids, want each of %d once and sorted", kind, len(ids), overview.Counts[kind])
		}
	}
}

func TestListsSearchIdAndNameInAnyCase(t *testing.T) {
	h := newAPI(t, &fake{})
	for _, q := range []string{"deep_vein", "BLOOD+CLOT"} {
		l := get[api.List](t, h, "/api/v1/knowledge/conditions?q="+q)
		found := slices.ContainsFunc(l.Items, func(i api.Item) bool { return i.ID == "deep_vein_thrombosis" })
		if !found || l.Total >= 20 {
			t.Errorf("q=%s: total %d, found %v; want deep_vein_thrombosis among few", q, l.Total, found)
		}
	}
	if l := get[api.List](t, h, "/api/v1/knowledge/findings?q=%20no-such-thing"); l.Total != 0 || l.Items == nil || l.Next != nil {
		t.Errorf("list %+v, want an empty list", l)
	}
}

func TestListsRefuseUnusableParameters(t *testing.T) {
	h := newAPI(t, &fake{})
	for query, location := range map[string]string{
		"limit=":                          "query.limit",
		"limit=0":                         "query.limit",
		"limit=201":                       "query.limit",
		"limit=1e2":                       "query.limit",
		"limit=5&limit=6":                 "query.limit",
		"cursor=":                         "query.cursor",
		"cursor=../etc":                   "query.cursor",
		"q=":                              "query.q",
		"q=" + strings.Repeat("x", 101):   "query.q",
		"q=%ff":                           "query.q",
		"q=%zz":                           "query",
		"q=" + strings.Repeat("x", 70000): "query.q",
	} {
		w := send(h, "GET", "/api/v1/knowledge/conditions?"+query, "")
		p := problem(t, w)
		if w.Code != 422 || len(p.Errors) != 1 || p.Errors[0].Location != location {
			t.Errorf("%.40s: status %d, errors %+v, want 422 at %s", query, w.Code, p.Errors, location)
		}
	}
}

func TestKnowledgeIsCachedByVersion(t *testing.T) {
	h := newAPI(t, &fake{})
	b, _ := base()
	for _, target := range []string{"/api/v1/knowledge", "/api/v1/knowledge/sources", "/api/v1/knowledge/conditions/gout", "/api/v1/openapi.json"} {
		w := send(h, "GET", target, "")
		etag := w.Header().Get("ETag")
		if !strings.Contains(etag, b.Version) || !strings.Contains(w.Header().Get("Cache-Control"), "max-age=") {
			t.Errorf("%s: ETag %q, Cache-Control %q", target, etag, w.Header().Get("Cache-Control"))
		}
		for _, sent := range []string{etag, "W/" + etag, `"x", ` + etag, "*"} {
			if w := send(h, "GET", target, "", "If-None-Match", sent); w.Code != 304 || w.Body.Len() != 0 {
				t.Errorf("%s with %s: status %d, %d bytes, want an empty 304", target, sent, w.Code, w.Body.Len())
			}
		}
		if w := send(h, "GET", target, "", "If-None-Match", `"old"`); w.Code != 200 {
			t.Errorf("%s with an old tag: status %d, want 200", target, w.Code)
		}
	}
}

func TestUnknownEntriesAreNotFound(t *testing.T) {
	h := newAPI(t, &fake{})
	for _, id := range []string{"unicorn", "%2e%2e%2fgout", "gout%00", strings.Repeat("a", 70000)} {
		if w := send(h, "GET", "/api/v1/knowledge/conditions/"+id, ""); w.Code != 404 {
			t.Errorf("%.20s: status %d, want 404", id, w.Code)
		}
	}
}
