package narrative_test

import "testing"

func TestCalendar(t *testing.T) {
	for _, c := range []struct {
		text string
		days float64
	}{
		{"DAY 1: knee a bit sore. DAY 2: knee swollen. DAY 3: cannot walk on it.", 3},
		{"Week 1: calf ached. Week 3: calf swollen.", 21},
		{"On Friday my calf started to hurt, by Sunday it was swollen.", 2},
		{"The calf has been cold over the last 24 hours.", 1},
		{"Foot pain, day three of ciprofloxacin.", 0},
		{"I swim on Tuesday and Thursday. My calf hurts.", 0},
		{"My calf hurts when I swim on Monday and Wednesday, seldom Friday.", 0},
		{"I play football 4x a week and my shin hurts.", 0},
		{"A 70-year-old with a 15-year history of type 2 diabetes has sore feet.", 0},
		{"My calf cramps every night. I had the trots for three days last week.", 0},
		{"Twitching calves. I ran 5k yesterday.", 0},
		{"My shin has ached for three weeks, I had a bad cold for two days.", 21},
		{"I have had MS for 6 years. My legs jump at night.", 0},
	} {
		a, ok := parser().Parse(c.text).Evidence()["duration_days"]
		switch {
		case c.days == 0 && ok:
			t.Errorf("%q lasts %v days, want nothing", c.text, *a.Value)
		case c.days > 0 && (!ok || *a.Value != c.days):
			t.Errorf("%q: got %v, want %v days", c.text, a.Value, c.days)
		}
	}
}
