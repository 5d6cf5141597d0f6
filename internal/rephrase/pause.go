package rephrase

import (
	"sync"
	"time"
)

// pause leaves a model alone after it has failed, so that people do not wait for it again
// and again.
type pause struct {
	mu     sync.Mutex
	until  time.Time
	failed int // in a row
}

// How long a model is left alone: shortest after the first failure, then twice as long each
// time.
const (
	shortestPause = 10 * time.Second
	longestPause  = 10 * time.Minute
)

// now reports whether the model is left alone at a time. A time before the pause began
// ends it as well: the clock was set.
func (p *pause) now(at time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return at.Before(p.until) && p.until.Sub(at) <= longestPause
}

// outcome notes how a request ended and reports whether that is news: the first failure,
// or the first success after one.
func (p *pause) outcome(err error, at time.Time) (news bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil {
		news = p.failed > 0
		p.failed, p.until = 0, time.Time{}
		return news
	}
	length := shortestPause
	for i := 0; i < p.failed && length < longestPause; i++ {
		length *= 2
	}
	p.until = at.Add(min(length, longestPause))
	p.failed++
	return p.failed == 1
}
