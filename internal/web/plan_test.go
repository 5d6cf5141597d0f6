package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// quick is the short form of somebody without danger signs.
func quick(pairs ...string) url.Values {
	v := url.Values{"alarm": {"none"}, "complaint": {"cramps"}, "age": {"66"}, "had": {"none"}, "do": {"plan"}}
	for i := 0; i < len(pairs); i += 2 {
		if v.Has(pairs[i]) && !oneOf(pairs[i], "wish", "kit", "spot", "out") {
			v.Del(pairs[i])
		}
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// cards lists the ids of the measures of a plan, in order.
func (d doc) cards() (ids []string) {
	for _, n := range d.all("li.measure") {
		ids = append(ids, strings.TrimPrefix(attr(n, "id"), "plan-"))
	}
	return ids
}

func TestPlanForm(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/plan").want(200, "Is any of this true", "What troubles you most", "Or do the check first")
	d.checkPage()
	d = post(t, h, "/plan", d.form("plan")).want(422, "Please check this first")
	d.checkPage()
	if len(d.all("a[href=#f-alarm]")) != 1 {
		t.Error("the summary does not lead to the question that was left open")
	}
}

func TestPlanSections(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/plan", quick()).want(200, "Tonight", "This week", "With a clinician", "To stay safe", "not yet been reviewed")
	d.checkPage()
	for _, id := range []string{"plan-tonight", "plan-week", "plan-clinician", "routine", "sources"} {
		d.one("#" + id)
	}
	if n := len(d.cards()); n < 10 {
		t.Errorf("%d measures", n)
	}
	for _, n := range d.all("li.measure") {
		card := doc{Node: n, t: t}
		name := textOf(card.one("strong.name"))
		if name == "" || len(card.all(".pic")) != 1 || len(card.all("svg")) == 0 {
			t.Errorf("%s: no name or no picture", attr(n, "id"))
		}
		because := 1
		if strings.HasPrefix(name, "What doctors use for: ") {
			because = 0 // the name says the cause
		}
		if len(card.all(".because")) != because {
			t.Errorf("%s does not say why it is here", name)
		}
	}
	calf := doc{Node: d.one("#plan-stretch_calf_wall"), t: t}
	for _, phrase := range []string{"Studies: weak", "In our base texts", "hold 20 to 30 seconds", "In the study", "hold 10 seconds", "Not for you if", "Stop at once", "Why it is here"} {
		if !strings.Contains(textOf(calf.Node), phrase) {
			t.Errorf("the calf stretch lacks %q: %s", phrase, textOf(calf.Node))
		}
	}
	if len(calf.all("a.cite")) == 0 || strings.Contains(textOf(calf.Node), "hallegraeff2012") {
		t.Error("a source must be a link and never its id")
	}
	if strings.Contains(d.Raw, "?") && len(d.all("a[href=/plan?]")) > 0 {
		t.Error("answers stand in an address")
	}
}

// After a check the plan rests on its answers, which travel on.
func TestPlanAfterTheCheck(t *testing.T) {
	h, _ := testSite(t)
	form := url.Values{"do": {"plan"}, "age": {"54"}, "country": {"GB"}, "alarm": {"none"}, "e": {"q urge_to_move_legs present", "q worse_evening_night present"}}
	d := post(t, h, "/plan", form).want(200, "rests on your check", "Restless legs")
	d.checkPage()
	kept := d.form("result")
	if strings.Join(kept["e"], ";") != strings.Join(form["e"], ";") || kept.Get("age") != "54" {
		t.Errorf("the answers did not travel on: %v", kept)
	}
	if len(d.all("input[name=complaint]")) > 0 {
		t.Error("asks for the complaint after a check")
	}
	post(t, h, "/check", kept).want(200, "What it may be")
	form["e"] = []string{"q no_such_finding present"}
	post(t, h, "/plan", form).want(422, "Please check this first")
}

func TestPlanFormFaultsKeepWhatWasTyped(t *testing.T) {
	h, _ := testSite(t)
	for name, c := range map[string]struct{ field, value, id, says string }{
		"minutes too many": {"minutes", "9999", "minutes", "from 1 to 60"},
		"no minutes":       {"minutes", "0", "minutes", "from 1 to 60"},
		"words":            {"minutes", "half an hour", "minutes", "from 1 to 60"},
		"unknown thing":    {"kit", "spaceship", "kit", "Take out"},
		"none and a thing": {"kit", "none", "kit", "None of these"},
		"place":            {"spot", "moon", "spot", "answers shown"},
		"preset":           {"preset", "extreme", "preset", "answers shown"},
		"wish":             {"wish", "opium", "wish", "answers shown"},
		"age":              {"age", "400", "age", "0 to 120"},
	} {
		t.Run(name, func(t *testing.T) {
			form := quick("kit", "towel", "had", "diabetes", c.field, c.value)
			d := post(t, h, "/plan", form).want(422, "Please check this first", c.says)
			d.checkPage()
			d.one("#e-" + c.id)
			d.one("a[href=#f-" + c.id + "]")
			again := d.form("plan")
			for field, values := range form {
				if field == "do" || field == "preset" || field == "wish" && c.field == "wish" || field == "spot" && c.field == "spot" {
					continue
				}
				for _, v := range values {
					if !oneOf(v, again[field]...) {
						t.Errorf("%s=%q was lost: %q", field, v, again[field])
					}
				}
			}
			if again["kit"] == nil || again.Get("had") != "diabetes" {
				t.Errorf("kept %v", again)
			}
		})
	}
}

func TestPlanInAnEmergency(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/plan", quick("alarm", "cold", "country", "GB")).want(200, "Get help now", "999", "Until then")
	d.checkPage()
	d.one("a[href=tel:999]")
	d.one("section[role=alert]")
	if n := len(d.cards()); n > 0 || len(d.all("form[action=/play]")) > 0 || len(d.all("#plan-tonight")) > 0 {
		t.Errorf("an emergency leaves %d measures", n)
	}
}

// Seen today: the help stands first.
func TestPlanSameDay(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/plan", quick("alarm", "swollen")).want(200, "See someone today")
	help, first := strings.Index(d.Raw, `class="urgent level-same_day"`), strings.Index(d.Raw, `class="measure"`)
	if help < 0 || first >= 0 && first < help {
		t.Errorf("help at %d, first measure at %d", help, first)
	}
	for _, id := range d.cards() {
		if strings.HasPrefix(id, "stretch_") || strings.HasPrefix(id, "massage") {
			t.Errorf("%s with one swollen leg", id)
		}
	}
}

// What is wrong for a person is in no card, and the page says why.
func TestPlanLeavesOutWhatHarms(t *testing.T) {
	h, _ := testSite(t)
	for had, never := range map[string][]string{
		"numb":       {"heat_after_cramp", "cold_pack", "warm_bath_evening", "massage_in_warm_bath"},
		"arteries":   {"heat_after_cramp", "leg_elevation", "compression_stockings", "cold_pack"},
		"kidney":     {"foods_potassium", "magnesium_supplement"},
		"antibiotic": {"stretch_calf_wall", "stretch_hallegraeff_protocol"},
		"operation":  {"stretch_calf_wall"},
		"thinner":    {"foam_roller"},
	} {
		t.Run(had, func(t *testing.T) {
			d := post(t, h, "/plan", quick("had", had, "wish", "heat_cold", "wish", "food", "wish", "massage", "wish", "footwear"))
			d.want(200)
			for _, id := range d.cards() {
				if section := sectionOf(d.one("#plan-" + id)); oneOf(id, never...) && section != "avoid" {
					t.Errorf("%s stands under %s", id, section)
				}
			}
			out := doc{Node: d.one("#left-out"), t: t}
			if !strings.Contains(textOf(out.Node), "Not safe for you") {
				t.Errorf("does not say that it left something out for safety: %s", textOf(out.Node))
			}
		})
	}
}

func sectionOf(card *html.Node) string { return attr(card, "data-keep") }

func TestPlanLeaveOutAndPutBack(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/plan", quick())
	d = post(t, h, "/plan", d.form("out:stretch_calf_wall")).want(200, "You left it out")
	if oneOf("stretch_calf_wall", d.cards()...) {
		t.Fatal("it is still there")
	}
	d.one("#out-stretch_calf_wall")
	d = post(t, h, "/plan", d.form("in:stretch_calf_wall"))
	if !oneOf("stretch_calf_wall", d.cards()...) {
		t.Error("it did not come back")
	}
}

// What would fit too can be put in.
func TestPlanPutIn(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/plan", quick())
	d.one("#more-cramp_after_walk")
	d = post(t, h, "/plan", d.form("more:cramp_after_walk")).want(200)
	if !oneOf("cramp_after_walk", d.cards()...) {
		t.Errorf("it is not among %v", d.cards())
	}
	post(t, h, "/plan", quick("more", "no_such_thing")).want(422)
}

// The preferences stand on the page and keep what the form said.
func TestPlanChangePreferences(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/plan", quick("had", "diabetes"))
	form := url.Values{}
	for _, f := range d.all("form.check") {
		for _, in := range (doc{Node: f, t: t}).all("input[type=hidden]") {
			form.Add(attr(in, "name"), attr(in, "value"))
		}
	}
	if form.Get("had") != "diabetes" || form.Get("alarm") != "none" || form.Has("minutes") {
		t.Fatalf("carries %v", form)
	}
	form.Set("do", "plan")
	form.Set("kit", "none")
	form.Set("minutes", "5")
	d = post(t, h, "/plan", form).want(200, "You do not have what it needs")
	if v := attr(d.one("#f-minutes"), "value"); v != "5" {
		t.Errorf("minutes %q", v)
	}
	d = post(t, h, "/plan", d.form("edit")).want(200, "Is any of this true for you?")
	if again := d.form("plan"); again.Get("had") != "diabetes" || again.Get("minutes") != "5" || again.Get("complaint") != "cramps" {
		t.Errorf("the form lost answers: %v", again)
	}
}

// Every version of the routine is one that the player accepts.
func TestPlanRoutinePlays(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/plan", quick())
	for _, do := range []string{"length:5", "length:10", "pose:seated", "pose:lying", "pose:standing", "length:5"} {
		d = post(t, h, "/plan", d.form(do))
		if got := d.pressed(do[:strings.Index(do, ":")]); got != do {
			t.Errorf("pressed %q after %q", got, do)
		}
		steps := url.Values{}
		for _, in := range d.all("input[name=step]") {
			steps.Add("step", attr(in, "value"))
		}
		if len(steps["step"]) == 0 {
			t.Fatalf("%s: no steps: %s", do, textOf(d.one("#routine")))
		}
		w := post(t, h, "/play", steps)
		if w.Status != http.StatusOK {
			t.Errorf("%s: the player answers %d to %v", do, w.Status, steps)
		}
		if !strings.HasPrefix(do, "length:5") {
			continue
		}
		seconds := 0
		for _, s := range steps["step"] {
			part := strings.Fields(s)
			hold, repeats := must(strconv.Atoi(part[2])), must(strconv.Atoi(part[3]))
			seconds += hold * repeats
		}
		if seconds > 5*60 {
			t.Errorf("five minutes hold %d seconds of work", seconds)
		}
	}
}

func TestPlanForPrinting(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/plan", post(t, h, "/plan", quick()).form("print")).want(200, "Tonight", "Sources")
	d.checkPage()
	for _, n := range d.all("details") {
		if c := (doc{Node: n, t: t}); !has(n, "open") && len(c.all(".do-steps")) > 0 {
			t.Errorf("closed on paper: %s", textOf(n)[:40])
		}
	}
	if n := len((doc{Node: d.one("main"), t: t}).all("button")); n > 0 {
		t.Errorf("%d buttons on paper", n)
	}
}

func TestPlanTrouble(t *testing.T) {
	h, _ := testSite(t)
	if d := post(t, h, "/plan", url.Values{"text": {strings.Repeat("a", maxForm+1)}}); d.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", d.Status)
	}
	failing := failingPlanner{&fake{base: testBase(t)}}
	hf := must(newSite(failing, failing.base, Options{}))
	d := post(t, hf, "/plan", quick())
	d.want(500, "our fault")
	if strings.Contains(d.Raw, "secret") {
		t.Error("the cause stands on the page")
	}
}
