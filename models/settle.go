package models

import (
	"context"
	"fmt"
)

// settle parts all records anew where they were parted by an earlier rule than identityRule: once after an update, in one
// transaction. It reads every record, and writes those that change.
func (s *Store) settle(ctx context.Context) error {
	var rule int64
	if err := s.writer.QueryRowContext(ctx, "SELECT identity FROM catalogue_state").Scan(&rule); err != nil {
		return fmt.Errorf("read the rule of identity: %w", err)
	}
	if rule >= identityRule {
		return nil
	}
	_, err := s.Import(ctx, func(w *Writer) error {
		if err := w.partDescribed(nil, false); err != nil {
			return err
		}
		return w.exec("UPDATE catalogue_state SET identity = ?", identityRule)
	})
	if err != nil {
		return fmt.Errorf("part experiments and samples by this program's rule: %w", err)
	}
	return nil
}
