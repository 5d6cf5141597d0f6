package account

import "time"

// Lifetime is how long a browser stays signed in.
type Lifetime struct {
	Idle time.Duration // without a visit
	Most time.Duration // since signing in, however often it comes
}

// lifetimes by role. A person's own phone may stay signed in, so that the diary is four
// taps away; whoever sees data of others signs in each day.
var lifetimes = map[Role]Lifetime{
	Person:       {Idle: 60 * 24 * time.Hour, Most: 365 * 24 * time.Hour},
	Practitioner: {Idle: 2 * time.Hour, Most: 12 * time.Hour},
	Editor:       {Idle: 12 * time.Hour, Most: 7 * 24 * time.Hour},
	Operator:     {Idle: 2 * time.Hour, Most: 12 * time.Hour},
}

// LifetimeOf is the lifetime of sessions of a role; an unknown one has the shortest.
func LifetimeOf(r Role) Lifetime {
	if l, ok := lifetimes[r]; ok {
		return l
	}
	return lifetimes[Operator]
}

// Expires is when a session of a role ends that began at created and was last seen at
// seen.
func Expires(r Role, created, seen time.Time) time.Time {
	l := LifetimeOf(r)
	idle, most := seen.Add(l.Idle), created.Add(l.Most)
	if idle.Before(most) {
		return idle
	}
	return most
}

// SeenEvery is how long a visit is not noted again, to save the disk; it is well below
// every Idle.
const SeenEvery = 10 * time.Minute

// RecentFor is how long after signing in, or after giving the password again, a browser
// may erase the account or change how to get in.
const RecentFor = 15 * time.Minute
