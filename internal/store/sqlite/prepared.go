package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// preparer makes prepared statements: a pool or one connection.
type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// prepared runs statements and prepares each text once. There are a few dozen texts.
type prepared struct {
	from preparer
	mu   sync.RWMutex
	all  map[string]*sql.Stmt
}

func newPrepared(from preparer) *prepared { return &prepared{from: from, all: map[string]*sql.Stmt{}} }

func (p *prepared) stmt(query string) (*sql.Stmt, error) {
	p.mu.RLock()
	s := p.all[query]
	p.mu.RUnlock()
	if s != nil {
		return s, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.all[query]; s != nil {
		return s, nil
	}
	// it outlives the request that happens to be the first to need it
	s, err := p.from.PrepareContext(context.Background(), query)
	if err == nil {
		p.all[query] = s
	}
	return s, err
}

// ExecContext implements tables.DB.
func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := p.stmt(query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// QueryContext implements tables.DB.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.stmt(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext implements tables.DB. A statement that cannot be prepared is left to
// the caller's Scan to report.
func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := p.stmt(query)
	if err != nil {
		return p.from.(interface {
			QueryRowContext(context.Context, string, ...any) *sql.Row
		}).QueryRowContext(ctx, query, args...)
	}
	return s.QueryRowContext(ctx, args...)
}

func (p *prepared) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all error
	for _, s := range p.all {
		all = errors.Join(all, s.Close())
	}
	clear(p.all)
	return all
}
