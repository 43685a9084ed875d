package control

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"gorm.io/gorm"
)

const (
	// renewEvery is how often a run says that it lives and how far it is: as often as those who watch it want to see it move.
	renewEvery = time.Second
	// leaseTime is how long a run may be silent until it is given up: longer than a busy machine or a database that checkpoints keeps it from renewing, and not so
	// long that others wait for nobody. To be given up too soon costs the work, and nothing else: an index has a lock of its own.
	leaseTime = 15 * time.Second
	// writeTime bounds one write of a lease.
	writeTime = 10 * time.Second
)

// Lease is a run that works.
type Lease struct {
	control *Control
	id      uint
	sign    sign

	ctx  context.Context
	stop context.CancelCauseFunc

	mu          sync.Mutex
	step        string
	done, total int64
	renewing    context.CancelFunc
	renewed     chan struct{} // closed when nothing renews any more
}

// ID is the run's.
func (l *Lease) ID() uint { return l.id }

// Context is done when the run is to stop: since the context that it was taken with is, or it was asked to (*CancelledError), or it was given up (ErrLost). context.Cause says
// which.
func (l *Lease) Context() context.Context { return l.ctx }

// Progress says how far the run is. It costs next to nothing: others see it when the lease is renewed. total is 0 where it is not known.
func (l *Lease) Progress(step string, done, total int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.step, l.done, l.total = step, done, total
}

// progress is what Progress said last.
func (l *Lease) progress() (step string, done, total int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.step, l.done, l.total
}

// keep renews the lease. A database that does not answer is asked on: whether the lease was lost is decided by what it says then.
func (l *Lease) keep(ctx context.Context) {
	defer close(l.renewed)
	ticks := time.NewTicker(renewEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		switch by, err := l.renew(ctx); {
		case errors.Is(err, ErrLost):
			l.stop(err)
			return
		case by != "":
			l.stop(&CancelledError{by})
		}
	}
}

// Move goes on with another target, unless a run works on that: then the error is a *BusyError, and the run keeps the one that it has.
func (l *Lease) Move(ctx context.Context, target string) error {
	err := l.control.write(ctx, "runs", func(tx *gorm.DB) error {
		now, err := l.control.now(tx)
		if err != nil {
			return err
		}
		if err := l.control.free(tx, now, target); err != nil {
			return err
		}
		return tx.Model(&Run{}).Where("id = ?", l.id).Update("target", target).Error
	})
	if err != nil && !errors.Is(err, ErrBusy) {
		return fmt.Errorf("go on with a run: %w", err)
	}
	return err
}

// ours says of a run that whoever began it may go on: it was not given up. One without a target may even then, since no other took its place.
const ours = "(state = 'running' OR target = '')"

// renew renews the lease, and says who asked the run to stop, if anybody did.
func (l *Lease) renew(ctx context.Context) (cancelAskedBy string, err error) {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	db := l.control.db.WithContext(ctx)
	now, err := l.control.now(db)
	if err != nil {
		return "", err
	}
	step, done, total := l.progress()
	var asked []string
	err = db.Raw("UPDATE runs SET state = ?, finished = NULL, reason = '', step = ?, done = ?, total = ?, expires = ? WHERE id = ? AND "+ours+" RETURNING cancel_asked_by",
		Running, step, done, total, now.Add(leaseTime), l.id).Scan(&asked).Error
	if err != nil {
		return "", err
	}
	if len(asked) == 0 {
		return "", ErrLost
	}
	return asked[0], nil
}

// End remembers how the run ended: well where err is nil, else cancelled where it was to stop, else failed for the reason, which is told to people. The error says that this could not be
// written, or that the run had been given up by then (ErrLost).
func (l *Lease) End(result Result, reason string, err error) error {
	defer l.sign.end()
	l.renewing()
	<-l.renewed
	defer l.stop(nil)
	run := Run{State: Done, Result: result}
	if err != nil {
		run.State, run.Reason = Failed, reason
		if cause := context.Cause(l.ctx); cause != nil {
			run.State, run.Reason = Cancelled, stopped(cause)
		}
	}
	run.Step, run.Done, run.Total = l.progress()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(l.ctx), writeTime)
	defer cancel()
	return l.end(ctx, run)
}

func (l *Lease) end(ctx context.Context, run Run) error {
	db := l.control.db.WithContext(ctx)
	now, err := l.control.now(db)
	if err != nil {
		return fmt.Errorf("note the end of a run: %w", err)
	}
	run.Finished = &now
	ended := db.Model(&Run{}).Where("id = ? AND "+ours, l.id).
		Select("state", "reason", "finished", "step", "done", "total", "generation", "catalogue_version", "experiments", "samples", "changed", "drift", "details").
		Updates(&run)
	if ended.Error != nil {
		return fmt.Errorf("note the end of a run: %w", ended.Error)
	}
	if ended.RowsAffected == 0 {
		return ErrLost
	}
	return nil
}

// stopped says why a run was to stop.
func stopped(cause error) string {
	if asked := (*CancelledError)(nil); errors.As(cause, &asked) {
		return asked.Error()
	}
	return "the program was ended"
}
