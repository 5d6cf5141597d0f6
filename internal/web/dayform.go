package web

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/diary"
)

// dayForm is what a person typed about a night and its day, by field. The page, the queue
// of a device and an entry that is opened again all have this shape.
type dayForm struct{ url.Values }

// Fields of a night and of a day's habits as they stand in the form: how each is read.
var (
	nightFields = map[string]rune{
		"cramps": 'n', "urge": 'n', "pain": 'n', "sleep_hours": 'n', "wakings": 'n', "muscles": 'l', "side": 's',
		"partner_kicks": 'b', "partner_note": 's', "note": 's',
	}
	habitFields = map[string]rune{
		"caffeine_cups": 'n', "caffeine_late": 'b', "alcohol_units": 'n', "drinks_ml": 'n', "urine_colour": 'n',
		"standing_hours": 'n', "sitting_hours": 'n', "exercise_minutes": 'n', "stretch_minutes": 'n', "shoes": 's', "note": 's',
	}
)

// habitPrefix keeps the names of habits apart from those of the night.
const habitPrefix = "h_"

// maxTried is how many measures a form offers.
const maxTried = 40

// Is reports whether a field has a value: which chip is chosen.
func (f dayForm) Is(name, value string) bool { return oneOf(value, f.Values[name]...) }

// text is a field as typed, without the spaces and line ends that forms add.
func (f dayForm) text(name string) string { return strings.TrimSpace(plainText(f.Get(name))) }

// spread takes the one tap for sleep and wakings, "7.2", apart.
func (f dayForm) spread() {
	if sleep, wakings, ok := strings.Cut(f.Get("sw"), "."); ok {
		f.Set("sleep_hours", sleep)
		f.Set("wakings", wakings)
	}
	f.Del("sw")
}

// data collects the fields that were filled in, as JSON would have them.
func (f dayForm) data(fields map[string]rune, prefix string) map[string]any {
	data := map[string]any{}
	for name, how := range fields {
		text := f.text(prefix + name)
		if text == "" {
			continue
		}
		switch how {
		case 'n':
			data[name] = typedNumber(text)
		case 'b':
			data[name] = text == "yes"
		case 'l':
			data[name] = f.Values[prefix+name]
		default:
			data[name] = text
		}
	}
	return data
}

// typedNumber is a number as JSON, and as text what is none: diary names the field then.
func typedNumber(s string) any {
	s = strings.Replace(s, ",", ".", 1)
	if _, err := strconv.ParseFloat(s, 64); err != nil || strings.ContainsAny(s, "xXpPiInN_+") {
		return s
	}
	return json.Number(strings.TrimPrefix(strings.TrimSuffix(s, "."), "+"))
}

// night is the data of the night; empty when nothing was said.
func (f dayForm) night() map[string]any {
	data := f.data(nightFields, "")
	var tried []map[string]string
	for i, measure := range f.Values["tried"] {
		if measure == "" || i >= maxTried {
			continue
		}
		item := map[string]string{"measure": measure}
		if helped := f.Values["helped"]; i < len(helped) && helped[i] != "" {
			item["helped"] = helped[i]
		}
		tried = append(tried, item)
	}
	if len(tried) > 0 {
		data["tried"] = tried
	}
	return data
}

func (f dayForm) habits() map[string]any { return f.data(habitFields, habitPrefix) }

// row is one of several entries of a kind in the form.
type row struct {
	ID      string
	Version int
	Values  map[string]any // of its data; empty when the row was left or made empty
}

// rows reads the parallel fields of a kind, such as med_id, med_v, med_name, med_change.
func (f dayForm) rows(prefix string, names ...string) (out []row) {
	for i, id := range f.Values[prefix+"id"] {
		r := row{ID: id, Values: map[string]any{}}
		if v := f.Values[prefix+"v"]; i < len(v) {
			r.Version, _ = strconv.Atoi(v[i])
		}
		for _, name := range names {
			if v := f.Values[prefix+name]; i < len(v) {
				if text := strings.TrimSpace(plainText(v[i])); text != "" {
					r.Values[name] = text
				}
			}
		}
		out = append(out, r)
	}
	return out
}

// fill puts an entry into the form. Kinds without fields of their own are left out.
func (f dayForm) fill(e diary.Entry) {
	var data map[string]any
	raw, _ := json.Marshal(e.Data) // entries always encode
	_ = json.Unmarshal(raw, &data)
	text := func(name string) string { s, _ := data[name].(string); return s }
	switch e.Kind {
	case diary.KindNight:
		f.put(nightFields, "", data)
		for _, t := range e.Data.(*diary.Night).Tried {
			f.Add("tried", t.Measure)
			f.Add("helped", t.Helped)
		}
	case diary.KindHabits:
		f.put(habitFields, habitPrefix, data)
	case diary.KindMedicine:
		f.Add("med_id", e.ID)
		f.Add("med_v", strconv.Itoa(e.Version))
		f.Add("med_name", text("name"))
		f.Add("med_change", text("change"))
	case diary.KindNote:
		f.Add("text_id", e.ID)
		f.Add("text_v", strconv.Itoa(e.Version))
		f.Add("text_text", text("text"))
	}
	if e.Kind.OnePerDay() {
		f.Set(string(e.Kind)+"_id", e.ID)
		f.Set(string(e.Kind)+"_v", strconv.Itoa(e.Version))
	}
}

func (f dayForm) put(fields map[string]rune, prefix string, data map[string]any) {
	for name := range fields {
		switch v := data[name].(type) {
		case nil:
		case float64:
			f.Set(prefix+name, strconv.FormatFloat(v, 'f', -1, 64))
		case bool:
			f.Set(prefix+name, map[bool]string{true: "yes", false: "no"}[v])
		case []any:
			for _, x := range v {
				s, _ := x.(string)
				f.Add(prefix+name, s)
			}
		case string:
			f.Set(prefix+name, v)
		}
	}
}
