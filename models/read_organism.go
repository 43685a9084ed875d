package models

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// Organism reads the organism of a name, in any case: how it is spelled, and its taxonomy id. ErrNotFound.
func (s *Store) Organism(ctx context.Context, name string) (*Organism, error) {
	var o Organism
	err := s.db.WithContext(ctx).Where("key = ?", Fold(name)).Take(&o).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("organism %q: %w", cut(name, maxCode), err)
	}
	return &o, nil
}
