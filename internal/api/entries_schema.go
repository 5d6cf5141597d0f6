package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
)

// entryData, kindWord, dayWord and decimalWord stand for types whose JSON cannot be seen
// from their Go kind.
type (
	entryData   struct{}
	kindWord    string
	dayWord     string
	decimalWord string
)

// dataNames are the schemas of what an entry holds, one for each kind.
var dataNames = func() (list []string) {
	for _, k := range diary.Kinds() {
		list = append(list, names[reflect.TypeOf(diary.New(k)).Elem()])
	}
	return list
}()

func (entryData) Schema(r huma.Registry) *huma.Schema {
	s := &huma.Schema{}
	for _, k := range diary.Kinds() {
		s.AnyOf = append(s.AnyOf, r.Schema(reflect.TypeOf(diary.New(k)).Elem(), true, ""))
	}
	return s
}

func (kindWord) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "string", Enum: enum(kindWords())}
}

func (dayWord) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "string", Format: "date", Pattern: `^\d{4}-\d{2}-\d{2}$`}
}

func (decimalWord) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{{Type: "string", Pattern: `^-?[0-9]{1,12}(\.[0-9]{1,12})?$`}, {Type: "number"}}}
}

const uuidPattern = `^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`

var tokenScheme = map[string]*huma.SecurityScheme{"token": {
	Type: "http", Scheme: "bearer", Description: "A token of an account; the command \"legible token NAME\" makes one.",
}}

var withToken = []map[string][]string{{"token": {}}}

// entryOperations describes the routes of what is kept.
func entryOperations(d *document) []*huma.Operation {
	person, id := uuidParam("person", "Id of a person the account may reach; GET "+personsPath+" lists them."), uuidParam("id", "Id of the entry.")
	entry := d.answer("The entry as it is now.", reflect.TypeFor[app.KeptEntry]())
	problems := []int{401, 404, 422, 500, 503}
	changes := []int{401, 404, 408, 409, 413, 415, 422, 500, 503}
	operation := func(method, path, name, summary, about string, params []*huma.Param, responses map[string]*huma.Response) *huma.Operation {
		return &huma.Operation{Method: method, Path: path, OperationID: name, Tags: []string{"entries"}, Summary: summary,
			Description: about, Parameters: params, Security: withToken, Responses: responses}
	}
	add := operation("POST", entriesPath, "addEntry", "Add an entry", aboutAdd, []*huma.Param{person},
		d.responses(map[int]*huma.Response{201: entry, 200: entry}, changes...))
	add.RequestBody = d.entryBody(exampleEntry)
	replace := operation("PUT", entryPath, "replaceEntry", "Change an entry", aboutReplace, []*huma.Param{person, id},
		d.responses(map[int]*huma.Response{200: entry}, changes...))
	replace.RequestBody = d.entryBody(exampleChange)
	one := 1.0
	version := &huma.Param{Name: "version", In: "query", Required: true, Description: "The version that is meant to be deleted.",
		Schema: &huma.Schema{Type: "integer", Minimum: &one}}
	return []*huma.Operation{
		operation("GET", personsPath, "listPersons", "List persons", "The persons the token's account may reach.", nil,
			d.responses(map[int]*huma.Response{200: d.answer("The persons, sorted by id.", reflect.TypeFor[PersonList]())}, 401, 404, 500, 503)),
		add,
		operation("GET", entriesPath, "listEntries", "List entries", aboutEntries, append([]*huma.Param{person}, listParams()...),
			d.responses(map[int]*huma.Response{200: d.answer("One page.", reflect.TypeFor[EntryList]())}, problems...)),
		operation("GET", entryPath, "getEntry", "Show one entry", "The entry with its version; a deleted one is not found.", []*huma.Param{person, id},
			d.responses(map[int]*huma.Response{200: entry}, problems...)),
		replace,
		operation("DELETE", entryPath, "deleteEntry", "Delete an entry", aboutDelete, []*huma.Param{person, id, version},
			d.responses(map[int]*huma.Response{204: {Description: "It is deleted, now or before.", Headers: uncached}}, append([]int{409}, problems...)...)),
		operation("GET", exportPath, "exportEntries", "Export the diary", "All entries in one file, which can be imported again.", []*huma.Param{person},
			d.responses(map[int]*huma.Response{200: {Description: "The diary.", Headers: uncached, Content: map[string]*huma.MediaType{
				"application/json": {Schema: &huma.Schema{Type: "object", AdditionalProperties: true}}}}}, problems...)),
	}
}

func uuidParam(name, about string) *huma.Param {
	return &huma.Param{Name: name, In: "path", Required: true, Description: about, Example: "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f10",
		Schema: &huma.Schema{Type: "string", Pattern: uuidPattern}}
}

func listParams() []*huma.Param {
	low, high := 1.0, float64(maxEntries)
	day := &huma.Schema{Type: "string", Format: "date"}
	return []*huma.Param{
		{Name: "from", In: "query", Description: "First day.", Schema: day},
		{Name: "to", In: "query", Description: "Last day, not before from.", Schema: day},
		{Name: "kind", In: "query", Description: "Only entries of this kind.", Schema: &huma.Schema{Type: "string", Enum: enum(kindWords())}},
		{Name: "order", In: "query", Description: "Which day comes first.", Schema: &huma.Schema{Type: "string", Enum: []any{"newest", "oldest"}, Default: "newest"}},
		{Name: "limit", In: "query", Description: "Entries on one page.", Schema: &huma.Schema{Type: "integer", Minimum: &low, Maximum: &high, Default: defaultEntries}},
		{Name: "cursor", In: "query", Description: "Where to continue: next of the page before.", Schema: &huma.Schema{Type: "string", Pattern: cursorPattern}},
	}
}

// answer is a 200 that is never cached.
func (d *document) answer(text string, t reflect.Type) *huma.Response {
	return &huma.Response{Description: text, Headers: uncached,
		Content: map[string]*huma.MediaType{"application/json": {Schema: d.schema(t)}}}
}

func (d *document) entryBody(example map[string]any) *huma.RequestBody {
	return &huma.RequestBody{Required: true, Description: "At most 256 KiB of JSON in UTF-8.",
		Content: map[string]*huma.MediaType{"application/json": {
			Schema:   d.schema(reflect.TypeFor[diary.Entry]()),
			Examples: map[string]*huma.Example{"night": {Summary: "Last night: two cramps", Value: example}},
		}}}
}

// The entry of the description, new and changed.
var (
	exampleEntry  = map[string]any{"id": "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f10", "kind": "night", "day": "2026-11-21", "data": exampleNight}
	exampleChange = map[string]any{"kind": "night", "day": "2026-11-21", "version": 1, "data": exampleNight}
	exampleNight  = map[string]any{"cramps": 2, "urge": 1, "pain": 6, "sleep_hours": 6.5, "wakings": 3,
		"muscles": []string{"calf"}, "side": "left", "tried": []any{map[string]any{"measure": "stretch_calf_wall", "helped": "yes"}}}
)

// limitEntries writes the bounds that the diary checks.
func limitEntries(prop func(path string) *huma.Schema, all map[string]*huma.Schema) {
	for path, r := range entryRanges {
		p := prop(path)
		p.Minimum, p.Maximum, p.Format = &r[0], &r[1], ""
	}
	for path, words := range entryWords {
		prop(path).Enum = enum(append(words, ""))
	}
	note, long := diary.MaxNote, 200
	for _, name := range dataNames {
		if p := all[name].Properties["note"]; p != nil {
			p.MaxLength = &note
		}
		for field, p := range all[name].Properties {
			if p.Type == "integer" {
				p.Format = ""
			}
			// pointers may be null: not said
			if f, ok := fieldNamed(name, field); ok && f.Type.Kind() == reflect.Pointer {
				p.Nullable = true
			}
		}
	}
	prop("NightData.partner_note").MaxLength, prop("NoteData.text").MaxLength = &note, &note
	prop("MedicineData.name").MaxLength = &long
	prop("LabData.value").AnyOf = []*huma.Schema{{Type: "string", Pattern: `^(<=|>=|<|>)?-?[0-9]{1,12}(\.[0-9]{1,12})?$`}, {Type: "number"}}
	one := 1.0
	for _, name := range []string{"DiaryEntry", "EntryRequest"} {
		prop(name + ".id").Pattern = uuidPattern
		version := prop(name + ".version")
		version.Minimum, version.Format = &one, ""
		prop(name + ".conflict_of").Pattern = uuidPattern
	}
	prop("EntryRequest.at").Nullable = true
	all["EntryRequest"].Required = []string{"kind", "data"}
	prop("EntryList.next").Nullable = true
}

// fieldNamed finds the Go field of a data schema.
func fieldNamed(schema, field string) (reflect.StructField, bool) {
	for _, k := range diary.Kinds() {
		t := reflect.TypeOf(diary.New(k)).Elem()
		if names[t] != schema {
			continue
		}
		for i := range t.NumField() {
			if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name == field {
				return t.Field(i), true
			}
		}
	}
	return reflect.StructField{}, false
}
