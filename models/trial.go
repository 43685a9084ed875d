package models

import (
	"context"
	"errors"
	"fmt"
)

// Trial takes imports that are taken back together: what they would do is counted, and what later ones need of earlier ones is there.
type Trial struct {
	session *session
	memory  *memory // for the next import
}

// Trial runs fn with a catalogue that takes imports as the store does, and then leaves the store as it was before. All of it is one
// transaction: nobody else sees anything of it, searches and pages go on, and other imports wait until it is over.
//
// Memory stays as small as with an import. What it writes goes to disk meanwhile: to SQLite's log beside the file, which is emptied
// afterwards, or into PostgreSQL's tables, from which its vacuum removes it.
func (s *Store) Trial(ctx context.Context, fn func(*Trial) error) (err error) {
	tx, err := s.begin(ctx)
	if err != nil {
		return fmt.Errorf("begin a trial: %w", err)
	}
	defer func() { // a cancelled ctx has rolled back already, and then says so
		if undo := tx.end(); undo != nil && ctx.Err() == nil {
			err = errors.Join(err, fmt.Errorf("end a trial: %w", undo))
		}
	}()
	return fn(&Trial{session: tx.session(ctx)})
}

// Import is Store.Import within the trial: an error leaves nothing of it behind, and later imports go on.
func (t *Trial) Import(ctx context.Context, fn func(*Writer) error) (Changes, error) {
	if err := ctx.Err(); err != nil {
		return Changes{}, err
	}
	if err := t.session.exec("SAVEPOINT unit"); err != nil {
		return Changes{}, err
	}
	changes, after, err := runImport(t.session, t.memory, fn)
	t.memory = after
	end := "RELEASE SAVEPOINT unit"
	if err != nil {
		end = "ROLLBACK TO SAVEPOINT unit"
	}
	if endErr := t.session.exec(end); endErr != nil {
		return Changes{}, errors.Join(err, endErr)
	}
	return changes, err
}
