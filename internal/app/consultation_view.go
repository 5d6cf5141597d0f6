package app

import (
	"context"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/report"
	"github.com/legible-health/legible/internal/seal"
)

// ConsultationHead is what is known of a consultation without opening it.
type ConsultationHead struct {
	ID        string
	Sort      consult.Sort
	Stage     consult.Stage
	Waits     consult.Waits
	Version   int64
	CreatedAt time.Time
	ChangedAt time.Time
	Due       time.Time // end of the stage
	Until     time.Time // end of the consent
	Soon      bool      // the stage ends soon
	// Names of practitioners; empty where there is none.
	Asked, Holder, Next string
	HolderSlug          string
	Agreed              bool // the person lets Next have it
	Consent             bool // a consent is open; without one nobody here sees anything
	First               string
}

// OpinionView is an opinion with who gave it.
type OpinionView struct {
	consult.Opinion
	CauseName string // in plain words; empty without a cause
	By        string
	At        time.Time
}

// ConsultationView is a consultation as one side sees it.
type ConsultationView struct {
	ConsultationHead
	Report *report.Report // with what clinicians wrote, once it is signed
	Sight  consult.Sight  // of the report
	Thread []consult.Writing
	// Opinion is nil before it is signed.
	Opinion *OpinionView
	// First is the first opinion, beside a second that is signed.
	FirstOpinion *OpinionView
	Program      *clinical.Urgency // what the program said; nil where nothing or before it may be seen
	ProgramCause string            // the program's first candidate, its id
	ProgramName  string            // in plain words
}

// head words a consultation without opening it.
func (x *Consultations) head(ctx context.Context, c *KeptConsultation, names *practitionerNames) (h ConsultationHead, err error) {
	h = ConsultationHead{ID: c.ID, Sort: c.Sort, Stage: c.Stage, Waits: c.Waits(), Version: c.Version, CreatedAt: c.CreatedAt, ChangedAt: c.ChangedAt,
		Due: c.Due, Until: c.Until, Soon: c.Soon(x.k.now()), Agreed: c.Agreed, First: c.First}
	for _, n := range []struct {
		account string
		name    *string
	}{{c.To, &h.Asked}, {c.Holder, &h.Holder}, {c.Next, &h.Next}} {
		if *n.name, _, err = names.of(ctx, n.account); err != nil {
			return h, err
		}
	}
	if _, h.HolderSlug, err = names.of(ctx, c.Holder); err != nil {
		return h, err
	}
	h.Consent, err = x.k.store.StandingConsent(ctx, c.Person, c.Scope(), x.k.now())
	return h, err
}

// practitionerNames finds what practitioners call themselves, each once.
type practitionerNames struct {
	x    *Consultations
	know map[string][2]string // name and slug
}

func (x *Consultations) names() *practitionerNames {
	return &practitionerNames{x: x, know: map[string][2]string{}}
}

// of returns the name and slug; both empty for nobody and for one who left.
func (n *practitionerNames) of(ctx context.Context, account string) (name, slug string, err error) {
	if account == "" {
		return "", "", nil
	}
	known, ok := n.know[account]
	if !ok {
		v, err := n.x.practitioners.Of(ctx, account)
		if err != nil && errs.KindOf(err) != errs.NotFound {
			return "", "", err
		}
		known = [2]string{v.Name, v.Slug}
		n.know[account] = known
	}
	return known[0], known[1], nil
}

// Of lists the consultations of a person whom the account may reach, newest first.
// errs.NotFound.
func (x *Consultations) Of(ctx context.Context, a Account, person string) ([]ConsultationHead, error) {
	if _, _, err := x.k.reach(ctx, a, person); err != nil {
		return nil, err
	}
	list, err := x.k.store.ConsultationsOf(ctx, person)
	if err != nil {
		return nil, err
	}
	if err := x.settleAll(ctx, list); err != nil {
		return nil, err
	}
	names, out := x.names(), make([]ConsultationHead, len(list))
	for i := range list {
		if out[i], err = x.head(ctx, &list[i], names); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// One is a consultation as the person sees it: comments and corrections once they are
// signed. errs.NotFound.
func (x *Consultations) One(ctx context.Context, a Account, id string) (*ConsultationView, error) {
	c, key, err := x.own(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return x.view(ctx, c, key, consult.Everything, false)
}

// view opens a consultation as far as sight reaches.
func (x *Consultations) view(ctx context.Context, c *KeptConsultation, key *seal.Person, sight consult.Sight, practitioner bool) (v *ConsultationView, err error) {
	v = &ConsultationView{Sight: sight}
	if v.ConsultationHead, err = x.head(ctx, c, x.names()); err != nil {
		return nil, err
	}
	w, err := written(key, c)
	if err != nil {
		return nil, err
	}
	r, err := snapshot(key, c)
	if err != nil {
		return nil, err
	}
	if v.Thread = w.Thread; !practitioner {
		v.Thread = w.forPerson(c.Validated())
	}
	if c.Validated() && w.Opinion != nil {
		v.Opinion = x.opinion(*w.Opinion, v.Holder, c.ChangedAt)
		if s, _ := signedBy(w.Signed); s != nil {
			v.Opinion.By, v.Opinion.At = s.By.Name, s.SignedAt
		}
		r.Written = notesOf(v)
	}
	if sight == consult.SaidOnly {
		v.Report = r.SaidOnly()
		return v, nil
	}
	v.Report, v.Program = r, w.Program
	if len(r.Candidates) > 0 {
		v.ProgramCause, v.ProgramName = r.Candidates[0].Condition, r.Candidates[0].Name
	}
	if c.Sort == consult.SecondOpinion && c.Validated() {
		v.FirstOpinion, err = x.firstOpinion(ctx, c, key)
	}
	return v, err
}

func oneOfKinds(k consult.WritingKind, list ...consult.WritingKind) bool {
	return slices.Contains(list, k)
}

func (x *Consultations) opinion(o consult.Opinion, by string, at time.Time) *OpinionView {
	return &OpinionView{Opinion: o, CauseName: x.causeName(o.Cause), By: by, At: at}
}

// causeName is a condition in plain words; its id when the content no longer has it.
func (x *Consultations) causeName(id string) string {
	if id == "" {
		return ""
	}
	if c := x.base.Condition(id); c != nil {
		return c.PlainName
	}
	return id
}

// firstOpinion is the opinion that a second one is about; nil when it is gone.
func (x *Consultations) firstOpinion(ctx context.Context, c *KeptConsultation, key *seal.Person) (*OpinionView, error) {
	first, err := x.k.store.Consultation(ctx, c.First)
	if err != nil || first.Person != c.Person {
		if errs.KindOf(err) == errs.NotFound {
			err = nil
		}
		return nil, err
	}
	w, err := written(key, &first)
	if err != nil || w.Opinion == nil {
		return nil, err
	}
	v := x.opinion(*w.Opinion, "", first.ChangedAt)
	if s, _ := signedBy(w.Signed); s != nil {
		v.By, v.At = s.By.Name, s.SignedAt
	}
	return v, nil
}

// notesOf are what a clinician wrote, for the report's third voice: newest first.
func notesOf(v *ConsultationView) (out []report.Note) {
	day := func(t time.Time) report.Note { return report.Note{Day: dayOf(t)} }
	n := day(v.Opinion.At)
	n.By, n.Text = v.Opinion.By, v.Opinion.Text
	out = append(out, n)
	for i := len(v.Thread) - 1; i >= 0; i-- {
		if w := v.Thread[i]; oneOfKinds(w.Kind, consult.Comment, consult.Correction) {
			n := day(w.At)
			n.By, n.Text = w.By, w.Text
			out = append(out, n)
		}
	}
	return out
}

// Validated reports that a practitioner has signed.
func (h *ConsultationHead) Validated() bool { return h.Stage == consult.Signed }
