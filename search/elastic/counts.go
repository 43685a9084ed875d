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

// facets adds up the counts of some facets in one of the two indices: of experiments, or of sets.
func (r *reading) facets(parts []facetPart, aggs map[string]json.RawMessage, ofExperiments, withTotal bool) error {
	for _, part := range parts {
		key, name := lifted(r.query, part.field), part.field.Name
		path := []string{byName + key, facetName + name}
		switch {
		case part.field.Scope == search.OfSample:
			path = []string{rowsName + key, "groups", "match", facetName + name}
		case !ofExperiments:
			path = []string{byName + key, "match", facetName + name}
		}
		var found struct {
			Error   int `json:"doc_count_error_upper_bound"`
			Others  int `json:"sum_other_doc_count"`
			Buckets []bucket
		}
		if err := below(aggs, &found, path...); err != nil {
			return err
		}
		if found.Error != 0 || found.Others != 0 {
			return fmt.Errorf("the counts of %s are not complete: the cluster left out %d", name, found.Others)
		}
		for i := range found.Buckets {
			if err := r.count(part.field, &found.Buckets[i], ofExperiments); err != nil {
				return err
			}
		}
	}
	if !withTotal {
		return nil
	}
	var all value
	if err := below(aggs, &all, rowsName, "groups", "match", "samples"); err != nil {
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
func (r *reading) count(f *search.Field, b *bucket, ofExperiments bool) error {
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
	case ofExperiments:
		n.Experiments += b.Count
		n.Samples += int(b.Groups.Match.Samples.Value)
	default:
		n.Samples += int(b.Roots.Groups.Match.Samples.Value)
	}
	counts[term] = n
	return nil
}
