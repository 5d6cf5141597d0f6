package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
)

// Book is the diary of one person, opened for the account that asks. What it returns as
// an error has a kind; diary.Faults name the fields that are wrong.
type Book interface {
	// Person is the id of the person, which also marks what waits on a device.
	Person() string
	// Zone is the person's time zone.
	Zone() *time.Location
	// Entries lists what is not deleted of the days from and to and those between, in
	// the order of diary.Sort.
	Entries(ctx context.Context, from, to diary.Date) ([]diary.Entry, error)
	// Entry is one that is not deleted. errs.NotFound.
	Entry(ctx context.Context, id string) (diary.Entry, error)
	// Items lists what else is kept of a kind, oldest day first; Keep writes one as the
	// version it has. errs.Conflict when the stored version is another.
	Items(ctx context.Context, kind string) ([]app.Item, error)
	Keep(ctx context.Context, x app.Item) (app.Item, error)
	// Change writes changes in order, each as diary.Merge decides; after an error those
	// before it stay written.
	Change(ctx context.Context, changes ...diary.Change) ([]diary.Merged, error)
}

// errNobody says that no diary is open: nobody is signed in, or nothing is stored here.
var errNobody = errs.New(errs.Unauthorized, "sign in to open a diary")

// diaryTurn is one exchange about a diary.
type diaryTurn struct {
	*site
	w     http.ResponseWriter
	r     *http.Request
	p     *i18n.Printer
	visit *app.Visit // nil in tests that bring a diary of their own
	book  Book
	now   time.Time
}

// withBook opens the visitor's diary for a page. Without one it shows what a diary on
// this device can do.
func (s *site) withBook(show func(*diaryTurn)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		t, err := s.diaryTurn(w, r)
		switch {
		case err == nil && t.book == nil: // all persons were erased
			http.Redirect(w, r, "/account/persons", http.StatusSeeOther)
		case err == nil:
			s.private(w)
			show(t)
		case errs.KindOf(err) != errs.Unauthorized:
			s.fail(w, r, err)
		case wantsJSON(r):
			answerJSON(w, http.StatusUnauthorized, synced{Outcome: "nobody"})
		case r.Method != http.MethodGet:
			s.astray(w, r, http.StatusUnauthorized, "diary.nobody", way{"/account", "diary.sign_in"}, way{"/diary", "diary.title"})
		case !strings.HasPrefix(r.URL.Path, "/diary"):
			http.Redirect(w, r, "/account?next="+r.URL.Path, http.StatusSeeOther)
		default:
			s.deviceShow(w, r)
		}
	}
}

func (s *site) diaryTurn(w http.ResponseWriter, r *http.Request) (*diaryTurn, error) {
	t := &diaryTurn{site: s, w: w, r: r, p: s.printer(r), now: s.clock()}
	var err error
	if s.opts.Diary != nil {
		t.book, err = s.opts.Diary(r)
		return t, err
	}
	if t.visit, err = s.visitor(r); err != nil || t.visit == nil {
		return nil, cmp.Or(err, errNobody)
	}
	if t.visit.Chosen.ID != "" {
		t.book, err = s.opts.Keeper.Book(r.Context(), t.visit.Account, t.visit.Chosen.ID)
	}
	return t, err
}

// hasDiaries reports whether diaries are kept here.
func (s *site) hasDiaries() bool { return s.opts.Diary != nil || s.keeps() }

// reopen turns to the person of the form, so that a choice made in another tab redirects
// no write. errs.NotFound for persons of others.
func (t *diaryTurn) reopen(person string) error {
	if person == "" || person == t.book.Person() {
		return nil
	}
	if t.visit == nil {
		return errs.New(errs.NotFound, "there is no such person")
	}
	book, err := t.opts.Keeper.Book(t.r.Context(), t.visit.Account, person)
	if err == nil {
		t.book = book
	}
	return err
}

// clock is the time; Options.Now stands in for it in tests.
func (s *site) clock() time.Time {
	if s.opts.Now != nil {
		return s.opts.Now()
	}
	return time.Now()
}

// today is the calendar day of the person.
func (t *diaryTurn) today() diary.Date { return diary.DateOf(t.now.In(t.book.Zone()).Date()) }

// lastNight is the night that ended, or is ending, on the person's calendar day.
func (t *diaryTurn) lastNight() diary.Date { return t.today() - 1 }

// day reads the day of the address; false after it has answered that there is none.
func (t *diaryTurn) day() (diary.Date, bool) {
	d, err := diary.ParseDate(t.r.PathValue("day"))
	if err != nil || d < diary.FirstDay || d > t.today() {
		t.astray(t.w, t.r, http.StatusNotFound, "diary.no_day", way{"/diary", "diary.title"}, way{"/diary/month", "diary.month"})
		return 0, false
	}
	return d, true
}

// maxDiaryForm bounds the form of a day in bytes: two notes of the longest length, and
// what UTF-8 and the encoding of forms make of them.
const maxDiaryForm = 512 << 10

// parse reads the form; false after it has answered that it cannot be read.
func (t *diaryTurn) parse() bool {
	t.r.Body = http.MaxBytesReader(t.w, t.r.Body, maxDiaryForm)
	err := t.r.ParseForm()
	var large *http.MaxBytesError
	switch {
	case err == nil && t.reopen(t.r.PostForm.Get("person")) == nil:
		return true
	case err == nil && wantsJSON(t.r):
		answerJSON(t.w, http.StatusNotFound, synced{Outcome: "other"})
	case err == nil:
		t.notFound(t.w, t.r)
	case errors.As(err, &large):
		t.trouble(t.w, t.r, http.StatusRequestEntityTooLarge)
	default:
		t.trouble(t.w, t.r, http.StatusUnprocessableEntity)
	}
	return false
}

// newID makes a random UUID (version 4) for a form, so that sending it twice writes once.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func (s *site) diaryRoutes(mux *mux) {
	for pattern, show := range map[string]func(*diaryTurn){
		"GET /diary":                 (*diaryTurn).diaryShow,
		"POST /diary":                (*diaryTurn).diaryPost,
		"GET /diary/{day}":           (*diaryTurn).dayShow,
		"POST /diary/undo":           (*diaryTurn).undoPost,
		"POST /diary/delete":         (*diaryTurn).deletePost,
		"GET /diary/month":           (*diaryTurn).monthShow,
		"GET /diary/month/{month}":   (*diaryTurn).monthShow,
		"GET /diary/both":            (*diaryTurn).bothShow,
		"POST /diary/both":           (*diaryTurn).bothPost,
		"GET /diary/files":           (*diaryTurn).filesShow,
		"GET /diary/export/{format}": (*diaryTurn).exportShow,
		"POST " + ImportPath:         (*diaryTurn).importPost,
	} {
		mux.HandleFunc(pattern, s.withBook(show))
	}
	mux.HandleFunc("GET /diary/new", s.deviceShow)
	if !s.hasDiaries() {
		return // the rest lives on what is kept
	}
	for pattern, show := range map[string]func(*diaryTurn){
		"GET /trends":                (*diaryTurn).trendsShow,
		"POST /trends":               (*diaryTurn).trendsShow,
		"GET /experiments":           (*diaryTurn).experimentsShow,
		"POST /experiments":          (*diaryTurn).startPost,
		"POST /experiments/followed": (*diaryTurn).followedPost,
		"POST /experiments/end":      (*diaryTurn).endPost,
	} {
		mux.HandleFunc(pattern, s.withBook(show))
	}
}
