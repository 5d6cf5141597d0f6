package web

import (
	"net/http"

	"github.com/legible-health/legible/internal/diary"
)

// deviceView is the diary of a device: without an account the nights stay there, and
// without a network they wait there. It holds nothing of any person, so that the service
// worker may keep it.
type deviceView struct {
	page
	diaryFrame
	Quick  *quickView
	Stores bool // this program keeps diaries
}

// deviceShow offers to keep nights on the device.
func (s *site) deviceShow(w http.ResponseWriter, r *http.Request) {
	p := s.printer(r)
	v := deviceView{
		page: s.page(r, "diary-device", p.T("diary.title")), Stores: s.hasDiaries(),
		Quick: s.quick(p, diary.DateOf(s.clock().Date())-1),
	}
	v.Quick.Device, v.Nobody = true, r.URL.Path != "/diary/new"
	s.write(w, r, http.StatusOK, "diary-device", v)
}
