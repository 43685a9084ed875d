package control

import (
	"context"
	"errors"
	"fmt"
	"os"
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
	// keptRuns is how many runs are remembered.
	keptRuns = 10_000
)

// RunStart says which run is to begin.
type RunStart struct {
	Kind    Kind
	Target  string // as in Run
	AskedBy string
}

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

// Take begins a run, unless another works on the same target: then the error is a *BusyError. Runs that died are remembered as failed, all of them. The run ends with End.
func (c *Control) Take(ctx context.Context, start RunStart) (*Lease, error) {
	sign := giveSign()
	run := Run{Kind: start.Kind, Target: start.Target, AskedBy: start.AskedBy, Worker: worker(), Sign: sign.name, State: Running}
	err := c.write(ctx, "runs", func(tx *gorm.DB) error {
		now, err := c.now(tx)
		if err != nil {
			return err
		}
		if err := c.free(tx, now, start.Target); err != nil {
			return err
		}
		run.Started, run.Expires = now, now.Add(leaseTime)
		if err := tx.Create(&run).Error; err != nil || run.ID <= keptRuns {
			return err
		}
		return tx.Where("state <> ? AND id <= ?", Running, run.ID-keptRuns).Delete(&Run{}).Error
	})
	if err != nil {
		sign.end()
		if errors.Is(err, ErrBusy) {
			return nil, err
		}
		return nil, fmt.Errorf("note the beginning of a run: %w", err)
	}
	l := &Lease{control: c, id: run.ID, sign: sign, renewed: make(chan struct{})}
	l.ctx, l.stop = context.WithCancelCause(ctx)
	renew, end := context.WithCancel(context.WithoutCancel(ctx))
	l.renewing = end
	go l.keep(renew)
	return l, nil
}

// free gives up what died, and fails with a *BusyError where a run works on a target.
func (c *Control) free(tx *gorm.DB, now time.Time, target string) error {
	if err := c.giveUpDead(tx, now); err != nil || target == "" {
		return err
	}
	var other []Run
	if err := tx.Where("state = ? AND target = ?", Running, target).Limit(1).Find(&other).Error; err != nil {
		return err
	}
	if len(other) > 0 {
		return &BusyError{other[0]}
	}
	return nil
}

// giveUpDead remembers runs that died as failed.
func (c *Control) giveUpDead(tx *gorm.DB, now time.Time) error {
	var running []Run
	if err := tx.Where("state = ?", Running).Find(&running).Error; err != nil {
		return err
	}
	for _, r := range running {
		if !r.giveUp(now) {
			continue
		}
		if err := tx.Model(&r).Select("state", "reason", "finished").Updates(&r).Error; err != nil {
			return err
		}
		forget(r.Sign)
	}
	return nil
}

// Why runs are given up.
var (
	reasonEnded  = "its process ended before it was done"
	reasonSilent = fmt.Sprintf("its process ended, or did not answer for %s", leaseTime)
)

// Died says of a run that failed that nobody was there to end it.
func (r Run) Died() bool {
	return r.State == Failed && (r.Reason == reasonEnded || r.Reason == reasonSilent)
}

// giveUp makes a run that has died a failed one.
func (r *Run) giveUp(now time.Time) bool {
	if r.State != Running {
		return false
	}
	switch {
	case isDead(r.Sign):
		r.Reason = reasonEnded
	case r.Expires.Before(now):
		r.Reason = reasonSilent
	default:
		return false
	}
	r.State, r.Finished = Failed, &now
	return true
}

// worker names this machine and process.
func worker() string {
	host, err := os.Hostname()
	if err != nil {
		host = "a machine without a name"
	}
	return fmt.Sprintf("%s, process %d", host, os.Getpid())
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
