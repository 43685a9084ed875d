// Package handlers answers HTTP requests.
//
// A handler reads the request, asks the catalogue or the engine, has views make a page of the answer, and renders it into a
// buffer; it returns errors as they are. One adapter, handleError, maps errors to statuses and pages, so that a failure
// anywhere, in a template too, is still a clean page. routes.go lists every route.
package handlers

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/static"
	"github.com/facetome/facetome/views"
)

// Catalogue is what pages read beside the search; *models.Store is one.
type Catalogue interface {
	State(ctx context.Context) (models.State, error)
	Experiment(ctx context.Context, code string) (*models.Experiment, error)
	Study(ctx context.Context, experimentID uint, record func(sample int, r *models.StudyRecord)) (models.Study, error)
	Sample(ctx context.Context, code string) (*models.Sample, error)
	Organism(ctx context.Context, name string) (*models.Organism, error)
	ExperimentsByCode(ctx context.Context, code string) ([]models.Named, error)
	SamplesByCode(ctx context.Context, code string) ([]models.Named, error)
	Overview(ctx context.Context, fields ...string) (models.Overview, error)
	Sources(ctx context.Context, format string, offset, limit int) ([]models.SourceCount, int, error)
	Imports(ctx context.Context, limit int) ([]models.ImportRun, error)
	Resolve(ctx context.Context, codes []models.Code) ([]models.Resolved, error)
	CodesBeginning(ctx context.Context, text string, most int) ([]models.CodeBegun, error)
	Institutions(ctx context.Context) ([]string, error)
}

// DefaultPageTime bounds a page. The slowest take a fraction of it; what takes longer waits for something that does not answer.
const DefaultPageTime = 15 * time.Second

// Config is what the site is made from. Store, Engine and Logger are required.
type Config struct {
	Store     Catalogue
	Engine    search.Engine
	Logger    *slog.Logger
	Version   string          // shown in the footer
	Importing func() bool     // whether an import runs beside this process; nil is never
	PageTime  time.Duration   // how long a page may take, downloads excepted; DefaultPageTime where 0
	Ending    <-chan struct{} // closed when the program is to end: answers that go on and on end then; nil is never
	Admin     *Admin          // what administrators' pages work with; nil is that there are none
	Runs      Runs            // of which metrics tell; nil is none
}

// New returns the whole site.
func New(config Config) (http.Handler, error) {
	assets, err := static.Load()
	if err != nil {
		return nil, err
	}
	watched := newMetrics(config.Store, config.Engine)
	if config.Runs != nil {
		watched.registry.MustRegister(&runCollector{config.Runs})
	}
	s := &server{
		store: config.Store, engine: measured{config.Engine, watched.searches}, metrics: watched, pageTime: cmp.Or(config.PageTime, DefaultPageTime), logger: config.Logger, assets: assets,
		state:      &stateCache{store: config.Store},
		studies:    newStudyCache(config.Store),
		everything: &generationCache[*search.Result]{},
		home:       &generationCache[views.HomePage]{},
		help:       &generationCache[views.HelpPage]{},
		overview:   &overviewCache{store: config.Store}, covered: &generationCache[covered]{}, importing: config.Importing,
		proposals: &generationCache[*proposals]{}, ending: config.Ending,
		look: views.Site{Version: config.Version, Assets: views.Assets{
			CSS: assets.URL("app.css"), HTMX: assets.URL("htmx.js"), App: assets.URL("app.js"), Icon: assets.URL("icon.svg"), Card: assets.URL("card.png"),
		}},
	}
	s.inspector, _ = config.Engine.(search.Inspector)
	if err := s.prepareAdmin(config.Admin); err != nil {
		return nil, err
	}
	for name, url := range map[string]string{
		"app.css": s.look.Assets.CSS, "htmx.js": s.look.Assets.HTMX, "app.js": s.look.Assets.App, "icon.svg": s.look.Assets.Icon,
		"card.png": s.look.Assets.Card,
	} {
		if url == "" {
			return nil, fmt.Errorf("static/dist has no %s: run `npm ci && npm run build`", name)
		}
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.handleError
	s.use(e)
	s.routes(e)
	return e, nil
}

// server holds what handlers share.
type server struct {
	store      Catalogue
	engine     search.Engine
	metrics    *metrics
	pageTime   time.Duration
	logger     *slog.Logger
	assets     *static.Assets
	state      *stateCache
	studies    *studyCache
	everything *generationCache[*search.Result] // the answer to the empty query
	home       *generationCache[views.HomePage]
	help       *generationCache[views.HelpPage]
	overview   *overviewCache
	covered    *generationCache[covered]
	importing  func() bool
	proposals  *generationCache[*proposals]
	look       views.Site // without what changes with the catalogue

	admin         *Admin           // nil where there are no administrators' pages
	inspector     search.Inspector // nil where the engine cannot say how it is
	paces         paces
	ending        <-chan struct{}
	clientAddress func(*http.Request) string
	passwords     gate // of what takes much memory
}
