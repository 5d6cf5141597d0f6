package narrative

import "strconv"

// How long it has lasted, in a story that tells it step by step: "the next morning it was
// red, two days later the whole shin was".

// ofOld words date a story to long ago or make a habit of it.
var ofOld = set("years year months month always usually every often sometimes ago whenever decades childhood weeks week fortnight recurrent chronic")

// steps adds up the days of a story of few days that gives no spell of its own. The sum
// is a weak guess: any spell that is told outweighs it.
func (r *reading) steps() {
	f := r.p.base.Finding("duration_days")
	if _, told := r.best["duration_days"]; told || f == nil || r.best["onset_over_6_months"].Presence == present || r.where(ofOld).to > 0 {
		return
	}
	days, at := 0.0, span{}
	for i := range r.ts {
		d, to := r.step(i)
		if d == 0 {
			continue
		}
		days += d
		if at.to == 0 {
			at = span{i, to}
		}
	}
	if days > 0 && days <= 14 {
		r.keep(f.ID, present, &days, at, weak)
	}
}

// step is the time that token i lets pass, in days, and where its words end.
func (r *reading) step(i int) (days float64, to int) {
	ts := r.ts
	if n := next(ts, i); (ts[i].text == "next" || ts[i].text == "following") && (n == "day" || n == "morning" || n == "evening" || n == "night") && i > 0 && hasWord("the by", ts[i-1].text) && next(ts, i+1) != "of" && !before(ts, i-1, 2, set("fine ok okay better normal well gone")) {
		return 1, i + 2
	}
	if i+2 >= len(ts) || ts[i+1].text != "days" && ts[i+1].text != "day" || ts[i+2].text != "later" && ts[i+2].text != "on" {
		return 0, 0
	}
	n := numberWords[ts[i].text]
	if ts[i].number {
		n, _ = strconv.ParseFloat(ts[i].text, 64)
	}
	switch {
	case n > 0:
		return n, i + 3
	case ts[i].text == "few" || ts[i].text == "several":
		return 3, i + 3
	case ts[i].text == "couple":
		return 2, i + 3
	}
	return 0, 0
}
