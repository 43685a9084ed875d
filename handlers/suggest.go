package handlers

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/suggest"
	"github.com/facetome/facetome/views"
)

// How many options the search box proposes: few enough to be read, and to fit above a phone's keyboard.
const (
	suggestedCodes        = 3 // of experiments, and as many of samples
	suggestedValues       = 7
	suggestedInstitutions = 2
)

// suggestOptions answers what a text that is being typed may mean, as the options of the search box. They change with the index and with the
// catalogue only.
func (s *server) suggestOptions(c echo.Context) error {
	ctx := c.Request().Context()
	info, err := s.engine.Info(ctx)
	if err != nil {
		return err
	}
	state, err := s.state.get(ctx)
	if err != nil {
		return err
	}
	tag := fmt.Sprintf(`W/"%s-%d-%s"`, info.Generation, state.Version, s.look.Version)
	c.Response().Header().Set("ETag", tag)
	if c.Request().Header.Get("If-None-Match") == tag {
		return c.NoContent(http.StatusNotModified)
	}
	q, _ := readQuery(c.Request().URL)
	var codes []models.CodeBegun
	if models.BeginsCode(q.Text) {
		if codes, err = s.store.CodesBeginning(ctx, q.Text, suggestedCodes); err != nil {
			return err
		}
	}
	p, err := s.proposals.get(ctx, s.engine, s.newProposals)
	if err != nil {
		return err
	}
	values, institutions, err := p.find(ctx, s, q.Text)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.SuggestionOptions(views.NewSuggestions(q, codes, values, institutions)))
}

// proposals are what one generation proposes.
type proposals struct {
	index *suggest.Index

	mu           sync.Mutex
	institutions map[string]search.Total // what a search for each finds, of those that were proposed already
}

func (s *server) newProposals(ctx context.Context) (*proposals, string, error) {
	everything, err := s.numbers(ctx, search.Query{})
	if err != nil {
		return nil, "", err
	}
	names, err := s.store.Institutions(ctx)
	if err != nil {
		return nil, "", err
	}
	return &proposals{index: suggest.New(everything, names), institutions: map[string]search.Total{}}, everything.Generation, nil
}

// find parts what the index finds into values of facets and institutions, and counts the latter.
func (p *proposals) find(ctx context.Context, s *server, text string) (values []suggest.Found, institutions []views.SuggestedInstitution, err error) {
	for _, f := range p.index.Find(text, suggestedValues) {
		if f.Field != nil {
			values = append(values, f)
			continue
		}
		if len(institutions) == suggestedInstitutions {
			continue
		}
		total, err := p.count(ctx, s, f)
		if err != nil {
			return nil, nil, err
		}
		if total.Experiments > 0 { // else the catalogue is newer than the index
			institutions = append(institutions, views.SuggestedInstitution{Found: f, Total: total})
		}
	}
	return values, institutions, nil
}

// count is what choosing an institution finds in all of the catalogue.
func (p *proposals) count(ctx context.Context, s *server, f suggest.Found) (search.Total, error) {
	p.mu.Lock()
	total, known := p.institutions[f.Value.Value]
	p.mu.Unlock()
	if known {
		return total, nil
	}
	f.Rest = ""
	r, err := s.numbers(ctx, views.InstitutionQuery(search.Query{}, f))
	if err != nil {
		return search.Total{}, err
	}
	p.mu.Lock()
	p.institutions[f.Value.Value] = r.Total
	p.mu.Unlock()
	return r.Total, nil
}
