package reading_test

import (
	"fmt"
	"os"
	"sort"
	"testing"

	"github.com/legible-health/legible/internal/reading"
)

func TestBase(t *testing.T) {
	type m struct {
		kind, id, field, text string
		g              float64
	}
	pool := map[string]*m{}
	pc := map[string]reading.Counts{}
	var list []*m
	for _, p := range corpus(t) {
		c := reading.Count(p.Text)
		if c.Words >= 8 {
			list = append(list, &m{p.Kind, p.Entity, p.Field, p.Text, c.Grade()})
			continue
		}
		if pool[p.Entity] == nil {
			pool[p.Entity] = &m{p.Kind, p.Entity, "pooled", "", 0}
			list = append(list, pool[p.Entity])
		}
		pc[p.Entity] = pc[p.Entity].Add(c)
		pool[p.Entity].text += p.Text + " | "
	}
	for k, x := range pool {
		x.g = pc[k].Grade()
	}
	ok := map[string][2]int{}
	sort.SliceStable(list, func(i, j int) bool { return list[i].g > list[j].g })
	for _, x := range list {
		for _, k := range []string{x.kind, x.kind+"."+x.field, "all"} {
			if x.kind=="messages" && k==x.kind+"."+x.field && x.field!="pooled" {continue}
			v := ok[k]
			v[1]++
			if x.g <= 8 {
				v[0]++
			}
			ok[k] = v
		}
	}
	var ks []string
	for k:= range ok {ks=append(ks,k)}
	sort.Strings(ks)
	for _, k := range ks {
		fmt.Printf("%s %v %.3f\n", k, ok[k], float64(ok[k][0])/float64(ok[k][1]))
	}
	f, _ := os.Create("/tmp/w/w4/list.txt")
	for _, x := range list {
		fmt.Fprintf(f, "%.1f\t%s\t%s\t%s\n", x.g, x.id, x.field, x.text)
	}
	f.Close()
}
