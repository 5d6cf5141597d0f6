package web

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/care"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

func TestPlayListsEveryLengthAndPosition(t *testing.T) {
	h, f := testSite(t)
	d := get(t, h, "/play").want(200, "Standing", "Sitting on a chair", "Lying in bed")
	d.checkPage()
	for _, x := range f.Routines() {
		name, ok := nameOf(x.ID)
		listed := len(d.all("a[href=/play/" + x.ID + "]"))
		if want := !ok || name.preset == "seed"; want != (listed == 1) {
			t.Errorf("%s stands %d times on the list", x.ID, listed)
		}
	}
}

// The page is the routine: numbered, drawn, with times that add up to what the routine
// says, and with what to read first.
func TestRoutinePagesAddUp(t *testing.T) {
	h, f := testSite(t)
	for _, x := range f.Routines() {
		t.Run(x.ID, func(t *testing.T) {
			d := get(t, h, "/play/"+x.ID).want(200, x.Name)
			d.checkPage()
			sum, steps := 0, d.all("[data-step]")
			for i, n := range steps {
				num := func(name string) int { return must(strconv.Atoi(attr(n, "data-"+name))) }
				got := num("ready") + num("repeats")*num("hold") + (num("repeats")-1)*num("rest")
				if got != num("seconds") || got != x.Steps[i].Seconds {
					t.Errorf("step %d takes %d s by its parts, %d s by itself, %d s in the routine", i, got, num("seconds"), x.Steps[i].Seconds)
				}
				sum += got
			}
			if len(steps) != len(x.Steps) || sum != x.Seconds || attr(d.one("#player"), "data-seconds") != strconv.Itoa(x.Seconds) {
				t.Errorf("%d steps of %d s on the page, %d of %d s in the routine", len(steps), sum, len(x.Steps), x.Seconds)
			}
			for _, k := range x.ReadFirst {
				d.want(200, k.Text)
			}
			for _, s := range x.StopIf {
				d.want(200, s)
			}
			if len(x.ReadFirst) > 0 && strings.Index(d.text(), x.ReadFirst[0].Text) > strings.Index(d.text(), "Start") {
				t.Error("what to read first stands after the start")
			}
			for _, n := range d.all("li.ex") {
				if len(doc{Node: n, t: t}.all("svg.fig")) < 2 {
					t.Errorf("an exercise without drawings: %s", textOf(n)[:40])
				}
			}
		})
	}
}

func TestRoutineChoicesLeadToRoutines(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/play/seated-5-gentle")
	links := 0
	for _, n := range d.all("nav.row-of") {
		row, on := doc{Node: n, t: t}, 0
		for _, a := range row.all("a") {
			get(t, h, attr(a, "href")).want(200)
			links++
			if has(a, "aria-current") {
				on++
				if attr(a, "href") != "/play/seated-5-gentle" {
					t.Errorf("%q is marked as chosen", attr(a, "href"))
				}
			}
		}
		if on != 1 {
			t.Errorf("%d choices of %q are marked", on, attr(n, "aria-label"))
		}
	}
	if links != 8 { // two lengths, three positions, three doses
		t.Errorf("%d choices", links)
	}
}

// A version in another position is the same exercise in another position.
func TestSwapsAreVersions(t *testing.T) {
	_, f := testSite(t)
	s := siteOf(t, f)
	seen := 0
	for _, x := range f.Routines() {
		for _, step := range x.Steps {
			for _, v := range s.swaps(step) {
				seen++
				if e := s.exercises[v.Exercise]; rootOf(e) != rootOf(s.exercises[step.Exercise]) || e.Position == step.Position || v.Exercise == step.Exercise {
					t.Errorf("%s (%s) is offered for %s (%s)", v.Exercise, v.Position, step.Exercise, step.Position)
				}
				for _, c := range s.exercises[v.Exercise].Contraindications {
					if !c.Caution && !warns(s.exercises[step.Exercise], c.Text) && !oneOf(c.Text, v.NotIf...) {
						t.Errorf("%s hides %q", v.Exercise, c.Text)
					}
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no exercise has a version in another position")
	}
}

func ownFields(x care.Routine) url.Values {
	v := url.Values{}
	for _, s := range x.Steps {
		v.Add("step", stepField(s))
	}
	return v
}

// What the plan hands over comes back as the same routine.
func TestOwnRoutine(t *testing.T) {
	h, f := testSite(t)
	for _, x := range f.Routines() {
		d := post(t, h, "/play", ownFields(x)).want(200, "My own stretches")
		d.checkPage()
		if got := attr(d.one("#player"), "data-seconds"); got != strconv.Itoa(x.Seconds) {
			t.Errorf("%s: %s s, want %d", x.ID, got, x.Seconds)
		}
		for _, k := range x.ReadFirst {
			d.want(200, k.Text)
		}
		if attr(d.one("#player"), "data-routine") != "own" {
			t.Errorf("%s is not called own", x.ID)
		}
	}
	d := get(t, h, "/play/own").want(404, "not on this device")
	d.checkPage()
	if got := attr(d.all("a.button")[0], "href"); got != "/plan" {
		t.Errorf("the way on leads to %q", got)
	}
}

func TestTamperedRoutineIsRefused(t *testing.T) {
	h, _ := testSite(t)
	good := "stretch_calf_wall left 30 2 8 5"
	post(t, h, "/play", url.Values{"step": {good}}).want(200)
	for name, steps := range map[string][]string{
		"nothing":             nil,
		"empty":               {""},
		"unknown exercise":    {"stretch_ear left 30 2 8 5"},
		"cramp exercise":      {"cramp_now_calf left 30 2 8 5"},
		"markup":              {"<script>alert(1)</script> left 30 2 8 5"},
		"side":                {"stretch_calf_wall middle 30 2 8 5"},
		"hold of an hour":     {"stretch_calf_wall left 3600 2 8 5"},
		"one second less":     {"stretch_calf_wall left 30 2 7 5"},
		"both at once":        {"stretch_calf_wall both 30 2 8 5"},
		"longer than allowed": {"stretch_calf_wall left 31 2 8 5"},
		"no hold":             {"stretch_calf_wall left 0 2 8 5"},
		"negative":            {"stretch_calf_wall left 30 -2 8 5"},
		"many repeats":        {"stretch_calf_wall left 30 5000 8 5"},
		"long rest":           {"stretch_calf_wall left 30 2 8 600"},
		"overflow":            {"stretch_calf_wall left 99999999999999999999 2 8 5"},
		"a part too many":     {good + " 1"},
		"one of two is bad":   {good, "stretch_calf_wall left 30 2 8"},
		"too many":            strings.Split(strings.Repeat(good+",", maxOwnSteps)+good, ","),
		"too large":           {strings.Repeat("x", maxOwnForm)},
	} {
		t.Run(name, func(t *testing.T) {
			d := post(t, h, "/play", url.Values{"step": steps}).want(422, "did not reach us as they should")
			d.checkPage()
			if len(d.all("a[href=/play]")) == 0 {
				t.Error("no way on")
			}
			for _, s := range steps {
				if s != "" && strings.Contains(d.Raw, s) {
					t.Error("the page repeats what was sent")
				}
			}
		})
	}
}

// Whatever is sent, what is played stays within the knowledge.
func TestOwnStepsStayWithinTheKnowledge(t *testing.T) {
	_, f := testSite(t)
	s := siteOf(t, f)
	var good []string
	for _, x := range f.Routines() {
		good = append(good, ownFields(x)["step"]...)
	}
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		part := strings.Split(rapid.SampledFrom(good).Draw(t, "field"), " ")
		for range rapid.IntRange(0, 2).Draw(t, "changes") {
			i := rapid.IntRange(0, 5).Draw(t, "part")
			part[i] = rapid.OneOf(
				rapid.Map(rapid.IntRange(-2, 200), strconv.Itoa), rapid.SampledFrom([]string{"left", "right", "both", "up", "", "cramp_now_calf"}),
				rapid.Map(rapid.SampledFrom(good), func(g string) string { return strings.Split(g, " ")[i] }),
			).Draw(t, "value")
		}
		field := strings.Join(part, " ")
		step, e, err := s.ownStep(field)
		if err != nil {
			return
		}
		accepted++
		if stepField(step) != field {
			t.Fatalf("%q became %q", field, stepField(step))
		}
		known := false
		for _, d := range e.Doses {
			known = known || step.HoldSeconds >= d.HoldSeconds.Min && step.HoldSeconds <= d.HoldSeconds.Max && step.Repeats >= d.Repeats.Min && step.Repeats <= d.Repeats.Max
		}
		if !known || step.Side == care.Both != e.BothSides {
			t.Fatalf("accepted %q", field)
		}
		if want := step.ReadySeconds + step.Repeats*step.HoldSeconds + (step.Repeats-1)*step.RestSeconds; step.Seconds != want {
			t.Fatalf("%q takes %d s, want %d", field, step.Seconds, want)
		}
	})
	if accepted == 0 {
		t.Error("nothing was accepted, so nothing was tested")
	}
}

func TestUnknownRoutine(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/play/nonsense").want(404, "no such routine")
	d.checkPage()
	if got := attr(d.all("a.button")[0], "href"); got != "/play" {
		t.Errorf("the way on leads to %q", got)
	}
}
