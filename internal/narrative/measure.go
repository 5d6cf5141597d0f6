package narrative

// measurement is a number of the text that belongs to a measured finding.
type measurement struct {
	finding string
	value   float64
	span
}

var (
	temperatureWords = set("temperature temp fever febrile")
	pulseWords       = set("pulse heartrate hr")
	pressureWords    = set("pressure bp")
	bmiWords         = set("bmi")
	walkWords        = set("walk walking walks walked ambulate distance stroll stop stops stopped claudication constant run running march dyspnoea breathless")
	lastWords        = set("last lasting lasts lasted for about around up in within each to")
	overWords        = set("go goes gone went let lets melted passes passed eases eased settles rid over stops each releases last lasts lasting lasted")
	minuteUnits      = set("minutes minute min mins minit minits seconds second secs sec")
	calfWords        = set("calf calves circumference girth larger bigger greater wider difference thicker")
)

// measurements finds temperatures, pulse, pain scores, BMI, distances, how long a
// cramp lasts, how often it comes, cups, units and hours of sleep. Blood pressure
// settles low_blood_pressure directly, see pressure.
func measurements(ts []token, qs []quantity) []measurement {
	var out []measurement
	add := func(finding string, v float64, from, to int) {
		out = append(out, measurement{finding, v, span{from, to}})
	}
	for _, q := range qs {
		unit, end := wordAt(ts, q.to)
		second, end2 := wordAt(ts, end)
		switch {
		case temperature(ts, q, unit, second) != 0:
			if end > q.to && (unit == "c" || unit == "f" || unit == "°c" || unit == "°f" || unit == "°" || unit == "degrees" || unit == "celsius" || unit == "fahrenheit" || unit == "℃" || unit == "℉") {
				add("body_temperature", temperature(ts, q, unit, second), q.from, end)
			} else {
				add("body_temperature", temperature(ts, q, unit, second), q.from, q.to)
			}
		case (unit == "bpm" || before(ts, q.from, 4, pulseWords) || heartRate(ts, q.from)) && q.v >= 30 && q.v <= 230 && unit != "years" && unit != "year" && !(q.to < len(ts) && ts[q.to].mark == '/') && !(q.from > 0 && ts[q.from-1].mark == '/'):
			add("heart_rate", q.v, q.from, q.to)
		case outOfTen(ts, q) > 0:
			add("pain_score_0_10", q.v, q.from, outOfTen(ts, q))
		case before(ts, q.from, 3, bmiWords) && q.v >= 10 && q.v <= 80:
			add("bmi", q.v, q.from, q.to)
		case distance(unit) > 0 && (before(ts, q.from, 10, walkWords) || before(ts, q.from, 2, set("after")) && behind(ts, end, 6, halting)) && !habitual(ts, end) && !raced(ts, q.from, end):
			add("walking_distance_metres", q.v*distance(unit), q.from, end)
		case (unit == "cm" || unit == "centimetres" || unit == "centimeters") && q.v <= 12 && behind(ts, end, 6, calfWords) && before(ts, q.from, 10, calfWords):
			add("calf_circumference_difference", q.v, q.from, end)
		case minuteUnits[unit] && cramping(ts[max(q.from-80, 0):min(q.from+12, len(ts))]) && !before(ts, q.from, 12, set("stiff stiffness standing walking walk")) && !behind(ts, end, 4, set("stiffness stiff standing")) && wordOf(ts, end) != "into" && q.v <= 120 && (before(ts, q.from, 4, lastWords) || behind(ts, end, 6, overWords) || before(ts, q.from, 5, overWords)) && !before(ts, q.from, 4, set("walk walking after sit sitting standing wait waited waiting")):
			v := q.v
			if unit[0] == 's' {
				v /= 60
			}
			if w, m := wordAt(ts, end); w == "or" && v == 1 && wordOf(ts, m) == "two" {
				v, end = 1.5, m+1
			}
			add("cramp_duration_minutes", v, q.from, end)
		case attackUnits[unit] && perWeek(ts, end) > 0 && ailing(ts, q.from) && !before(ts, q.from, 3, sports):
			add("attacks_per_week", q.v*perWeek(ts, end), q.from, end2)
		case (ts[q.from].text == "once" || ts[q.from].text == "twice") && perWeek(ts, q.to) > 0 && ailing(ts, q.from):
			add("attacks_per_week", q.v*perWeek(ts, q.to), q.from, q.to)
		case (unit == "cups" || unit == "coffees" || unit == "mugs" || unit == "cup") && q.v <= 40:
			add("caffeine_cups_day", q.v, q.from, end)
		case unit == "units" && behind(ts, end, 5, set("week weekly alcohol")):
			add("alcohol_units_week", q.v, q.from, end)
		case (unit == "hours" || unit == "hrs") && (before(ts, q.from, 5, set("sleep sleeps sleeping slept")) && !before(ts, q.from, 3, set("delayed after")) || wordOf(ts, end) == "sleep") && second != "delayed" && q.v <= 14:
			add("sleep_hours", q.v, q.from, end)
		}
	}
	return out
}

// sports beside "three times a week" tell how often somebody trains.
var sports = set("gymnastics ballet dance dances dancing swim swims swimming gym run runs running football soccer rugby netball tennis yoga pilates karate judo cycle cycling train trains training exercise exercises walk golf class classes")

var attackUnits = set("times nights attacks episodes cramps days evenings occasions x")

// cramping reports that the tokens tell of cramps.
func cramping(ts []token) bool {
	for i := range ts {
		switch ts[i].stem {
		case "cramp", "spasm", "knot", "charley", "seiz", "lock", "grab", "contract", "rock", "bunch", "catch", "tighten":
			return true
		}
		if ts[i].stem == stem("contraction") {
			return true
		}
	}
	return false
}

// ailing reports a word of the complaint near token i, in the same sentence.
func ailing(ts []token, i int) bool {
	for k := max(i-14, 0); k < len(ts) && k < i+16; k++ {
		if ts[k].sentence == ts[i].sentence && (troubles[ts[k].stem] || ts[k].stem == "wake" || ts[k].stem == "seiz" || ts[k].stem == "symptom" || ts[k].stem == "attack" || ts[k].stem == "lock" || ts[k].stem == "catch") || k < i && k > i-3 && (ts[k].text == "it" || ts[k].text == "them") {
			return true
		}
	}
	return false
}

// temperature converts to degrees Celsius; 0 if q is not a body temperature.
func temperature(ts []token, q quantity, unit, second string) float64 {
	celsius := unit == "c" || unit == "°c" || unit == "celsius" || unit == "℃" || unit == "centigrade" || (unit == "°" || unit == "degrees" || unit == "deg") && (second == "c" || second == "celsius" || second == "")
	fahrenheit := unit == "f" || unit == "°f" || unit == "fahrenheit" || unit == "℉" || (unit == "°" || unit == "degrees" || unit == "deg") && (second == "f" || second == "fahrenheit")
	named := before(ts, q.from, 4, temperatureWords) && !before(ts, q.from, 2, pulseWords)
	if !named && outdoors(ts, q.from) {
		return 0
	}
	if !named && (unit == "°" || unit == "degrees" || unit == "deg") && second != "c" && second != "celsius" && second != "f" && second != "fahrenheit" {
		return 0 // an angle
	}
	switch {
	case q.v >= 33 && q.v <= 43 && (celsius && !fahrenheit || named):
		return q.v
	case q.v >= 92 && q.v <= 110 && (fahrenheit || named || celsius && unit != "c"):
		return (q.v - 32) / 1.8
	}
	return 0
}

// weather words beside degrees tell of the day, not of a body.
var weather = set("temps weather outside outdoors humid humidity sun sunny shade heat heatwave ride rode riding race wind desert summer loop kitchen roof uphill bike trail")

// outdoors reports them in the sentence of token i or around it.
func outdoors(ts []token, i int) bool {
	for k := max(i-25, 0); k < len(ts) && k < i+12; k++ {
		if abs(ts[k].sentence-ts[i].sentence) <= 1 && weather[ts[k].text] {
			return true
		}
	}
	return false
}

func heartRate(ts []token, i int) bool {
	for k := i - 1; k > 0 && i-k < 5; k-- {
		if ts[k].text == "rate" && (ts[k-1].text == "heart" || ts[k-1].text == "pulse") {
			return true
		}
		if ts[k].text == "rate" || ts[k].mark == '.' || ts[k].mark == ',' {
			return false
		}
	}
	return false
}

// outOfTen returns the token behind "8/10" or "8 out of 10", or 0.
func outOfTen(ts []token, q quantity) int {
	i := q.to
	if q.v > 10 || i+1 >= len(ts) {
		return 0
	}
	if ts[i].mark == '/' && ts[i+1].text == "10" {
		return i + 2
	}
	if ts[i].text == "out" && i+2 < len(ts) && ts[i+1].text == "of" && (ts[i+2].text == "10" || ts[i+2].text == "ten") {
		return i + 3
	}
	if ts[i].text == "on" && i+4 < len(ts) && near(ts, i, "scale", 3) && (near(ts, i, "ten", 8) || near(ts, i, "10", 8)) { // "a five on a scale of zero to 10"
		return i + 4
	}
	if ts[i].text == "on" && i+3 < len(ts) && (ts[i+3].text == "10" || ts[i+2].text == "10") {
		return i + 3
	}
	return 0
}

// distance gives metres per unit of a walking distance; a city block is taken as 80 m.
func distance(unit string) float64 {
	switch unit {
	case "m", "metres", "meters", "metre", "meter":
		return 1
	case "yards", "yard", "yds":
		return 0.914
	case "feet", "ft":
		return 0.305
	case "blocks", "block":
		return 80
	case "km", "kilometres", "kilometers", "kilometre", "kilometer":
		return 1000
	case "miles", "mile":
		return 1609
	}
	return 0
}

// perWeek reads "a week", "per night", "every day" at token i.
func perWeek(ts []token, i int) float64 {
	for k := i; k < len(ts) && k < i+3; k++ {
		switch ts[k].text {
		case "week", "weekly":
			return 1
		case "night", "nightly", "day", "daily":
			return 7
		case "month", "monthly":
			return 0.23
		case "a", "per", "each", "every", "in", "the", "at":
			continue
		case "out":
			if k+2 < len(ts) && (ts[k+2].text == "seven" || ts[k+2].text == "7") {
				return 1
			}
		}
		if ts[k].mark != '/' {
			return 0
		}
	}
	return 0
}

// pressure finds a blood pressure such as 85/50 and returns the systolic value.
func pressure(ts []token, qs []quantity) (systolic float64, s span, ok bool) {
	for k := 0; k+1 < len(qs); k++ {
		a, b := qs[k], qs[k+1]
		if ts[a.to-1].number && a.to < len(ts) && ts[a.to].mark == '/' && b.from == a.to+1 && a.v >= 50 && a.v <= 260 && b.v >= 20 && b.v < a.v &&
			(before(ts, a.from, 6, pressureWords) || behind(ts, b.to, 1, set("mmhg mm"))) {
			return a.v, span{a.from, b.to}, true
		}
	}
	return 0, span{}, false
}

// halting words behind a distance say that it stops the person: "after 200 metres I have to rest".
var halting = set("stop stopping rest sit halt")

var races = set("run runs runner ran running jog jogs jogging jogged race ride rode cycled bike swim swam miler training marathon")

// raced reports a distance that is run or ridden, not one that a leg allows: "my six mile
// run", "ran ten miles".
func raced(ts []token, from, end int) bool {
	if before(ts, from, 12, set("stop stops stopped cannot not before after until till only barely")) && !behind(ts, end, 2, races) {
		return false
	}
	return behind(ts, end, 2, races) || before(ts, from, 7, races) || end < len(ts) && ts[end].text == "of" // "a block of wood"
}

// habitual reports a distance that is walked every day, which limits nobody.
func habitual(ts []token, end int) bool {
	w, to := wordAt(ts, end)
	return w == "daily" || w == "every" || (w == "a" || w == "per") && unitDays(wordOf(ts, to)) > 0
}
