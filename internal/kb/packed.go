package kb

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// packed holds the plain estimates of one condition as text: for each the finding's
// place in Base.Findings, p, low and high, all separated by blanks. Numbers keep every
// digit.
type packed string

// pack moves plain estimates into packed, in the order of finding ids; others stay.
func pack(all map[string]*Probability, number map[string]int) (rest map[string]*Probability, _ packed) {
	var text []byte
	for _, id := range sortedKeys(all) {
		q := all[id]
		i, known := number[id]
		if !known || *q != (Probability{P: q.P, Low: q.Low, High: q.High, Estimate: true}) {
			if rest == nil {
				rest = map[string]*Probability{}
			}
			rest[id] = q
			continue
		}
		if len(text) > 0 {
			text = append(text, ' ')
		}
		text = strconv.AppendInt(text, int64(i), 10)
		for _, v := range []float64{q.P, q.Low, q.High} {
			text = strconv.AppendFloat(append(text, ' '), v, 'g', -1, 64)
		}
	}
	return rest, packed(text)
}

// estimates are the plain estimates met so far, by the text of their numbers. They repeat:
// reading each once saves most of the time and of the memory.
type estimates map[string]*Probability

// into puts the estimates of a condition back.
func (p packed) into(c *Condition, findings []*Finding, known estimates) error {
	if c.Findings == nil && p != "" {
		c.Findings = make(map[string]*Probability, (strings.Count(string(p), " ")+1)/4)
	}
	for rest := string(p); rest != ""; {
		var place, numbers string
		place, rest, _ = strings.Cut(rest, " ")
		if numbers, rest = cutNumbers(rest); numbers == "" {
			return errors.New("a packed estimate is cut off")
		}
		i, err := strconv.Atoi(place)
		if err != nil || i < 0 || i >= len(findings) {
			return fmt.Errorf("packed estimate of finding %q of %d", place, len(findings))
		}
		q := known[numbers]
		if q == nil {
			if q, err = readEstimate(numbers); err != nil {
				return err
			}
			known[strings.Clone(numbers)] = q // not the whole text with it
		}
		c.Findings[findings[i].ID] = q
	}
	return nil
}

// cutNumbers cuts off p, low and high; numbers is empty when there are fewer.
func cutNumbers(text string) (numbers, rest string) {
	blanks := 0
	for i := range len(text) {
		if text[i] != ' ' {
			continue
		}
		if blanks++; blanks == 3 {
			return text[:i], text[i+1:]
		}
	}
	if blanks < 2 {
		return "", ""
	}
	return text, ""
}

func readEstimate(numbers string) (*Probability, error) {
	q := &Probability{Estimate: true}
	words := strings.Split(numbers, " ")
	for k, to := range []*float64{&q.P, &q.Low, &q.High} {
		var err error
		if *to, err = strconv.ParseFloat(words[k], 64); err != nil {
			return nil, err
		}
	}
	return q, nil
}
