package against

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// publicationField is the one of the seed's four facets that is the experiment's.
const publicationField = "publication"

// SeedFields are the facets that the seed had.
var SeedFields = []string{models.FieldTechnology, models.FieldOrganism, models.FieldPlatform, publicationField}

// Query is one that is asked of all sides: one value for some sample fields.
type Query struct {
	Name       string      `json:"name"`
	Conditions []Condition `json:"-"`
	Address    string      `json:"address"`
}

// Condition asks for samples with a value.
type Condition struct{ Field, Value string }

// Counts are a side's numbers.
type Counts struct {
	Total  search.Total
	Facets map[string]map[string]search.Total // by field and models.Fold of the value; what is not reported is left out
}

// pick is a field's value by its place among those that a search finds, commonest first.
type pick struct {
	field string
	place int
}

// Queries makes the queries of a catalogue of its own commonest values, broad to narrow.
func Queries(ctx context.Context, engine search.Engine) ([]Query, error) {
	var queries []Query
	for _, picks := range [][]pick{
		nil,
		{{models.FieldOrganism, 0}},
		{{models.FieldTechnology, 1}, {models.FieldOrganism, 1}},
		{{models.FieldOrganism, 0}, {models.FieldTissue, 0}},
		{{models.FieldPlatform, 20}},
	} {
		q := Query{}
		for _, p := range picks {
			r, err := engine.Search(ctx, parse(q.values()))
			if err != nil {
				return nil, err
			}
			if value, ok := p.in(r); ok { // else the catalogue is too small for it
				q.Conditions = append(q.Conditions, Condition{p.field, value})
			}
		}
		if len(q.Conditions) == len(picks) {
			q.Name, q.Address = q.name(), "/search?"+q.values().Encode()
			queries = append(queries, q)
		}
	}
	return queries, nil
}

func (p pick) in(r *search.Result) (value string, ok bool) {
	place := p.place
	for _, facet := range r.Facets {
		for _, b := range facet.Buckets {
			if facet.Field.Name != p.field || b.NotReported || b.Samples == 0 {
				continue
			}
			if place == 0 {
				return b.Value, true
			}
			place--
		}
	}
	return "", false
}

func (q Query) name() string {
	if len(q.Conditions) == 0 {
		return "everything"
	}
	var values []string
	for _, c := range q.Conditions {
		values = append(values, c.Value)
	}
	return strings.Join(values, ", ")
}

func (q Query) values() url.Values {
	v := url.Values{}
	for _, c := range q.Conditions {
		v.Add(c.Field, c.Value)
	}
	return v
}

func parse(v url.Values) search.Query {
	q, _ := search.Parse(v)
	return q
}

// Engine is a side that is one of Facetome's engines; all facets come with every answer.
type Engine struct{ search.Engine }

// Ask implements Side.
func (e Engine) Ask(ctx context.Context, q Query) (Counts, error) {
	r, err := e.Search(ctx, parse(q.values()))
	if err != nil {
		return Counts{}, err
	}
	if len(r.Warnings) > 0 {
		return Counts{}, fmt.Errorf("%s: %s", q.Name, r.Warnings[0].Message)
	}
	c := Counts{Total: r.Total, Facets: map[string]map[string]search.Total{}}
	for _, facet := range r.Facets {
		counts := map[string]search.Total{}
		for _, b := range facet.Buckets {
			if !b.NotReported && b.Experiments > 0 {
				counts[models.Fold(b.Value)] = search.Total{Experiments: b.Experiments, Samples: b.Samples}
			}
		}
		c.Facets[facet.Field.Name] = counts
	}
	return c, nil
}
