package handlers

import (
	"context"
	"fmt"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// stateAge is how old the known state of the catalogue may be: a page need not ask the database what seldom changes.
const stateAge = 3 * time.Second

// stateCache remembers the state of the catalogue for a moment.
type stateCache struct {
	store Catalogue

	gate  gate
	state models.State
	until time.Time
}

func (s *stateCache) get(ctx context.Context) (models.State, error) {
	if err := s.gate.enter(ctx); err != nil {
		return models.State{}, fmt.Errorf("state of the catalogue: %w", err)
	}
	defer s.gate.leave()
	if time.Now().Before(s.until) {
		return s.state, nil
	}
	state, err := s.store.State(ctx)
	if err != nil {
		return s.state, fmt.Errorf("state of the catalogue: %w", err) // the last one known is likely still true
	}
	s.state, s.until = state, time.Now().Add(stateAge)
	return state, nil
}

// generationCache remembers a page of one generation: its numbers take several searches and change only with the index.
type generationCache[P any] struct {
	gate       gate
	generation string
	page       P
}

// get returns the page, made anew for a new generation; anew says which generation it asked.
func (g *generationCache[P]) get(ctx context.Context, engine search.Engine, anew func(context.Context) (P, string, error)) (P, error) {
	info, err := engine.Info(ctx)
	if err != nil {
		var none P
		return none, err
	}
	if err := g.gate.enter(ctx); err != nil {
		var none P
		return none, err
	}
	defer g.gate.leave()
	if g.generation == info.Generation {
		return g.page, nil
	}
	page, generation, err := anew(ctx)
	if err != nil {
		return page, err
	}
	g.generation, g.page = generation, page
	return page, nil
}
