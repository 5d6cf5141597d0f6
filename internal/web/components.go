package web

import "net/http"

// colours are the properties of app.css that hold one.
var colours = []string{
	"ground", "surface", "raised", "line", "edge", "text", "quiet",
	"link", "accent", "accent-soft", "main", "danger", "danger-soft", "today",
	"soon", "routine", "home", "good-soft", "mark",
}

// componentsView shows every component with made-up content in every theme, for those
// who build pages. It is served only with Options.Dev.
type componentsView struct {
	page
	Samples []componentsSample
}

// componentsSample is one set of components; ID keeps the ids of the sets apart.
type componentsSample struct {
	ID, Theme string
	Chart     barChart
	Dots      calibrationView
	Levels    []string
	Colours   []string
}

func (s *site) components(w http.ResponseWriter, r *http.Request) {
	if !s.opts.Dev {
		s.notFound(w, r)
		return
	}
	v := componentsView{page: s.page(r, "components", s.printer(r).T("components.title"))}
	if r.URL.Query().Get("dir") == "rtl" { // how a page from right to left will look
		v.Dir = "rtl"
	}
	for _, theme := range themes[1:] {
		chart := drawBars("wrong.measure.top3", []bar{
			{"First", measured{.83, .76, .89, 132}, true},
			{"Second", measured{.4, .3, .52, 80}, false},
		})
		chart.ID = "sample-" + theme
		v.Samples = append(v.Samples, componentsSample{
			ID: theme, Theme: theme, Levels: levelsFromTop(), Colours: colours,
			Chart: chart,
			Dots:  calibrationOf("Said and right, "+theme, []calibrated{{0, .2, .1, .2, 4}, {.4, .6, .5, .45, 20}, {.8, 1, .9, .85, 40}}),
		})
	}
	s.write(w, r, http.StatusOK, "components", v)
}
