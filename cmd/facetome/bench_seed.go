package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/facetome/facetome/bench/against"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/elastic"
)

// seedIndex is the name of the seed's index, behind the prefix of the others. It is made for the measurement and dropped after it.
const seedIndex = "-seed"

// patientTimeout is what a slow answer may take that is to be measured.
const patientTimeout = 2 * time.Minute

// againstSeed measures the engines against the system that Facetome grew out of; see package against.
func (c *benchCmd) againstSeed(p *program) (err error) {
	store, err := c.open(p.ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	c.ElasticsearchTimeout = max(c.ElasticsearchTimeout, patientTimeout)
	cluster, err := c.openElastic()
	if err != nil {
		return err
	}
	sides, err := c.sides(p, store, cluster)
	if err != nil {
		return err
	}
	index := against.SeedIndex{Server: cluster, Name: c.ElasticsearchPrefix + seedIndex, Shards: c.ElasticsearchShards}
	defer func() { err = errors.Join(err, index.Drop(p.ctx)) }()
	bar := newProgress(p.stderr, "Loading the seed's documents", false)
	right, err := against.Load(p.ctx, store, index, func(done, total int) { bar.set(int64(done), int64(total), "", "") })
	bar.end()
	if err != nil {
		return err
	}
	generations := c.ElasticsearchPrefix + "-gen-*"
	if err := index.Uncached(p.ctx, generations, true); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, index.Uncached(p.ctx, generations, false)) }()
	var all []string
	for _, f := range search.Fields {
		all = append(all, f.Name)
	}
	sides = append(sides,
		against.Named{Name: "seed, its own facets", Facets: len(against.SeedFields), Side: against.Seed{Index: index, Fields: against.SeedFields}},
		against.Named{Name: "seed, as many facets", Facets: len(all), Side: against.Seed{Index: index, Fields: all}})
	queries, err := against.Queries(p.ctx, cluster)
	if err != nil {
		return err
	}
	asking := newProgress(p.stderr, "Asking", false)
	report, err := against.Run(p.ctx, right, sides, queries, against.Options{Rounds: c.Rounds,
		Progress: func(done, total int) { asking.set(int64(done), int64(total), "", "") }})
	asking.end()
	if err != nil {
		return err
	}
	if report.Server, err = serverVersion(p, cluster); err != nil {
		return err
	}
	info, err := cluster.Info(p.ctx)
	if err != nil {
		return err
	}
	report.Catalogue = info.Total
	if err := c.writeJSON(p, report); err != nil {
		return err
	}
	say(p.stdout, "%s with %s, Elasticsearch %s.\n", count(info.Total.Experiments, "experiment"), count(info.Total.Samples, "unique sample"), report.Server)
	if err := report.WriteTable(p.stdout); err != nil {
		return err
	}
	if len(report.Differences) > 0 {
		return errors.New("engines that are to be exact do not agree")
	}
	return nil
}

// sides are Facetome's engines, their indices built where they are not those of the catalogue, and PostgreSQL where that has the catalogue.
func (c *benchCmd) sides(p *program, store *models.Store, cluster *elastic.Engine) ([]against.Named, error) {
	inProcess := c.indexFlags
	inProcess.Elasticsearch = nil
	for _, flags := range []*indexFlags{&inProcess, &c.indexFlags} {
		k, err := flags.openKeeper(p.ctx, store)
		if err != nil {
			return nil, err
		}
		if err := errors.Join(k.update(p.ctx, p.stderr, p.stderr), k.Close()); err != nil {
			return nil, err
		}
	}
	embedded, err := inProcess.openIndex()
	if err != nil {
		return nil, err
	}
	sides := []against.Named{
		{Name: "embedded engine", Facets: len(search.Fields), Exact: true, Side: against.Engine{Engine: embedded}},
		{Name: "Elasticsearch engine", Facets: len(search.Fields), Exact: true, Side: against.Engine{Engine: cluster}},
	}
	if c.Database != "" {
		counting, err := against.OpenPostgres(p.ctx, store.DB())
		if err != nil {
			return nil, err
		}
		sides = append(sides, against.Named{Name: "PostgreSQL COUNT(DISTINCT)", Facets: len(against.SeedFields), Exact: true, Side: counting})
	}
	return sides, nil
}

// serverVersion asks which Elasticsearch measured.
func serverVersion(p *program, cluster *elastic.Engine) (string, error) {
	request, err := http.NewRequestWithContext(p.ctx, http.MethodGet, "/_nodes/_all/version?filter_path=nodes.*.version", nil)
	if err != nil {
		return "", err
	}
	response, err := cluster.Perform(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var nodes struct {
		Nodes map[string]struct{ Version string }
	}
	if err := json.NewDecoder(response.Body).Decode(&nodes); err != nil {
		return "", fmt.Errorf("ask for the server's version: %w", err)
	}
	for _, node := range nodes.Nodes {
		return node.Version, nil
	}
	return "", errors.New("the cluster names no node")
}

// writeJSON writes --json.
func (c *benchCmd) writeJSON(p *program, report any) error {
	if c.JSON == "" {
		return nil
	}
	return writeFile(p.ctx, c.JSON, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(report)
	})
}
