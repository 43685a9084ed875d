package control

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// How many logins may fail in attemptTime: more under one name would be guessing, more from one address too, whatever the names.
const (
	NameAttempts    = 10
	AddressAttempts = 30
	attemptTime     = 15 * time.Minute
	// mostAttempts bounds what is remembered.
	mostAttempts = 20_000
	// maxName is how much of a name is remembered: anybody may type anything.
	maxName = 64
)

// attempt is a login that failed, or has not succeeded yet.
type attempt struct {
	ID      uint `gorm:"primaryKey"`
	Name    string
	Address string
	At      time.Time
}

// TableName says which table attempts are in.
func (attempt) TableName() string { return "attempts" }

// Attempt is a login that is being tried.
type Attempt struct {
	id    uint
	Until time.Time // when it may be tried again; zero where it may be tried now
}

// BeginAttempt asks whether a login may be tried, and counts it as failed, before the password is looked at: attempts at the same time are counted, too.
// One that may not be tried is not counted, so that waiting helps.
func (c *Control) BeginAttempt(ctx context.Context, name, address string, now time.Time) (Attempt, error) {
	name, now = cutName(name), now.UTC()
	var result Attempt
	err := c.write(ctx, "attempts", func(tx *gorm.DB) error {
		if err := tx.Where("at <= ?", now.Add(-attemptTime)).Delete(&attempt{}).Error; err != nil {
			return err
		}
		for _, limit := range []struct {
			column, value string
			most          int
		}{{"name", name, NameAttempts}, {"address", address, AddressAttempts}} {
			// The oldest of the last so many attempts: when it is forgotten there is room for another.
			var oldest []time.Time
			if err := tx.Model(&attempt{}).Where(limit.column+" = ?", limit.value).Order("at DESC, id DESC").
				Offset(limit.most-1).Limit(1).Pluck("at", &oldest).Error; err != nil {
				return err
			}
			if len(oldest) > 0 && oldest[0].Add(attemptTime).After(result.Until) {
				result.Until = oldest[0].Add(attemptTime)
			}
		}
		if !result.Until.IsZero() {
			return nil
		}
		tried := attempt{Name: name, Address: address, At: now}
		if err := tx.Create(&tried).Error; err != nil {
			return err
		}
		result.id = tried.ID
		return tx.Where("id <= ?", int64(tried.ID)-mostAttempts).Delete(&attempt{}).Error
	})
	if err != nil {
		return Attempt{}, fmt.Errorf("count a login: %w", err)
	}
	return result, nil
}

// EndAttempt says that a login succeeded: what failed before under that name from that address is forgotten.
func (c *Control) EndAttempt(ctx context.Context, name, address string) error {
	if err := c.db.WithContext(ctx).Where("name = ? AND address = ?", cutName(name), address).Delete(&attempt{}).Error; err != nil {
		return fmt.Errorf("forget failed logins: %w", err)
	}
	return nil
}

func cutName(name string) string {
	name = FoldName(name)
	if len(name) > maxName {
		name = name[:maxName]
	}
	return name
}
