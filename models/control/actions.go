package control

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Action is something that an administrator did, or tried to.
type Action struct {
	ID      uint `gorm:"primaryKey"`
	Began   time.Time
	Ended   *time.Time // nil while it goes on, and where nobody saw it end
	By      string     `gorm:"column:who"` // an administrator's name; empty where it is not known who it was
	Address string     // from where; "command line" for what was done there
	What    ActionKind
	About   string // what it was done to: a code, a name, files
	Outcome Outcome
	Reason  string // why it has that outcome, or what came of it
	RunID   uint   // the run that it began, whose outcome is its own; 0 for none
}

// ActionKind is what somebody did.
type ActionKind string

// The kinds of actions.
const (
	ActionLogin            ActionKind = "login"
	ActionLogout           ActionKind = "logout"
	ActionLogoutEverywhere ActionKind = "logout everywhere"
	ActionSetPassword      ActionKind = "set password"
	ActionRemove           ActionKind = "remove administrator"
	ActionRebuild          ActionKind = "rebuild"
	ActionChanges          ActionKind = "apply changes"
	ActionCheck            ActionKind = "check"
	ActionRepair           ActionKind = "repair"
	ActionCancel           ActionKind = "cancel"
	ActionImport           ActionKind = "import"
	ActionDryRun           ActionKind = "dry run"
	ActionUpload           ActionKind = "upload"
	ActionHide             ActionKind = "hide"
	ActionUnhide           ActionKind = "show again"
	ActionCorrect          ActionKind = "correct"
	ActionUndo             ActionKind = "undo correction"
)

// Outcome is how an action ended.
type Outcome string

// The outcomes of actions.
const (
	OutcomeRunning   Outcome = "running"
	OutcomeDone      Outcome = "done"
	OutcomeFailed    Outcome = "failed"
	OutcomeRefused   Outcome = "refused"
	OutcomeCancelled Outcome = "cancelled"
)

// CommandLine is the address of what was done there.
const CommandLine = "command line"

// mostFailedLogins is how many failed and refused logins are kept: everybody can make more of them. All else is kept for good.
const mostFailedLogins = 5000

// Record keeps an action, and returns its id for EndAction.
func (c *Control) Record(ctx context.Context, a Action) (id uint, err error) {
	a.Began = a.Began.UTC()
	if a.Outcome != OutcomeRunning && a.Ended == nil {
		a.Ended = &a.Began
	}
	err = c.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(&a).Error; err != nil {
			return err
		}
		if a.What != ActionLogin || a.Outcome == OutcomeDone {
			return nil
		}
		failed := tx.Where("what = ? AND outcome <> ?", ActionLogin, OutcomeDone).Session(&gorm.Session{})
		var surplus []uint
		if err := failed.Model(&Action{}).Order("id DESC").Offset(mostFailedLogins).Limit(1).Pluck("id", &surplus).Error; err != nil || len(surplus) == 0 {
			return err
		}
		return failed.Where("id <= ?", surplus[0]).Delete(&Action{}).Error
	})
	if err != nil {
		return 0, fmt.Errorf("record an action: %w", err)
	}
	return a.ID, nil
}

// EndAction says how an action ended that was running.
func (c *Control) EndAction(ctx context.Context, id uint, outcome Outcome, reason string, now time.Time) error {
	end := now.UTC()
	err := c.db.WithContext(ctx).Model(&Action{ID: id}).Updates(Action{Ended: &end, Outcome: outcome, Reason: reason}).Error
	if err != nil {
		return fmt.Errorf("record how an action ended: %w", err)
	}
	return nil
}

// Actions lists what was done, the newest first, and how much there is in all.
func (c *Control) Actions(ctx context.Context, offset, limit int) (list []Action, total int, err error) {
	var n int64
	db := c.db.WithContext(ctx)
	if err := db.Model(&Action{}).Count(&n).Error; err != nil {
		return nil, 0, fmt.Errorf("count actions: %w", err)
	}
	if err := db.Order("id DESC").Offset(offset).Limit(limit).Find(&list).Error; err != nil {
		return nil, 0, fmt.Errorf("list actions: %w", err)
	}
	for i := range list {
		if err := c.settle(ctx, &list[i]); err != nil {
			return nil, 0, err
		}
	}
	return list, int(n), nil
}

// settle notes how an action ended whose run has ended meanwhile: nobody need have waited for it.
func (c *Control) settle(ctx context.Context, a *Action) error {
	if a.RunID == 0 || a.Outcome != OutcomeRunning {
		return nil
	}
	run, err := c.Run(ctx, a.RunID)
	if errors.Is(err, ErrNotFound) || err == nil && run.State == Running {
		return nil
	}
	if err != nil {
		return err
	}
	a.Outcome, a.Reason, a.Ended = Outcome(run.State), run.Reason, run.Finished
	return c.EndAction(ctx, a.ID, a.Outcome, a.Reason, *run.Finished)
}
