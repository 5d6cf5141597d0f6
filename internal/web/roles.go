package web

import (
	"net/http"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
)

// forRole lets a page be shown to those who are signed in with an account of a role, as
// strongly as the operator asks for. For others it is as if there were no such page.
func (s *site) forRole(role account.Role, show func(http.ResponseWriter, *http.Request, *app.Visit)) http.HandlerFunc {
	return s.forUser(func(w http.ResponseWriter, r *http.Request, v *app.Visit) {
		if account.Role(v.Account.Role) != role {
			s.astray(w, r, http.StatusNotFound, "practitioner.other_role", way{"/account", "account.title"}, way{"/", "trouble.home"})
			return
		}
		s.strongly(show)(w, r, v)
	})
}
