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
func pack(all map[string]Probability, number map[string]int) (rest map[string]Probability, _ packed) {
	var text []byte
	for _, id := range sortedKeys(all) {
		q := all[id]
		i, known := number[id]
		if !known || q != (Probability{P: q.P, Low: q.Low, High: q.High, Estimate: true}) {
			if rest == nil {
				rest = map[string]Probability{}
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

// into puts the estimates back.
func (p packed) into(c *Condition, findings []*Finding) error {
	words := strings.Fields(string(p))
	if len(words)%4 != 0 {
		return errors.New("a packed estimate is cut off")
	}
	if c.Findings == nil && len(words) > 0 {
		c.Findings = make(map[string]Probability, len(words)/4)
	}
	for ; len(words) > 0; words = words[4:] {
		i, err := strconv.Atoi(words[0])
		if err != nil || i < 0 || i >= len(findings) {
			return fmt.Errorf("packed estimate of finding %q of %d", words[0], len(findings))
		}
		var v [3]float64
		for k := range v {
			if v[k], err = strconv.ParseFloat(words[k+1], 64); err != nil {
				return err
			}
		}
		c.Findings[findings[i].ID] = Probability{P: v[0], Low: v[1], High: v[2], Estimate: true}
	}
	return nil
}
