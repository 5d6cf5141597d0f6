package account

import (
	"slices"
	"strings"
)

// Role is what an account may be.
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

// Action is what a role may or may not do.
type Action string

// The actions. What belongs to a person is reached by ReachPersons only, which further
// needs a link from the account to the person: no role reads another's diary.
const (
	OwnAccount    Action = "own_account"    // sign in, sessions, tokens, passkeys, erase
	ReachPersons  Action = "reach_persons"  // diary, trends and plans of the account's own persons
	ReviewCases   Action = "review_cases"   // second opinions, for those who agreed
	KeepCalendar  Action = "keep_calendar"  // slots and appointments
	EditContent   Action = "edit_content"   // the medical content
	ManageUsers   Action = "manage_users"   // make and disable accounts, give roles
	SeeOperations Action = "see_operations" // status, audit without content
)

// permissions is the whole table.
var permissions = map[Role][]Action{
	Person:       {OwnAccount, ReachPersons},
	Practitioner: {OwnAccount, ReachPersons, ReviewCases, KeepCalendar},
	Editor:       {OwnAccount, ReachPersons, EditContent},
	Operator:     {OwnAccount, ReachPersons, ManageUsers, SeeOperations},
}

// May reports whether a role may do something; an unknown role may nothing.
func (r Role) May(a Action) bool { return slices.Contains(permissions[r], a) }

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
