package models

// Outcomes says what became of records that an import was given: each of them is in one of the four.
type Outcomes struct {
	New     int // of an experiment or sample that nobody described before
	Changed int // the same source said something else of it before
	Same    int // the same source said just that before
	Merged  int // united with what other records say of the same experiment or sample
}

// Total is how many records there were.
func (o Outcomes) Total() int { return o.New + o.Changed + o.Same + o.Merged }

// Add adds others.
func (o *Outcomes) Add(more Outcomes) {
	o.New += more.New
	o.Changed += more.Changed
	o.Same += more.Same
	o.Merged += more.Merged
}

// Outcomes returns what became of the records that this import had of a source, by its key; of all of them, once the import is over.
func (w *Writer) Outcomes(key string) (experiments, samples Outcomes) {
	named := w.sources[cleanLine(key)]
	return w.outcomes[outcomeKey{named, experimentKind.one}], w.outcomes[outcomeKey{named, sampleKind.one}]
}

// outcomeKey parts outcomes by source and by kind of record.
type outcomeKey struct {
	source *Source
	one    string
}

// outcome counts records.
func (w *Writer) outcome(source *Source, one string, more Outcomes) {
	key := outcomeKey{source, one}
	all := w.outcomes[key]
	all.Add(more)
	w.outcomes[key] = all
}

// countMerged takes the fresh records that are not the first of their entity from the new ones to the merged.
func countMerged[B any](w *Writer, k *kind[B], entities []*entity[B]) {
	for _, e := range entities {
		for i, r := range e.records {
			if r.fresh && i > 0 {
				w.outcome(r.source, k.one, Outcomes{New: -1, Merged: 1})
			}
		}
	}
}
