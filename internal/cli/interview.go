package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
)

// interview holds one check as a conversation. Every answer can be taken back.
type interview struct {
	*prompter
	svc     *app.Service
	request *app.Request
	given   app.Request  // as it was on the command line; what it tells is not asked
	wrong   []app.Answer // misunderstood words, corrected
	answers []app.Answer // to the questions put, in order
	last    *app.Response
}

func newInterview(svc *app.Service, r *app.Request, in io.Reader, out io.Writer, echo bool) *interview {
	return &interview{prompter: newPrompter(in, out, echo), svc: svc, request: r, given: *r}
}

// run asks until nothing is worth asking, the person stops or the input ends.
func (v *interview) run() (*app.Response, error) {
	v.welcome()
	defer fmt.Fprintln(v.out) // before the result
	steps := []func() error{v.whom, v.age, v.sex, v.pregnant, v.words, v.correct, v.questions}
	forward := true
	for i := 0; i < len(steps); {
		err := steps[i]()
		switch {
		case errors.Is(err, errSkip) && !forward && i == 0:
			forward = true
		case errors.Is(err, errSkip):
		case err == nil:
			forward = true
		case errors.Is(err, errBack):
			forward = false
		case errors.Is(err, errStop):
			return v.conclude()
		default:
			return nil, err
		}
		if forward {
			i++
		} else {
			i = max(0, i-1)
		}
	}
	return v.conclude()
}

// errSkip says that a step has nothing to ask.
var errSkip = errors.New("skip")

func (v *interview) welcome() {
	emergency := "your emergency number"
	if c := v.svc.Base().Country(strings.ToUpper(v.request.Country)); c != nil {
		emergency = c.Ambulance
	}
	v.say("This tells you what the leg trouble may be and how soon it needs care. It is information, not a diagnosis. Nothing is stored. If someone is in danger now, call " + emergency + ".")
	v.say("Enter or u: I don't know. ?: why we ask. b: back. s: stop and show the result.")
	fmt.Fprintln(v.out)
}

// repeat asks until the answer can be read.
func (v *interview) repeat(prompt, why string, read func(answer string) error) error {
	for {
		answer, err := v.ask(prompt)
		if err != nil {
			return err
		}
		if answer == "?" {
			v.say(why)
			continue
		}
		err = read(answer)
		if errs.KindOf(err) != errs.Invalid {
			return err
		}
		v.say(err.Error() + ".")
	}
}

func (v *interview) whom() error {
	if v.given.Text != "" {
		return errSkip
	}
	return v.repeat("Who is this about? 1 me, 2 someone else", "So that you know whom the questions mean.", func(answer string) error {
		switch strings.ToLower(answer) {
		case "2", "o", "other", "someone else":
			v.request.About = "other"
			v.say("We then ask about them, not about you.")
		case "1", "m", "me":
			v.request.About = "self"
		case "": // the words tell
			v.request.About = ""
		default:
			return errs.New(errs.Invalid, "please type 1 or 2")
		}
		return nil
	})
}

func (v *interview) age() error {
	if v.given.Person.Age != nil {
		return errSkip
	}
	return v.repeat("Age in years (for a baby: 8 months)", "Age changes how common each cause is, and which warning signs matter.", func(answer string) error {
		years, err := parseAge(answer)
		if err == nil {
			v.request.Person.Age = years
		}
		return err
	})
}

// parseAge reads years, or months for a small child; nil when not known.
func parseAge(answer string) (*float64, error) {
	if unknown(answer) {
		return nil, nil
	}
	scale := 1.0
	number := strings.TrimSpace(strings.TrimSuffix(strings.ToLower(answer), "years"))
	if months, ok := strings.CutSuffix(strings.TrimSuffix(number, "s"), "month"); ok {
		number, scale = strings.TrimSpace(months), 1.0/12
	}
	age, err := strconv.ParseFloat(number, 64)
	if age *= scale; err != nil || !(age >= clinical.MinAge && age <= clinical.MaxAge) {
		return nil, errs.New(errs.Invalid, "please type a number of years from %d to %d, or just press Enter", clinical.MinAge, clinical.MaxAge)
	}
	return &age, nil
}

func (v *interview) sex() error {
	if v.given.Person.Sex != "" {
		return errSkip
	}
	return v.repeat("Sex registered at birth: f, m, i (intersex)", "Some causes are more common in women or in men.", func(answer string) error {
		if unknown(answer) {
			v.request.Person.Sex = ""
			return nil
		}
		for _, sex := range []clinical.Sex{clinical.Female, clinical.Male, clinical.Intersex} {
			if name := string(sex); strings.HasPrefix(name, strings.ToLower(answer)) {
				v.request.Person.Sex = name
				return nil
			}
		}
		return errs.New(errs.Invalid, "please type f, m or i, or just press Enter")
	})
}

// Ages between which a pregnancy is asked about, in years.
const (
	pregnantFrom  = 10
	pregnantUntil = 56
)

func (v *interview) pregnant() error {
	p := &v.request.Person
	if v.given.Person.Pregnant != nil {
		return errSkip
	}
	p.Pregnant = nil
	if p.Sex == string(clinical.Male) || p.Age != nil && (*p.Age < pregnantFrom || *p.Age >= pregnantUntil) {
		return errSkip
	}
	return v.repeat("Pregnant now? y, n", "Pregnancy makes some causes more common, a clot among them.", func(answer string) error {
		yes, known, err := yesNo(answer)
		if err == nil && known {
			p.Pregnant = &yes
		}
		return err
	})
}

func yesNo(answer string) (yes, known bool, err error) {
	switch strings.ToLower(answer) {
	case "y", "yes":
		return true, true, nil
	case "n", "no":
		return false, true, nil
	}
	if unknown(answer) {
		return false, false, nil
	}
	return false, false, errs.New(errs.Invalid, "please type y for yes or n for no, or just press Enter if you don't know")
}

// words reads the own words up to an empty line.
func (v *interview) words() error {
	if v.given.Text != "" {
		return errSkip
	}
	v.say("What is it like, where, since when, what helps? Write as you would tell a friend. An empty line ends it.")
	var lines []string
	for {
		line, err := v.ask("")
		done := errors.Is(err, errStop) && len(lines) > 0 || err == nil && line == ""
		if err != nil && !done {
			return err
		}
		if !done {
			lines = append(lines, line)
			continue
		}
		text := strings.Join(lines, "\n")
		if _, bad := v.svc.Understand(text); bad == nil {
			v.request.Text = text
			return nil
		} else if errs.KindOf(bad) != errs.Invalid || err != nil {
			return bad
		} else {
			v.say(bad.Error() + ". Please write it again.")
			lines = nil
		}
	}
}

// correct shows what was understood and takes back what was not meant.
func (v *interview) correct() error {
	understood, err := v.svc.Understand(v.request.Text)
	if err != nil {
		return err
	}
	v.wrong = nil
	if len(understood) == 0 {
		return errSkip
	}
	v.say("This is what I understood:")
	for i, u := range understood {
		v.item(i+1, fmt.Sprintf("%s  (“%s”)", label(u.Finding, u.Presence, u.Value), u.Text))
	}
	return v.repeat("Numbers of what is wrong, such as 2,5 (Enter: all is right)", "Only what is right should count.", func(answer string) error {
		if answer == "" {
			return nil
		}
		picked, err := numbers(answer, len(understood))
		if err != nil {
			return err
		}
		for _, i := range picked {
			v.wrong = append(v.wrong, app.Answer{Finding: understood[i].Finding, Presence: string(clinical.NotKnown)})
		}
		return nil
	})
}

// questions puts one question after the other; back takes the last answer back.
func (v *interview) questions() error {
	for {
		if _, err := v.conclude(); err != nil {
			return err
		}
		q := v.last.Question
		if q == nil {
			return nil
		}
		answer, err := v.question(q)
		switch {
		case errors.Is(err, errBack) && len(v.answers) > 0:
			v.answers = v.answers[:len(v.answers)-1]
		case err != nil:
			return err
		default:
			v.answers = append(v.answers, answer)
		}
	}
}

// conclude assesses what is known so far.
func (v *interview) conclude() (*app.Response, error) {
	asked := len(v.answers)
	v.request.Asked = &asked
	v.request.Evidence = nil
	answered := map[string]bool{}
	for _, a := range v.answers {
		v.request.Evidence = append(v.request.Evidence, a)
		answered[a.Finding] = true
	}
	for _, a := range v.wrong {
		if !answered[a.Finding] { // asked again and answered since
			v.request.Evidence = append(v.request.Evidence, a)
		}
	}
	var err error
	v.last, err = v.svc.Assess(v.request)
	return v.last, err
}

func (v *interview) question(q *app.Question) (app.Answer, error) {
	fmt.Fprintln(v.out)
	if v.last.Urgency.Unconfirmed {
		v.say("One answer can be a warning sign. This question makes sure of it:")
	}
	if v.last.Asked < v.last.Budget {
		v.say(fmt.Sprintf("%d of at most %d. %s", v.last.Asked+1, v.last.Budget, q.Text))
	} else {
		v.say("To be sure: " + q.Text)
	}
	hint := optionsOf(v, q)
	answer := app.Answer{Finding: q.Finding}
	err := v.repeat(hint, q.Why, func(typed string) error {
		if unknown(typed) {
			answer.Presence = string(clinical.NotKnown)
			return nil
		}
		return readAnswer(q, typed, &answer)
	})
	return answer, err
}

// optionsOf lists what can be chosen and returns the hint of the prompt.
func optionsOf(v *interview, q *app.Question) string {
	switch q.Kind {
	case "yes_no":
		return "y, n"
	case "number":
		return fmt.Sprintf("a number from %g to %g %s", *q.Min, *q.Max, q.Unit)
	}
	for i, o := range q.Options {
		v.item(i+1, o.Text)
	}
	if q.Kind == "choice" {
		return "one number"
	}
	return "all numbers that fit, such as 1,3 (0: none)"
}

// readAnswer fills in what was typed. Errors are errs.Invalid and say what to type.
func readAnswer(q *app.Question, typed string, into *app.Answer) error {
	into.Presence, into.Value = "", nil
	switch q.Kind {
	case "yes_no":
		yes, _, err := yesNo(typed)
		into.Presence = string(clinical.Absent)
		if yes {
			into.Presence = string(clinical.Present)
		}
		return err
	case "number":
		n, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(typed, q.Unit)), 64)
		if err != nil || !(n >= *q.Min && n <= *q.Max) {
			return errs.New(errs.Invalid, "please type a number from %g to %g, or just press Enter if you don't know", *q.Min, *q.Max)
		}
		into.Value = encode(n)
		return nil
	}
	picked, err := numbers(typed, len(q.Options))
	if err != nil {
		return err
	}
	values := []string{}
	for _, i := range picked {
		values = append(values, q.Options[i].Value)
	}
	if q.Kind != "choice" {
		into.Value = encode(values)
		return nil
	}
	if len(values) != 1 {
		return errs.New(errs.Invalid, "please type one number")
	}
	into.Value = encode(values[0])
	return nil
}

func encode(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // numbers and lists of ids always encode
	}
	return data
}

// numbers reads "1,3" as indices from 0 below n; "0" and "none" are no number.
func numbers(typed string, n int) ([]int, error) {
	if typed == "0" || strings.EqualFold(typed, "none") {
		return nil, nil
	}
	var picked []int
	for _, word := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		i, err := strconv.Atoi(word)
		if err != nil || i < 1 || i > n {
			return nil, errs.New(errs.Invalid, "please type numbers from 1 to %d, with commas between them", n)
		}
		picked = append(picked, i-1)
	}
	return picked, nil
}
