package judged

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/facetome/facetome/search"
)

// Hits is how many hits are looked at: what people read of a page.
const Hits = 10

// Outcome is how well one query was answered.
type Outcome struct {
	Query    Query
	Found    int     // experiments
	NDCG     float64 // of the first Hits
	Rank     float64 // one over the place of the first relevant hit; 0 where none is among the first Hits
	Unjudged []string
}

// Report is how well all queries were answered: means over the queries, each as weighty as any other.
type Report struct {
	Outcomes []Outcome
	NDCG     float64
	MRR      float64
	Unjudged int // of all hits that were looked at
}

// Measure asks an engine every query, in the order that the search page would show. find returns the code by which hits name an
// experiment, of any of its codes; an error of it is a judged code that the catalogue does not have.
func Measure(ctx context.Context, engine search.Engine, find func(code string) (string, error), queries []Query) (*Report, error) {
	r := &Report{}
	for _, q := range queries {
		o, err := ask(ctx, engine, find, q)
		if err != nil {
			return nil, fmt.Errorf("query %q: %w", q.Text, err)
		}
		r.Outcomes = append(r.Outcomes, o)
		r.NDCG += o.NDCG / float64(len(queries))
		r.MRR += o.Rank / float64(len(queries))
		r.Unjudged += len(o.Unjudged)
	}
	return r, nil
}

func ask(ctx context.Context, engine search.Engine, find func(string) (string, error), q Query) (Outcome, error) {
	o := Outcome{Query: q}
	grades := map[string]int{}
	for _, j := range q.Judged {
		code, err := find(j.AccessionCode)
		if err != nil {
			return o, err
		}
		grades[code] = max(grades[code], j.Grade) // two codes may have become one experiment
	}
	answer, err := engine.Search(ctx, search.Query{Text: q.Text, Sort: search.SortRelevance, View: search.ViewExperiments, Page: 1, Size: Hits})
	if err != nil {
		return o, err
	}
	o.Found = answer.Total.Experiments
	gains := make([]int, len(answer.Experiments))
	for i, hit := range answer.Experiments {
		grade, known := grades[hit.AccessionCode]
		if !known {
			o.Unjudged = append(o.Unjudged, hit.AccessionCode)
		}
		gains[i] = grade
		if grade >= relevant && o.Rank == 0 {
			o.Rank = 1 / float64(i+1)
		}
	}
	best := make([]int, 0, len(grades))
	for _, grade := range grades {
		best = append(best, grade)
	}
	slices.SortFunc(best, func(a, b int) int { return b - a })
	o.NDCG = worth(gains) / worth(best)
	return o, nil
}

// worth is the discounted cumulated gain of the first Hits grades.
func worth(grades []int) float64 {
	sum := 0.0
	for i, grade := range grades[:min(len(grades), Hits)] {
		sum += (math.Exp2(float64(grade)) - 1) / math.Log2(float64(i+2))
	}
	return sum
}
