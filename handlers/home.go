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
	page, err := s.newHomePage(ctx)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.Home(s.site(ctx), page))
}

// homeCache remembers the page of one generation: its numbers take several searches and change only with the index.
type homeCache struct {
	mu         sync.Mutex
	generation string
	page       views.HomePage
}

func (s *server) newHomePage(ctx context.Context) (views.HomePage, error) {
	info, err := s.engine.Info(ctx)
	if err != nil {
		return views.HomePage{}, err
	}
	s.home.mu.Lock()
	defer s.home.mu.Unlock()
	if s.home.generation == info.Generation {
		return s.home.page, nil
	}
	all, err := s.numbers(ctx, search.Query{})
	if err != nil {
		return views.HomePage{}, err
	}
	var examples []views.Example
	for _, example := range views.ExampleQueries(all) {
		r, err := s.numbers(ctx, example.Query)
		if err != nil {
			return views.HomePage{}, err
		}
		if r.Total.Experiments > 0 {
			example.Found = views.Headline{Samples: r.Total.Samples, Experiments: r.Total.Experiments}
			examples = append(examples, example)
		}
	}
	s.home.generation, s.home.page = all.Generation, views.NewHomePage(all, examples)
	return s.home.page, nil
}

// numbers answers a query for its counts.
func (s *server) numbers(ctx context.Context, q search.Query) (*search.Result, error) {
	q, _ = search.Parse(q.Values())
	q.Size = 1
	return s.search(ctx, q)
}
