package narrative

import "strings"

// vague spells of time without a number, in days, and how surely they are told of the
// complaint.
var vague = func() []vagueSpell {
	var out []vagueSpell
	for _, v := range []struct {
		phrases string
		days    float64
		score   int
	}{
		{"as long as i can remember, as long as he can remember, as long as she can remember, all life, lifelong, since childhood, since a child, since a kid, since young, ever since school", 7000, 4},
		{"for many years, for years and years, for donkeys years, for decades, decades of", 3000, 3},
		{"for years, years of, for ages, for a long time, going on years", 1500, 3}, {"for yonks, for quite a while", 700, 2},
		{"years now", 1500, 3}, {"for months, months of, months now", 120, 3}, {"for weeks, weeks of, weeks now", 25, 3}, {"for days, days of, days now", 4, 3}, {"for a while, for some time", 60, 2},
		{"since last summer, since last autumn, since last winter, since last spring, since last fall", 240, 4},
		{"going on a year, most of a year, nearly a year, since last year, for over a year, over the last year, for the last year, past year", 365, 4}, {"since last month, last month", 30, 2}, {"last few months, past few months, last couple of months", 80, 4},
		{"last few weeks, past few weeks, last couple of weeks, last little while", 18, 4}, {"last few days, past few days, last couple of days, last few nights, past few nights, last couple of nights", 3, 5},
		{"last fortnight, past fortnight, for a fortnight, a fortnight now", 14, 4}, {"since last week, past week, for the week, all week", 7, 4}, {"last week", 7, 1},
		{"since yesterday, started yesterday, began yesterday, came on yesterday, since last night, started last night, came on last night, since the night before", 1, 6}, {"yesterday evening, yesterday afternoon, yesterday morning", 1, 3},
		{"since this morning, started this morning, started today, since today, began today, started tonight, since tonight, earlier today, earlier tonight, an hour ago, since lunchtime, since teatime, this evening, this afternoon", 0.5, 5}, {"this morning, tonight", 0.5, 2}, {"came on overnight, came up overnight, swelled up overnight, started overnight, last night", 1, 1}, {"yesterday", 1, 2},
		{"since the weekend, since saturday, since sunday", 4, 5}, {"since monday, since tuesday, since wednesday, since thursday, since friday, started on monday, started on tuesday, started on friday", 4, 5},
		{"the other day, the other night", 3, 2}, {"just the once, one night, a single night, only the one night", 1, 2},
	} {
		for _, p := range strings.Split(v.phrases, ",") {
			out = append(out, vagueSpell{strings.Fields(p), v.days, v.score})
		}
	}
	return out
}()

type vagueSpell struct {
	words []string
	days  float64
	score int
}
