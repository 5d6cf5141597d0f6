package narrative

// Stories told by the calendar: a diary of numbered days, or days of the week.

var weekday = map[string]int{"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
	"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}

// diaryDays reads "Day 1 … Day 2 … Day 3" as so many days; 0 when fewer than two days
// are headed. "Day three of ciprofloxacin" is no heading.
func diaryDays(ts []token) (days float64, s span) {
	seen := map[float64]bool{}
	for i := 0; i+1 < len(ts); i++ {
		unit := 0.0
		switch ts[i].text {
		case "day", "night":
			unit = 1
		case "week":
			unit = 7
		}
		if unit == 0 || i > 0 && ts[i-1].mark == 0 && !(ts[i-1].text == "on" || ts[i-1].text == "by" || ts[i-1].text == "and") {
			continue
		}
		v, n := value(ts, i+1)
		if n == 0 || v < 1 || v > 60 || i+1+n < len(ts) && (ts[i+1+n].text == "of" || ts[i+1+n].text == "after" || ts[i+1+n].text == "post") {
			continue
		}
		seen[v] = true
		if d := v * unit; d > days {
			days = d
		}
		if !s.said() {
			s = span{i, i + 1 + n}
		}
	}
	if len(seen) < 2 {
		return 0, span{}
	}
	return days, s
}

// tautness words tell of a trouble on a day of the week.
var tautness = set("tight hard stiff heavy hot warm red numb tingled tingly")

// weekdays reads "on Friday … by Sunday" as the days between; 0 when only one day is
// named or a timetable is told: "Mondays, Wednesdays and Fridays".
func weekdays(ts []token) (days float64, s span) {
	first := -1
	for i := range ts {
		d, ok := weekday[ts[i].text]
		if !ok || timetable(ts, i) {
			continue
		}
		if first < 0 {
			if anyTrouble(ts, i, 12) || behind(ts, i, 8, tautness) || before(ts, i, 12, troubles) || behind(ts, i, 12, harmed) || before(ts, i, 8, harmed) {
				first = i
			}
			continue
		}
		if between := (d - weekday[ts[first].text] + 7) % 7; float64(between) > days {
			days, s = float64(between), span{first, i + 1}
		}
	}
	if s.to-s.from > 60 {
		s.to = s.from + 1
	}
	return days, s
}

// timetable reports that the day of the week at token i comes round again: "every
// Monday", "Friday nights", "Monday and Thursday".
func timetable(ts []token, i int) bool {
	switch next(ts, i) {
	case "nights":
		return true
	case "and":
		if i+2 < len(ts) && isWeekday(ts[i+2]) {
			return true
		}
	}
	if i == 0 {
		return false
	}
	before := ts[i-1].text
	return before == "every" || before == "each" || before == "and" && i > 1 && isWeekday(ts[i-2])
}

func isWeekday(t token) bool {
	_, ok := weekday[t.text]
	return ok
}
