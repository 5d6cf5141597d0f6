package fhirmap

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/fhir"
)

// clean makes a text one that FHIR and XML can hold: no control characters, no blanks
// around it. "\r\n" is one new line.
func clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return '\n'
		case r < 0x20, r >= 0x7f && r < 0xa0, r == utf8.RuneError, r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// narrative is a resource or section in words, a paragraph each; a line that begins with
// "- " is an item of a list.
func narrative(lines ...string) *fhir.Narrative {
	var b strings.Builder
	b.WriteString(`<div xmlns="http://www.w3.org/1999/xhtml">`)
	list := false
	for _, l := range lines {
		if l = clean(l); l == "" {
			continue
		}
		item, is := strings.CutPrefix(l, "- ")
		if is != list {
			b.WriteString(map[bool]string{true: "<ul>", false: "</ul>"}[is])
			list = is
		}
		tag := "p"
		if is {
			tag = "li"
		}
		b.WriteString("<" + tag + ">" + escaper.Replace(item) + "</" + tag + ">")
	}
	if list {
		b.WriteString("</ul>")
	}
	b.WriteString("</div>")
	return &fhir.Narrative{Status: "generated", Div: b.String()}
}

// words is a thing without a code.
func words(text string) *fhir.CodeableConcept { return &fhir.CodeableConcept{Text: clean(text)} }

// coded is one code, with text beside it.
func coded(system, code, display, text string) *fhir.CodeableConcept {
	return &fhir.CodeableConcept{Coding: []fhir.Coding{{System: system, Code: fhir.Code(code), Display: display}}, Text: clean(text)}
}

// decimal writes a number in its shortest form.
func decimal(v float64) fhir.Decimal { return fhir.Decimal(strconv.FormatFloat(v, 'f', -1, 64)) }

// probability writes a probability to four digits.
func probability(p float64) fhir.Decimal {
	return fhir.Decimal(strconv.FormatFloat(min(max(p, 0), 1), 'f', 4, 64))
}

// percent says a probability in whole percent.
func percent(p float64) string { return strconv.FormatFloat(p*100, 'f', 0, 64) + " %" }

func yes() *bool { v := true; return &v }
