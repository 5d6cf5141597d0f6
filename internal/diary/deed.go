package diary

// Activity is one relief measure or exercise that was done.
type Activity struct {
	Activity string `json:"activity"`          // activity or exercise id
	Minutes  *int   `json:"minutes,omitempty"` // 0–1440
	Helped   string `json:"helped,omitempty"`  // yes, no, unsure
	Note     string `json:"note,omitempty"`
}

// Kind is KindActivity.
func (*Activity) Kind() Kind { return KindActivity }

func (a *Activity) check(p *faults) {
	p.needed("activity", a.Activity)
	p.id("activity", a.Activity)
	p.whole("minutes", a.Minutes, 0, 24*60)
	p.oneOf("helped", a.Helped, helpeds...)
	p.note(a.Note)
}

// Routine is a routine that was played.
type Routine struct {
	Routine        string `json:"routine"`           // routine id
	Seconds        *int   `json:"seconds,omitempty"` // 0–86,400
	StepsDone      *int   `json:"steps_done,omitempty"`
	Steps          *int   `json:"steps,omitempty"`            // at least StepsDone
	StoppedForPain *bool  `json:"stopped_for_pain,omitempty"` // "this hurts: stop" was pressed
	Note           string `json:"note,omitempty"`
}

// Kind is KindRoutine.
func (*Routine) Kind() Kind { return KindRoutine }

func (r *Routine) check(p *faults) {
	p.needed("routine", r.Routine)
	p.id("routine", r.Routine)
	p.whole("seconds", r.Seconds, 0, secondsPerDay)
	p.whole("steps_done", r.StepsDone, 0, 500)
	p.whole("steps", r.Steps, 0, 500)
	if r.Steps != nil && r.StepsDone != nil && *r.StepsDone > *r.Steps {
		p.add("steps_done", "is more than steps")
	}
	p.note(r.Note)
}

// Followed says whether an experiment's instruction for the day was followed.
type Followed struct {
	Experiment string   `json:"experiment"` // UUID
	Done       string   `json:"done"`       // yes, partly, no
	Harm       *bool    `json:"harm,omitempty"`
	Harms      []string `json:"harms,omitempty"` // harm ids of the measure
	Note       string   `json:"note,omitempty"`
}

// Kind is KindFollowed.
func (*Followed) Kind() Kind { return KindFollowed }

func (f *Followed) check(p *faults) {
	if !uuid.MatchString(f.Experiment) {
		p.add("experiment", "must be a UUID")
	}
	p.needed("done", f.Done)
	p.oneOf("done", f.Done, "yes", "partly", "no")
	p.ids("harms", f.Harms)
	p.note(f.Note)
}
