package narrative_test

import (
	"math"
	"testing"
)

func TestNumbers(t *testing.T) {
	none := math.NaN()
	tests := []struct {
		text, finding string
		want          float64
	}{
		{"My calf has hurt for three weeks.", "duration_days", 21},
		{"Seven months of right Achilles pain.", "duration_days", 213},
		{"Calf pain since yesterday.", "duration_days", 1},
		{"Cramps for three nights running.", "duration_days", 3},
		{"For three days I've been tripping over my foot.", "duration_days", 3},
		{"Two days my right knee has been hot.", "duration_days", 2},
		{"My foot is hot and red. Two weeks.", "duration_days", 14},
		{"In a plaster for 3 weeks. For four days my calf has ached.", "duration_days", 4},
		{"From 2 days my thigh is paining.", "duration_days", 2},
		{"Sore since Tuesday.", "duration_days", 4},
		{"My legs have ached for as long as I can remember.", "duration_days", 7000},
		{"Right knee pain x 2 weeks", "duration_days", 14},
		{"A two-year history of leg cramps.", "duration_days", 730},
		{"Six months or more now it has hurt.", "duration_days", 182},
		{"55-year-old on haemodialysis nine years. Five weeks of thigh pain.", "duration_days", 35},
		{"I've been on metformin for twelve years.", "duration_days", none},
		{"The cramp lasts five minutes.", "cramp_duration_minutes", 5},
		{"My calf cramps and is gone in a minute or two.", "cramp_duration_minutes", 1.5},
		{"Cramps in the calf three nights a week.", "attacks_per_week", 3},
		{"Metoclopramide three times daily.", "attacks_per_week", none},
		{"Temp 38.9 C tonight", "body_temperature", 38.9},
		{"temperature was 102 F", "body_temperature", 38.9},
		{"Straight leg raise positive at 40 degrees.", "body_temperature", none},
		{"Temperature 38.3, pulse 104.", "heart_rate", 104},
		{"Pulse regular, BP 172/96.", "heart_rate", none},
		{"Pain 8/10.", "pain_score_0_10", 8},
		{"It's a 2 out of 10.", "pain_score_0_10", 2},
		{"BMI 34.", "bmi", 34},
		{"I have to stop walking after 200 metres.", "walking_distance_metres", 200},
		{"I sleep five hours a night.", "sleep_hours", 5},
		{"about 60 units weekly", "alcohol_units_week", 60},
	}
	for _, tt := range tests {
		got := parser().Parse(tt.text).Evidence()[tt.finding].Value
		switch {
		case math.IsNaN(tt.want) && got != nil:
			t.Errorf("%q: %s is %v, want none", tt.text, tt.finding, *got)
		case !math.IsNaN(tt.want) && (got == nil || math.Abs(*got-tt.want) > 0.02*tt.want+0.05):
			g := math.NaN()
			if got != nil {
				g = *got
			}
			t.Errorf("%q: %s is %v, want %v", tt.text, tt.finding, g, tt.want)
		}
	}
}
