package elastic

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// answer is what the cluster says to one search.
type answer struct {
	TimedOut bool `json:"timed_out"`
	Shards   struct {
		Total, Successful, Failed int
	} `json:"_shards"`
	Hits struct {
		Total struct{ Value int }
		Hits  []hit
	}
	Aggregations map[string]json.RawMessage
	Suggest      map[string][]suggested
	PIT          string `json:"pit_id"`
	Status       int
	Error        json.RawMessage
}

// hit is a document that was found.
type hit struct {
	ID      string            `json:"_id"`
	Sort    []json.RawMessage `json:"sort"`
	Matched []string          `json:"matched_queries"`
	Source  struct {
		Stored storedHit `json:"stored"`
	} `json:"_source"`
}

// number is one of the keys that the hit is ordered by. On a point in time the cluster adds one of its own.
func (h hit) number(n int) (int, error) {
	if n >= len(h.Sort) {
		return 0, fmt.Errorf("the cluster did not say how %s is ordered", h.ID)
	}
	f, err := strconv.ParseFloat(string(h.Sort[n]), 64)
	if err != nil {
		return 0, fmt.Errorf("the cluster orders %s by %s, which is no number", h.ID, h.Sort[n])
	}
	return int(f), nil
}

// matching is how many samples of a hit match.
func (r *request) matching(h hit) (int, error) { return h.number(r.keys) }

// complete fails where an answer is none, or not of all shards: numbers of a part are never shown.
func (a *answer) complete() error {
	switch {
	case len(a.Error) > 0:
		if strings.Contains(string(a.Error), "index_not_found_exception") {
			return fmt.Errorf("%w (%.*s)", errNotFound, longestReason, a.Error)
		}
		if a.Status == 0 {
			a.Status = 500
		}
		return refused(a.Status, a.Error)
	case a.TimedOut:
		return fmt.Errorf("%w (a search took too long)", search.ErrUnavailable)
	case a.Shards.Failed > 0 || a.Shards.Successful < a.Shards.Total:
		return fmt.Errorf("%w (%d of %d shards answered)", search.ErrUnavailable, a.Shards.Successful, a.Shards.Total)
	}
	return nil
}

// total is how many documents match.
func (a *answer) total() int { return a.Hits.Total.Value }

// reading reads the answers to a request: the second step of a search.
type reading struct {
	*request
	counts                map[string]map[string]search.Total // by field and term
	total                 search.Total
	textFound             int   // experiments that match the text, whatever is filtered
	wordFound, typedFound []int // experiments that have each of the request's words, and of those that may be mistyped
	hits                  []hit
}

// read reads all answers.
func (r *request) read(answers []answer) (*reading, error) {
	if len(answers) != len(r.searches) {
		return nil, fmt.Errorf("the cluster answers %d of %d searches", len(answers), len(r.searches))
	}
	for i := range answers {
		if err := answers[i].complete(); err != nil {
			return nil, err
		}
	}
	read := &reading{request: r, counts: map[string]map[string]search.Total{}, hits: answers[0].Hits.Hits}
	read.total.Experiments = answers[0].total()
	if r.text.Node != nil {
		var text struct {
			Found int `json:"doc_count"`
		}
		if err := json.Unmarshal(answers[0].Aggregations["text"], &text); err != nil {
			return nil, fmt.Errorf("reading how many experiments have the text: %w", err)
		}
		read.textFound = text.Found
	}
	for i, parts := range r.facets {
		for k, aggs := range []map[string]json.RawMessage{answers[1+2*i].Aggregations, answers[2+2*i].Aggregations} {
			if err := read.facets(parts, aggs, k == 0, i == 0); err != nil {
				return nil, err
			}
		}
	}
	return read, read.words(answers[len(answers)-1].Aggregations)
}

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

// words reads how many experiments have each word.
func (r *reading) words(aggs map[string]json.RawMessage) error {
	count := func(name string, n int) (counts []int, err error) {
		for i := range n {
			var found struct {
				Count int `json:"doc_count"`
			}
			if err := below(aggs, &found, name+strconv.Itoa(i)); err != nil {
				return nil, err
			}
			counts = append(counts, found.Count)
		}
		return counts, nil
	}
	var err error
	if r.wordFound, err = count(wordName, len(r.request.words)); err != nil {
		return err
	}
	r.typedFound, err = count(typedName, len(r.typed))
	return err
}

// result makes the result but for what needs further requests: hits of late pages, samples, words that were probably meant to be others.
func (r *reading) result() (*search.Result, error) {
	result := &search.Result{Generation: r.generation.name(), Total: r.total}
	for _, f := range search.Fields {
		facet, warnings, err := r.facet(f)
		if err != nil {
			return nil, err
		}
		result.Facets = append(result.Facets, facet)
		result.Warnings = append(result.Warnings, warnings...)
	}
	result.Text.Empty = r.query.Text != "" && r.text.Node == nil
	for i, w := range r.request.words {
		if r.wordFound[i] == 0 {
			result.Text.Absent = append(result.Text.Absent, w)
		}
	}
	if r.query.View == search.ViewExperiments {
		var err error
		result.Experiments, err = r.experiments()
		return result, err
	}
	return result, nil
}

// experiments makes the hits of a page.
func (r *reading) experiments() ([]search.ExperimentHit, error) {
	marker := search.NewMarker(search.Positive(r.text.Node))
	page := make([]search.ExperimentHit, 0, len(r.hits))
	for _, h := range r.hits {
		out := h.Source.Stored.Hit
		var err error
		if out.Matching, err = r.matching(h); err != nil {
			return nil, err
		}
		if len(r.request.words) > 0 {
			out.Why = r.why(marker, h)
		}
		page = append(page, out)
	}
	return page, nil
}

// why explains one hit.
func (r *reading) why(marker *search.Marker, h hit) *search.Why {
	stored := &h.Source.Stored
	found := search.Explained{Title: stored.Hit.Title, Description: stored.Hit.Description, Institution: stored.Hit.Institution,
		Publications: stored.Publications, Authors: stored.Authors}
	matched := map[string]bool{}
	for _, name := range h.Matched {
		matched[name] = true
	}
	for f := range search.TextFields {
		if !matched[strconv.Itoa(f)] {
			continue
		}
		found.Fields = append(found.Fields, search.TextField(f))
		field := search.FieldByName(search.TextFields[f].Name)
		if field == nil || field.Scope != search.OfSample {
			continue
		}
		for _, term := range stored.Values[field.Name] {
			found.Values = append(found.Values, search.FieldLabel{Field: search.TextField(f), Label: r.generation.values[field.Name][term].Label})
		}
	}
	return marker.Explain(found)
}

// facet lists the values that have any count and those that the query names.
func (r *reading) facet(f *search.Field) (search.Facet, []search.Warning, error) {
	facet := search.Facet{Field: f}
	asked := r.query.Condition(f.Name)
	if f.IsRange() {
		facet.Buckets = r.bins(f, asked)
		return facet, nil, nil
	}
	selected, unknown, warnings := r.selected(f, asked)
	known := r.generation.values[f.Name]
	for term, n := range r.counts[f.Name] {
		b := search.Bucket{Experiments: n.Experiments, Samples: n.Samples, Selected: selected[term]}
		delete(selected, term)
		if shown, ok := known[term]; ok {
			b.Value, b.Label = shown.Value, shown.Label
		} else if term == notReported {
			b.NotReported, b.Label = true, search.NotReportedLabel
		} else {
			return facet, nil, fmt.Errorf("the index is damaged; run `facetome reindex` (%s has a value without a spelling)", f.Name)
		}
		if b.Experiments > 0 || b.Samples > 0 || b.Selected != search.Neither {
			facet.Buckets = append(facet.Buckets, b)
		}
	}
	for term, selection := range selected { // without any count
		b := search.Bucket{Value: known[term].Value, Label: known[term].Label, Selected: selection}
		if term == notReported {
			b.NotReported, b.Label = true, search.NotReportedLabel
		}
		facet.Buckets = append(facet.Buckets, b)
	}
	facet.Buckets = append(facet.Buckets, unknown...)
	facet.Sort()
	return facet, warnings, nil
}

// selected says what the query says of values that the catalogue has, by term, and names those that it does not have. A value that is both included
// and excluded stays excluded, since no sample can pass both.
func (r *reading) selected(f *search.Field, asked search.Condition) (selected map[string]search.Selection, unknown []search.Bucket, warnings []search.Warning) {
	selected = map[string]search.Selection{}
	if asked.NotReported {
		selected[notReported] = search.Included
	}
	seen := map[string]bool{}
	look := func(values []string, as search.Selection) {
		for _, value := range values {
			term := termOf(models.Fold(value))
			if seen[term] {
				continue
			}
			seen[term] = true
			if _, known := r.generation.values[f.Name][term]; known {
				selected[term] = as
				continue
			}
			unknown = append(unknown, search.Bucket{Value: value, Label: value, Selected: as})
			warnings = append(warnings, search.Warning{Param: f.Name, Value: value,
				Message: fmt.Sprintf("The catalogue has no %s “%s”.", f.Noun(), value)})
		}
	}
	look(asked.Exclude, search.Excluded)
	look(asked.Include, search.Included)
	return selected, unknown, warnings
}

// bins lists all bins of a range, those that nothing is in among them, and not reported last.
func (r *reading) bins(f *search.Field, asked search.Condition) []search.Bucket {
	bins := f.Bins
	if ends := r.generation.state.Ranges[f.Name]; bins == nil && len(ends) == 2 {
		for n := ends[0]; n <= ends[1]; n++ {
			bins = append(bins, search.Between(n, n))
		}
	}
	include, exclude := rangesOf(asked.Include), rangesOf(asked.Exclude)
	covered := func(ranges []search.Range, bin search.Range) bool {
		for _, r := range ranges {
			if r.Covers(bin) {
				return true
			}
		}
		return false
	}
	var buckets []search.Bucket
	for _, bin := range bins {
		n := r.counts[f.Name][bin.String()]
		b := search.Bucket{Value: bin.String(), Label: bin.Label(), Experiments: n.Experiments, Samples: n.Samples}
		switch {
		case covered(exclude, bin):
			b.Selected = search.Excluded
		case covered(include, bin):
			b.Selected = search.Included
		}
		buckets = append(buckets, b)
	}
	if n := r.counts[f.Name][notReported]; n.Experiments > 0 || n.Samples > 0 || asked.NotReported {
		b := search.Bucket{NotReported: true, Label: search.NotReportedLabel, Experiments: n.Experiments, Samples: n.Samples}
		if asked.NotReported {
			b.Selected = search.Included
		}
		buckets = append(buckets, b)
	}
	return buckets
}
