package account

import (
	"slices"
	"strings"
)

// Role is what an account may be. It decides how long a browser stays signed in. It opens
// nobody's diary: a person is reached by a link of the account, and by nothing else.
type Role string

// The roles.
const (
	Person       Role = "person"       // keeps a diary for oneself and those one cares for
	Practitioner Role = "practitioner" // answers requests and books, for those who agreed
	Editor       Role = "editor"       // maintains the medical content
	Operator     Role = "operator"     // runs the program for others
)

// Roles lists all of them.
var Roles = []Role{Person, Practitioner, Editor, Operator}

// RoleList names them in words: "person, practitioner, …".
func RoleList() string {
	names := make([]string, len(Roles))
	for i, r := range Roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

// Valid reports whether it is one of Roles.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }
