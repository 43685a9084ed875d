package models

import (
	"context"
	"database/sql"
	"fmt"
)

// ChangedSince lists the experiments that are not any more what they were at a version of the catalogue, by their own accession codes then or now, in
// byte order. Those that are no more are among them, and so are all experiments that a sample is in or was in of which anything changed. Some that are
// what they were may be listed, too. known is false where nobody remembers as far back: the catalogue is older than this memory, or the version is
// none that it had.
func (s *Snapshot) ChangedSince(ctx context.Context, version int64) (codes []string, known bool, err error) {
	r := newSession(ctx, s.tx, s.postgres)
	var since int64
	if err := r.query("SELECT changes_since FROM catalogue_state", func(rows *sql.Rows) error { return rows.Scan(&since) }); err != nil {
		return nil, false, fmt.Errorf("ask what changed: %w", err)
	}
	if version < since || version > s.State.Version {
		return nil, false, nil
	}
	if err := r.query("SELECT accession_code FROM changes WHERE version > ? ORDER BY accession_code", func(rows *sql.Rows) error {
		var code string
		err := rows.Scan(&code)
		codes = append(codes, code)
		return err
	}, version); err != nil {
		return nil, false, fmt.Errorf("ask what changed: %w", err)
	}
	return codes, true, nil
}
