package kb

// Finding is something a person can report, see or measure.
type Finding struct {
	ID       string `yaml:"id" json:"id"`
	Question string `yaml:"question" json:"question"` // asked as written
	// Other is the question in the third person, for someone who answers for another; empty
	// where the question fits both.
	Other string `yaml:"question_other,omitempty" json:"question_other,omitempty"`
	// Label names the finding in at most six words, for lists and boxes to tick.
	Label   string   `yaml:"label,omitempty" json:"label,omitempty"`
	Why     string   `yaml:"why,omitempty" json:"why,omitempty"` // what the answer helps to tell apart
	Kind    string   `yaml:"kind" json:"kind"`                   // yes_no, choice, number, derived, multi, body_map
	Unit    string   `yaml:"unit,omitempty" json:"unit,omitempty"`
	Min     *float64 `yaml:"min,omitempty" json:"min,omitempty"` // numbers: smallest accepted value
	Max     *float64 `yaml:"max,omitempty" json:"max,omitempty"`
	Options []string `yaml:"options,omitempty" json:"options,omitempty"`
	Group   string   `yaml:"group" json:"group"`
	// Members of a multi or body_map question: yes/no findings answered together on one
	// screen. What is not ticked is absent.
	Members []string `yaml:"members,omitempty" json:"members,omitempty"`
	// Cluster names findings that say the same thing; together they weigh less than
	// the product of their parts.
	Cluster  string `yaml:"cluster,omitempty" json:"cluster,omitempty"`
	OnLegMap bool   `yaml:"on_leg_map,omitempty" json:"on_leg_map,omitempty"`
	Asked    *bool  `yaml:"asked,omitempty" json:"asked,omitempty"` // false: only understood from text or results, never asked
	Effort   int    `yaml:"effort" json:"effort"`                   // 1 known at once, 2 look or press, 3 measure or look up
	OnlyFor  *Only  `yaml:"only_for,omitempty" json:"only_for,omitempty"`
	// Problem says that a yes names a standing problem of health, which a patient summary
	// lists as said by the person.
	Problem bool   `yaml:"problem,omitempty" json:"problem,omitempty"`
	Alarm   string `yaml:"alarm,omitempty" json:"alarm,omitempty"` // emergency, same_day, context
	// Background is P(yes) among people with a night-time leg complaint whom no
	// condition here explains.
	Background     *Probability `yaml:"background,omitempty" json:"background,omitempty"`
	BackgroundNote string       `yaml:"background_note,omitempty" json:"background_note,omitempty"`
	Confirms       []string     `yaml:"confirms,omitempty" json:"confirms,omitempty"` // asked right after a yes to one of these
	Implies        []string     `yaml:"implies,omitempty" json:"implies,omitempty"`   // surely present when this is
	Excludes       []string     `yaml:"excludes,omitempty" json:"excludes,omitempty"` // surely absent when this is present
	// Links turn a number into answers to other findings.
	Links    []Link   `yaml:"links,omitempty" json:"links,omitempty"`
	Result   *Result  `yaml:"result,omitempty" json:"result,omitempty"` // laboratory result that settles it
	Derive   *Expr    `yaml:"derive,omitempty" json:"derive,omitempty"` // derived findings: when they are present
	Phrases  *Phrases `yaml:"phrases,omitempty" json:"phrases,omitempty"`
	Codes    []Code   `yaml:"codes,omitempty" json:"codes,omitempty"`
	Reviewed *Review  `yaml:"reviewed" json:"reviewed"`
}

// Only limits whom a question can apply to; nil bounds are open.
type Only struct {
	Sex    string   `yaml:"sex,omitempty" json:"sex,omitempty"` // female or male
	MinAge *float64 `yaml:"min_age,omitempty" json:"min_age,omitempty"`
	MaxAge *float64 `yaml:"max_age,omitempty" json:"max_age,omitempty"` // exclusive
	// Needs lists findings of which one must be present before this is worth asking.
	Needs []string `yaml:"needs,omitempty" json:"needs,omitempty"`
}

// Link makes a finding present or absent when a number is within bounds.
type Link struct {
	GTE      *float64 `yaml:"gte,omitempty" json:"gte,omitempty"`
	LT       *float64 `yaml:"lt,omitempty" json:"lt,omitempty"`
	Finding  string   `yaml:"finding" json:"finding"`
	Presence string   `yaml:"presence" json:"presence"` // present or absent
}

// Result makes a finding present when a laboratory value lies beyond a bound, in the
// analyte's own unit, and absent when it does not.
type Result struct {
	Analyte string   `yaml:"analyte" json:"analyte"`
	Above   *float64 `yaml:"above,omitempty" json:"above,omitempty"`
	Below   *float64 `yaml:"below,omitempty" json:"below,omitempty"`
}

// Phrases are how people and clinicians say that a finding is present or absent.
// Their language is described in knowledge/README.md.
type Phrases struct {
	Lay      []string `yaml:"lay,omitempty" json:"lay,omitempty"`
	Clinical []string `yaml:"clinical,omitempty" json:"clinical,omitempty"`
	Absent   []string `yaml:"absent,omitempty" json:"absent,omitempty"`
}

// Code is a code of a terminology.
type Code struct {
	System string `yaml:"system" json:"system"`
	Code   string `yaml:"code" json:"code"`
	Status string `yaml:"status" json:"status"` // seen or recalled
}

// MayAsk reports whether the interview may put this question at all.
func (f *Finding) MayAsk() bool {
	return f.Kind != "derived" && (f.Asked == nil || *f.Asked)
}

func (f *Finding) check(p problems) {
	required(p, "question", f.Question)
	f.checkWording(p)
	required(p, "group", f.Group)
	oneOf(p, "kind", f.Kind, "yes_no", "choice", "number", "derived", "multi", "body_map")
	if f.Kind == "yes_no" && f.Background == nil {
		p.add("background", "a yes/no finding needs a background probability")
	}
	if f.Background != nil {
		f.Background.check(p, "background")
	}
	if f.Problem && f.Kind != "yes_no" {
		p.add("problem", "belongs to a yes/no finding")
	}
	if f.Kind == "choice" && len(f.Options) < 2 {
		p.add("options", "a choice needs at least two options")
	}
	if f.Kind == "number" && (f.Min == nil || f.Max == nil || *f.Min >= *f.Max) {
		p.add("min", "a number needs min < max, the limits of what is accepted")
	}
	if (f.Kind == "multi" || f.Kind == "body_map") != (len(f.Members) > 1) {
		p.add("members", "a multi or body_map question has at least two members, others have none")
	}
	if f.Kind == "derived" && f.Derive == nil {
		p.add("derive", "a derived finding needs the expression it is derived from")
	}
	if r := f.Result; r != nil && (r.Above == nil) == (r.Below == nil) {
		p.add("result", "needs above or below, in the unit of the analyte")
	}
	if f.Effort < 1 || f.Effort > 3 {
		p.add("effort", "%d: use 1 (known at once), 2 (look or press) or 3 (measure)", f.Effort)
	}
	if f.Alarm != "" {
		oneOf(p, "alarm", f.Alarm, "emergency", "same_day", "context")
	}
	for i, l := range f.Links {
		oneOf(p, at("links", i)+".presence", l.Presence, "present", "absent")
		if l.GTE == nil && l.LT == nil {
			p.add(at("links", i), "needs gte, lt or both")
		}
	}
	if f.Derive != nil {
		f.Derive.check(p, "derive")
	}
	f.belongs(p)
	f.Reviewed.check(p)
}

// belongs refuses fields of another kind, which would be silently without effect.
func (f *Finding) belongs(p problems) {
	for _, x := range []struct {
		field, kind string
		set         bool
	}{
		{"options", "choice", f.Options != nil},
		{"links", "number", f.Links != nil},
		{"min", "number", f.Min != nil},
		{"max", "number", f.Max != nil},
		{"derive", "derived", f.Derive != nil},
	} {
		if x.set && f.Kind != x.kind {
			p.add(x.field, "belongs to kind %s, this finding is %s: remove it or change the kind", x.kind, f.Kind)
		}
	}
	if o := f.OnlyFor; o != nil {
		oneOf(p, "only_for.sex", o.Sex, "", "female", "male")
		if o.MinAge != nil && o.MaxAge != nil && *o.MinAge >= *o.MaxAge {
			p.add("only_for", "from %v and below %v years is nobody", *o.MinAge, *o.MaxAge)
		}
	}
}

func (f *Finding) yesNo() bool { return f.Kind == "yes_no" || f.Kind == "derived" }

func (f *Finding) refer(p problems, refs references) {
	refs.findings(p, "implies", f.Implies)
	refs.findings(p, "excludes", f.Excludes)
	refs.findings(p, "confirms", f.Confirms)
	refs.yesNo(p, "members", f.Members)
	if f.Background != nil {
		refs.sources(p, "background.source", f.Background.Source)
	}
	for i, k := range f.Links {
		refs.yesNo(p, at("links", i)+".finding", []string{k.Finding})
	}
	if f.Result != nil {
		refs.ids(p, "result.analyte", "analyte", "labs", []string{f.Result.Analyte})
	}
	if f.OnlyFor != nil {
		refs.yesNo(p, "only_for.needs", f.OnlyFor.Needs)
	}
	if f.Derive != nil {
		refs.expr(p, "derive", f.Derive)
	}
	if f.Phrases != nil {
		refs.phrases(p, f.Phrases)
	}
}
