package searchtest

import (
	"context"
	"fmt"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// scenario is a catalogue, how it is edited after it was indexed, and what is asked of it in the end.
type scenario struct {
	name      string
	catalogue Catalogue
	edits     []edit
	ask       func(context.Context, subject) ([]string, error)
}

// edit is imported over a catalogue: records that it has already are replaced.
type edit struct {
	does      string
	more      Catalogue
	questions []question // asked when the engine's generation is amended, and before the next edit; none of them names a code
}

// subject is what a scenario is put to.
type subject struct {
	engine   search.Engine
	oracle   *Oracle
	simplify bool // look for the simplest query that the engine gets wrong
}

func scenarios(random []scenario) []scenario {
	return append(handmade(), random...)
}

// staged is a scenario whose catalogue is in a store, with all edits.
type staged struct {
	scenario
	store    *models.Store
	oracle   *Oracle
	versions []*version // where there are edits: the catalogue before them, and after each
}

// stage imports a scenario into a new store.
func (s scenario) stage(t testing.TB, stores func(testing.TB) *models.Store) *staged {
	t.Helper()
	staged := &staged{scenario: s, store: stores(t)}
	if err := staged.play(t.Context()); err != nil {
		t.Fatal(err)
	}
	staged.oracle = NewOracle(staged.store)
	t.Cleanup(staged.oracle.Close)
	return staged
}

func (s *staged) play(ctx context.Context) error {
	if err := s.catalogue.Import(ctx, s.store); err != nil || len(s.edits) == 0 {
		return err
	}
	v, err := readVersion(ctx, s.store, nil)
	if err != nil {
		return err
	}
	s.versions = append(s.versions, v)
	for _, e := range s.edits {
		if err := e.more.Import(ctx, s.store); err != nil {
			return err
		}
		if v, err = readVersion(ctx, s.store, v); err != nil {
			return err
		}
		s.versions = append(s.versions, v)
	}
	return nil
}

// differences puts an engine through the scenario and tells what it gets wrong; an engine that fails is wrong, too.
func (s *staged) differences(ctx context.Context, b Backend, simplify bool) []string {
	put := subject{engine: b.Engine, oracle: s.oracle, simplify: simplify}
	wrong, err := s.index(ctx, b, put)
	if err == nil {
		var more []string
		more, err = s.ask(ctx, put)
		wrong = append(wrong, more...)
	}
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	return wrong
}

// index builds a generation of the catalogue as it was at first, and amends it by one edit after the other.
func (s *staged) index(ctx context.Context, b Backend, put subject) (wrong []string, err error) {
	if len(s.versions) == 0 {
		return nil, b.index(ctx, s.store)
	}
	if wrong, err = b.serve(ctx, s.versions[0], b.begin); err != nil {
		return wrong, err
	}
	for i, e := range s.edits {
		more, err := b.serve(ctx, s.versions[i+1], b.amend)
		for _, q := range e.questions {
			if err == nil {
				more = append(more, q.differences(ctx, put)...)
			}
		}
		for _, w := range more {
			wrong = append(wrong, fmt.Sprintf("%s: %s", e.does, w))
		}
		if err != nil {
			return wrong, fmt.Errorf("%s: %w", e.does, err)
		}
	}
	return wrong, nil
}
