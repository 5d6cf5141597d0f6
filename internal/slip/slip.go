// Package slip counts the slips of the keyboard that lie between two words. It decides
// nothing: how many slips a word forgives is for those who read words.
package slip

// Longest is the length in bytes of the longest word that is compared.
const Longest = 40

// Count returns how many insertions, deletions, replacements and swaps of neighbouring
// bytes turn a into b (optimal string alignment). It is limit+1 when there are more than
// limit, or when a word is longer than Longest.
func Count(a, b string, limit int) int {
	if len(a) > Longest || len(b) > Longest {
		return limit + 1
	}
	var before, prev, cur [Longest + 1]int
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		low := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			cur[j] = d
			low = min(low, d)
		}
		if low > limit {
			return limit + 1
		}
		before, prev = prev, cur
	}
	return min(prev[len(b)], limit+1)
}
