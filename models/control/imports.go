package control

import (
	"context"

	"gorm.io/gorm"
)

// Imports lists the last imports, the newest first, with what is remembered of each. One that died is shown as failed.
func (c *Control) Imports(ctx context.Context, limit int) ([]Run, error) {
	return c.read(ctx, func(db *gorm.DB) *gorm.DB { return db.Where("kind = ?", Import).Limit(limit) })
}
