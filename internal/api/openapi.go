package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/legible-health/legible/internal/app"
)

// description is what the API says of itself.
type description struct {
	document []byte // openapi.json
	etag     string // of it and of all knowledge answers
}

// describe writes the description. Its example is a real assessment, for which everything
// that reasons has to be there.
//
// huma serves as the model of OpenAPI and derives schemas from the Go types, so that
// the description cannot drift from the answers. Its own handling of requests is not
// used: it lets doubled keys, other cases of a key and trailing data through, and
// repeats refused values in its errors.
func (a *api) describe() (*description, error) {
	d := &document{registry: newRegistry()}
	paths := []*huma.Operation{a.assessOperation(d), a.planOperation(d), a.askOperation(d), a.guideOperation(d), a.labsOperation(d), a.labsReadOperation(d), a.overviewOperation(d)}
	paths = append(paths, entryOperations(d)...)
	for _, k := range a.kinds {
		paths = append(paths, listOperation(d, k), entryOperation(d, k))
	}
	d.polish()
	doc := &huma.OpenAPI{
		OpenAPI:    "3.1.0",
		Info:       &huma.Info{Title: "Legible", Version: "1", Description: aboutAPI},
		Servers:    []*huma.Server{{URL: "/", Description: "this installation"}},
		Components: &huma.Components{Schemas: d.registry, SecuritySchemes: tokenScheme},
		Security:   []map[string][]string{},
		Tags: []*huma.Tag{
			{Name: "assessment", Description: "What it may be, how urgent it is and why."},
			{Name: "plan", Description: "What to do tonight, this week and with a clinician."},
			{Name: "labs", Description: "What laboratory results mean for legs."},
			{Name: "guide", Description: "What to read: search, and answers made of what stands in the guide."},
			{Name: "entries", Description: "What a person recorded, kept sealed. Needs a bearer token."},
			{Name: "knowledge", Description: "The medical content the answers come from, with sources and reviews."},
		},
	}
	for _, op := range paths {
		if op.Method != "GET" { // the server paces what writes, before it comes here
			maps.Copy(op.Responses, d.responses(nil, 429))
		}
		doc.AddOperation(op)
	}
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	text = append(text, '\n')
	// The same knowledge can be written differently by another release of the program;
	// its description then differs too, and with it the ETag.
	sum := sha256.Sum256(text)
	return &description{document: text, etag: `"` + a.version + "-" + hex.EncodeToString(sum[:4]) + `"`}, nil
}

func (a *api) assessOperation(d *document) *huma.Operation {
	answer := &huma.MediaType{Schema: d.schema(reflect.TypeFor[app.Response]())}
	if example, err := a.assessor.Assess(exampleRequest()); err == nil {
		answer.Examples = map[string]*huma.Example{"cramps": {
			Summary: "Answer to the request of the same name, lists shortened to two entries", Value: shortened(example)}}
	}
	return &huma.Operation{
		Method: "POST", Path: Root + "/assess", OperationID: "assess", Tags: []string{"assessment"},
		Summary: "Assess leg trouble", Description: aboutAssess,
		RequestBody: &huma.RequestBody{Required: true, Description: "At most 256 KiB of JSON in UTF-8.",
			Content: map[string]*huma.MediaType{"application/json": {
				Schema: d.schema(reflect.TypeFor[app.Request]()),
				Examples: map[string]*huma.Example{"cramps": {
					Summary: "A woman of 62 with cramps at night", Value: exampleRequest()}},
			}}},
		Responses: d.responses(map[int]*huma.Response{
			200: {Description: "The assessment.", Content: map[string]*huma.MediaType{"application/json": answer}, Headers: uncached},
		}, 408, 413, 415, 422, 500),
	}
}

func (a *api) overviewOperation(d *document) *huma.Operation {
	return &huma.Operation{
		Method: "GET", Path: Root + "/knowledge", OperationID: "getKnowledge", Tags: []string{"knowledge"},
		Summary:     "Knowledge version and counts",
		Description: "The version of the medical content, how many entries of each kind there are, and how many of them a clinician has reviewed.",
		Responses: d.responses(map[int]*huma.Response{
			200: d.cached("The overview.", reflect.TypeFor[Overview]()), 304: notModified}, 500),
	}
}

func listOperation(d *document, k *kind) *huma.Operation {
	low, high := 1.0, float64(maxLimit)
	one, long := 1, maxQuery
	return &huma.Operation{
		Method: "GET", Path: k.path(), OperationID: "list_" + k.name, Tags: []string{"knowledge"},
		Summary: "List " + k.name, Description: k.about,
		Parameters: []*huma.Param{
			{Name: "limit", In: "query", Description: "Items on one page.",
				Schema: &huma.Schema{Type: "integer", Minimum: &low, Maximum: &high, Default: defaultLimit}},
			{Name: "cursor", In: "query", Description: "Where to continue: next of the page before.",
				Schema: &huma.Schema{Type: "string", Pattern: idPattern}},
			{Name: "q", In: "query", Description: "Part of an id or name, in any case.",
				Schema: &huma.Schema{Type: "string", MinLength: &one, MaxLength: &long}},
		},
		Responses: d.responses(map[int]*huma.Response{
			200: d.cached("One page of the list, sorted by id.", reflect.TypeFor[List]()), 304: notModified}, 422, 500),
	}
}

func entryOperation(d *document, k *kind) *huma.Operation {
	id := &huma.Param{Name: "id", In: "path", Required: true, Description: "Id of the " + k.one + ".",
		Schema: &huma.Schema{Type: "string", Pattern: idPattern}}
	if entries := k.list().entries; len(entries) > 0 {
		id.Example = entries[0].id
	}
	return &huma.Operation{
		Method: "GET", Path: k.path() + "/{id}", OperationID: "get_" + k.name, Tags: []string{"knowledge"},
		Summary:     "Show one " + k.one,
		Description: "The whole entry with its source ids. reviewed is null while no clinician has reviewed it.",
		Parameters:  []*huma.Param{id},
		Responses: d.responses(map[int]*huma.Response{
			200: d.cached("The entry.", k.typ), 304: notModified}, 404, 500),
	}
}

// responses adds the problems an operation may answer with.
func (d *document) responses(ok map[int]*huma.Response, problems ...int) map[string]*huma.Response {
	all := map[string]*huma.Response{}
	for status, r := range ok {
		all[strconv.Itoa(status)] = r
	}
	problem := d.schema(reflect.TypeFor[Problem]())
	for _, status := range problems {
		all[strconv.Itoa(status)] = &huma.Response{Description: problemTexts[status], Headers: uncached,
			Content: map[string]*huma.MediaType{"application/problem+json": {Schema: problem}}}
	}
	return all
}

func (d *document) cached(text string, t reflect.Type) *huma.Response {
	return &huma.Response{Description: text, Headers: cached,
		Content: map[string]*huma.MediaType{"application/json": {Schema: d.schema(t)}}}
}
