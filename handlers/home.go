package handlers

import (
	"context"
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/views"
)

// homePage shows what this is, how much there is, and examples that find something.
func (s *server) homePage(c echo.Context) error {
	ctx := c.Request().Context()
	empty, err := s.isEmpty(ctx)
	if err != nil {
		return err
	}
	if empty {
		return render(c, http.StatusOK, views.Empty(s.site(ctx), views.NewEmptyPage()))
	}
	page, err := s.home.get(ctx, s.engine, s.newHomePage)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.Home(s.site(ctx), page))
}

// generationCache remembers a page of one generation: its numbers take several searches and change only with the index.
type generationCache[P any] struct {
	mu         sync.Mutex
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
	g.mu.Lock()
	defer g.mu.Unlock()
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

func (s *server) newHomePage(ctx context.Context) (views.HomePage, string, error) {
	all, err := s.numbers(ctx, search.Query{})
	if err != nil {
		return views.HomePage{}, "", err
	}
	var examples []views.Example
	for _, example := range views.ExampleQueries(all) {
		r, err := s.numbers(ctx, example.Query)
		if err != nil {
			return views.HomePage{}, "", err
		}
		if r.Total.Experiments > 0 {
			example.Found = views.Headline{Samples: r.Total.Samples, Experiments: r.Total.Experiments}
			examples = append(examples, example)
		}
	}
	return views.NewHomePage(all, examples), all.Generation, nil
}

// numbers answers a query for its counts.
func (s *server) numbers(ctx context.Context, q search.Query) (*search.Result, error) {
	q, _ = search.Parse(q.Values())
	q.Size = 1
	return s.search(ctx, q)
}
