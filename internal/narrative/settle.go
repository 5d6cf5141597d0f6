package narrative

// Findings that are told of something else unless the story names what they belong to:
// soreness after a cramp needs a cramp, soreness after exercise an exercise.

// belongs lists, for a finding, findings of which the story must tell one.
var belongs = map[string][]string{
	"sore_after_cramp":  {"sudden_muscle_tightening", "recurrent_nocturnal_leg_cramps", "cramp_calf", "cramp_foot", "cramp_thigh", "visible_hard_knot", "pain_intense_brief"},
	"visible_hard_knot": {"sudden_muscle_tightening", "recurrent_nocturnal_leg_cramps", "cramp_calf", "cramp_foot", "cramp_thigh", "night_pain_wakes"},
}

var (
	exertions = set("gym squat squats lunges burpees workout workouts exercise exercised exercising run ran running jog jogged jogging hike hiked hiking trek trekked climb climbed climbing walk walked dug digging gardening garden training trained match football soccer rugby hockey tennis squash netball basketball badminton cricket spin spinning cycle cycled cycling bike swim swam swimming ski skied skiing dance danced dancing class bootcamp crossfit pilates yoga marathon race session weights deadlifts stairs steps moved lifting lifted overdid overdone doms leg-day trampoline paddle kayak rowing rowed")
	pacing    = set("get got getting up out stand stamp walk walking pace march move about round around off floor")
	urging    = set("hard urge need needs keep still restless fidget fidgety jumpy twitchy jittery antsy kick kicking wriggle irresistible want wants won't wont")
)

// belonging drops what was read of something the story does not tell of. A single
// sentence may be the answer to a question that named it.
func (r *reading) belonging() {
	if r.has("smoking_former") && r.has("smoking_current") && r.where(set("still again now nowadays")).to == 0 { // "quit, after twenty a day"
		delete(r.best, "smoking_current")
	}
	if n := len(r.ts); n == 0 || r.ts[n-1].sentence == 0 && !r.has("recent_injury") && !r.has("recent_surgery_12_weeks") {
		return
	}
	for f, of := range belongs {
		if !r.has(f) {
			continue
		}
		told := false
		for _, o := range of {
			told = told || r.has(o)
		}
		if !told {
			delete(r.best, f)
		}
	}
	if r.has("pain_after_exercise_24_72h") && r.where(exertions).to == 0 {
		delete(r.best, "pain_after_exercise_24_72h")
	}
	if r.has("new_unaccustomed_exercise") || r.has("fever") || r.has("recent_cold_or_sore_throat") || r.newer(60) {
		for _, f := range []string{"widespread_pain", "many_tender_points"} { // sore all over for days, not for months
			if r.has(f) {
				delete(r.best, f)
			}
		}
	}
	if r.has("unpleasant_leg_sensations") && r.has("recent_injury") && !r.has("urge_to_move_legs") {
		delete(r.best, "unpleasant_leg_sensations")
	}
	if r.has("switches_legs") && r.has("one_leg_only") {
		delete(r.best, "one_leg_only")
	}
	r.walkedOff()
	r.passesWithin()
}

// steady findings keep a severe pain from being taken for a cramp that passes.
var steady = []string{"unilateral_leg_swelling", "entire_leg_swollen", "swelling_one_place", "cold_pale_foot_sudden", "leg_sensory_loss", "leg_weakness_new", "recent_injury", "hard_blow_or_crash", "progressive_unrelenting_pain", "steady_ache_weeks_not_settling", "calf_sore_constant", "dark_urine", "severe_muscle_pain_swelling", "warm_red_skin", "recent_surgery_12_weeks", "long_travel", "recent_immobility", "oestrogen_medicine", "previous_dvt_or_pe"}

// passesWithin infers, of a muscle that seizes up and lets go within ten minutes, that
// the strong pain is not there all the time.
func (r *reading) passesWithin() {
	const lasting = "severe_pain_steady"
	if _, said := r.best[lasting]; said || !r.has("sudden_muscle_tightening") || r.p.kind[lasting] != "yes_no" {
		return
	}
	brief, ok := r.best["pain_intense_brief"]
	if d, told := r.best["cramp_duration_minutes"]; !ok && told && d.Value != nil && *d.Value <= 10 {
		brief, ok = d, true
	}
	if !ok || brief.Presence != present {
		return
	}
	for _, f := range steady {
		if r.has(f) {
			return
		}
	}
	brief.Finding, brief.Presence, brief.Value, brief.rank = lasting, absent, nil, weak
	r.best[lasting] = brief
}

func (r *reading) has(finding string) bool { return r.best[finding].Presence == present }

// newer reports a trouble that is told to have lasted fewer days.
func (r *reading) newer(days float64) bool {
	d, ok := r.best["duration_days"]
	return ok && d.Value != nil && *d.Value < days
}

// walkedOff takes getting up to walk a cramp off for what it is: no urge to move.
func (r *reading) walkedOff() {
	urge, ok := r.best["urge_to_move_legs"]
	if !ok || urge.Presence != present || r.has("unpleasant_leg_sensations") {
		return
	}
	cramps := r.has("sudden_muscle_tightening") || r.has("recurrent_nocturnal_leg_cramps")
	if !cramps {
		return
	}
	at, paced := r.tokens(urge), false
	for i := at.from; i >= 0 && i < at.to; i++ {
		if urging[r.ts[i].text] {
			return
		}
		paced = paced || pacing[r.ts[i].text]
	}
	if paced {
		delete(r.best, "urge_to_move_legs")
	}
}
