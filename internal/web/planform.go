package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/care"
)

// planForm is what a person says to the plan page, as typed: preferences, and without
// a check also the complaint and what matters for safety.
type planForm struct {
	Complaint string   // id of complaints, or empty
	Had       []string // ids of safety, or "none"
	Minutes   string
	Spots     []string // of care.Places
	Kit       []string // ids of Equipment, or "none"
	Preset    string
	Wishes    []string // ids of wishes
	More      []string // ids of activities and exercises to put in, if they are safe
	Out       []string // ids of activities and exercises to leave out
	Length    string   // minutes of the routine: "5", "10" or empty
	Pose      string   // how to do the routine: standing, seated, lying or empty
}

func readPlanForm(form url.Values) planForm {
	return planForm{
		Complaint: form.Get("complaint"), Had: valid(form["had"]), Minutes: strings.TrimSpace(form.Get("minutes")),
		Spots: valid(form["spot"]), Kit: valid(form["kit"]), Preset: form.Get("preset"), Wishes: valid(form["wish"]),
		More: valid(form["more"]), Out: valid(form["out"]), Length: form.Get("length"), Pose: form.Get("pose"),
	}
}

// mostTicks bounds every list of the form.
const mostTicks = 60

// valid keeps what a form can hold: UTF-8, once, and not without end.
func valid(list []string) (out []string) {
	for _, s := range list {
		if s = strings.ToValidUTF8(s, "\uFFFD"); !slices.Contains(out, s) && len(out) < mostTicks {
			out = append(out, s)
		}
	}
	return out
}

// wishes are kinds of measure to ask for: categories of activities, and scents.
var wishes = []string{"heat_cold", "massage", "mind", "fluids", "food", "sleep", "footwear", "professional", "aromatherapy"}

// poses are the ways to do the routine and the place that each asks for.
var poses = []struct{ ID, Place string }{{"standing", "standing"}, {"seated", "chair"}, {"lying", "bed"}}

var lengths = []string{"5", "10"}

// preferences are in the shape of the contract. Call check first.
func (f *planForm) preferences() app.Preferences {
	p := app.Preferences{Preset: f.Preset, Wishes: slices.Concat(f.Wishes, f.More), NotWanted: f.Out}
	if n, err := strconv.Atoi(f.Minutes); err == nil {
		p.Minutes = &n
	}
	if len(f.Spots) > 0 {
		p.Places = &f.Spots
	}
	if len(f.Kit) > 0 {
		kit := slices.DeleteFunc(slices.Clone(f.Kit), func(id string) bool { return id == "none" })
		p.Equipment = &kit
	}
	return p
}

// versioned changes what the chosen version of the routine asks for.
func (f *planForm) versioned(p app.Preferences) app.Preferences {
	if n, err := strconv.Atoi(f.Length); err == nil {
		p.Minutes = &n
	}
	for _, pose := range poses {
		if pose.ID == f.Pose {
			p.Places = &[]string{pose.Place}
		}
	}
	return p
}

// act takes a button of the plan page: "out:ID", "in:ID", "more:ID", "length:5", "pose:seated".
func (f *planForm) act(do string) {
	verb, arg, _ := strings.Cut(do, ":")
	switch verb {
	case "out":
		f.Out = valid(append(f.Out, arg))
	case "more":
		f.More = valid(append(f.More, arg))
	case "in":
		f.Out = slices.DeleteFunc(f.Out, func(id string) bool { return id == arg })
	case "length":
		f.Length = arg
	case "pose":
		f.Pose = arg
	}
}

const mostMinutes = 60 // a day, as app.Preferences

// check looks at what a person can get wrong; the service checks it again.
func (f *planForm) check(s *site) (out []problem) {
	add := func(field, key string, args ...any) {
		out = append(out, problem{field, "problem." + key, args})
	}
	if n, err := strconv.Atoi(f.Minutes); f.Minutes != "" && (err != nil || n < 1 || n > mostMinutes) {
		add("minutes", "plan_minutes", "max", mostMinutes)
	}
	var kit []string
	for _, e := range s.svc.Equipment() {
		kit = append(kit, e.ID)
	}
	switch {
	case oneOf("none", f.Kit...) && len(f.Kit) > 1:
		add("kit", "plan_none")
	case !within(f.Kit, append(kit, "none")):
		add("kit", "plan_kit")
	}
	if !within(f.Spots, care.Places) {
		add("spot", "plan_choice")
	}
	if !oneOf(f.Preset, append([]string{""}, care.Presets...)...) {
		add("preset", "plan_choice")
	}
	if oneOf("none", f.Had...) && len(f.Had) > 1 {
		add("had", "plan_none")
	}
	if !within(f.Wishes, wishes) {
		add("wish", "plan_choice")
	}
	if !oneOf(f.Length, append([]string{""}, lengths...)...) || f.Pose != "" && !slices.ContainsFunc(poses, func(p struct{ ID, Place string }) bool { return p.ID == f.Pose }) {
		add("", "state")
	}
	return out
}

// within reports whether a list holds nothing but what is allowed.
func within(list, allowed []string) bool {
	for _, x := range list {
		if !oneOf(x, allowed...) {
			return false
		}
	}
	return true
}

// hidden carries what the page does not show itself.
func (f *planForm) hidden(shown ...string) (out []field) {
	add := func(name string, values ...string) {
		for _, v := range values {
			if v != "" && !oneOf(name, shown...) {
				out = append(out, field{name, strings.ToValidUTF8(v, "\uFFFD")})
			}
		}
	}
	add("complaint", f.Complaint)
	add("had", f.Had...)
	add("minutes", f.Minutes)
	add("spot", f.Spots...)
	add("kit", f.Kit...)
	add("preset", f.Preset)
	add("wish", f.Wishes...)
	add("more", f.More...)
	add("out", f.Out...)
	add("length", f.Length)
	add("pose", f.Pose)
	return out
}
