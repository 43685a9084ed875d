package models

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
)

// ErrHidden says that an administrator hid the experiment of an accession code. It is an ErrNotFound.
var ErrHidden = fmt.Errorf("hidden by an administrator: %w", ErrNotFound)

// HiddenExperiment is an experiment that an administrator hid.
type HiddenExperiment struct {
	AccessionCode string    // its own when it was hidden
	Title         string    // likewise
	By            string    `gorm:"column:hidden_by"`
	At            time.Time `gorm:"column:hidden_at"` // UTC, whole seconds
	Reason        string    // may be empty
}

// TableName says which table hidden experiments are in.
func (HiddenExperiment) TableName() string { return "hidden_experiments" }

// Hide takes the experiment that an accession code (of any kind) means out of the catalogue: searches, pages and exports do not have it any more. Its
// records are kept aside, and so are those of it that are imported later; Unhide puts them back. Its samples stay, in the other experiments that they
// belong to, or in none. ErrNotFound and ErrShared as with Experiment, ErrHidden where it is hidden already, ErrInvalid without the name of who hides
// it, ErrImporting where an import goes on until ctx is done.
func (s *Store) Hide(ctx context.Context, code, by, reason string) error {
	by, err := cleanName(by)
	if err != nil {
		return err
	}
	reason = cut(cleanText(reason), maxEdited)
	return s.edit(ctx, fmt.Sprintf("hide experiment %q", cut(code, maxCode)), func(w *Writer) error { return w.hide(code, by, reason) })
}

// Unhide puts a hidden experiment back, with all that was imported of it meanwhile. The code is any of its own. ErrNotFound where no hidden experiment
// has it; otherwise as Hide.
func (s *Store) Unhide(ctx context.Context, code, by string) error {
	if _, err := cleanName(by); err != nil {
		return err
	}
	return s.edit(ctx, fmt.Sprintf("show experiment %q again", cut(code, maxCode)), func(w *Writer) error { return w.unhide(code) })
}

// Hidden lists the hidden experiments, those that were hidden last first.
func (s *Store) Hidden(ctx context.Context) ([]HiddenExperiment, error) {
	var list []HiddenExperiment
	if err := s.db.WithContext(ctx).Order("hidden_at DESC, accession_code").Find(&list).Error; err != nil {
		return nil, fmt.Errorf("read the hidden experiments: %w", err)
	}
	return list, nil
}

// hide hides an experiment.
func (w *Writer) hide(code, by, reason string) error {
	id, err := w.meant("experiment", code)
	if err != nil {
		return err
	}
	if err := w.exec(`INSERT INTO hidden_experiments (accession_code, title, hidden_by, hidden_at, reason)
		SELECT accession_code, title, ?, ?, ? FROM experiments WHERE id = ?`, by, now(), reason, int64(id)); err != nil {
		return err
	}
	if err := w.readHidden(); err != nil {
		return err
	}
	return partAgain(w, experimentKind, []uint{id}, false, w.writeExperiments)
}

// unhide shows the experiment of a code again.
func (w *Writer) unhide(code string) error {
	for _, spelling := range slices.Compact(spellings(code)) {
		p, err := load(w, experimentKind, []string{spelling})
		if err != nil {
			return err
		}
		p.apart(p.parted())
		var marks []string // several, where hidden experiments were found to be one
		if w.hidden[spelling] {
			marks = append(marks, spelling) // also where no record has the code any more
		}
		for _, e := range p.aside {
			if slices.Contains(e.codes, spelling) {
				marks = append(marks, slices.DeleteFunc(slices.Clone(e.codes), func(code string) bool { return !w.hidden[code] })...)
			}
		}
		if len(marks) > 0 {
			return w.show(marks)
		}
	}
	return ErrNotFound
}

// show puts back what these codes hide.
func (w *Writer) show(marks []string) error {
	arg, err := list(w.session, marks)
	if err != nil {
		return err
	}
	if err := w.exec("DELETE FROM hidden_experiments WHERE accession_code IN "+w.texts(), arg); err != nil {
		return err
	}
	if err := w.readHidden(); err != nil {
		return err
	}
	p, err := load(w, experimentKind, marks)
	if err != nil {
		return err
	}
	entities := p.entities(func() uint { return w.newID("experiments") })
	return settleEntities(w, experimentKind, p, entities, w.writeExperiments)
}

// isHidden tells whether a hidden experiment has a code.
func isHidden(db *gorm.DB, code string) (bool, error) {
	var n int64
	err := db.Table("hidden_accessions").Where("accession_code IN ?", spellings(code)).Limit(1).Count(&n).Error
	return n > 0, err
}
