package narrative

import (
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// vocabulary collects the words of phrases (what a slip may have meant) and of all
// prose (words that are spelled correctly).
func vocabulary(base *kb.Base) (targets, prose map[string]bool) {
	targets, prose = map[string]bool{}, map[string]bool{}
	collect := func(into map[string]bool, text string) {
		for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
			into[w] = true
		}
	}
	for _, f := range base.Findings {
		collect(prose, f.Question+" "+f.Why)
		if f.Phrases != nil {
			for _, list := range [][]string{f.Phrases.Lay, f.Phrases.Clinical, f.Phrases.Absent} {
				for _, s := range list {
					collect(targets, s)
				}
			}
		}
	}
	for _, words := range base.Lexicon {
		for _, w := range words {
			collect(targets, w)
		}
	}
	for _, c := range base.Conditions {
		collect(prose, strings.Join(append([]string{c.Name, c.PlainName, c.Summary, c.Notes, c.Urgency.Reason}, append(c.SelfCare, append(c.Treatment, c.DoNot...)...)...), " "))
	}
	for _, r := range base.RedFlags {
		collect(prose, r.Tells+" "+r.Why+" "+r.NearMiss)
	}
	for _, a := range base.Activities {
		collect(prose, strings.Join(append([]string{a.Name, a.Note}, append(a.Steps, a.Results...)...), " "))
	}
	for _, m := range base.Medicines {
		collect(prose, m.Name+" "+m.TellPerson)
		for _, d := range m.Drugs {
			collect(prose, d.Name+" "+strings.Join(d.Brands, " "))
		}
	}
	for w := range numberWords {
		prose[w] = true
	}
	for w := range relatives {
		prose[w] = true
	}
	collect(prose, everyday)
	return targets, prose
}

// everyday words that are no slip of a phrase word.
const everyday = `about above after again against almost alone along already although always among another answer anything around asked away back because
become been before began behind being believe below beside besides better between beyond both bring brought called came cannot carry cause certain change
children clear close come common complete could couple course cover daily decided different doing done door down drive during each early eight either else end enough
even evening ever every everything example except family fast father feel felt few fifth find first five follow food former forward found four fourth free friend from front
full further gave general getting give given goes going gone good great ground group grow half hand happen hard having head health hear heard heart heavy held help here
high himself hold home hope horse hour house however hundred idea important inside instead into itself just keep kept kind knew know known large last late later least leave
left less letter life light like likely line little live lived local long look looked lost made main make making many matter maybe mean means might mind minute
moment money month more morning most mother move much must myself name near nearly need never next night nothing notice number often once only open order other
others over paper part particular past patient people perhaps person place plan play please point possible power present pretty problem public quite rather
reach read ready real really reason recent rest result return right room said same school second seem seen self send sense service seven several shall
short should show side since sister six sleep slow small some someone something soon sort sound south space spent start state still stop story street strong such
sudden sure table take taken talk tell than thank that their them then there these they thing think third this those though thought thousand three through time
today together told took toward town true trying turn twelve twenty under understand until upon usual usually very voice wait walk want warm watch water week
weekend weight well went were west what when where whether which while white whole whose wife will wind window wish with within without woman wonder word work worked world worth would
write written wrong yard year years yesterday young yours doctor doctors nurse hospital clinic appointment visit emergency department history presents presented examination physical`
