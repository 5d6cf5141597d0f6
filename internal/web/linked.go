package web

import (
	"strings"

	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/i18n"
)

// linkedData is a page of the guide for machines, in the terms of schema.org. It stands
// in the page as a block of data, which browsers do not run.
type linkedData struct {
	Context     string       `json:"@context"`
	Type        []string     `json:"@type"`
	ID          string       `json:"@id"`
	URL         string       `json:"url"`
	Name        string       `json:"name"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"inLanguage"`
	Published   string       `json:"datePublished,omitempty"`
	Modified    string       `json:"dateModified,omitempty"`
	Reviewed    string       `json:"lastReviewed,omitempty"`
	Reviewer    *linkedThing `json:"reviewedBy,omitempty"`
	Author      *linkedThing `json:"author,omitempty"`
	Publisher   linkedThing  `json:"publisher"`
	Audience    linkedThing  `json:"audience"`
	About       *linkedThing `json:"about,omitempty"`
	Keywords    string       `json:"keywords,omitempty"`
	Citations   []string     `json:"citation,omitempty"`
	Main        []linkedAsk  `json:"mainEntity,omitempty"`
}

type linkedThing struct {
	Type  string   `json:"@type"`
	Name  string   `json:"name,omitempty"`
	Names []string `json:"alternateName,omitempty"`
	Title string   `json:"jobTitle,omitempty"`
}

type linkedAsk struct {
	Type   string       `json:"@type"`
	Name   string       `json:"name"`
	Answer linkedAnswer `json:"acceptedAnswer"`
}

type linkedAnswer struct {
	Type string `json:"@type"`
	Text string `json:"text"`
}

// linkedTypes are what the pages of each kind are about, in the words of schema.org.
var linkedTypes = map[string]string{
	guide.KindCondition: "MedicalCondition", guide.KindActivity: "LifestyleModification", guide.KindExercise: "PhysicalActivity",
	guide.KindMedicine: "DrugClass", guide.KindLab: "MedicalTest", guide.KindInstrument: "MedicalTest",
}

// linked describes a page at its address.
func (s *site) linked(p *i18n.Printer, x *guide.Page, address string) linkedData {
	d := linkedData{
		Context: "https://schema.org", Type: []string{"MedicalWebPage"}, ID: address, URL: address, Name: x.Title, Description: description(x),
		Language: p.Lang(), Modified: x.Date, Publisher: linkedThing{Type: "Organization", Name: p.T("site.name")},
		Audience: linkedThing{Type: "Patient"}, Keywords: strings.Join(x.Tags, ", "),
	}
	if rv := x.Reviewed; rv != nil {
		d.Reviewed, d.Reviewer = rv.On, &linkedThing{Type: "Person", Name: rv.By, Title: rv.Credentials}
	}
	if about := linkedTypes[x.Kind]; about != "" {
		d.About = &linkedThing{Type: about, Name: x.Title, Names: otherNames(x)}
	}
	for _, id := range x.Sources {
		if href := s.links[id]; href != "" {
			d.Citations = append(d.Citations, href)
		}
	}
	if a := x.Article; a != nil {
		d.Author, d.Published = &linkedThing{Type: "Organization", Name: a.Author}, a.Published
		d.Type = append(d.Type, "FAQPage")
		for _, q := range a.FAQ {
			d.Main = append(d.Main, linkedAsk{"Question", q.Question, linkedAnswer{"Answer", q.Answer.Text.Plain()}})
		}
	}
	return d
}
