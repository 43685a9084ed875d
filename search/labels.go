package search

import (
	"context"

	"github.com/facetome/facetome/models"
)

// Labels say how values are shown: by field and key, the commonest spelling, of equally common ones the first in byte order. Spellings of a sample's
// values are counted over the distinct samples that are in an experiment, those of an experiment's values over experiments.
type Labels map[string]map[string]Term

// Of is how a value is shown; a key that nobody spelled stands for itself.
func (l Labels) Of(field, key string) Term {
	if term, known := l[field][key]; known {
		return term
	}
	return Term{Value: key, Label: key}
}

// Spellings counts how values are spelled, to choose Labels.
type Spellings map[string]map[string]map[Term]int

// Add counts n more of a spelling.
func (s Spellings) Add(field string, v Value, n int) {
	if s[field] == nil {
		s[field] = map[string]map[Term]int{}
	}
	if s[field][v.Key] == nil {
		s[field][v.Key] = map[Term]int{}
	}
	s[field][v.Key][v.Term] += n
}

// Labels chooses the commonest.
func (s Spellings) Labels() Labels {
	labels := Labels{}
	for field, keys := range s {
		labels[field] = make(map[string]Term, len(keys))
		for key, spelled := range keys {
			labels[field][key] = commonestSpelling(spelled)
		}
	}
	return labels
}

func commonestSpelling(spelled map[Term]int) Term {
	var best Term
	most := 0
	for term, n := range spelled {
		if n > most || n == most && (term.Value < best.Value || term.Value == best.Value && term.Label < best.Label) {
			best, most = term, n
		}
	}
	return best
}

// ReadLabels chooses the labels of a catalogue. It reads a row for each value and for each experiment.
func ReadLabels(ctx context.Context, snapshot *models.Snapshot) (Labels, error) {
	spelled := Spellings{}
	err := snapshot.EachValue(ctx, func(v *models.Value, samples int) error {
		if f := FieldByName(v.Field); f != nil && f.Scope == OfSample {
			spelled.Add(f.Name, Value{Key: v.Key, Term: Term{Value: v.Label, Label: shownLabel(v)}}, samples)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = snapshot.EachHead(ctx, func(e *models.Experiment) error {
		for _, f := range ExperimentFields() {
			if f.IsRange() {
				continue
			}
			for _, label := range f.Values(e) {
				spelled.Add(f.Name, Value{Key: models.Fold(label), Term: Term{Value: label, Label: label}}, 1)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return spelled.Labels(), nil
}
