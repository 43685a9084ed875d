package elastic

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/facetome/facetome/search"
)

// value is a number of an aggregation.
type value struct{ Value float64 }

// bucket is a value's counts; which parts it has depends on what is counted, see counting.
type bucket struct {
	Key     json.RawMessage `json:"key"`
	Count   int             `json:"doc_count"`
	Samples value
	Groups  groupCounts
	Roots   struct {
		Count  int `json:"doc_count"`
		Groups groupCounts
	}
}

type groupCounts struct {
	Match struct{ Samples value }
}

// read adds up the counts of the search's facets.
func (c counting) read(r *reading, a *answer) error {
	for _, part := range c.parts {
		name := part.field.Name
		path := []string{facetName + name}
		switch {
		case part.field.Scope == search.OfSample:
			path = []string{groupsName, "match", facetName + name}
		case c.place == inSet:
			path = []string{experimentsName, "match", facetName + name}
		}
		var found struct {
			Error   int `json:"doc_count_error_upper_bound"`
			Others  int `json:"sum_other_doc_count"`
			Buckets []bucket
		}
		if err := below(a.Aggregations, &found, path...); err != nil {
			return err
		}
		if found.Error != 0 || found.Others != 0 {
			return fmt.Errorf("the counts of %s are not complete: the cluster left out %d", name, found.Others)
		}
		for i := range found.Buckets {
			if err := r.count(part.field, &found.Buckets[i], c.place); err != nil {
				return err
			}
		}
	}
	if !c.total {
		return nil
	}
	var all value
	if err := below(a.Aggregations, &all, groupsName, "match", "samples"); err != nil {
		return err
	}
	r.total.Samples += int(all.Value)
	return nil
}

// below reads an aggregation within others.
func below(aggs map[string]json.RawMessage, out any, path ...string) error {
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

// count adds one value's counts.
func (r *reading) count(f *search.Field, b *bucket, place place) error {
	var term string
	if err := json.Unmarshal(b.Key, &term); err != nil {
		return fmt.Errorf("reading a value of %s: %w", f.Name, err)
	}
	counts := r.counts[f.Name]
	if counts == nil {
		counts = map[string]search.Total{}
		r.counts[f.Name] = counts
	}
	n := counts[term]
	switch {
	case f.Scope == search.OfSample:
		n.Experiments += b.Roots.Count
		n.Samples += int(b.Samples.Value)
	case place == atTop:
		n.Experiments += b.Count
		n.Samples += int(b.Groups.Match.Samples.Value)
	default:
		n.Samples += int(b.Roots.Groups.Match.Samples.Value)
	}
	counts[term] = n
	return nil
}
