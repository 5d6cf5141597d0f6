package assess

import "sort"

func sortObservations(e *Engine, obs []observation) {
	sort.SliceStable(obs, func(i, j int) bool {
		a, b := &e.table[obs[i].row], &e.table[obs[j].row]
		if a.strength != b.strength {
			return a.strength > b.strength
		}
		return a.finding.ID < b.finding.ID
	})
}
