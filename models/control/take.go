package control

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"gorm.io/gorm"
)

// keptRuns is how many runs are remembered.
const keptRuns = 10_000

// RunStart says which run is to begin.
type RunStart struct {
	Kind    Kind
	Target  string // as in Run
	AskedBy string
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
