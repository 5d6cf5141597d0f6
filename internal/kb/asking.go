package kb

import (
	"maps"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/clinical"
)

// Asking is how questions to the guide are understood and answered. It stands in one
// file, knowledge/ask.yaml.
type Asking struct {
	// Synonyms are groups of words and phrases that mean the same to somebody who
	// searches; two words are joined by a blank.
	Synonyms [][]string `yaml:"synonyms" json:"synonyms,omitempty"`
	// Topics are words that show a question to be about what the guide covers; such a
	// question is answered from less.
	Topics []string `yaml:"topics" json:"topics,omitempty"`
	// Narrow are words that narrow a page to some people or one place when they stand in
	// its title; such a page comes later where the question has none of them.
	Narrow []string `yaml:"narrow" json:"narrow,omitempty"`
	// AskedAs are lay ways to ask what an entry answers, by "kind/id": "condition/gout".
	AskedAs map[string][]string `yaml:"asked_as,omitempty" json:"asked_as,omitempty"`
	// OtherParts are parts of the body that the guide is not about: what hurts there is no
	// symptom of legs.
	OtherParts []string `yaml:"other_parts,omitempty" json:"other_parts,omitempty"`
	// OffTopic are questions that the guide does not answer; what comes closer to one of
	// these than to what a page is known to answer is refused.
	OffTopic []string `yaml:"off_topic,omitempty" json:"off_topic,omitempty"`
	// Elsewhere are phrases in which words of the guide mean something else: "table leg".
	Elsewhere []string `yaml:"elsewhere,omitempty" json:"elsewhere,omitempty"`
	// Words are classes of words for phrases, by name: @leg in a phrase stands for any
	// word of words.leg.
	Words map[string][]string `yaml:"words,omitempty" json:"words,omitempty"`
	// Medicines are words for medicines and supplements that no entry of medicines/ names.
	Medicines   []string       `yaml:"medicines" json:"medicines,omitempty"`
	Emergencies []AskEmergency `yaml:"emergencies" json:"emergencies,omitempty"`
	// Harmless are phrases that take alarms back.
	Harmless []Harmless `yaml:"harmless,omitempty" json:"harmless,omitempty"`
	// Leading are the red flags of level soon that are said before an answer too.
	Leading   []string      `yaml:"leading,omitempty" json:"leading,omitempty"`
	Answers   []FixedAnswer `yaml:"answers" json:"answers,omitempty"`
	Nothing   string        `yaml:"nothing" json:"nothing"`       // said when nothing in the guide answers
	Language  string        `yaml:"language" json:"language"`     // said when the question is in no language the guide is in
	WithCheck string        `yaml:"with_check" json:"with_check"` // said beside an answer that uses a check
	Updated   string        `yaml:"updated" json:"updated"`       // YYYY-MM-DD
	Reviewed  *Review       `yaml:"reviewed" json:"reviewed"`
}

// AskEmergency is a danger in the words of a question that no finding stands for, or
// that must not be missed because of how it was put.
type AskEmergency struct {
	ID      string           `yaml:"id" json:"id"`
	Level   clinical.Urgency `yaml:"level" json:"level"`                       // emergency, same_day or soon
	Phrases []string         `yaml:"phrases" json:"phrases"`                   // language of phrases
	Text    string           `yaml:"text" json:"text"`                         // what, who, how soon
	Crisis  bool             `yaml:"crisis,omitempty" json:"crisis,omitempty"` // show the country's crisis line
	// Spread lets the parts of a phrase stand in up to three sentences in a row: for what
	// is told so in short ones and sounds like nothing else.
	Spread bool `yaml:"spread,omitempty" json:"spread,omitempty"`
}

// Harmless is something that makes words of danger harmless where a question says it: a
// limb that somebody sat on, a table's leg.
type Harmless struct {
	ID      string   `yaml:"id" json:"id"`
	Phrases []string `yaml:"phrases" json:"phrases"` // language of phrases
	// Unless are phrases of a trouble that is meant: where one stands, nothing is taken back.
	Unless []string `yaml:"unless,omitempty" json:"unless,omitempty"`
	// Calms are the ids of the red flags and emergencies that it takes back; AllCalmed
	// among them takes back every one below an emergency.
	Calms []string `yaml:"calms" json:"calms"`
}

// AllCalmed stands in Harmless.Calms for every alarm below an emergency.
const AllCalmed = "all"

// Kinds of fixed answers.
const (
	DoseAnswer = "dose"
	StopAnswer = "stop"
)

// FixedAnswer is what is said to a kind of question that no article may answer.
type FixedAnswer struct {
	ID      string   `yaml:"id" json:"id"`
	Title   string   `yaml:"title" json:"title"`
	Phrases []string `yaml:"phrases" json:"phrases"` // language of phrases; @medicine is any medicine or supplement
	Text    string   `yaml:"text" json:"text"`
}

func (a *Asking) check(p problems) {
	required(p, "nothing", a.Nothing)
	required(p, "language", a.Language)
	required(p, "with_check", a.WithCheck)
	date(p, "updated", a.Updated)
	a.Reviewed.check(p)
	for i, group := range a.Synonyms {
		if len(group) < 2 {
			p.add(at("synonyms", i), "needs two or more words that mean the same")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Words)) {
		for i, w := range a.Words[name] {
			if strings.ContainsAny(w, " &|@") || w == "" {
				p.add(at("words."+name, i), "%q: write one word", w)
			}
		}
	}
	if len(a.Elsewhere) > 0 {
		a.checkPhrases(p, "elsewhere", a.Elsewhere)
	}
	seen := map[string]bool{}
	for i, e := range a.Emergencies {
		field := at("emergencies", i)
		unique(p, field+".id", e.ID, seen)
		required(p, field+".text", e.Text)
		if e.Level < clinical.Soon {
			p.add(field+".level", "%s: use emergency, same_day or soon", e.Level)
		}
		a.checkPhrases(p, field+".phrases", e.Phrases)
	}
	harmless := map[string]bool{}
	for i, x := range a.Harmless {
		field := at("harmless", i)
		unique(p, field+".id", x.ID, harmless)
		if len(x.Calms) == 0 {
			p.add(field+".calms", "is empty: name the red flags and emergencies that it takes back")
		}
		a.checkPhrases(p, field+".phrases", x.Phrases)
		if len(x.Unless) > 0 {
			a.checkPhrases(p, field+".unless", x.Unless)
		}
	}
	seen = map[string]bool{}
	for i, x := range a.Answers {
		field := at("answers", i)
		unique(p, field+".id", x.ID, seen)
		required(p, field+".title", x.Title)
		required(p, field+".text", x.Text)
		a.checkPhrases(p, field+".phrases", x.Phrases)
	}
	for _, id := range []string{DoseAnswer, StopAnswer} {
		if !seen[id] {
			p.add("answers", "%s is missing", id)
		}
	}
}

// askedFolders are the folders of the entries that asked_as may name, by kind.
var askedFolders = map[string]string{"condition": "conditions", "activity": "activities", "exercise": "exercises", "medicine": "medicines", "lab": "labs", "instrument": "instruments"}

func (a *Asking) refer(p problems, refs references) {
	for _, key := range slices.Sorted(maps.Keys(a.AskedAs)) {
		kind, id, _ := strings.Cut(key, "/")
		if folder := askedFolders[kind]; folder == "" {
			p.add("asked_as", "%q: write condition/id, activity/id, exercise/id, medicine/id, lab/id or instrument/id", key)
		} else {
			refs.ids(p, "asked_as", kind, folder, []string{id})
		}
	}
	refs.ids(p, "leading", "red flag", "redflags", a.Leading)
	for i, x := range a.Harmless {
		flags := slices.DeleteFunc(slices.Clone(x.Calms), func(id string) bool {
			return id == AllCalmed || slices.ContainsFunc(a.Emergencies, func(e AskEmergency) bool { return e.ID == id })
		})
		refs.ids(p, at("harmless", i)+".calms", "red flag", "redflags", flags)
	}
}

// Deniable is the class of the words that a "not" before them takes back, in phrases.
const Deniable = "deniable"

// AnyMedicine and ManyOf are the classes of phrases that need no list: a medicine or
// supplement, and a number that is too many of them.
const (
	AnyMedicine = "medicine"
	ManyOf      = "many"
)

func (a *Asking) checkPhrases(p problems, field string, phrases []string) {
	if len(phrases) == 0 {
		p.add(field, "is empty")
	}
	for i, text := range phrases {
		for _, part := range strings.Split(text, "&") {
			if strings.TrimSpace(part) == "" {
				p.add(at(field, i), "%q has an empty part: write words on both sides of &", text)
			}
			for _, w := range strings.FieldsFunc(part, func(r rune) bool { return r == ' ' || r == '|' }) {
				if name, class := strings.CutPrefix(w, "@"); class && name != AnyMedicine && name != ManyOf && len(a.Words[name]) == 0 {
					p.add(at(field, i), "%q: words.%s is missing", text, name)
				}
			}
		}
	}
}
