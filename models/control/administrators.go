package control

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Administrator is somebody who may use the pages at /admin.
type Administrator struct {
	Name        string `gorm:"primaryKey"`
	Password    string // hashed; see hashPassword
	PasswordSet time.Time
	LastLogin   *time.Time // nil before the first
}

// ErrNoAdministrator says that nobody has that name.
var ErrNoAdministrator = errors.New("there is no such administrator")

// nameForm is short, and typed alike everywhere.
var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{0,63}$`)

// FoldName is a name as it is kept: capitals make no other administrator.
func FoldName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// SetPassword makes an administrator, or gives one another password, and ends all of that one's sessions. ErrPassword says which passwords are refused.
func (c *Control) SetPassword(ctx context.Context, name, password string, now time.Time) error {
	name = FoldName(name)
	if !nameForm.MatchString(name) {
		return fmt.Errorf("%q is no name: up to 64 letters without accents, digits, and . _ @ - after the first", name)
	}
	if err := checkPassword(name, password); err != nil {
		return err
	}
	a := Administrator{Name: name, Password: hashPassword(password, currentCost), PasswordSet: now.UTC()}
	err := c.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		set := clause.OnConflict{Columns: []clause.Column{{Name: "name"}}, DoUpdates: clause.AssignmentColumns([]string{"password", "password_set"})}
		if err := tx.Clauses(set).Create(&a).Error; err != nil {
			return err
		}
		return endAll(tx, name)
	})
	if err != nil {
		return fmt.Errorf("set the password of %s: %w", name, err)
	}
	return nil
}

// RemoveAdministrator takes somebody's right to use the pages, at once. ErrNoAdministrator where there is nobody of that name.
func (c *Control) RemoveAdministrator(ctx context.Context, name string) error {
	name = FoldName(name)
	err := c.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		removed := tx.Delete(&Administrator{Name: name})
		if removed.Error == nil && removed.RowsAffected == 0 {
			return ErrNoAdministrator
		}
		return errors.Join(removed.Error, endAll(tx, name))
	})
	if err != nil {
		return fmt.Errorf("remove the administrator %s: %w", name, err)
	}
	return nil
}

// endAll ends an administrator's sessions and the waiting after failed logins.
func endAll(tx *gorm.DB, name string) error {
	if err := tx.Where("administrator = ?", name).Delete(&Session{}).Error; err != nil {
		return err
	}
	return tx.Where("name = ?", name).Delete(&attempt{}).Error
}

// Administrators lists them by name.
func (c *Control) Administrators(ctx context.Context) ([]Administrator, error) {
	var list []Administrator
	if err := c.db.WithContext(ctx).Order("name").Find(&list).Error; err != nil {
		return nil, fmt.Errorf("list the administrators: %w", err)
	}
	return list, nil
}

// HasAdministrators says whether there is anybody who may use the pages.
func (c *Control) HasAdministrators(ctx context.Context) (bool, error) {
	var found []string
	if err := c.db.WithContext(ctx).Model(&Administrator{}).Limit(1).Pluck("name", &found).Error; err != nil {
		return false, fmt.Errorf("look for administrators: %w", err)
	}
	return len(found) > 0, nil
}

// Authenticate tells whether somebody is who the password says, and takes as long where there is nobody of that name. A password that was hashed for less
// than passwords are now is hashed again.
func (c *Control) Authenticate(ctx context.Context, name, password string, now time.Time) (known, right bool, err error) {
	var found []Administrator
	if err := c.db.WithContext(ctx).Where("name = ?", FoldName(name)).Find(&found).Error; err != nil {
		return false, false, fmt.Errorf("look for the administrator: %w", err)
	}
	if len(found) == 0 {
		_, _, err := verifyPassword(password, nobodys())
		return false, false, err
	}
	a := found[0]
	right, weak, err := verifyPassword(password, a.Password)
	if err != nil || !right {
		return true, false, err
	}
	changes := map[string]any{"last_login": now.UTC()}
	if weak {
		changes["password"] = hashPassword(password, currentCost)
	}
	// A password that was set this very moment stays.
	if err := c.db.WithContext(ctx).Model(&Administrator{}).Where("name = ? AND password = ?", a.Name, a.Password).Updates(changes).Error; err != nil {
		return true, false, fmt.Errorf("note the login: %w", err)
	}
	return true, true, nil
}
