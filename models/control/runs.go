package control

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// followEvery is how often a run that is followed is looked at.
const followEvery = 500 * time.Millisecond

// Runs lists the last runs, the newest first. One that died is shown as failed.
func (c *Control) Runs(ctx context.Context, limit int) ([]Run, error) {
	return c.read(ctx, func(db *gorm.DB) *gorm.DB { return db.Limit(limit) })
}

// Newest lists the newest run of each kind in each state, the newest first.
func (c *Control) Newest(ctx context.Context) ([]Run, error) {
	return c.read(ctx, func(db *gorm.DB) *gorm.DB {
		return db.Where("id IN (?)", c.db.Model(&Run{}).Select("max(id)").Group("kind, state"))
	})
}

// Run reads one; ErrNotFound where there is none.
func (c *Control) Run(ctx context.Context, id uint) (Run, error) {
	return newest(c.read(ctx, func(db *gorm.DB) *gorm.DB { return db.Where("id = ?", id) }))
}

// Current is the run that works on a target now; ErrNotFound where none does.
func (c *Control) Current(ctx context.Context, target string) (Run, error) {
	return newest(c.running(ctx, func(db *gorm.DB) *gorm.DB { return db.Where("target = ?", target) }))
}

// Working lists all runs that work now, the newest first.
func (c *Control) Working(ctx context.Context) ([]Run, error) {
	return c.running(ctx, func(db *gorm.DB) *gorm.DB { return db })
}

// Last is the last run of some kinds on a target that ended well; ErrNotFound where there was none.
func (c *Control) Last(ctx context.Context, target string, kinds ...Kind) (Run, error) {
	return newest(c.read(ctx, func(db *gorm.DB) *gorm.DB {
		return db.Where("target = ? AND state = ? AND kind IN ?", target, Done, kinds).Limit(1)
	}))
}

// newest is the first of the runs that were read; ErrNotFound where there is none.
func newest(runs []Run, err error) (Run, error) {
	if err == nil && len(runs) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Run{}, err
	}
	return runs[0], nil
}

func (c *Control) running(ctx context.Context, which func(*gorm.DB) *gorm.DB) ([]Run, error) {
	runs, err := c.read(ctx, func(db *gorm.DB) *gorm.DB { return which(db).Where("state = ?", Running) })
	if err != nil {
		return nil, err
	}
	var live []Run
	for _, r := range runs {
		if r.State == Running {
			live = append(live, r)
		}
	}
	return live, nil
}

// read reads runs, the newest first.
func (c *Control) read(ctx context.Context, which func(*gorm.DB) *gorm.DB) ([]Run, error) {
	var runs []Run
	db := c.db.WithContext(ctx)
	if err := which(db).Order("id DESC").Find(&runs).Error; err != nil {
		return nil, fmt.Errorf("read the runs: %w", err)
	}
	now, err := c.now(db)
	if err != nil {
		return nil, fmt.Errorf("read the runs: %w", err)
	}
	for i := range runs {
		runs[i].giveUp(now) // the next one that is taken writes it
	}
	return runs, nil
}

// AskToCancel asks a run to stop, which it does within seconds. ErrNotFound where it does not run, or no more.
func (c *Control) AskToCancel(ctx context.Context, id uint, by string) error {
	asked := c.db.WithContext(ctx).Model(&Run{}).Where("id = ? AND state = ?", id, Running).Update("cancel_asked_by", by)
	if asked.Error != nil {
		return fmt.Errorf("ask a run to stop: %w", asked.Error)
	}
	if asked.RowsAffected == 0 {
		return ErrNotFound
	}
	return nil
}

// Follow waits for the end of a run, whoever works on it, and returns how it ended. progress, which may be nil, is told how far it is.
func (c *Control) Follow(ctx context.Context, id uint, progress func(Run)) (Run, error) {
	for {
		run, err := c.Run(ctx, id)
		if err != nil {
			return Run{}, err
		}
		if run.State != Running {
			return run, nil
		}
		if progress != nil {
			progress(run)
		}
		select {
		case <-ctx.Done():
			return Run{}, ctx.Err()
		case <-time.After(followEvery):
		}
	}
}
