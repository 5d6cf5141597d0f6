package kb

import (
	"slices"
	"strings"
)

// LabTexts are the sentences about laboratory results that belong to no analyte, by name.
// What stands in braces is filled in. They stand in one file, knowledge/lab_texts.yaml,
// which must hold all that packages labs, report and app use.
type LabTexts map[string]string

// labTexts names each sentence with what is filled in.
var labTexts = map[string][]string{
	"unit_missing": nil, "unit_unknown": {"name"}, "separator": nil, "implausible": {"unit"},
	"interval_comma": nil, "interval_order": nil, "interval_unit": {"unit"},
	"row_test": nil, "row_range": nil, "row_value": nil,
	"several_lines": nil, "several_readings": nil, "flag_disagrees": nil,
	"range_pregnant": nil, "range_adults": nil, "range_needs_age": nil, "range_needs_months": nil, "range_no_age": nil, "range_sexes": {"women", "men", "unit"},
	"caveat_pregnant": nil, "caveat_sample": {"note"},
	"limit_under": {"n"}, "limit_to": {"n"}, "limit_over": {"n"}, "limit_from": {"n"}, "limit_between": {"low", "n"}, "limit_over_to": {"low", "n"}, "range_to": {"n"},
	"critical": {"result", "limit"}, "critical_possible": {"result", "limit"}, "critical_check": nil, "critical_why": nil,
	"report_critical": {"result", "action"}, "report_possible": {"result", "action"},
}

func (t LabTexts) check(p problems) {
	for _, name := range sortedKeys(labTexts) {
		required(p, name, t[name])
		for _, part := range labTexts[name] {
			if !strings.Contains(t[name], "{"+part+"}") {
				p.add(name, "lacks {%s}", part)
			}
		}
	}
	for _, name := range sortedKeys(t) {
		parts, known := labTexts[name]
		if !known {
			p.add(name, "is used nowhere: correct or remove it")
			continue
		}
		for rest := t[name]; ; {
			_, after, ok := strings.Cut(rest, "{")
			if !ok {
				break
			}
			part, tail, _ := strings.Cut(after, "}")
			if !slices.Contains(parts, part) {
				p.add(name, "nothing is filled in for {%s}", part)
			}
			rest = tail
		}
	}
}

// Say is a sentence with what stands in braces filled in by name and value in turn.
func (t LabTexts) Say(name string, parts ...string) string {
	text := t[name]
	for i := 0; i+1 < len(parts); i += 2 {
		text = strings.ReplaceAll(text, "{"+parts[i]+"}", parts[i+1])
	}
	return text
}
