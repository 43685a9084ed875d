package models

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// ErrImporting says that the catalogue could not be changed in time, since an import writes it.
var ErrImporting = errors.New("an import is writing the catalogue; try again when it has ended")

// edit is Import for a change by hand: who waits for an import until ctx is done is told so.
func (s *Store) edit(ctx context.Context, what string, fn func(*Writer) error) error {
	tx, err := s.begin(ctx)
	if err != nil {
		if ctx.Err() != nil {
			err = fmt.Errorf("%w: %w", ErrImporting, ctx.Err())
		}
		return fmt.Errorf("%s: %w", what, err)
	}
	defer tx.end() //nolint:errcheck // after Commit there is nothing to roll back, before it an error was met already
	if _, _, err := runImport(tx.session(ctx), nil, fn); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Correct corrects a field of the experiment or sample that c.AccessionCode (of any kind, in any case) means; of c the kind, the code, the field, the
// values and the author are read. It holds in place of an earlier correction of the same field. The id is for UndoCorrection. ErrInvalid where the
// field cannot have these values, ErrNotFound, ErrShared and ErrHidden as with Experiment, ErrImporting where an import goes on until ctx is done.
func (s *Store) Correct(ctx context.Context, c Correction) (id uint, err error) {
	if err := c.clean(); err != nil {
		return 0, err
	}
	err = s.edit(ctx, fmt.Sprintf("correct the %s of %s %q", c.Field, c.Kind, cut(c.AccessionCode, maxCode)), func(w *Writer) error {
		id, err = w.correct(&c)
		return err
	})
	return id, err
}

// UndoCorrection ends a correction: the field is again what the records say. ErrNotFound where there is none of this id that holds; ErrInvalid without
// a name; ErrImporting as with Correct.
func (s *Store) UndoCorrection(ctx context.Context, id uint, by string) error {
	by, err := cleanName(by)
	if err != nil {
		return err
	}
	return s.edit(ctx, fmt.Sprintf("undo correction %d", id), func(w *Writer) error { return w.undo(id, by) })
}

// Corrections lists the last corrections, those that were undone or replaced included, the newest first.
func (s *Store) Corrections(ctx context.Context, limit int) ([]Correction, error) {
	var list []Correction
	if err := s.db.WithContext(ctx).Order("id DESC").Limit(limit).Find(&list).Error; err != nil {
		return nil, fmt.Errorf("read the corrections: %w", err)
	}
	return list, nil
}

// correctionsOf reads the corrections that hold of an entity, by field. Of several of a field, which were of entities that are one now, the last holds.
func correctionsOf(db *gorm.DB, one string, id uint) ([]Correction, error) {
	var all []Correction
	err := db.Where("kind = ? AND undone_at IS NULL AND replaced_by = 0 AND accession_code IN (?)", one,
		db.Table(one+"_accessions").Select("accession_code").Where(one+"_id = ? AND means", id)).Order("field, id DESC").Find(&all).Error
	return slices.CompactFunc(all, func(a, b Correction) bool { return a.Field == b.Field }), err
}

// correctionKey is what corrections are found by.
type correctionKey struct{ one, code string }

// readCorrections reads those that hold. They were made by hand, so that there are not many.
func (w *Writer) readCorrections() error {
	w.corrections = map[correctionKey][]*Correction{}
	return w.query(`SELECT id, kind, accession_code, field, said FROM corrections WHERE undone_at IS NULL AND replaced_by = 0 ORDER BY id`, func(rows *sql.Rows) error {
		c := &Correction{}
		var said string
		if err := rows.Scan(&c.ID, &c.Kind, &c.AccessionCode, &c.Field, &said); err != nil {
			return err
		}
		key := correctionKey{string(c.Kind), c.AccessionCode}
		w.corrections[key] = append(w.corrections[key], c)
		return json.Unmarshal([]byte(said), &c.Values)
	})
}

// corrections are those of an entity, in the order in which they were made, so that the last of a field holds.
func corrections[B any](w *Writer, k *kind[B], e *entity[B]) []*Correction {
	if len(w.corrections) == 0 {
		return nil
	}
	var list []*Correction
	for _, code := range e.codes {
		if e.standing(code).means {
			list = append(list, w.corrections[correctionKey{k.one, code}]...)
		}
	}
	slices.SortFunc(list, func(a, b *Correction) int { return int(a.ID) - int(b.ID) })
	return list
}

// correct writes a correction, and what it corrects anew.
func (w *Writer) correct(c *Correction) (uint, error) {
	entity, err := w.meant(string(c.Kind), c.AccessionCode)
	if err != nil {
		return 0, err
	}
	c.ID = w.newID("corrections")
	of := fmt.Sprintf("FROM %[1]s_accessions WHERE %[1]s_id = ? AND means", c.Kind)
	if err := w.exec(`UPDATE corrections SET replaced_by = ? WHERE kind = ? AND field = ? AND undone_at IS NULL AND replaced_by = 0
		AND accession_code IN (SELECT accession_code `+of+")", int64(c.ID), string(c.Kind), c.Field, int64(entity)); err != nil {
		return 0, err
	}
	if err := w.exec(fmt.Sprintf(`INSERT INTO corrections (id, kind, accession_code, field, said, corrected_by, corrected_at)
		SELECT CAST(? AS BIGINT), ?, accession_code, ?, ?, ?, ? FROM %ss WHERE id = ?`, c.Kind),
		int64(c.ID), string(c.Kind), c.Field, encode(c.Values), c.By, now(), int64(entity)); err != nil {
		return 0, err
	}
	return c.ID, w.writeCorrected(c.Kind, []uint{entity})
}

// undo ends a correction, and writes anew what it corrected, if that is still there.
func (w *Writer) undo(id uint, by string) error {
	var kind Corrected
	var code string
	if err := w.query("SELECT kind, accession_code FROM corrections WHERE id = ? AND undone_at IS NULL AND replaced_by = 0", func(rows *sql.Rows) error {
		return rows.Scan(&kind, &code)
	}, int64(id)); err != nil {
		return err
	}
	if code == "" {
		return fmt.Errorf("none holds of this number: %w", ErrNotFound)
	}
	if err := w.exec("UPDATE corrections SET undone_by = ?, undone_at = ? WHERE id = ?", by, now(), int64(id)); err != nil {
		return err
	}
	owners, err := w.owners(string(kind), []string{code})
	if err != nil {
		return err
	}
	return w.writeCorrected(kind, owners[code])
}

// writeCorrected writes experiments or samples anew.
func (w *Writer) writeCorrected(kind Corrected, ids []uint) error {
	if err := w.readCorrections(); err != nil {
		return err
	}
	if kind == CorrectedSample {
		return partAgain(w, sampleKind, ids, true, w.writeSamples)
	}
	return partAgain(w, experimentKind, ids, true, w.writeExperiments)
}

// meant looks up the one thing that an accession code means, as readers write it.
func (w *Writer) meant(one, code string) (uint, error) {
	for _, spelling := range spellings(code) {
		owners, err := w.owners(one, []string{spelling})
		switch found := owners[spelling]; {
		case err != nil:
			return 0, err
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1:
			return 0, ErrShared
		}
	}
	err := ErrNotFound
	if one == "experiment" {
		for _, spelling := range spellings(code) {
			if failed := w.query("SELECT 1 FROM hidden_accessions WHERE accession_code = ?", func(*sql.Rows) error { err = ErrHidden; return nil }, spelling); failed != nil {
				return 0, failed
			}
		}
	}
	return 0, err
}
