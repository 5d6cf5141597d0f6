package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// today words the desk of a practitioner.
func today(t *testing.T, d *desk, who app.Account) (out []string) {
	t.Helper()
	v, err := app.NewDesk(d.keeper).Today(t.Context(), who)
	okay(t, err)
	for _, r := range v.Queue {
		out = append(out, fmt.Sprintf("%s %s any %v soon %v", r.Sort, r.Stage, r.Any, r.Soon))
	}
	for _, a := range v.Appointments {
		out = append(out, fmt.Sprintf("%s %s–%s %s", a.Service, a.Start.In(v.Zone).Format("2 15:04"), a.End.In(v.Zone).Format("15:04"), a.Place))
	}
	if v.Asked > 0 || v.Unchecked {
		out = append(out, fmt.Sprintf("asked %d unchecked %v", v.Asked, v.Unchecked))
	}
	return out
}

func TestTheDeskShowsWhatComesAndWhatWaits(t *testing.T) {
	d := newDesk(t)
	colleague := d.practitionersDesk.member(t, "emil", "practitioner")
	use := app.NewConsultations(d.keeper, service().Base())
	send := func(to string) string {
		t.Helper()
		id, err := use.Send(t.Context(), d.anna, d.person, sent(), app.ConsultationRequest{To: to, Days: 30, Agreed: true})
		okay(t, err)
		return id
	}
	want := func(doing string, who app.Account, lines ...string) {
		t.Helper()
		if diff := cmp.Diff(lines, today(t, d, who)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", doing, diff)
		}
	}
	want("nothing yet", d.lee)
	want("a practitioner whom nobody has checked", colleague, "asked 0 unchecked true")
	d.books("25 10:00")
	first := d.books("24 09:00")
	d.at("22 08:00")
	anybody := send("")
	d.at("22 09:00")
	named := send("mara-lee")
	hour, other := "An hour of stretching 24 09:00–10:00 1 Lake Street", "An hour of stretching 25 10:00–11:00 1 Lake Street"
	want("both requests, the older first", d.lee, "validation requested any true soon false", "validation requested any false soon false", hour, other)
	okay(t, use.Do(t.Context(), d.lee, named, app.Deed{Act: consult.Accept}))
	okay(t, use.Do(t.Context(), d.lee, named, app.Deed{Act: consult.Ask, Text: "Since when?"}))
	want("the person is to answer", d.lee, "validation requested any true soon false", hour, other, "asked 1 unchecked false")
	okay(t, use.Reply(t.Context(), d.anna, named, app.Deed{Act: consult.Answer, Text: "May."}))
	want("the person has answered", d.lee, "validation requested any true soon false", "validation answered any false soon false", hour, other)

	consents := app.NewConsents(d.keeper)
	list, err := consents.Of(t.Context(), d.anna, d.person)
	okay(t, err)
	for _, c := range list {
		if c.About == anybody || c.About == named {
			okay(t, consents.Revoke(t.Context(), d.anna, d.person, c.ID))
		}
	}
	want("without consent", d.lee, hour, other)
	d.now = first.End
	want("after the first appointment", d.lee, other)
	d.now = first.End.AddDate(0, 0, 2)
	want("after both", d.lee)
}

func TestTheDeskIsForPractitioners(t *testing.T) {
	d := newDesk(t)
	use := app.NewDesk(d.keeper)
	for _, who := range []app.Account{d.anna, d.practitionersDesk.operator, {}} {
		if _, err := use.Today(t.Context(), who); errs.KindOf(err) != errs.Forbidden || err == nil {
			t.Errorf("the desk for role %q: %v", who.Role, err)
		}
		if _, err := use.Statistics(t.Context(), who); errs.KindOf(err) != errs.Forbidden || err == nil {
			t.Errorf("statistics for role %q: %v", who.Role, err)
		}
	}
}

// add keeps a consultation as the store has it once it is over.
func (d *desk) add(t *testing.T, i int, stage consult.Stage, took time.Duration) {
	t.Helper()
	id := fmt.Sprintf("consultation %02d", i)
	c := app.KeptConsultation{ID: id, Account: d.anna.ID, Person: d.person, Version: 1, Written: 1, CreatedAt: d.now, ChangedAt: d.now, Payload: []byte{1}, Snapshot: []byte{1},
		Consultation: consult.Consultation{Sort: consult.Validation, Stage: stage, Owner: d.anna.ID, Holder: d.lee.ID, Due: d.now.Add(time.Hour), Until: d.now.Add(time.Hour)}}
	c.ChangedAt = c.CreatedAt.Add(took)
	consent := app.Consent{ID: "consent of " + id, Account: d.anna.ID, Person: d.person, Practitioner: d.lee.ID, Scope: c.Scope(), GrantedAt: d.now, Until: c.Until}
	okay(t, d.db.AddConsultation(t.Context(), c, consent, 100, app.Audit{ID: "audit of " + id, At: d.now, Action: "consultation.request", Outcome: "done"}))
	if stage == consult.Signed {
		okay(t, d.db.AddAudit(t.Context(), app.Audit{ID: "accept " + id, At: d.now.Add(took / 2), Account: d.lee.ID, Person: d.person, Action: "consultation.accept", Outcome: "done", Scope: c.Scope()}))
	}
}

func TestStatisticsHideWhatIsFew(t *testing.T) {
	d := newDesk(t)
	use := app.NewDesk(d.keeper)
	get := func() app.Statistics {
		t.Helper()
		s, err := use.Statistics(t.Context(), d.lee)
		okay(t, err)
		return s
	}
	for i := range 9 {
		d.add(t, i, consult.Signed, time.Duration(i+1)*time.Hour)
	}
	hidden := consult.Figure{Hidden: true}
	if s := get(); s.Asked != hidden || s.Accepted != hidden || s.Ends[0] != hidden || s.ToAcceptance.Shown || s.ToSignature.Shown || !s.Agreements[0].Hidden || !s.Agreements[1].Hidden {
		t.Errorf("of nine: %+v", s)
	}
	d.add(t, 9, consult.Signed, 10*time.Hour)
	for i := range 11 {
		d.add(t, 10+i, consult.Withdrawn, 0)
	}
	s := get()
	want := app.Statistics{From: s.From, Asked: consult.Figure{N: 21}, Accepted: consult.Figure{N: 21}, Ends: [5]consult.Figure{{N: 10}, hidden, hidden, {N: 11}, hidden},
		ToAcceptance: consult.Wait{Median: 150 * time.Minute, Most: 270 * time.Minute, N: 10, Shown: true},
		ToSignature:  consult.Wait{Median: 5 * time.Hour, Most: 9 * time.Hour, N: 10, Shown: true}, Booked: hidden, Appointments: [4]consult.Figure{hidden, hidden, hidden, hidden}, Late: hidden,
		Agreements: s.Agreements}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("of twenty-one (-want +got):\n%s", diff)
	}
	for i := range 10 {
		c, err := d.db.Consultation(t.Context(), fmt.Sprintf("consultation %02d", i))
		okay(t, err)
		c.Version++
		okay(t, d.db.ChangeConsultation(t.Context(), app.ConsultationChange{Consultation: c, By: app.Audit{ID: fmt.Sprint("count ", i), At: d.now, Action: "consultation.sign", Outcome: "done"},
			Count: []app.OpinionCount{{Sides: app.ProgramAndSignature, Pair: consult.Pair{A: clinical.Soon, B: []clinical.Urgency{clinical.Soon, clinical.Routine}[i/8]}, N: 1}}}))
	}
	if a := get().Agreements[1]; a.Hidden || a.N != 10 || a.Same != 8 {
		t.Errorf("agreement %+v", a)
	}
	d.now = d.now.AddDate(1, 0, 1)
	if s := get(); s.Asked != hidden {
		t.Errorf("after a year: %+v", s)
	}
}
