package narrative

import "github.com/legible-health/legible/internal/clinical"

var (
	maleWords   = set("man male gentleman boy he him his husband son brother father dad grandfather grandson boyfriend mr fireman salesman m gentlemen himself bloke lad guy chap dude fella")
	femaleWords = set("woman female lady girl she her hers wife daughter sister mother mum mom grandmother granddaughter girlfriend mrs ms f pregnant primigravida multigravida housewife postmenopausal herself menstrual lass gal")
	nouns       = set("man male gentleman boy woman female lady girl m f patient child infant toddler bloke lad guy chap dude lass gal")
)

// parts and events of one sex only; they are the patient's when the patient tells.
var (
	maleBody   = set("prostate testicle testicles testicular erection erections vasectomy penis")
	femaleBody = set("period periods menses menopause menopausal perimenopausal postmenopausal hysterectomy breastfeeding hrt womb ovary ovaries ovarian uterus miscarriage caesarean cesarean c-section postnatal antenatal gravida primigravida multigravida pregnant trimester midwife mastectomy endometriosis vaginal labour")
)

// sex of the person the story is about.
func sex(ts []token, who teller) clinical.Sex {
	if s := relatives[who.patient]; s != "" {
		return clinical.Sex(s)
	}
	male, female := 0, 0
	for i := range ts {
		w := ts[i].text
		if ts[i].mark != 0 {
			continue
		}
		if _, rel := relatives[w]; rel && w != who.patient && (!children[w] || who.first) {
			continue
		}
		m, f := maleWords[w], femaleWords[w]
		if _, ok := letterAge(w); ok && i < 12 {
			if w[0] == 'm' {
				male += 5
			} else {
				female += 5
			}
		}
		if (w == "m" || w == "f") && !(i > 0 && (ts[i-1].number && !unlikelyAge(ts[i-1].text) || ts[i-1].text == "o" || ts[i-1].text == "yo" || ts[i-1].text == "yr" || i > 1 && ts[i-1].mark == '/' && ts[i-2].number)) {
			continue
		}
		weight := 1
		switch {
		case nouns[w]:
			weight = 5
			if who.first && !aboutWriter(ts, i) {
				continue
			}
		case maleBody[w] || femaleBody[w]:
			m, f, weight = maleBody[w], femaleBody[w], 4
			if i > 0 && (ts[i-1].text == "mum" || ts[i-1].text == "wife") {
				continue
			}
		case who.first: // "he" and "her" are other people in a story of one's own
			continue
		}
		if m {
			male += weight
		}
		if f {
			female += weight
		}
	}
	switch {
	case male > female:
		return clinical.Male
	case female > male:
		return clinical.Female
	}
	return clinical.Unknown
}

// unlikelyAge is a number before "m" or "f" that is metres or Fahrenheit.
func unlikelyAge(n string) bool { return len(n) > 2 }

// aboutWriter accepts "I'm a 45 year old woman", "45 F" and "as a woman of 60".
func aboutWriter(ts []token, i int) bool {
	for k := i - 1; k >= 0 && k > i-8 && ts[k].mark != '.'; k-- {
		switch {
		case ts[k].text == "am" || ts[k].number || ts[k].text == "as" || ts[k].text == "year":
			return true
		case ts[k].text == "like" || ts[k].text == "that":
			return false
		}
	}
	return i < 3
}
