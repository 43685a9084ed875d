package elastic

import (
	"fmt"
	"strconv"

	"github.com/facetome/facetome/search"
)

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
	read := &reading{request: r, counts: map[string]map[string]search.Total{}}
	for i, s := range r.searches {
		if err := s.read(read, &answers[i]); err != nil {
			return nil, err
		}
	}
	return read, nil
}

func (r *reading) readHits(a *answer) error {
	r.total.Experiments, r.hits = a.total(), a.Hits.Hits
	return nil
}

func (r *reading) readTextFound(a *answer) error {
	r.textFound = a.total()
	return nil
}

// readWords reads how many experiments have each word.
func (r *reading) readWords(a *answer) error {
	count := func(name string, n int) (counts []int, err error) {
		for i := range n {
			var found struct {
				Count int `json:"doc_count"`
			}
			if err := below(a.Aggregations, &found, name+strconv.Itoa(i)); err != nil {
				return nil, err
			}
			counts = append(counts, found.Count)
		}
		return counts, nil
	}
	var err error
	if r.wordFound, err = count(wordName, len(r.words)); err != nil {
		return err
	}
	r.typedFound, err = count(typedName, len(r.typed))
	return err
}

// result makes the result but for what needs further requests: hits of late pages, samples, words that were probably meant to be others.
func (r *reading) result() (*search.Result, error) {
	result := &search.Result{Generation: r.generation.name(), CatalogueVersion: r.generation.state.CatalogueVersion, Total: r.total}
	for _, f := range search.Fields {
		facet, warnings, err := r.facet(f)
		if err != nil {
			return nil, err
		}
		result.Facets = append(result.Facets, facet)
		result.Warnings = append(result.Warnings, warnings...)
	}
	result.Text.Empty = r.query.Text != "" && r.text.Node == nil
	for i, w := range r.words {
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
		if out.Matching, err = h.number(r.matching); err != nil {
			return nil, err
		}
		if len(r.words) > 0 {
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
