package against

import (
	"context"
	"fmt"
	"net/url"

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

// Queries makes the queries of a catalogue of its own commonest values, broad to narrow.
func Queries(ctx context.Context, engine search.Engine) ([]Query, error) {
	all, err := engine.Search(ctx, parse(nil))
	if err != nil {
		return nil, err
	}
	value := func(field string, place int) (Condition, bool) {
		for _, facet := range all.Facets {
			for _, b := range facet.Buckets {
				if facet.Field.Name != field || b.NotReported {
					continue
				}
				if place == 0 {
					return Condition{field, b.Value}, true
				}
				place--
			}
		}
		return Condition{}, false
	}
	type pick struct {
		field string
		place int
	}
	var queries []Query
	for _, picks := range [][]pick{
		nil,
		{{models.FieldOrganism, 0}},
		{{models.FieldTechnology, 1}, {models.FieldOrganism, 1}},
		{{models.FieldOrganism, 0}, {models.FieldTissue, 2}},
		{{models.FieldPlatform, 20}},
	} {
		q := Query{Name: "everything"}
		for i, p := range picks {
			c, ok := value(p.field, p.place)
			if !ok {
				break
			}
			if i == 0 {
				q.Name = ""
			} else {
				q.Name += ", "
			}
			q.Name += c.Value
			q.Conditions = append(q.Conditions, c)
		}
		if len(q.Conditions) == len(picks) { // else the catalogue has no such value
			q.Address = "/search?" + q.values().Encode()
			queries = append(queries, q)
		}
	}
	return queries, nil
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
