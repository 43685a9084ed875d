package elastic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/facetome/facetome/search"
)

// spool is a temporary file of what is searched of experiments that share samples, for the documents of their sets.
type spool struct {
	file *os.File
	at   map[string]extent // by accession code
	end  int64
}

// extent is a part of a file.
type extent struct{ at, size int64 }

func newSpool() (*spool, error) {
	file, err := os.CreateTemp("", "facetome-index-*")
	if err != nil {
		return nil, fmt.Errorf("keeping experiments for later: %w", err)
	}
	return &spool{file: file, at: map[string]extent{}}, nil
}

func (s *spool) has(code string) bool {
	_, has := s.at[code]
	return has
}

func (s *spool) write(code string, data []byte) error {
	if _, err := s.file.WriteAt(data, s.end); err != nil {
		return fmt.Errorf("keeping experiment %s for later: %w", code, err)
	}
	s.at[code] = extent{s.end, int64(len(data))}
	s.end += int64(len(data))
	return nil
}

func (s *spool) read(code string) (json.RawMessage, error) {
	kept := s.at[code]
	data := make([]byte, kept.size)
	if _, err := s.file.ReadAt(data, kept.at); err != nil {
		return nil, fmt.Errorf("reading experiment %s again: %w", code, err)
	}
	return data, nil
}

// close removes the file; there may be none yet.
func (s *spool) close() error {
	if s == nil {
		return nil
	}
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}

// waitingSet is a set some of whose experiments are in the base alone: what is searched of them is read for several sets at once.
type waitingSet struct {
	id      string
	samples *samples
}

// mostWaiting is how many sets wait, at most.
const mostWaiting = 200

// addSets keeps what is searched of an experiment for its sets, and writes those sets of which it is the last.
func (b *builder) addSets(ctx context.Context, d *search.Document, sets map[string]*samples) error {
	if len(sets) == 0 {
		return nil
	}
	code := d.Hit.AccessionCode
	data, err := json.Marshal(searchable(d))
	if err != nil {
		return fmt.Errorf("writing experiment %s: %w", code, err)
	}
	if err := b.spool.write(code, data); err != nil {
		return err
	}
	if err := b.bulk.add(ctx, b.index(storedIndex), searchedID(code), object{"stored": json.RawMessage(data)}); err != nil {
		return err
	}
	for id, s := range sets {
		if b.lastOf(s.experiments) != code {
			continue
		}
		if err := b.addSet(ctx, id, s); err != nil {
			return err
		}
	}
	return nil
}

// searchedID names the document of what is searched of an experiment that shares samples: it is read where only others of its sets change.
func searchedID(code string) string { return "searched/" + code }

// lastOf is the experiment of a set that is added last.
func (b *builder) lastOf(experiments []string) string {
	last := ""
	for _, code := range experiments {
		if b.base == nil || b.base.changed[code] {
			last = code
		}
	}
	return last
}

// addSet writes a set all of whose experiments were added, or are in the base.
func (b *builder) addSet(ctx context.Context, id string, s *samples) error {
	for _, code := range s.experiments {
		switch {
		case b.spool.has(code):
		case b.base == nil || b.base.changed[code]:
			return fmt.Errorf("experiment %s shares samples with %s, and was not added", code, b.last)
		default:
			b.waiting = append(b.waiting, waitingSet{id, s})
			if len(b.waiting) < mostWaiting {
				return nil
			}
			return b.addWaiting(ctx)
		}
	}
	return b.writeSet(ctx, id, s)
}

// addWaiting reads from the base what sets wait for, and writes them.
func (b *builder) addWaiting(ctx context.Context) error {
	if len(b.waiting) == 0 {
		return nil
	}
	var codes, ids []string
	asked := map[string]bool{}
	for _, w := range b.waiting {
		for _, code := range w.samples.experiments {
			if !b.spool.has(code) && !asked[code] {
				asked[code] = true
				codes, ids = append(codes, code), append(ids, searchedID(code))
			}
		}
	}
	read := 0
	err := b.engine.readStored(ctx, b.base.generation, ids, func(data json.RawMessage) error {
		read++
		return b.spool.write(codes[read-1], data)
	})
	if err != nil {
		return fmt.Errorf("reading experiments that share samples with those that changed: %w", err)
	}
	for _, w := range b.waiting {
		if err := b.writeSet(ctx, w.id, w.samples); err != nil {
			return err
		}
	}
	b.waiting = nil
	return nil
}

// writeSet writes a set of experiments and the samples that they share.
func (b *builder) writeSet(ctx context.Context, id string, s *samples) error {
	var experiments list
	for _, code := range s.experiments {
		data, err := b.spool.read(code)
		if err != nil {
			return err
		}
		experiments = append(experiments, data)
	}
	if err := b.bulk.add(ctx, b.index(sharedIndex), id, setDocument(id, s, experiments)); err != nil {
		return err
	}
	return b.addChunks(ctx, id, s)
}
