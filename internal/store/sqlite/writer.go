package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/tables"
)

// mostTogether bounds how many writes share a transaction, and so what one failing
// commit takes back.
const mostTogether = 128

// writer owns the one connection that writes.
type writer struct {
	queue   chan *write
	closing chan struct{}
	ended   chan error
	conn    *sql.Conn
	db      *prepared
	knows   int64 // the newest migration

	asked, commits atomic.Int64 // writes begun; transactions that held them
}

// write is one unit of work and where its outcome goes.
type write struct {
	ctx     context.Context
	fn      func(context.Context, tables.DB) error
	err     error // of fn, when the rest of its transaction can go on
	outcome chan error
}

func startWriter(ctx context.Context, db *sql.DB, knows int64) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{queue: make(chan *write), closing: make(chan struct{}), ended: make(chan error, 1), conn: conn, db: newPrepared(conn), knows: knows}
	go w.run()
	return w, nil
}

// stop waits for the transaction under way. Later writes are errs.Unavailable.
func (w *writer) stop() error {
	close(w.closing)
	return <-w.ended
}

// write hands fn to the writer and waits until it is committed or refused. Once it has
// begun it is not interrupted: an interrupt would undo the writes of others.
func (w *writer) write(ctx context.Context, fn func(context.Context, tables.DB) error) error {
	w.asked.Add(1)
	job := &write{ctx: ctx, fn: fn, outcome: make(chan error, 1)}
	select {
	case w.queue <- job:
		return <-job.outcome
	case <-ctx.Done():
		return ctx.Err()
	case <-w.closing:
		return errs.New(errs.Unavailable, "the program is stopping; nothing was kept")
	}
}

func (w *writer) run() {
	for {
		select {
		case first := <-w.queue:
			w.commit(w.waiting(first))
		case <-w.closing:
			w.ended <- errors.Join(w.db.close(), w.conn.Close())
			return
		}
	}
}

// waiting collects the writes that wait already.
func (w *writer) waiting(first *write) []*write {
	batch := []*write{first}
	for len(batch) < mostTogether {
		select {
		case next := <-w.queue:
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}

// commit runs the writes in one transaction and tells each its outcome.
func (w *writer) commit(batch []*write) {
	err := w.transaction(batch)
	w.commits.Add(1)
	for _, job := range batch {
		if job.err == nil {
			job.err = err
		}
		job.outcome <- job.err
	}
}

// transaction returns an error when nothing at all was kept; a refusal of one write
// alone is in its err.
func (w *writer) transaction(batch []*write) error {
	if len(batch) == 1 {
		return w.alone(batch[0])
	}
	if err := w.begin(); err != nil {
		return err
	}
	for _, job := range batch {
		if err := w.one(job); err != nil {
			_ = w.exec("ROLLBACK") // there may be nothing left to roll back
			return err
		}
	}
	if err := w.exec("COMMIT"); err != nil {
		_ = w.exec("ROLLBACK")
		return err
	}
	return nil
}

// alone runs a write that needs no savepoint, having the transaction for itself.
func (w *writer) alone(job *write) error {
	if job.err = job.ctx.Err(); job.err != nil { // whoever asked has gone
		return nil
	}
	if err := w.begin(); err != nil {
		return err
	}
	if job.err = w.call(job); job.err != nil {
		_ = w.exec("ROLLBACK") // there may be nothing left to roll back
		return nil
	}
	if err := w.exec("COMMIT"); err != nil {
		_ = w.exec("ROLLBACK")
		return err
	}
	return nil
}

// begin begins a transaction, unless another program has made the file one for newer
// programs since it was opened.
func (w *writer) begin() error {
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err := tables.Serves(context.Background(), w.db, w.knows); err != nil {
		_ = w.exec("ROLLBACK") // nothing was written
		return err
	}
	return nil
}

// one runs a write under a savepoint. The error is of the transaction as a whole.
func (w *writer) one(job *write) error {
	if job.err = job.ctx.Err(); job.err != nil { // whoever asked has gone
		return nil
	}
	if err := w.exec("SAVEPOINT one"); err != nil {
		return err
	}
	if job.err = w.call(job); job.err != nil {
		// A full disk makes SQLite give up the whole transaction; then this fails too.
		if err := w.exec("ROLLBACK TO one"); err != nil {
			return job.err
		}
	}
	return w.exec("RELEASE one")
}

// call turns a panic into an error, because it would end the program here.
func (w *writer) call(job *write) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a write panicked: %T", p)
		}
	}()
	return job.fn(context.WithoutCancel(job.ctx), w.db)
}

func (w *writer) exec(query string) error {
	_, err := w.db.ExecContext(context.Background(), query)
	return err
}
