package guide

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A draft is what a language model made of passages. It is held against them sentence by
// sentence; nothing in it is believed.

// Limits of a draft.
const (
	MaxDraft      = 3000 // bytes; longer ones are not read
	mostSentences = 12
	fewestWords   = 3 // of a sentence
	mostWordsSaid = 60
)

// Rephrased is a sentence of a draft that one passage supports.
type Rephrased struct {
	Text    string // without its mark
	Passage *Passage
	Changed bool // it does not stand word for word in the passage
}

// Checked is what is left of a draft.
type Checked struct {
	Sentences []Rephrased // in the order of the draft; none when the draft is refused as a whole
	Dropped   int         // sentences that no passage supports
}

// Check keeps the sentences of a draft that the passages support: each has one mark, [1]
// for the first passage, and says what whole sentences of that passage say, see support.
// A draft that is too long, holds markup or addresses, or talks to a program is refused
// as a whole. The result is empty when nothing is left; callers then show the passages.
func (g *Guide) Check(draft string, passages []*Passage) Checked {
	if len(draft) > MaxDraft || !utf8.ValidString(draft) || Instructs(draft) {
		return Checked{}
	}
	all := sentencesOf(draft)
	if len(all) > mostSentences {
		return Checked{}
	}
	sources := make([]source, len(passages))
	for i, p := range passages {
		sources[i] = g.source(p)
	}
	var found []finds
	for _, text := range all {
		f, ok := g.find(text, sources)
		f.ok = ok
		found = append(found, f)
	}
	settle(found, sources)
	var c Checked
	for _, f := range found {
		if !f.ok {
			c.Dropped++
			continue
		}
		p := passages[f.source]
		c.Sentences = append(c.Sentences, Rephrased{f.text, p, !strings.Contains(p.Text, f.text)})
	}
	return c
}

// marked is the mark of a sentence of a draft.
var marked = regexp.MustCompile(`\s*\[([1-9])\]`)

// finds is a sentence of a draft with the sentences from..to of the source it says again.
type finds struct {
	text     string
	source   int
	from, to int
	ok       bool
}

// find looks up a sentence of a draft in the passage that it names.
func (g *Guide) find(text string, sources []source) (finds, bool) {
	marks := marked.FindAllStringSubmatch(text, -1)
	if len(marks) != 1 {
		return finds{}, false
	}
	f := finds{source: int(marks[0][1][0] - '1'), text: strings.TrimSpace(marked.ReplaceAllString(text, ""))}
	if f.source >= len(sources) || !plain(f.text) {
		return f, false
	}
	if !strings.HasSuffix(f.text, ".") {
		f.text += "."
	}
	said := g.sentence(f.text)
	if len(tokenize(f.text)) < fewestWords || len(said.words) > mostWordsSaid {
		return f, false
	}
	var ok bool
	f.from, f.to, ok = sources[f.source].support(said)
	return f, ok
}

// settle drops sentences that lean on something that was not kept before them, or whose
// "but" was left out; again until nothing changes.
func settle(found []finds, sources []source) {
	for changed := true; changed; {
		changed = false
		var before *finds
		for i := range found {
			f := &found[i]
			if !f.ok {
				continue
			}
			units := sources[f.source].units
			leans := units[f.from].leans && !(before != nil && before.source == f.source && before.to == f.from)
			if leans || f.to < len(units) && units[f.to].contrasts && !followed(found[i+1:], f) {
				f.ok, changed = false, true
				continue
			}
			before = f
		}
	}
}

// followed reports whether the next sentence that is kept goes on where f ends.
func followed(rest []finds, f *finds) bool {
	for _, next := range rest {
		if next.ok {
			return next.source == f.source && next.from == f.to
		}
	}
	return false
}

// sentenceEnd ends a sentence, with the marks that stand after its stop.
var sentenceEnd = regexp.MustCompile(`[.!?]+["”’)]*(?:\s*\[[0-9]+\])*(?:\s+|$)|\n+`)

// sentencesOf cuts a text into sentences.
func sentencesOf(text string) (out []string) {
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	start := 0
	for _, m := range sentenceEnd.FindAllStringIndex(text, -1) {
		add(text[start:m[1]])
		start = m[1]
	}
	add(text[start:])
	return out
}

// plain reports a sentence of Latin letters, plain numbers and the marks of running text,
// which is not a question or an exclamation.
func plain(text string) bool {
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Latin, r), r >= '0' && r <= '9', r == ' ', strings.ContainsRune(`.,;:'’‘"“”()-–—%/°`, r):
		default:
			return false
		}
	}
	return text != ""
}

// instructs are the words of somebody who talks to a program and not about legs; made when
// first needed.
var instructs = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(ignore|disregard|forget|override|bypass)\b[^.?!]{0,40}\b(instruction|rule|prompt|guideline|above|previous|prior|everything|safety|filter)` +
		`|\bsystem (prompt|message)|\b(your|the) (prompt|instructions)\b|\bas an? (ai|assistant|language model)\b|\blanguage model\b|\byou are (now|no longer)\b|\b(pretend|act|behave|respond|answer) (as|like) (a|an|if)\b` +
		`|\b(system|assistant|user|developer)\s*:|\bjailbreak|\b(developer|dan|debug) mode\b|\brepeat after me\b|\bnew (rules|instructions)\b|https?:|www\.|javascript:|data:text|[<>{}\x60|\\]|\[/?inst\]|###`)
})

// Instructs reports a text that gives orders to a program, or holds markup or addresses:
// no language model sees the passages that answer it, and no draft with it is shown.
func Instructs(text string) bool {
	return instructs().MatchString(text) || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || r == utf8.RuneError
	})
}
