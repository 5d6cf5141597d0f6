package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
)

// servicesView is what a practitioner offers, with a form for one service.
type servicesView struct {
	page
	faultsView
	Said     string
	List     []offeredLine
	Form     consult.Service // as it is kept, or as it was typed
	Minutes  string          // the numbers as they were typed
	Before   string
	After    string
	Kinds    []box
	Editing  bool
	BookPath string
}

type offeredLine struct {
	serviceLine
	Kind    string
	Offered bool
}

func (s *site) servicesShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	s.services(w, r, visit, http.StatusOK, nil)
}

// noProfile sends a practitioner without a profile, which names the time zone, to its form.
func (s *site) noProfile(w http.ResponseWriter, r *http.Request, err error) {
	if errs.KindOf(err) == errs.NotFound && s.served(profilePath) {
		s.astray(w, r, http.StatusConflict, "booking.no_profile", way{profilePath, "practitioner.own_title"})
		return
	}
	s.fail(w, r, err)
}

func (s *site) services(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, change func(*servicesView)) {
	x, err := s.opts.Bookings.Practice(r.Context(), visit.Account)
	if err != nil {
		s.noProfile(w, r, err)
		return
	}
	p := s.printer(r)
	v := servicesView{page: s.page(r, "practice-services", p.T("booking.services_title")), Said: said(p, r),
		Form: consult.Service{Minutes: 30, Way: consult.AtPlace, Offered: true}}
	v.Path = servicesPath
	for _, o := range x.Services {
		v.List = append(v.List, offeredLine{serviceLineOf(p, &o), s.kindName(o.Kind), o.Offered})
		if o.ID == r.URL.Query().Get("edit") {
			v.Form, v.Editing = o.Service, true
		}
	}
	v.Minutes, v.Before, v.After = strconv.Itoa(v.Form.Minutes), strconv.Itoa(v.Form.Before), strconv.Itoa(v.Form.After)
	if change != nil {
		change(&v)
	}
	for _, k := range s.opts.Bookings.Kinds() {
		v.Kinds = append(v.Kinds, box{k.Value, k.Text, k.Value == v.Form.Kind})
	}
	s.write(w, r, status, "practice-services", v)
}

func (s *site) kindName(id string) string {
	kinds := s.opts.Bookings.Kinds()
	if i := slices.IndexFunc(kinds, func(o app.Option) bool { return o.Value == id }); i >= 0 {
		return kinds[i].Text
	}
	return id
}

// wholeNumber reads a whole number; one that is none becomes -1, which every check refuses.
func wholeNumber(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		return -1
	}
	return n
}

func (s *site) servicesPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	f := r.PostForm
	x := consult.Service{ID: f.Get("id"), Kind: f.Get("kind"), Name: f.Get("name"), Minutes: wholeNumber(f.Get("minutes")), Before: wholeNumber(f.Get("before")), After: wholeNumber(f.Get("after")),
		Way: f.Get("way"), Place: f.Get("place"), Offered: f.Get("offered") == "yes"}
	if x.Way == consult.ByTelephone {
		x.Place = ""
	}
	err := s.opts.Bookings.SaveService(r.Context(), visit.Account, x)
	if shown, ok := practiceProblem(s.printer(r), "service", err); ok {
		s.services(w, r, visit, errs.KindOf(err).Status(), func(v *servicesView) {
			v.Form, v.Editing, v.Problems = x, x.ID != "", []shownProblem{shown}
			v.Minutes, v.Before, v.After = f.Get("minutes"), f.Get("before"), f.Get("after")
		})
		return
	}
	s.done(w, r, err, servicesPath+"?said=service")
}

// practiceProblem words an error of a practitioner's form; false for others.
func practiceProblem(p *i18n.Printer, form string, err error) (shownProblem, bool) {
	kind := errs.KindOf(err)
	if err == nil || kind != errs.Invalid && kind != errs.Conflict {
		return shownProblem{}, false
	}
	field := fieldName(err)
	last := field[strings.LastIndexAny(field, ".]")+1:]
	name := "booking.err." + form + "_" + cmp.Or(last, "overlap") // what is wrong with a whole part of a day
	if strings.HasPrefix(field, "exceptions[") {
		name = "booking.err.hours_date"
	}
	if kind == errs.Conflict {
		field, name = "", "booking.err."+form+"_conflict"
	}
	if p.Has(name) {
		return shownProblem{field, p.T(name, "most", consult.MaxMinutes, "buffer", consult.MaxBuffer, "notice", consult.MaxNotice, "ahead", consult.MaxAhead, "cancel", consult.MaxCancel)}, true
	}
	return shownProblem{"", p.T("booking.err.other")}, true
}
