package narrative

import "sort"

// span is a run of tokens, from inclusive, to exclusive.
type span struct{ from, to int }

// hit is a phrase found in the text.
type hit struct {
	phrase *phrase
	span          // first to last matched token
	words  []span // every matched word or run of words, for scope
}

// scratch is what one pass over a text needs; kept from text to text.
type scratch struct {
	found [][]span // element → where it stands, rising
	order []int    // elements found
	spans []span   // backs the words of hits
}

// match calls each for every phrase of the lexicon found in the tokens. A hit is valid
// only during the call.
func (l *lexicon) match(ts []token, each func(*hit)) {
	s := l.pool.Get().(*scratch)
	defer func() {
		for _, e := range s.order {
			s.found[e] = s.found[e][:0]
		}
		s.order = s.order[:0]
		l.pool.Put(s)
	}()
	for i := range ts {
		l.look(s, ts, i, ts[i].id)
		l.look(s, ts, i, ts[i].pluralID)
	}
	for _, e := range s.order {
	phrases:
		for _, pi := range l.phrasesOf(e) {
			p := &l.phrases[pi]
			for _, steps := range p.parts {
				for _, st := range steps {
					if len(s.found[st.element]) == 0 {
						continue phrases
					}
				}
			}
			s.spans = s.spans[:0]
			for _, h := range s.phraseHits(p, ts) {
				each(&h)
			}
		}
	}
}

// look notes the elements that start with a stem at token i, each with its longest
// alternative.
func (l *lexicon) look(s *scratch, ts []token, i int, id int32) {
	if id == unknown {
		return
	}
	starts := l.startsOf(id)
	for k := range starts {
		to := startAt(l.rests[starts[k].from:starts[k].to], ts, i)
		if to == 0 {
			continue
		}
		e := int(starts[k].element)
		spans := s.found[e]
		switch n := len(spans); {
		case n > 0 && spans[n-1].from == i:
			spans[n-1].to = max(spans[n-1].to, to)
			continue
		case n == 0:
			s.order = append(s.order, e)
		}
		s.found[e] = append(spans, span{i, to})
	}
}

// startAt returns the end of an alternative whose first stem is token i, with the rest
// behind it, or 0.
func startAt(rest []int32, ts []token, i int) int {
	j := i + 1
	for _, id := range rest {
		for j < len(ts) && j < i+8 && (ts[j].mark == '-' || (ts[j].filler && !ts[j].is(id))) {
			j++
		}
		if j >= len(ts) || ts[j].mark != 0 || !ts[j].is(id) {
			return 0
		}
		j++
	}
	return j
}

// phraseHits finds the places where all parts of p stand close together.
func (s *scratch) phraseHits(p *phrase, ts []token) []hit {
	out := s.partHits(p.parts[0], ts)
	for _, steps := range p.parts[1:] {
		if len(out) == 0 {
			return nil
		}
		next := s.partHits(steps, ts)
		var joined []hit
		for _, a := range out {
			if b, ok := nearest(a, next, ts); ok {
				from := len(s.spans)
				s.spans = append(append(s.spans, a.words...), b.words...)
				joined = append(joined, hit{span: span{min(a.from, b.from), max(a.to, b.to)}, words: s.spans[from:len(s.spans):len(s.spans)]})
			}
		}
		out = joined
	}
	for i := range out {
		out[i].phrase = p
	}
	return out
}

// partHits matches a sequence of steps at every place its first element was found.
func (s *scratch) partHits(steps part, ts []token) []hit {
	var out []hit
	for _, first := range s.found[steps[0].element] {
		from := len(s.spans)
		s.spans = append(s.spans, first)
		to, ok := first.to, true
		for _, st := range steps[1:] {
			next, yes := following(to, st, ts, s.found[st.element])
			if !yes {
				ok = false
				break
			}
			s.spans = append(s.spans, next)
			to = next.to
		}
		if !ok {
			s.spans = s.spans[:from]
			continue
		}
		out = append(out, hit{span: span{first.from, to}, words: s.spans[from:len(s.spans):len(s.spans)]})
	}
	return out
}

// following finds the first span of a step after token from, with only what may
// stand between.
func following(from int, s step, ts []token, spans []span) (span, bool) {
	first := sort.Search(len(spans), func(i int) bool { return spans[i].from >= from })
	for _, sp := range spans[first:] {
		words, other := 0, 0
		for i := from; i < sp.from; i++ {
			switch {
			case ts[i].mark == '.' || ts[i].sentence != ts[sp.from].sentence:
				return span{}, false
			case ts[i].mark == '-' || ts[i].mark == '/':
			case ts[i].opens == another:
				other++
				words += openingCost
			case ts[i].mark != 0:
				other++ // a comma inside a phrase needs a gap
				words += commaCost
			case ts[i].opens == sameOne:
				other++
				words++
			case ts[i].filler:
				words++
			default:
				words++
				other++
			}
		}
		if s.gap && words <= maxGap || !s.gap && other == 0 && words <= maxFillers {
			return sp, true
		}
		if words > maxGap {
			return span{}, false
		}
	}
	return span{}, false
}

// nearest finds the hit of a list closest to a in the same sentence, not overlapping.
func nearest(a hit, list []hit, ts []token) (hit, bool) {
	best, at := maxApart+1, -1
	first := sort.Search(len(list), func(i int) bool { return list[i].from >= a.from-maxReach })
	for i := first; i < len(list) && list[i].from <= a.to+maxReach; i++ {
		b := &list[i]
		if ts[a.from].sentence != ts[b.from].sentence {
			continue
		}
		var lo, hi int
		switch {
		case b.from >= a.to:
			lo, hi = a.to, b.from
		case a.from >= b.to:
			lo, hi = b.to, a.from
		default:
			if sameTokens(a.words, b.words) {
				continue
			}
			lo, hi = 0, 0
		}
		words := 0
		for k := lo; k < hi; k++ {
			switch {
			case ts[k].mark == ';' || ts[k].text == "but" || ts[k].text == "however":
				words += maxApart
			case ts[k].opens == another:
				words += maxApart + 1
			case ts[k].mark == ',':
				words += commaCost
			case ts[k].mark == 0 && !ts[k].filler:
				words++
			}
		}
		if words < best {
			best, at = words, i
		}
	}
	if at < 0 {
		return hit{}, false
	}
	return list[at], true
}

func sameTokens(a, b []span) bool {
	for _, x := range a {
		for _, y := range b {
			if x.from < y.to && y.from < x.to {
				return true
			}
		}
	}
	return false
}
