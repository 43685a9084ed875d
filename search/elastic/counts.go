package elastic

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/facetome/facetome/search"
)

// aggregations are answers to aggregations, by name.
type aggregations = map[string]json.RawMessage

// value is a number of an aggregation.
type value struct{ Value float64 }

// bucket is a value's counts; which parts it has depends on what is counted, see counting.
type bucket struct {
	Key     string `json:"key"`
	Count   int    `json:"doc_count"`
	Samples value
	Rows    rowCounts
	Roots   struct {
		Count   int `json:"doc_count"`
		Samples value
		Rows    rowCounts
	}
}

type rowCounts struct {
	Match struct{ Samples value }
}

// samples are the bucket's, wherever it has them.
func (b *bucket) samples() int {
	return int(b.Samples.Value + b.Rows.Match.Samples.Value + b.Roots.Samples.Value + b.Roots.Rows.Match.Samples.Value)
}

// Experiments of a bucket are its documents, or those that its groups belong to.
func ofDocuments(b *bucket) int { return b.Count }
func ofGroups(b *bucket) int    { return b.Roots.Count }

// read adds up what the search counts.
func (c counting) read(r *reading, a *answer) error {
	if c.whole() {
		return c.readWhole(r, a.Aggregations)
	}
	return c.readRows(r, a.Aggregations)
}

// readWhole reads what aggsOfWhole ask.
func (c counting) readWhole(r *reading, aggs aggregations) error {
	by, err := c.experimentsIn(aggs)
	if err != nil {
		return err
	}
	for _, p := range c.parts {
		if p.field.Scope == search.OfExperiment {
			if err := c.readFacet(r, p.field, by, ofDocuments); err != nil {
				return err
			}
			continue
		}
		var rows aggregations
		if err := below(aggs, &rows, differsName+p.field.Name, rowsName, matchName); err != nil {
			return err
		}
		if err := errors.Join(c.readFacet(r, p.field, aggs, ofDocuments), c.readFacet(r, p.field, rows, ofGroups)); err != nil {
			return err
		}
	}
	return c.readTotal(r, aggs)
}

// readRows reads what aggsOfRows ask.
func (c counting) readRows(r *reading, aggs aggregations) error {
	rows, err := matching(aggs, rowsName)
	if err != nil {
		return err
	}
	by, err := c.experimentsIn(aggs)
	if err != nil {
		return err
	}
	for _, p := range c.parts {
		under, experiments := by, ofDocuments
		if p.field.Scope == search.OfSample {
			under, experiments = rows, ofGroups
		}
		if err := c.readFacet(r, p.field, under, experiments); err != nil {
			return err
		}
	}
	return c.readTotal(r, rows)
}

// experimentsIn are the aggregations where experiments stand.
func (c counting) experimentsIn(aggs aggregations) (aggregations, error) {
	if c.place == atTop {
		return aggs, nil
	}
	return matching(aggs, byName)
}

func (c counting) readTotal(r *reading, aggs aggregations) error {
	if !c.total {
		return nil
	}
	var all value
	if err := below(aggs, &all, samplesName); err != nil {
		return err
	}
	r.total.Samples += int(all.Value)
	return nil
}

// readFacet adds up the counts of a facet. Documents of sets are no experiments.
func (c counting) readFacet(r *reading, f *search.Field, aggs aggregations, experiments func(*bucket) int) error {
	var found struct {
		Error   int `json:"doc_count_error_upper_bound"`
		Others  int `json:"sum_other_doc_count"`
		Buckets []bucket
	}
	if err := below(aggs, &found, facetName+f.Name); err != nil {
		return err
	}
	if found.Error != 0 || found.Others != 0 {
		return fmt.Errorf("the counts of %s are not complete: the cluster left out %d", f.Name, found.Others)
	}
	if r.counts[f.Name] == nil {
		r.counts[f.Name] = map[string]search.Total{}
	}
	for i := range found.Buckets {
		b := &found.Buckets[i]
		n := r.counts[f.Name][b.Key]
		n.Samples += b.samples()
		if c.place == atTop {
			n.Experiments += experiments(b)
		}
		r.counts[f.Name][b.Key] = n
	}
	return nil
}

// matching are the aggregations of the nested documents that pass; none where no such are asked for.
func matching(aggs aggregations, name string) (aggregations, error) {
	if aggs[name] == nil {
		return nil, nil
	}
	var found struct{ Match aggregations }
	err := below(aggs, &found, name)
	return found.Match, err
}

// below reads an aggregation within others.
func below(aggs aggregations, out any, path ...string) error {
	for i, name := range path {
		data, ok := aggs[name]
		if !ok {
			return fmt.Errorf("the cluster's answer has no %s", strings.Join(path[:i+1], " > "))
		}
		if i == len(path)-1 {
			if err := json.Unmarshal(data, out); err != nil {
				return fmt.Errorf("reading %s: %w", strings.Join(path, " > "), err)
			}
			return nil
		}
		aggs = nil
		if err := json.Unmarshal(data, &aggs); err != nil {
			return fmt.Errorf("reading %s: %w", strings.Join(path[:i+1], " > "), err)
		}
	}
	return nil
}
