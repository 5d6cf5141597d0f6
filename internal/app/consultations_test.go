package app_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/report"
	"github.com/legible-health/legible/internal/signature"
	"github.com/legible-health/legible/internal/store/tables"
)

// rounds is a clinic in which anna sends her report to dora, and emil and fay are there too.
type rounds struct {
	*clinic
	*app.Consultations
	anna            app.Account
	person          string
	dora, emil, fay app.Account
}

func newRounds(t *testing.T) *rounds {
	t.Helper()
	c := newClinic(t)
	r := &rounds{clinic: c, Consultations: app.NewConsultations(c.keeper, service().Base())}
	v := c.join(t, "anna", "Anna")
	r.anna, r.person = v.Account, v.Chosen.ID
	for name, to := range map[string]*app.Account{"dora": &r.dora, "emil": &r.emil, "fay": &r.fay} {
		*to = c.member(t, name, "practitioner")
		okay(t, c.Save(t.Context(), *to, aProfile("Dr "+name)))
		_, err := c.AddQualification(t.Context(), c.operator, to.ID, licence)
		okay(t, err)
	}
	return r
}

// sent is the report that anna sends.
func sent() *report.Report {
	return &report.Report{Day: 20_780, OwnWords: "My currawong legs will not lie still.", Checked: true,
		Urgency:    report.Urgency{Level: clinical.Soon, Action: "See a doctor."},
		Candidates: []report.Candidate{{Condition: "restless_legs", Name: "Restless quoll legs"}}}
}

// sends sends the report to a practitioner, or to anybody.
func (r *rounds) sends(t *testing.T, to string) string {
	t.Helper()
	id, err := r.Send(t.Context(), r.anna, r.person, sent(), app.ConsultationRequest{To: to, Days: 30, Message: "Is it my wombat iron?", Agreed: true})
	okay(t, err)
	return id
}

func (r *rounds) do(t *testing.T, who app.Account, id string, d app.Deed) {
	t.Helper()
	okay(t, r.Do(t.Context(), who, id, d))
}

func (r *rounds) sees(t *testing.T, who app.Account, id string) *app.ConsultationView {
	t.Helper()
	v, err := r.Read(t.Context(), who, id)
	okay(t, err)
	return v
}

func (r *rounds) mine(t *testing.T, id string) *app.ConsultationView {
	t.Helper()
	v, err := r.One(t.Context(), r.anna, id)
	okay(t, err)
	return v
}

func opinion(level clinical.Urgency) *consult.Opinion {
	return &consult.Opinion{Level: level, Text: "It is the platypus iron.\n\nPlease have it measured."}
}

// signs takes a report from the queue or the practitioner's own list, and signs it.
func (r *rounds) signs(t *testing.T, who app.Account, id string, level clinical.Urgency) {
	t.Helper()
	r.do(t, who, id, app.Deed{Act: consult.Accept})
	r.do(t, who, id, app.Deed{Act: consult.Sign, Opinion: opinion(level)})
}

func wantRefused(t *testing.T, doing string, err error, want consult.Refusal) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", doing, err, want)
	}
}

func TestAReportIsValidated(t *testing.T) {
	r := newRounds(t)
	id := r.sends(t, "dr-dora")
	if h, err := r.headOf(t, id); err != nil || h.Stage != consult.Requested || h.Asked != "Dr dora" || !h.Consent {
		t.Fatalf("%+v, %v", h, err)
	}
	v := r.sees(t, r.dora, id)
	if v.Sight != consult.Everything || v.Report.OwnWords != sent().OwnWords || len(v.Thread) != 1 || v.Thread[0].Text != "Is it my wombat iron?" {
		t.Errorf("dora sees %+v", v)
	}
	_, err := r.Read(t.Context(), r.emil, id)
	wantKind(t, "emil looks", err, errs.NotFound)
	wantKind(t, "emil accepts", r.Do(t.Context(), r.emil, id, app.Deed{Act: consult.Accept}), errs.NotFound)

	r.do(t, r.dora, id, app.Deed{Act: consult.Accept})
	r.do(t, r.dora, id, app.Deed{Act: consult.Ask, Text: "Since when?"})
	if v := r.mine(t, id); v.Waits != consult.PersonActs || v.Thread[1].Text != "Since when?" || v.Thread[1].By != "Dr dora" {
		t.Errorf("anna sees %+v", v)
	}
	wantRefused(t, "signing before the answer", r.Do(t.Context(), r.dora, id, app.Deed{Act: consult.Sign, Opinion: opinion(clinical.Soon)}), consult.RefusedStage)
	okay(t, r.Reply(t.Context(), r.anna, id, app.Deed{Act: consult.Answer, Text: "Since May."}))
	r.do(t, r.dora, id, app.Deed{Act: consult.Write, Text: "A comment.", Section: "nights"})
	r.do(t, r.dora, id, app.Deed{Act: consult.Write, Text: "A correction.", Section: "candidates", Correct: true})
	if v := r.mine(t, id); len(v.Thread) != 3 || v.Opinion != nil || v.Report.Written != nil || v.Validated() {
		t.Errorf("before it is signed, anna sees %+v", v)
	}
	_, err = r.File(t.Context(), r.anna, id)
	wantKind(t, "the file before it is signed", err, errs.Conflict)
	r.do(t, r.dora, id, app.Deed{Act: consult.Sign, Opinion: opinion(clinical.Routine)})

	v = r.mine(t, id)
	if !v.Validated() || v.Opinion.Level != clinical.Routine || v.Opinion.By != "Dr dora" || len(v.Thread) != 5 || len(v.Report.Written) != 3 {
		t.Errorf("signed, anna sees %+v", v)
	}
	if v.Report.OwnWords != sent().OwnWords || v.Report.Urgency.Level != clinical.Soon || *v.Program != clinical.Soon {
		t.Errorf("what she and the program said has changed: %+v", v.Report)
	}
	for act, err := range map[consult.Act]error{
		consult.Withdraw: r.Reply(t.Context(), r.anna, id, app.Deed{Act: consult.Withdraw}),
		consult.Sign:     r.Do(t.Context(), r.dora, id, app.Deed{Act: consult.Sign, Opinion: opinion(clinical.Soon)}),
	} {
		wantRefused(t, "afterwards "+string(act), err, consult.RefusedOver)
	}
}

// headOf is the head of one consultation, from anna's list.
func (r *rounds) headOf(t *testing.T, id string) (app.ConsultationHead, error) {
	t.Helper()
	list, err := r.Consultations.Of(t.Context(), r.anna, r.person)
	for _, h := range list {
		if h.ID == id {
			return h, nil
		}
	}
	return app.ConsultationHead{}, err
}

func TestTheQueueTellsNothing(t *testing.T) {
	r := newRounds(t)
	id := r.sends(t, "")
	for _, who := range []app.Account{r.dora, r.emil} {
		q, err := r.Queue(t.Context(), who)
		okay(t, err)
		if len(q.Open) != 1 || len(q.Mine) != 0 || q.Open[0].ID != id {
			t.Fatalf("the queue %+v", q)
		}
		if v := r.sees(t, who, id); v.Sight != consult.Nothing || v.Report != nil || v.Thread != nil || v.Program != nil {
			t.Errorf("seen before it is taken: %+v", v)
		}
	}
	r.do(t, r.dora, id, app.Deed{Act: consult.Accept})
	_, err := r.Read(t.Context(), r.emil, id)
	wantKind(t, "emil looks after dora took it", err, errs.NotFound)
	wantKind(t, "emil takes it too", r.Do(t.Context(), r.emil, id, app.Deed{Act: consult.Accept}), errs.NotFound)

	r.do(t, r.dora, id, app.Deed{Act: consult.Decline, Text: "I am away."})
	if v := r.mine(t, id); v.Stage != consult.Requested || v.Thread[1].Kind != consult.Reason {
		t.Errorf("given back: %+v", v)
	}
	if v := r.sees(t, r.dora, id); v.Sight != consult.Nothing {
		t.Error("dora still sees what she gave back")
	}
	r.signs(t, r.emil, id, clinical.Soon)
	if q, err := r.Queue(t.Context(), r.emil); err != nil || len(q.Signed) != 1 || len(q.Open) != 0 {
		t.Errorf("%+v, %v", q, err)
	}
}

// The moment in which a consent ends, nothing is seen, signed or handed over any more; a
// waiting one that ends takes the request out of the queue.
func TestConsentIsEndedAtOnce(t *testing.T) {
	r := newRounds(t)
	id, queued := r.sends(t, "dr-dora"), r.sends(t, "")
	r.do(t, r.dora, id, app.Deed{Act: consult.Accept})
	consents := app.NewConsents(r.keeper)
	list, err := consents.Of(t.Context(), r.anna, r.person)
	okay(t, err)
	for _, c := range list {
		okay(t, consents.Revoke(t.Context(), r.anna, r.person, c.ID))
	}
	if v := r.sees(t, r.dora, id); v.Sight != consult.Nothing || v.Report != nil {
		t.Errorf("dora sees %+v", v)
	}
	wantRefused(t, "signing", r.Do(t.Context(), r.dora, id, app.Deed{Act: consult.Sign, Opinion: opinion(clinical.Soon)}), consult.RefusedConsent)
	wantRefused(t, "handing over", r.Do(t.Context(), r.dora, id, app.Deed{Act: consult.HandOver, To: "dr-emil"}), consult.RefusedConsent)
	wantRefused(t, "taking what waited", r.Do(t.Context(), r.emil, queued, app.Deed{Act: consult.Accept}), consult.RefusedConsent)
	if q, err := r.Queue(t.Context(), r.emil); err != nil || len(q.Open) != 0 {
		t.Errorf("%+v, %v", q, err)
	}
	if h, err := r.headOf(t, id); err != nil || h.Consent || h.Stage != consult.Accepted {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestHandingOverNeedsThePerson(t *testing.T) {
	r := newRounds(t)
	id := r.sends(t, "dr-dora")
	r.do(t, r.dora, id, app.Deed{Act: consult.Accept})
	r.do(t, r.dora, id, app.Deed{Act: consult.HandOver, To: "dr-emil"})
	if v := r.sees(t, r.emil, id); v.Sight != consult.Nothing || v.Next != "Dr emil" {
		t.Errorf("emil sees %+v", v)
	}
	wantRefused(t, "taking it before anna agrees", r.Do(t.Context(), r.emil, id, app.Deed{Act: consult.Accept}), consult.RefusedAgreement)
	okay(t, r.Reply(t.Context(), r.anna, id, app.Deed{Act: consult.Agree}))
	r.do(t, r.emil, id, app.Deed{Act: consult.Accept})
	_, err := r.Read(t.Context(), r.fay, id)
	wantKind(t, "fay", err, errs.NotFound)
	if v := r.sees(t, r.emil, id); v.Sight != consult.Everything || v.Holder != "Dr emil" {
		t.Errorf("emil sees %+v", v)
	}
	if v := r.sees(t, r.dora, id); v.Sight != consult.Nothing { // whom she was asked by: the head alone
		t.Errorf("dora still sees %+v", v)
	}
	wantKind(t, "to nobody", r.Do(t.Context(), r.emil, id, app.Deed{Act: consult.HandOver, To: "dr-nobody"}), errs.Invalid)
	wantRefused(t, "to oneself", r.Do(t.Context(), r.emil, id, app.Deed{Act: consult.HandOver, To: "dr-emil"}), consult.RefusedColleague)

	second := r.sends(t, "") // whoever takes it: agreed already
	r.do(t, r.dora, second, app.Deed{Act: consult.Accept})
	r.do(t, r.dora, second, app.Deed{Act: consult.HandOver, To: "dr-fay"})
	r.signs(t, r.fay, second, clinical.Soon)
}

func TestTheSecondOpinionIsBlind(t *testing.T) {
	r := newRounds(t)
	first := r.sends(t, "dr-dora")
	ask := app.ConsultationRequest{Days: 30, Agreed: true, Message: "And you?"}
	_, err := r.SecondOpinion(t.Context(), r.anna, first, ask)
	wantKind(t, "before the first is signed", err, errs.Conflict)
	r.signs(t, r.dora, first, clinical.Routine)
	toDora := ask
	toDora.To = "dr-dora"
	_, err = r.SecondOpinion(t.Context(), r.anna, first, toDora)
	wantKind(t, "from who gave the first", err, errs.Invalid)
	id, err := r.SecondOpinion(t.Context(), r.anna, first, ask)
	okay(t, err)
	if q, err := r.Queue(t.Context(), r.dora); err != nil || len(q.Open) != 0 {
		t.Errorf("dora is offered her own: %+v, %v", q, err)
	}
	wantKind(t, "dora takes it", r.Do(t.Context(), r.dora, id, app.Deed{Act: consult.Accept}), errs.NotFound)
	r.do(t, r.emil, id, app.Deed{Act: consult.Accept})
	v := r.sees(t, r.emil, id)
	if v.Sight != consult.SaidOnly || v.Report.OwnWords == "" || v.Report.Urgency.Action != "" || v.Report.Candidates != nil || v.Program != nil || v.ProgramCause != "" || v.FirstOpinion != nil || v.Report.Written != nil {
		t.Errorf("emil is not blind: %+v", v)
	}
	_, err = r.Read(t.Context(), r.emil, first)
	wantKind(t, "emil looks at the first", err, errs.NotFound)
	r.do(t, r.emil, id, app.Deed{Act: consult.Sign, Opinion: opinion(clinical.SameDay)})
	for who, v := range map[string]*app.ConsultationView{"emil": r.sees(t, r.emil, id), "anna": r.mine(t, id)} {
		if v.Opinion.Level != clinical.SameDay || v.FirstOpinion == nil || v.FirstOpinion.Level != clinical.Routine || v.FirstOpinion.By != "Dr dora" || *v.Program != clinical.Soon {
			t.Errorf("side by side, %s sees %+v", who, v)
		}
	}
	file, err := r.File(t.Context(), r.anna, id)
	okay(t, err)
	s, _, err := r.Verify(t.Context(), file)
	okay(t, err)
	if s.Report.Candidates != nil || s.Report.OwnWords == "" {
		t.Errorf("emil signed what he has not seen: %+v", s.Report)
	}
}

func TestWhatIsSignedCanBeChecked(t *testing.T) {
	r := newRounds(t)
	id := r.sends(t, "dr-dora")
	r.signs(t, r.dora, id, clinical.Soon)
	file, err := r.File(t.Context(), r.anna, id)
	okay(t, err)
	check := func(doing string) {
		t.Helper()
		s, key, err := r.Verify(t.Context(), file)
		if err != nil || key == "" || s.By.Name != "Dr dora" || s.Opinion.Level != clinical.Soon || s.Report.OwnWords != sent().OwnWords || !s.SignedAt.Equal(r.now.Truncate(time.Second)) ||
			len(s.By.Qualifications) != 1 || s.Consultation != id {
			t.Fatalf("%s: %+v by %s, %v", doing, s, key, err)
		}
	}
	check("signed")
	keys, err := r.Keys(t.Context())
	okay(t, err)
	text, err := signature.WriteKeys(keys)
	okay(t, err)
	offline, err := signature.ReadKeys(text)
	okay(t, err)
	for i := range file { // every byte, online and with the keys that somebody has saved
		changed := bytes.Clone(file)
		changed[i] ^= 1 << (i % 7)
		if _, _, err := app.VerifyWith(changed, offline); err == nil {
			t.Fatalf("byte %d changed, and it passes offline", i)
		}
		if i%97 == 0 || i > len(file)-90 {
			if _, _, err := r.Verify(t.Context(), changed); err == nil {
				t.Fatalf("byte %d changed, and it passes", i)
			}
		}
	}
	old, err := r.Keys(t.Context())
	okay(t, err)
	fresh, err := r.RotateKey(t.Context(), r.dora)
	okay(t, err)
	check("after the key was changed")
	next := r.sends(t, "dr-dora")
	r.signs(t, r.dora, next, clinical.Soon)
	second, err := r.File(t.Context(), r.anna, next)
	okay(t, err)
	if _, key, err := r.Verify(t.Context(), second); err != nil || key != fresh {
		t.Errorf("signed by %s, %v, want %s", key, err, fresh)
	}
	if _, _, err := app.VerifyWith(second, old); !errors.Is(err, signature.UnknownKey) {
		t.Errorf("with the keys of yesterday: %v", err)
	}
	okay(t, r.db.EraseAccount(t.Context(), r.dora.ID, app.Audit{ID: "gone", At: r.now, Action: "account.erase", Outcome: "done"}))
	_, err = r.keeper.Secret(t.Context(), "signing."+fresh, func() ([]byte, error) { return nil, errs.New(errs.NotFound, "none") })
	wantKind(t, "the private half of who left", err, errs.NotFound)
}

func TestTimeEndsAConsultation(t *testing.T) {
	r := newRounds(t)
	id, taken := r.sends(t, "dr-dora"), r.sends(t, "dr-emil")
	r.do(t, r.emil, taken, app.Deed{Act: consult.Accept})
	r.now = r.now.Add(consult.AcceptWithin - consult.RemindBefore)
	if h, err := r.headOf(t, id); err != nil || !h.Soon {
		t.Errorf("no reminder: %+v, %v", h, err)
	}
	r.now = r.now.Add(consult.RemindBefore)
	v, err := r.Read(t.Context(), r.dora, id)
	if err != nil || v.Stage != consult.Expired || v.Sight != consult.Nothing || v.Consent {
		t.Errorf("dora sees %+v, %v", v, err)
	}
	wantRefused(t, "accepting late", r.Do(t.Context(), r.dora, id, app.Deed{Act: consult.Accept}), consult.RefusedOver)
	if q, err := r.Queue(t.Context(), r.emil); err != nil || len(q.Mine) != 0 || q.Ended != 1 {
		t.Errorf("%+v, %v", q, err)
	}
	if h, err := r.headOf(t, taken); err != nil || h.Stage != consult.Expired {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestWhatIsAskedIsChecked(t *testing.T) {
	r := newRounds(t)
	good := app.ConsultationRequest{To: "dr-dora", Days: 30, Agreed: true}
	for field, ask := range map[string]app.ConsultationRequest{
		"agree": {To: "dr-dora", Days: 30}, "days": {Days: 93, Agreed: true}, "to": {To: "dr-nobody", Days: 1, Agreed: true},
		"text": {Days: 1, Agreed: true, Message: strings.Repeat("x", consult.MaxWriting+1)},
	} {
		_, err := r.Send(t.Context(), r.anna, r.person, sent(), ask)
		var e *errs.Error
		if !errors.As(err, &e) || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	_, err := r.Send(t.Context(), r.dora, r.person, sent(), good)
	wantKind(t, "for a person of others", err, errs.NotFound)
	big := sent()
	big.OwnWords = strings.Repeat("x", 2<<20)
	_, err = r.Send(t.Context(), r.anna, r.person, big, good)
	wantKind(t, "too large", err, errs.TooLarge)
	id := r.sends(t, "dr-dora")
	r.do(t, r.dora, id, app.Deed{Act: consult.Accept})
	for field, d := range map[string]app.Deed{
		"text":    {Act: consult.Ask, Text: " \n "},
		"section": {Act: consult.Write, Text: "x", Section: "soul"},
		"level":   {Act: consult.Sign, Opinion: &consult.Opinion{Level: 9, Text: "x"}},
		"cause":   {Act: consult.Sign, Opinion: &consult.Opinion{Cause: "demons", Text: "x"}},
		"opinion": {Act: consult.Sign, Opinion: &consult.Opinion{Text: ""}},
	} {
		err := r.Do(t.Context(), r.dora, id, d)
		var e *errs.Error
		if !errors.As(err, &e) || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	wantKind(t, "an older version", r.Do(t.Context(), r.dora, id, app.Deed{Act: consult.Ask, Text: "x", Version: 1}), errs.Conflict)
	if v := r.mine(t, id); v.Stage != consult.Accepted || len(v.Thread) != 1 {
		t.Errorf("what was refused is kept: %+v", v)
	}
}

// Who may not: other roles, practitioners of whom nothing is checked, other persons.
func TestWhoMayNot(t *testing.T) {
	r := newRounds(t)
	id := r.sends(t, "")
	gus := r.member(t, "gus", "practitioner")
	for name, who := range map[string]app.Account{"a person": r.anna, "an operator": r.operator} {
		_, err := r.Queue(t.Context(), who)
		wantKind(t, name, err, errs.NotFound)
		wantKind(t, name+" accepts", r.Do(t.Context(), who, id, app.Deed{Act: consult.Accept}), errs.NotFound)
	}
	_, err := r.Queue(t.Context(), gus)
	wantKind(t, "nothing checked", err, errs.Forbidden)
	wantKind(t, "nothing checked, to read", func() error { _, err := r.Read(t.Context(), gus, id); return err }(), errs.Forbidden)
	ben := r.join(t, "ben", "").Account
	_, err = r.One(t.Context(), ben, id)
	wantKind(t, "another person", err, errs.NotFound)
	wantKind(t, "another person withdraws", r.Reply(t.Context(), ben, id, app.Deed{Act: consult.Withdraw}), errs.NotFound)
	_, err = r.File(t.Context(), ben, id)
	wantKind(t, "another person's file", err, errs.NotFound)
	_, err = r.Consultations.Of(t.Context(), ben, r.person)
	wantKind(t, "another person's list", err, errs.NotFound)
}

// Who takes everything out has the reports they sent, and the signed file.
func TestConsultationsAreTakenOut(t *testing.T) {
	r := newRounds(t)
	signed, open := r.sends(t, "dr-dora"), r.sends(t, "dr-emil")
	r.signs(t, r.dora, signed, clinical.Soon)
	r.do(t, r.emil, open, app.Deed{Act: consult.Accept})
	r.do(t, r.emil, open, app.Deed{Act: consult.Write, Text: "A dingo draft."})
	file, err := r.File(t.Context(), r.anna, signed)
	okay(t, err)
	var out bytes.Buffer
	okay(t, r.Export(t.Context(), &app.Visit{Account: r.anna, Persons: []app.Member{{ID: r.person}}}, &out))
	for _, want := range []string{string(file), "currawong", "wombat", `"stage":"accepted"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%.40q is missing", want)
		}
	}
	if strings.Contains(out.String(), "dingo") {
		t.Error("a note that is not signed yet goes out")
	}
}

// Nothing that anybody wrote stands in the database in the clear, and every look of a
// practitioner in the audit.
func TestConsultationsAreSealed(t *testing.T) {
	r := newRounds(t)
	id := r.sends(t, "dr-dora")
	r.do(t, r.dora, id, app.Deed{Act: consult.Accept})
	r.do(t, r.dora, id, app.Deed{Act: consult.Ask, Text: "A bandicoot question?"})
	okay(t, r.Reply(t.Context(), r.anna, id, app.Deed{Act: consult.Answer, Text: "An echidna answer."}))
	r.do(t, r.dora, id, app.Deed{Act: consult.Sign, Opinion: opinion(clinical.Soon)})
	secrets := []string{"currawong", "quoll", "wombat", "bandicoot", "echidna", "platypus"}
	okay(t, r.db.Dump(t.Context(), func(table tables.Table, row tables.Row) error {
		for i, value := range row {
			text, _ := value.(string)
			if raw, is := value.([]byte); is {
				text = string(raw)
			}
			for _, s := range secrets {
				if strings.Contains(text, s) {
					t.Errorf("%s.%s holds %q", table.Name, table.Columns[i].Name, s)
				}
			}
		}
		return nil
	}))
	lines, _, err := app.NewConsents(r.keeper).Accesses(t.Context(), r.anna, r.person, app.AccessCursor{}, 100)
	okay(t, err)
	var seen []string
	for _, l := range lines {
		if l.Who == app.LookedPractitioner {
			seen = append(seen, l.Action)
		}
	}
	for _, want := range []string{"consultation.accept", "consultation.read", "consultation.ask", "consultation.sign"} {
		if !slices.Contains(seen, want) {
			t.Errorf("%s is not listed in %v", want, seen)
		}
	}
	if _, err := r.keeper.Erase(t.Context(), r.anna, r.person); err != nil {
		t.Fatal(err)
	}
	_, err = r.Read(t.Context(), r.dora, id)
	wantKind(t, "after the person was erased", err, errs.NotFound)
}

func TestAgreementIsCountedAndSmallCountsAreHidden(t *testing.T) {
	r := newRounds(t)
	levels := []clinical.Urgency{clinical.Soon, clinical.Soon, clinical.Routine, clinical.Soon, clinical.Routine}
	for i := range app.LeastCounted {
		r.now = r.now.Add(time.Hour)
		id := r.sends(t, "dr-dora")
		if views, err := r.Agreements(t.Context()); err != nil || !views[1].Hidden || views[1].N != 0 || views[1].Same != 0 {
			t.Fatalf("after %d: %+v, %v", i, views, err)
		}
		r.signs(t, r.dora, id, levels[i%len(levels)])
	}
	views, err := r.Agreements(t.Context())
	okay(t, err)
	if !views[0].Hidden || views[1].Hidden || views[1].Sides != app.ProgramAndSignature || views[1].N != 10 || views[1].Same != 6 || views[1].Kappa != 0 {
		t.Errorf("%+v", views)
	}
}

// Of many who take a request at once, one has it.
func TestOnePractitionerTakesARequest(t *testing.T) {
	r := newRounds(t)
	id := r.sends(t, "")
	all := []app.Account{r.dora, r.emil, r.fay}
	failed := make(chan error)
	for i := range 12 {
		go func() { failed <- r.Do(t.Context(), all[i%3], id, app.Deed{Act: consult.Accept}) }()
	}
	taken := 0
	for range 12 {
		switch err := <-failed; {
		case err == nil:
			taken++
		case errs.KindOf(err) != errs.Conflict && errs.KindOf(err) != errs.NotFound && errs.KindOf(err) != errs.Forbidden:
			t.Error(err)
		}
	}
	if v := r.mine(t, id); taken != 1 || v.Stage != consult.Accepted || v.Version != 2 {
		t.Errorf("taken %d times: %+v", taken, v.ConsultationHead)
	}
	open := 0
	list, err := app.NewConsents(r.keeper).Of(t.Context(), r.anna, r.person)
	okay(t, err)
	for _, c := range list {
		if c.State == app.ConsentOpen {
			open++
		}
	}
	if open != 1 {
		t.Errorf("%d consents are open", open)
	}
}
