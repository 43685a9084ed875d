package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"github.com/facetome/facetome/handlers"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/upkeep"
)

type serveCmd struct {
	indexFlags
	Addr       address       `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen, ${default} by default; port 0 is any free one."`
	Demo       bool          `help:"Make a synthetic catalogue first, where there is none yet."`
	TimeLimit  time.Duration `default:"${pageTime}" placeholder:"TIME" help:"How long a page may take before it says that it took too long, ${default} by default; downloads take their time."`
	DemoSize   int           `default:"3000" hidden:"" help:"Experiments of the demo."` // tests have no time for all of it
	CheckEvery time.Duration `placeholder:"TIME" help:"How often to compare the index with the catalogue, experiment by experiment, such as 24h; never by default. What differs is logged."`
	Repair     bool          `help:"Write anew what differs then."`
	adminFlags
	LogFormat string `default:"text" enum:"text,json" help:"Format of the logs on standard error: ${enum}."`
}

// Help is shown by serve --help.
func (serveCmd) Help() string {
	return `Imports and reindexes by other processes show within seconds, without a restart. SIGTERM and Ctrl-C let running requests ` +
		`end; a second one does not.

Examples:
  facetome serve --demo
  facetome serve --addr :80 --data /srv/facetome --log-format json
  FACETOME_DATABASE=postgres://facetome:…@db/facetome facetome serve
  facetome serve --database postgres://… --elasticsearch http://10.0.0.1:9200,http://10.0.0.2:9200`
}

// Validate is called by kong.
func (c *serveCmd) Validate() error {
	if err := c.Addr.check(); err != nil {
		return fmt.Errorf("--addr: %w", err)
	}
	switch {
	case c.TimeLimit <= 0:
		return fmt.Errorf("--time-limit: %s; expected such as 15s", c.TimeLimit)
	case c.CheckEvery < 0:
		return fmt.Errorf("--check-every: %s; expected such as 24h, or 0 for never", c.CheckEvery)
	case c.Repair && c.CheckEvery == 0:
		return errors.New("--repair: --check-every says how often")
	}
	return errors.Join(c.checkAdmin(), c.indexFlags.Validate())
}

// Limits of a connection. Nobody needs seconds to send a request's few lines; exports of a whole catalogue take their time.
const (
	readTimeout    = 15 * time.Second
	writeTimeout   = 10 * time.Minute
	idleTimeout    = 2 * time.Minute
	maxHeaderBytes = 128 << 10
	drainTimeout   = 10 * time.Second // what running requests get to end in, once the program is to end
)

// Run serves until the program is to end.
func (c *serveCmd) Run(p *program) (err error) {
	logger := c.logger(p.stderr)
	if err := c.checkImportDir(); err != nil {
		return err
	}
	listener, err := listen(p.ctx, string(c.Addr)) // before anything that takes time
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ignoreClosed(listener.Close())) }()
	store, err := c.open(p.ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	keeper, err := c.openKeeper(p.ctx, store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, keeper.Close()) }()
	if c.Demo {
		if err := c.makeDemo(p, store, keeper); err != nil {
			return fmt.Errorf("making the demo: %w", err)
		}
	}
	engine, err := c.openEngine(p, keeper)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	uploads, err := c.uploads()
	if err != nil {
		return err
	}
	imports := newImporter(c.catalogueFlags, store, keeper, logger, uploads)
	defer imports.close()
	admin, err := c.admin(keeper, imports)
	if err != nil {
		return err
	}
	site, err := handlers.New(handlers.Config{Store: store, Engine: engine, Logger: logger, Version: version(), PageTime: c.TimeLimit,
		Importing: func() bool { return c.importing(store) }, Runs: keeper.control, Ending: p.ctx.Done(), Admin: admin})
	if err != nil {
		return err
	}

	var keeping sync.WaitGroup
	defer keeping.Wait()
	keeping.Go(func() { keeper.Keep(p.ctx, c.watch(store, engine, logger)) })
	c.announce(p.ctx, p.stdout, store, listener.Addr())
	return c.serve(p.ctx, listener, site, logger)
}

// watch says how the index is kept up with the catalogue.
func (c *serveCmd) watch(store *models.Store, engine index, logger *slog.Logger) upkeep.Watch {
	return upkeep.Watch{Engine: engine, CheckEvery: c.CheckEvery, Repair: c.Repair, Logger: logger,
		Busy: func(ctx context.Context) (bool, error) { return c.isBusy(ctx, store) }}
}

// openEngine opens the index. Where there is none in --data that can be read it is built first, of an empty catalogue too, so that there is
// no moment at which searches fail. A cluster may come later than this program, and its index is the keeper's work: pages say so meanwhile.
func (c *serveCmd) openEngine(p *program, k *keeper) (index, error) {
	engine, err := c.openIndex()
	if engine == nil || len(c.Elasticsearch) > 0 {
		return engine, err
	}
	if err != nil {
		say(p.stderr, "The index cannot be read and is built again: %v", err)
	}
	if _, err := engine.Info(p.ctx); !errors.Is(err, search.ErrNoIndex) {
		return engine, err
	}
	err = watched(p.stderr, "Indexing", func(w upkeep.Watcher) error {
		_, err := k.Do(p.ctx, control.Rebuild, upkeep.Server, w)
		return err
	})
	if err != nil {
		return engine, err
	}
	_, err = engine.Refresh(p.ctx)
	return engine, err
}

// logger writes as people or as machines like it.
func (c *serveCmd) logger(out io.Writer) *slog.Logger {
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(out, nil))
	}
	return slog.New(slog.NewTextHandler(out, nil))
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("another program listens on %s: end it, or name another address with --addr", addr)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("not permitted to listen on %s: ports below 1024 are for root; name another with --addr", addr)
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s: %w", addr, err)
	}
	return listener, nil
}

// announce prints where to look, and what to do where there is nothing to see yet.
func (c *serveCmd) announce(ctx context.Context, out io.Writer, store *models.Store, addr net.Addr) {
	if state, err := store.State(ctx); err == nil && state.Experiments == 0 {
		say(out, "The catalogue is empty: facetome import FILES fills it, facetome serve --demo shows an example.")
	}
	say(out, "Open %s", pageURL(addr))
}

// pageURL is the address to open in a browser; one that stands for all of the machine's addresses is reached as localhost.
func pageURL(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "http://" + addr.String() + "/"
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

// serve answers requests until ctx is done, and then lets those that run end.
func (c *serveCmd) serve(ctx context.Context, listener net.Listener, site http.Handler, logger *slog.Logger) error {
	server := &http.Server{
		Handler:           site,
		ReadHeaderTimeout: readTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	logger.Info("serving", "address", listener.Addr().String(), "version", version())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	logger.Info("ending; running requests may end first", "for", drainTimeout)
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		logger.Warn("some requests took too long and were cut off")
		return ignoreClosed(server.Close())
	}
	logger.Info("ended")
	return nil
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
