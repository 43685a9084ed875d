package searchtest

import (
	"context"
	"fmt"
	"slices"

	"github.com/facetome/facetome/search"
)

// ExperimentRow is an experiment that matches.
type ExperimentRow struct {
	AccessionCode string
	Title         string
	Samples       int // how many it has
	Matching      int // how many of them match
}

// SampleRow is a sample that matches.
type SampleRow struct {
	AccessionCode string
	Title         string
	Experiments   []string // all it belongs to, in byte order
	Under         string   // the first matching one
}

// Experiments lists all matching experiments in the query's order. Relevance has no order that a database could know: then
// they come by accession code.
func (o *Oracle) Experiments(ctx context.Context, q search.Query) ([]ExperimentRow, error) {
	order, known := map[search.Sort]string{
		search.SortRelevance:     ``,
		search.SortMostSamples:   `matching DESC,`,
		search.SortFewestSamples: `matching ASC,`,
		search.SortNewest:        `e.first_published DESC NULLS LAST,`,
		search.SortOldest:        `e.first_published ASC NULLS LAST,`,
	}[q.Sort]
	if !known {
		return nil, fmt.Errorf("oracle: there is no order %q", q.Sort)
	}
	m, err := o.matching(ctx, q)
	if err != nil {
		return nil, err
	}
	var rows []ExperimentRow
	err = o.read(ctx, &rows, sql(`
		SELECT e.accession_code, e.title, COUNT(DISTINCT es.sample_id) AS samples,
		       COUNT(DISTINCT CASE WHEN ? THEN es.sample_id END) AS matching
		FROM experiments e LEFT JOIN experiment_samples es ON es.experiment_id = e.id
		WHERE e.id IN (?)
		GROUP BY e.id, e.accession_code, e.title, e.first_published
		ORDER BY `+order+` e.accession_code `+o.dialect.bytes, samplePasses(q), m.experiments))
	return rows, err
}

// Samples lists all matching samples, each once, under its first matching experiment in the given order, then by accession
// code.
func (o *Oracle) Samples(ctx context.Context, q search.Query, order []string) ([]SampleRow, error) {
	m, err := o.matching(ctx, q)
	if err != nil {
		return nil, err
	}
	var pairs []struct {
		Sample, Title, Experiment string
		Matches                   bool
	}
	if err := o.read(ctx, &pairs, sql(`
		SELECT s.accession_code AS sample, s.title AS title, e.accession_code AS experiment,
		       EXISTS (SELECT 1 FROM (?) x WHERE x.id = e.id) AS matches
		FROM experiment_samples es
		JOIN samples s ON s.id = es.sample_id
		JOIN experiments e ON e.id = es.experiment_id
		WHERE es.sample_id IN (SELECT sample_id FROM (?) m)
		ORDER BY s.accession_code `+o.dialect.bytes+`, e.accession_code `+o.dialect.bytes, m.experiments, m.pairs)); err != nil {
		return nil, err
	}
	place := map[string]int{}
	for i, code := range order {
		place[code] = i
	}
	var rows []SampleRow
	for _, pair := range pairs {
		if len(rows) == 0 || rows[len(rows)-1].AccessionCode != pair.Sample {
			rows = append(rows, SampleRow{AccessionCode: pair.Sample, Title: pair.Title})
		}
		row := &rows[len(rows)-1]
		row.Experiments = append(row.Experiments, pair.Experiment)
		if pair.Matches && (row.Under == "" || place[pair.Experiment] < place[row.Under]) {
			row.Under = pair.Experiment
		}
	}
	// The rows are in order of accession code, and a stable sort keeps them so.
	slices.SortStableFunc(rows, func(a, b SampleRow) int {
		return place[a.Under] - place[b.Under]
	})
	return rows, nil
}

// codes are the accession codes of rows, for messages and orders.
func codes(rows []ExperimentRow) []string {
	list := make([]string, len(rows))
	for i, row := range rows {
		list[i] = row.AccessionCode
	}
	return list
}
