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
	if (ts[i].text == "next" || ts[i].text == "following") && i+2 < len(ts) && ts[i+2].text == "days" && before(ts, i, 2, overThe) { // "over the next two days"
		return counted(&ts[i+1]), i + 3
	}
	if i+2 >= len(ts) || ts[i+1].text != "days" && ts[i+1].text != "day" || ts[i+2].text != "later" && ts[i+2].text != "on" {
		return 0, 0
	}
	return counted(&ts[i]), i + 3
}

// soreLater reads legs that hurt one to three days after a hard exercise of the sentence
// before: "I tried a spin class. Two days later I could barely walk".
func (r *reading) soreLater() {
	const later = "pain_after_exercise_24_72h"
	if !r.has("new_unaccustomed_exercise") && !r.has("squats_or_weights_days_before") {
		return
	}
	for i := range r.ts {
		d, to := r.step(i)
		if d < 1 || d > 3 {
			continue
		}
		for k := to; k < len(r.ts) && k < to+14 && r.ts[k].mark != '.'; k++ {
			if hurtStems[r.ts[k].stem] || hurtWords[r.ts[k].text] || r.ts[k].text == "walk" && before(r.ts, k, 2, never) {
				r.suggest(later, span{i, k + 1})
				return
			}
		}
	}
}

var overThe = set("over during within for the")

// counted is the number of days a word stands for, 0 when for none.
func counted(t *token) float64 {
	if t.number {
		n, _ := strconv.ParseFloat(t.text, 64)
		return n
	}
	switch t.text {
	case "few", "several":
		return 3
	case "couple":
		return 2
	}
	return numberWords[t.text]
}
