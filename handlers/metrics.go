package handlers

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo-contrib/echoprometheus"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/facetome/facetome/search"
)

// collectTime bounds what a collection asks the database and the engine.
const collectTime = 3 * time.Second

// Names of metrics begin so.
const metricsNamespace = "facetome"

// secondsBuckets are those of times: a page of a small catalogue takes milliseconds, one of a cluster in trouble the time limit.
var secondsBuckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

// metrics are those of one site.
type metrics struct {
	registry *prometheus.Registry
	searches *prometheus.HistogramVec
}

func newMetrics(store Catalogue, engine search.Engine) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), searches: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: metricsNamespace, Name: "engine_search_duration_seconds",
		Help: "Time of the engine's searches, by how they ended.", Buckets: secondsBuckets,
	}, []string{"outcome"})}
	m.registry.MustRegister(m.searches, &indexCollector{store, engine},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// middleware counts requests and their times by route. What visitors choose freely, their Host header, methods and addresses that do not exist, makes
// no series of its own.
func (m *metrics) middleware() echo.MiddlewareFunc {
	methods := []string{http.MethodGet, http.MethodHead}
	return echoprometheus.NewMiddlewareWithConfig(echoprometheus.MiddlewareConfig{
		Skipper:   func(c echo.Context) bool { return isAdmin(c.Request().URL.Path) }, // of whether there are administrators, metrics say nothing
		Namespace: metricsNamespace, Subsystem: "http", Registerer: m.registry, DoNotUseRequestPathFor404: true,
		LabelFuncs: map[string]echoprometheus.LabelValueFunc{
			"host": func(echo.Context, error) string { return "" },
			"method": func(c echo.Context, _ error) string {
				if method := c.Request().Method; slices.Contains(methods, method) {
					return method
				}
				return "other"
			},
			"url": func(c echo.Context, _ error) string { return c.Path() }, // the route; "" where there is none
		},
		StatusCodeResolver: func(c echo.Context, err error) int {
			if err == nil || c.Response().Committed {
				return c.Response().Status
			}
			status, _ := problem(err)
			return status
		},
		HistogramOptsFunc: func(o prometheus.HistogramOpts) prometheus.HistogramOpts {
			if o.Name == "request_duration_seconds" {
				o.Buckets = secondsBuckets
			}
			return o
		},
	})
}

func (m *metrics) handler() echo.HandlerFunc {
	return echoprometheus.NewHandlerWithConfig(echoprometheus.HandlerConfig{Gatherer: m.registry})
}

// measured is an engine whose searches are timed.
type measured struct {
	search.Engine
	searches *prometheus.HistogramVec
}

// Search implements search.Engine.
func (m measured) Search(ctx context.Context, q search.Query) (*search.Result, error) {
	start := time.Now()
	result, err := m.Engine.Search(ctx, q)
	m.searches.WithLabelValues(outcome(err)).Observe(time.Since(start).Seconds())
	return result, err
}

// outcome names how a search ended.
func outcome(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, search.ErrUnavailable):
		return "unavailable"
	case isNoIndex(err):
		return "no_index"
	}
	return "error"
}

// indexCollector tells, whenever it is asked, what the catalogue and the index hold.
type indexCollector struct {
	store  Catalogue
	engine search.Engine
}

func description(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(metricsNamespace, "", name), help, labels, nil)
}

var (
	databaseUp       = description("database_up", "Whether the catalogue's database answers.")
	catalogueVersion = description("catalogue_version", "Version of the catalogue; every import that changes something raises it.")
	catalogueHolds   = description("catalogue_records", "What the catalogue holds.", "kind")
	indexUp          = description("index_up", "Whether the engine has an index that it can tell about.")
	indexVersion     = description("index_catalogue_version", "Version of the catalogue that the index was built from.")
	indexHolds       = description("index_records", "What the index holds.", "kind")
	indexGeneration  = description("index_generation_info", "The generation that serves.", "generation")
)

// Describe implements prometheus.Collector.
func (c *indexCollector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{databaseUp, catalogueVersion, catalogueHolds, indexUp, indexVersion, indexHolds, indexGeneration} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (c *indexCollector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), collectTime)
	defer cancel()
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	records := func(d *prometheus.Desc, experiments, samples int) {
		gauge(d, float64(experiments), "experiments")
		gauge(d, float64(samples), "samples")
	}
	if state, err := c.store.State(ctx); err != nil {
		gauge(databaseUp, 0)
	} else {
		gauge(databaseUp, 1)
		gauge(catalogueVersion, float64(state.Version))
		records(catalogueHolds, state.Experiments, state.Samples)
	}
	if info, err := c.engine.Info(ctx); err != nil {
		gauge(indexUp, 0)
	} else {
		gauge(indexUp, 1)
		gauge(indexVersion, float64(info.CatalogueVersion))
		records(indexHolds, info.Total.Experiments, info.Total.Samples)
		gauge(indexGeneration, 1, info.Generation)
	}
}
