package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/facetome/facetome/bench"
	"github.com/facetome/facetome/handlers"
	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search/elastic"
)

const about = `Find transcriptome experiments and the samples in them: every filter says how many experiments and how many unique samples ` +
	`it returns, exactly.

	Try it:             facetome serve --demo
	Your own catalogue: facetome import FILES, then facetome serve

Flags can also be set as environment variables, which are named behind them.`

// helpWidth keeps help readable on wide terminals.
const helpWidth = 100

// cli is the command line.
type cli struct {
	Serve    serveCmd    `cmd:"" help:"Serve the web pages."`
	Import   importCmd   `cmd:"" help:"Import files into the catalogue and index them."`
	Export   exportCmd   `cmd:"" help:"Write the catalogue as a file that can be imported again."`
	Reindex  reindexCmd  `cmd:"" help:"Build the search index again from the catalogue, or bring it up to date, check or repair it."`
	Admin    adminCmd    `cmd:"" help:"Set who may use the administrators' pages."`
	Bench    benchCmd    `cmd:"" help:"Measure how long search pages take."`
	Generate generateCmd `cmd:"" help:"Write a synthetic catalogue, to try the program or to measure it."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// helpVars are what help texts and tags name in ${…}.
func helpVars() map[string]string {
	names := []string{ingest.Auto}
	for _, f := range ingest.Formats() {
		names = append(names, f.Name)
	}
	return kong.Vars{"formats": strings.Join(names, ","), "benchKinds": strings.Join(bench.Kinds(), ", "),
		"pageTime": handlers.DefaultPageTime.String(), "elasticPrefix": elastic.DefaultPrefix, "elasticTimeout": elastic.DefaultTimeout.String(), "elasticSilence": elastic.DefaultSilence.String()}
}

// line is an error's text on one line, and without passwords, whatever library it comes from.
func (c *cli) line(err error) string {
	var parts []string
	for part := range strings.Lines(err.Error()) {
		parts = append(parts, strings.TrimSpace(part))
	}
	text := strings.Join(parts, " ")
	for _, f := range []*indexFlags{&c.Serve.indexFlags, &c.Import.indexFlags, &c.Reindex.indexFlags, &c.Bench.indexFlags} {
		text = f.removeSecrets(text)
	}
	for _, d := range []database{c.Export.Database, c.Admin.SetPassword.Database, c.Admin.List.Database, c.Admin.Remove.Database} {
		text = d.removeFrom(text)
	}
	return text
}

// sqliteFile is the SQLite catalogue in --data.
const sqliteFile = "catalogue.db"

// catalogueFlags say where the catalogue is.
type catalogueFlags struct {
	Data     string   `default:"facetome-data" placeholder:"DIR" help:"Folder of the SQLite catalogue and of the search index, made when missing; ${default} by default."`
	Database database `placeholder:"DSN" help:"PostgreSQL instead of SQLite: postgres://user:password@host/name."`
}

// Validate is called by kong, for flags and environment variables alike.
func (f *catalogueFlags) Validate() error {
	if err := f.Database.check(); err != nil {
		return fmt.Errorf("--database: %w", err)
	}
	return nil
}

// open connects to the catalogue and brings its tables up to date.
func (f *catalogueFlags) open(ctx context.Context) (*models.Store, error) {
	if f.Database == "" {
		if err := os.MkdirAll(f.Data, 0o755); err != nil {
			return nil, fmt.Errorf("--data: %w", err)
		}
	}
	store, err := models.Open(ctx, f.dsn())
	if err != nil {
		return nil, fmt.Errorf("opening the catalogue: %w", err)
	}
	return store, nil
}

func (f *catalogueFlags) dsn() string {
	if f.Database != "" {
		return string(f.Database)
	}
	return filepath.Join(f.Data, sqliteFile)
}

// database is a PostgreSQL connection string as a URL.
type database string

// check finds what cannot be meant. Its errors never repeat the whole string, which holds a password.
func (d database) check() error {
	if d == "" {
		return nil
	}
	u, err := url.Parse(string(d))
	switch {
	case err != nil, u.Scheme == "":
		return errors.New("not a URL; expected postgres://user:password@host/name")
	case u.Scheme != "postgres" && u.Scheme != "postgresql":
		return fmt.Errorf("%s:// is not a database that Facetome knows; expected postgres://user:password@host/name", u.Scheme)
	}
	return nil
}

// removeFrom hides the password where a text has it, as written and as decoded.
func (d database) removeFrom(text string) string {
	u, err := url.Parse(string(d))
	if err != nil || u.User == nil {
		return text
	}
	password, set := u.User.Password()
	if !set || password == "" {
		return text
	}
	_, encoded, _ := strings.Cut(u.User.String(), ":")
	return strings.NewReplacer(password, "xxxxx", encoded, "xxxxx", url.QueryEscape(password), "xxxxx").Replace(text)
}

// address is host:port to listen on.
type address string

// check finds what cannot be meant.
func (a address) check() error {
	_, port, err := net.SplitHostPort(string(a))
	if err != nil {
		return fmt.Errorf("%q is not host:port, such as 127.0.0.1:8080 or :8080", string(a))
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("%q has no port from 0 to 65535 (0 is any free one), such as 127.0.0.1:8080", string(a))
	}
	return nil
}
