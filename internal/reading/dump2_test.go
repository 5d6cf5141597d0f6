package reading_test

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"testing"

	"github.com/legible-health/legible/internal/reading"
)

func TestCMU(t *testing.T) {
	b, _ := os.ReadFile("/tmp/w/w4/words.json")
	var ws [][]any
	json.Unmarshal(b, &ws)
	type e struct {
		w       string
		n, d, g int
	}
	var bad []e
	ok, all, okW, allW, sum := 0, 0, 0, 0, 0
	for _, w := range ws {
		c := int(w[2].(float64))
		if c == 0 {
			fmt.Print(w[0], "=", reading.Syllables(w[0].(string)), " ")
			continue
		}
		n := int(w[1].(float64))
		g := reading.Syllables(w[0].(string))
		all++
		allW += n
		sum += n * (g - c)
		if g == c {
			ok++
			okW += n
		} else {
			bad = append(bad, e{w[0].(string), n, c, g})
		}
	}
	sort.Slice(bad, func(i, j int) bool { return bad[i].n > bad[j].n })
	fmt.Println("\n", ok, all, okW, allW, sum)
	for _, x := range bad {
		fmt.Printf("%s:%d want %d got %d; ", x.w, x.n, x.d, x.g)
	}
}
