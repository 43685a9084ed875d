package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/views"
)

// helpPage documents the search box, with examples that find something in this catalogue.
func (s *server) helpPage(c echo.Context) error {
	return s.unlessEmpty(c, func(ctx context.Context) error {
		page, err := s.help.get(ctx, s.engine, s.newHelpPage)
		if err != nil {
			return err
		}
		return render(c, http.StatusOK, views.Help(s.site(ctx), page))
	})
}

// Examples of a section: how many are shown, and how many are tried for them.
const (
	examplesShown = 2
	examplesTried = 12
)

func (s *server) newHelpPage(ctx context.Context) (views.HelpPage, string, error) {
	q, _ := search.Parse(nil)
	all, err := s.engine.Search(ctx, q)
	if err != nil {
		return views.HelpPage{}, "", err
	}
	sections := views.HelpSections(all)
	for i := range sections {
		tried := sections[i].Examples
		sections[i].Examples = nil
		for _, example := range tried[:min(len(tried), examplesTried)] {
			if len(sections[i].Examples) == examplesShown {
				break
			}
			r, err := s.numbers(ctx, example.Query)
			if err != nil {
				return views.HelpPage{}, "", err
			}
			if r.Total.Experiments > 0 && len(r.Warnings) == 0 {
				example.Found = views.Headline{Samples: r.Total.Samples, Experiments: r.Total.Experiments}
				sections[i].Examples = append(sections[i].Examples, example)
			}
		}
	}
	return views.NewHelpPage(sections, all.Generation), all.Generation, nil
}
