package narrative

// span is a run of tokens, from inclusive, to exclusive.
type span struct{ from, to int }

// hit is a phrase found in the text.
type hit struct {
	phrase *phrase
	span         // first to last matched token
	tokens []int // every matched token, for scope
}

// match finds every phrase of the lexicon in the tokens.
func (l *lexicon) match(ts []token) []hit {
	found := map[int][]span{} // element → spans, rising
	var order []int
	for i := range ts {
		if ts[i].mark != 0 {
			continue
		}
		look := func(word string) {
			for _, e := range l.starts[word] {
				spans := found[e]
				if n := len(spans); n > 0 && spans[n-1].from == i {
					continue
				}
				if to := l.elementAt(e, ts, i); to > 0 {
					if spans == nil {
						order = append(order, e)
					}
					found[e] = append(spans, span{i, to})
				}
			}
		}
		look(ts[i].stem)
		if ts[i].plural != "" {
			look(ts[i].plural)
		}
	}
	var hits []hit
	for _, e := range order {
		for _, pi := range l.elements[e].phrases {
			p := &l.phrases[pi]
			hits = append(hits, l.phraseHits(p, ts, found)...)
		}
	}
	return hits
}

// elementAt returns the end of the longest alternative of element e at token i, or 0.
func (l *lexicon) elementAt(e int, ts []token, i int) int {
	best := 0
	for _, alt := range l.elements[e].alternatives {
		j, ok := i, true
		for k, s := range alt {
			if k > 0 {
				for j < len(ts) && j < i+8 && (ts[j].mark == '-' || (ts[j].filler && !ts[j].is(s))) {
					j++
				}
			}
			if j >= len(ts) || ts[j].mark != 0 || !ts[j].is(s) {
				ok = false
				break
			}
			j++
		}
		if ok && j > best {
			best = j
		}
	}
	return best
}

// phraseHits finds the places where all parts of p stand close together.
func (l *lexicon) phraseHits(p *phrase, ts []token, found map[int][]span) []hit {
	lists := make([][]hit, len(p.parts))
	for i, steps := range p.parts {
		lists[i] = partHits(steps, ts, found)
		if len(lists[i]) == 0 {
			return nil
		}
	}
	out := lists[0]
	for _, next := range lists[1:] {
		var joined []hit
		for _, a := range out {
			if b, ok := nearest(a, next, ts); ok {
				joined = append(joined, hit{span: span{min(a.from, b.from), max(a.to, b.to)},
					tokens: append(append([]int(nil), a.tokens...), b.tokens...)})
			}
		}
		if out = joined; len(out) == 0 {
			return nil
		}
	}
	for i := range out {
		out[i].phrase = p
	}
	return out
}

// partHits matches a sequence of steps at every place its first element was found.
func partHits(steps part, ts []token, found map[int][]span) []hit {
	var out []hit
	for _, first := range found[steps[0].element] {
		h := hit{span: first, tokens: run(nil, first)}
		ok := true
		for _, s := range steps[1:] {
			next, yes := following(h.to, s, ts, found[s.element])
			if !yes {
				ok = false
				break
			}
			h.tokens = run(h.tokens, next)
			h.to = next.to
		}
		if ok {
			out = append(out, h)
		}
	}
	return out
}

// following finds the first span of a step after token from, with only what may
// stand between.
func following(from int, s step, ts []token, spans []span) (span, bool) {
	for _, sp := range spans {
		if sp.from < from {
			continue
		}
		words, other := 0, 0
		for i := from; i < sp.from; i++ {
			switch {
			case ts[i].mark == '.' || ts[i].sentence != ts[sp.from].sentence:
				return span{}, false
			case ts[i].mark == '-' || ts[i].mark == '/':
			case ts[i].mark != 0:
				other++ // a comma inside a phrase needs a gap
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
	for i, b := range list {
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
			if sameTokens(a.tokens, b.tokens) {
				continue
			}
			lo, hi = 0, 0
		}
		words := 0
		for k := lo; k < hi; k++ {
			switch {
			case ts[k].mark == ';' || ts[k].text == "but" || ts[k].text == "however":
				words += maxApart
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

func sameTokens(a, b []int) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

func run(to []int, s span) []int {
	for i := s.from; i < s.to; i++ {
		to = append(to, i)
	}
	return to
}
