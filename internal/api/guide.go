package api

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

// guide answers GET /api/v1/guide. The words may be health data, so the answer is not
// stored; a caller who minds them in an address asks with POST /ask instead.
func (a *api) guide(w http.ResponseWriter, r *http.Request) {
	request, faults := parseGuide(r.URL.RawQuery)
	if faults != nil {
		WriteProblem(w, http.StatusUnprocessableEntity, guideDetail, faults...)
		return
	}
	found, err := a.assessor.SearchGuide(request)
	var e *errs.Error
	switch {
	case errors.As(err, &e) && e.Kind == errs.Invalid:
		WriteProblem(w, http.StatusUnprocessableEntity, guideDetail, FieldError{"query." + e.Field, e.Message})
	case err != nil:
		writeError(w, a.log, err)
	default:
		w.Header().Set("Cache-Control", "no-store")
		a.writeJSON(w, found)
	}
}

const guideDetail = "The guide cannot be searched with these parameters; errors says why."

// parseGuide reads ?q=&kind=&category=&tag=&limit=. An empty or doubled parameter is refused
// rather than guessed at; others than these are ignored.
func parseGuide(raw string) (*app.GuideRequest, []FieldError) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, []FieldError{{"query", "is malformed; escape it as RFC 3986 says"}}
	}
	var faults []FieldError
	one := func(name string) string {
		switch {
		case len(query[name]) > 1:
			faults = append(faults, FieldError{"query." + name, "is given more than once; keep one"})
		case query.Has(name) && query.Get(name) == "":
			faults = append(faults, FieldError{"query." + name, "is empty; leave it out or say something"})
		}
		return query.Get(name)
	}
	r := &app.GuideRequest{Query: one("q"), Kind: one("kind"), Category: one("category"), Tag: one("tag"), Limit: app.DefaultFound}
	if limit := one("limit"); limit != "" {
		if r.Limit, err = strconv.Atoi(limit); err != nil {
			r.Limit = 0 // refused with the bounds
		}
	}
	return r, faults
}

func (a *api) guideOperation(d *document) *huma.Operation {
	low, high, short, long := 1.0, float64(app.MaxFound), 1, app.MaxSearch
	word := func(name, text string, values []any, example any) *huma.Param {
		return &huma.Param{Name: name, In: "query", Description: text, Example: example, Schema: &huma.Schema{Type: "string", Enum: values, MinLength: &short}}
	}
	q := word("q", "Words to find; the last may be unfinished. Slips of the keyboard are mended. Left out, all pages are listed.", nil, "calf cramp")
	q.Schema.MaxLength = &long
	return &huma.Operation{
		Method: "GET", Path: Root + "/guide", OperationID: "searchGuide", Tags: []string{"guide"},
		Summary: "Search the guide", Description: aboutGuide,
		Parameters: []*huma.Param{q,
			word("kind", "Only pages of this kind.", enum(guide.Kinds), guide.KindArticle),
			word("category", "Only pages of this category.", enum(app.GuideCategories()), nil),
			word("tag", "Only articles with this tag, in any case.", nil, nil),
			{Name: "limit", In: "query", Description: "Pages at most.", Schema: &huma.Schema{Type: "integer", Minimum: &low, Maximum: &high, Default: app.DefaultFound}},
		},
		Responses: d.responses(map[int]*huma.Response{200: {Description: "What was found, best first.", Headers: uncached,
			Content: map[string]*huma.MediaType{"application/json": {Schema: d.schema(reflect.TypeFor[app.GuideResponse]())}}}}, 422, 500),
	}
}

func (a *api) askOperation(d *document) *huma.Operation {
	question := &app.AskRequest{Question: "How much magnesium should I take?", Country: "GB"}
	return &huma.Operation{
		Method: "POST", Path: Root + "/ask", OperationID: "ask", Tags: []string{"guide"},
		Summary: "Ask the guide", Description: aboutAsk,
		RequestBody: &huma.RequestBody{Required: true, Description: "At most 256 KiB of JSON in UTF-8.",
			Content: map[string]*huma.MediaType{"application/json": {
				Schema:   d.schema(reflect.TypeFor[app.AskRequest]()),
				Examples: map[string]*huma.Example{"dose": {Summary: "A question about a dose", Value: question}}}}},
		Responses: d.responses(map[int]*huma.Response{200: {Description: "The answer.", Headers: uncached,
			Content: map[string]*huma.MediaType{"application/json": {
				Schema:   d.schema(reflect.TypeFor[app.AskResponse]()),
				Examples: map[string]*huma.Example{"dose": {Summary: "The first passage of the answer to the request of the same name", Value: a.exampleAnswer()}}}}}},
			408, 413, 415, 422, 500),
	}
}

// exampleAnswer is made without asking: the index of the guide is not needed to start.
func (a *api) exampleAnswer() *app.AskResponse {
	r := &app.AskResponse{Knowledge: app.Knowledge{Version: a.version}, Answered: true, Kind: guide.AboutDose, ReadAs: []app.Mending{}}
	for _, x := range a.asking.Answers {
		if x.ID == kb.DoseAnswer {
			id := "ask#" + x.ID
			r.Answer = []app.Quote{{Text: x.Text, Passage: id}}
			r.Passages = []app.QuotedPassage{{ID: id, Title: "Ask", Heading: x.Title, URL: "/" + id, Kind: "fixed", Date: a.asking.Updated,
				Reviewed: a.asking.Reviewed != nil, Grade: kb.MarkAdvice, Sources: []string{}}}
		}
	}
	return r
}

// limitGuide writes the bounds that the use cases check.
func limitGuide(prop func(path string) *huma.Schema) {
	one, long := 1, app.MaxText
	prop("AskRequest.question").MinLength, prop("AskRequest.question").MaxLength = &one, &long
	prop("AskResponse.kind").Enum = enum([]string{guide.FromPassages, guide.AboutDose, guide.AboutStopping, guide.NothingAnswers, guide.AnotherLanguage})
	prop("AskUrgency.level").Enum = enum([]string{clinical.Emergency.String(), clinical.SameDay.String()})
	prop("GuideItem.kind").Enum = enum(guide.Kinds)
}
