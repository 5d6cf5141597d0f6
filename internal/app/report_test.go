package app_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

const reportDay diary.Date = 20_750 // in October 2026

func reportRequest(t *testing.T, body string) *app.ReportRequest {
	t.Helper()
	r := &app.ReportRequest{Day: reportDay}
	if err := json.Unmarshal([]byte(body), &r.Request); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return r
}

func TestBadReportRequestsNameTheField(t *testing.T) {
	for field, change := range map[string]func(*app.ReportRequest){
		"name":       func(r *app.ReportRequest) { r.Name = strings.Repeat("x", app.MaxReportName+1) },
		"questions":  func(r *app.ReportRequest) { r.Questions = make([]string, app.MaxReportQuestions+1) },
		"text":       func(r *app.ReportRequest) { r.Text = "\xff" },
		"person.sex": func(r *app.ReportRequest) { r.Person.Sex = "other" },
	} {
		r := reportRequest(t, `{}`)
		change(r)
		_, err := service().Report(r)
		var e *errs.Error
		if !errors.As(err, &e) || e.Kind != errs.Invalid || e.Field != field {
			t.Errorf("%s: %v, want that field to be invalid", field, err)
		}
	}
}

func TestReportWithoutAnswersComputesNothing(t *testing.T) {
	r, err := service().Report(reportRequest(t, `{"person":{"age":40}}`))
	if err != nil {
		t.Fatal(err)
	}
	if r.Checked || len(r.Candidates) > 0 || len(r.RedFlags.Absent) > 0 || r.Diary {
		t.Errorf("a report of nothing says %+v", r)
	}
}

func TestReportAgreesWithTheAssessment(t *testing.T) {
	body := `{"person":{"age":58,"sex":"female"},"text":"I have an urge to move my legs at night.","evidence":[{"finding":"worse_at_rest","presence":"present"},{"finding":"chest_pain","presence":"absent"}]}`
	r, err := service().Report(reportRequest(t, body))
	if err != nil {
		t.Fatal(err)
	}
	a, err := service().Assess(&reportRequest(t, body).Request)
	if err != nil {
		t.Fatal(err)
	}
	if r.Urgency.Level != a.Urgency.Level || r.Urgency.Action != a.Urgency.Action {
		t.Errorf("urgency %v %q, the assessment says %v %q", r.Urgency.Level, r.Urgency.Action, a.Urgency.Level, a.Urgency.Action)
	}
	for i, c := range r.Candidates {
		if want := a.Differential[i]; c.Condition != want.Condition || c.Posttest != want.Posttest || len(c.Terms) != len(want.For)+len(want.Against) {
			t.Errorf("candidate %d is %s %v, the assessment says %s %v", i, c.Condition, c.Posttest, want.Condition, want.Posttest)
		}
	}
}

func TestReportTakesTheNewestResultOfEachAnalyte(t *testing.T) {
	lab := func(id string, day diary.Date, analyte, value, unit string) diary.Entry {
		return diary.Entry{ID: "0190a5c4-0000-7000-8000-00000000000" + id, Kind: diary.KindLab, Day: day, Data: &diary.Lab{Analyte: analyte, Value: diary.Decimal(value), Unit: unit, Low: "15", High: "150"}}
	}
	r := reportRequest(t, `{"person":{"age":58,"sex":"female"}}`)
	r.Diary = &app.ReportDiary{Entries: []diary.Entry{
		lab("1", reportDay-90, "ferritin", "200", "ug/L"), lab("2", reportDay-9, "ferritin", "12.0", "ug/L"), lab("3", reportDay-9, "no_such_analyte", "1", "g"),
	}}
	got, err := service().Report(r)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Labs) != 1 || got.Labs[0].Value != "12.0" || got.Labs[0].Flag != "low" || !got.Labs[0].Own || got.Labs[0].Day != reportDay-9 {
		t.Errorf("results %+v, want the newest ferritin with its digits, low by the laboratory's own interval", got.Labs)
	}
}

func TestReportOfAnEmergencySaysSo(t *testing.T) {
	r, err := service().Report(reportRequest(t, `{"evidence":[{"finding":"cold_pale_foot_sudden","presence":"present"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if r.Urgency.Level != clinical.Emergency || len(r.Urgency.Reasons) == 0 || len(r.RedFlags.Present) == 0 {
		t.Errorf("urgency %+v, alarm signs %+v", r.Urgency, r.RedFlags)
	}
}
