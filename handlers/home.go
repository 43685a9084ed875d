package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/views"
)

// homePage shows what this is, how much there is, and examples that find something.
func (s *server) homePage(c echo.Context) error {
	return s.unlessEmpty(c, func(ctx context.Context) error {
		page, err := s.home.get(ctx, s.engine, s.newHomePage)
		if err != nil {
			return err
		}
		return render(c, http.StatusOK, views.Home(s.site(ctx), page))
	})
}

func (s *server) newHomePage(ctx context.Context) (views.HomePage, string, error) {
	all, err := s.everything.get(ctx, s.engine, s.newEverything)
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
	return s.some(ctx, q, 1)
}

// some answers a query with its first n hits.
func (s *server) some(ctx context.Context, q search.Query, n int) (*search.Result, error) {
	q, _ = search.Parse(q.Values())
	q.Size = n
	q, err := q.Resolve(ctx, s.store)
	if err != nil {
		return nil, err
	}
	return s.search(ctx, q)
}
