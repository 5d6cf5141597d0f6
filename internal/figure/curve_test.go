package figure

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

// A smooth loop passes its points, whatever rounding did: followed as a browser follows
// it, it comes within a third of a unit of each.
func TestLoopPassesItsPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 60).Draw(t, "n")
		var ps []point
		for i := range n {
			r := rapid.Float64Range(18, 24).Draw(t, "r")
			ps = append(ps, point{100, 80}.plus(direction(float64(i)*360/float64(n), 1).times(r)))
		}
		var tr tracer
		tr.loop(ps)
		along := follow(tr.String())
		for i, p := range ps {
			best := math.Inf(1)
			for _, q := range along {
				best = math.Min(best, q.minus(p).length())
			}
			if best > .34 {
				t.Fatalf("point %d is missed by %.2f units", i, best)
			}
		}
	})
}

// follow evaluates the quadratic pieces of one loop; the second of the two readers of
// paths in the tests, kept apart from the writer's own state.
func follow(d string) (out []point) {
	var at, bend, start point
	var cmd byte
	var nums []float64
	take := func() {
		for len(nums) > 0 {
			from := at
			switch cmd {
			case 'M':
				at, start = point{nums[0], nums[1]}, point{nums[0], nums[1]}
				nums = nums[2:]
				continue
			case 'q':
				bend, at = from.plus(point{nums[0], nums[1]}), from.plus(point{nums[2], nums[3]})
				nums = nums[4:]
			case 't':
				bend, at = from.times(2).minus(bend), from.plus(point{nums[0], nums[1]})
				nums = nums[2:]
			}
			for i := range 33 {
				u := float64(i) / 32
				out = append(out, from.times((1-u)*(1-u)).plus(bend.times(2*u*(1-u))).plus(at.times(u*u)))
			}
		}
	}
	for i := 0; i < len(d); {
		switch c := d[i]; {
		case c == 'M' || c == 'q' || c == 't' || c == 'z':
			take()
			cmd = c
			i++
		case c == ' ':
			i++
		default:
			v, used := readNumber(d[i:])
			nums = append(nums, v)
			i += used
		}
	}
	take()
	_ = start
	return out
}

func readNumber(s string) (v float64, used int) {
	sign, scale, dot := 1., 1., false
	if s[0] == '-' {
		sign, used = -1, 1
	}
	for ; used < len(s); used++ {
		switch c := s[used]; {
		case c == '.' && !dot:
			dot = true
		case c >= '0' && c <= '9':
			v = v*10 + float64(c-'0')
			if dot {
				scale *= 10
			}
		default:
			return sign * v / scale, used
		}
	}
	return sign * v / scale, used
}

func TestShortTenths(t *testing.T) {
	for n, want := range map[int]string{0: "0", 5: ".5", -5: "-.5", 10: "1", 123: "12.3", -123: "-12.3", 100: "10", 1005: "100.5", -1000: "-100"} {
		if got := shortTenths(n); got != want {
			t.Errorf("shortTenths(%d) = %q, want %q", n, got, want)
		}
	}
}
