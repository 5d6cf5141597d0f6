package app_test

import (
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/labs"
)

func TestAgeAtASample(t *testing.T) {
	age := 1.5
	for name, c := range map[string]struct {
		age  *float64
		ago  diary.Date
		want float64 // 0 for that of today
	}{
		"half a year before": {&age, 183, 1.5 - 183/365.25},
		"today":              {&age, 0, 0},
		"a day to come":      {&age, -3, 0},
		"before birth":       {&age, 600, 0},
		"no age":             {nil, 100, 0},
	} {
		today := diary.DateOf(2026, 11, 22)
		got := app.AgeAt(c.age, today, today-c.ago)
		if got == nil && c.want != 0 || got != nil && *got != c.want {
			t.Errorf("%s: %v, want %g", name, got, c.want)
		}
	}
}

// A child of a year and a half had the count of a newborn, which was a usual one then.
func TestAReportReadsAResultByTheAgeOfItsDay(t *testing.T) {
	age, today := 1.5, diary.DateOf(2026, 11, 22)
	for ago, want := range map[diary.Date]string{0: labs.High, 530: labs.Normal} {
		r, err := service().Report(&app.ReportRequest{Request: app.Request{Person: app.Person{Age: &age}}, Day: today, Diary: &app.ReportDiary{Entries: []diary.Entry{
			{ID: "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f02", Kind: diary.KindLab, Day: today - ago, Data: &diary.Lab{Analyte: "white_cells", Value: "25", Unit: "10*9/L"}}}}})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Labs) != 1 || r.Labs[0].Flag != want {
			t.Errorf("%d days ago: %+v, want %s", ago, r.Labs, want)
		}
	}
}

func TestAnImpossibleAgeOfASampleIsRefused(t *testing.T) {
	for _, age := range []float64{-1, 400} {
		_, err := service().Labs(&app.LabsRequest{Results: []app.LabResult{{Analyte: "ferritin", Value: "18", Unit: "ug/L", Age: &age}}})
		if err == nil || err.Error() == "" {
			t.Errorf("%g years: %v", age, err)
		}
	}
}
