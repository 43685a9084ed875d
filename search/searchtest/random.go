package searchtest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/facetome/facetome/search"
)

// How much the random scenarios do by default: enough that each known fault is caught several times over, and little enough
// that the suite takes seconds. With -short it is less: under the race detector SQLite is some forty times slower. The
// environment raises it for a longer look.
const (
	randomCatalogues   = 4
	randomQueries      = 60 // of each catalogue
	randomQueriesShort = 5
	randomQueriesFew   = 12
	randomAmendedFew   = 1 // of the catalogues

	cataloguesVariable = "FACETOME_SEARCHTEST_CATALOGUES"
	queriesVariable    = "FACETOME_SEARCHTEST_QUERIES"
)

// Vocabulary holds the words of texts in random catalogues. Every analysis leaves them as they are: they are their own stems,
// in lower case, and none is a stop word.
var Vocabulary = []string{
	"blood", "bone", "brain", "cancer", "cell", "chart", "cortex", "drug", "embryo", "graft", "growth", "heart",
	"leaf", "liver", "lung", "map", "neuron", "retina", "root", "skin", "stem", "stress", "tumor", "zebra",
}

// random makes the random scenarios, with so many queries of each catalogue; so many of the catalogues are amended, too.
func random(queries, amended int) []scenario {
	if testing.Short() {
		queries = randomQueriesShort
	}
	queries = fromEnvironment(queriesVariable, queries)
	var scenarios []scenario
	for seed := range fromEnvironment(cataloguesVariable, randomCatalogues) {
		scenarios = append(scenarios, randomScenario(uint64(seed), queries))
		if seed < amended {
			scenarios = append(scenarios, randomAmending(uint64(seed), queries))
		}
	}
	return scenarios
}

func fromEnvironment(variable string, byDefault int) int {
	n, err := strconv.Atoi(os.Getenv(variable))
	if err != nil || n < 1 {
		return byDefault
	}
	return n
}

// randomScenario asks random queries of a random catalogue.
func randomScenario(seed uint64, queries int) scenario {
	catalogue := RandomCatalogue(seed)
	return scenario{name: fmt.Sprintf("random/%d", seed), catalogue: catalogue, ask: askRandomly(seed, queries, catalogue)}
}

// randomAmending asks them after random edits.
func randomAmending(seed uint64, queries int) scenario {
	catalogue, edits := RandomCatalogue(seed), editsAtRandom(seed)
	all := []Catalogue{catalogue}
	for _, e := range edits {
		all = append(all, e.more)
	}
	return scenario{name: fmt.Sprintf("amended/%d", seed), catalogue: catalogue, edits: edits, ask: askRandomly(seed, queries, all...)}
}

// askRandomly asks random queries of what was imported. The oracle answers each of them once, however many engines are asked.
func askRandomly(seed uint64, queries int, imported ...Catalogue) func(context.Context, subject) ([]string, error) {
	type asked struct {
		query  search.Query
		answer *Answer
	}
	var questions []asked
	prepare := func(ctx context.Context, o *Oracle) error {
		words := slices.Clone(Vocabulary)
		for _, c := range imported {
			for _, e := range c.Experiments {
				words = append(words, e.AccessionCode)
			}
		}
		maker, err := NewQueries(ctx, o.store, seed, words...)
		if err != nil {
			return err
		}
		for range queries {
			q, err := maker.Next().Resolve(ctx, o.store)
			if err != nil {
				return err
			}
			answer, err := o.Answer(ctx, q)
			if err != nil {
				return err
			}
			questions = append(questions, asked{q, answer})
		}
		return nil
	}
	return func(ctx context.Context, s subject) ([]string, error) {
		if questions == nil {
			if err := prepare(ctx, s.oracle); err != nil {
				return nil, err
			}
		}
		var differences []string
		for _, question := range questions {
			more, err := question.answer.compare(ctx, s.oracle, s.engine, question.query)
			if err != nil {
				return differences, err
			}
			if len(more) > 0 && len(differences) == 0 && s.simplify {
				more = simplest(ctx, s, question.query, more)
			}
			differences = append(differences, more...)
		}
		return differences, nil
	}
}

// simplest drops from a query what is not needed for the engine to get it wrong, and returns what is wrong then.
func simplest(ctx context.Context, s subject, q search.Query, wrong []string) []string {
	for i := 0; i < len(simpler(q)); {
		candidate := simpler(q)[i]
		if still, err := compareQuery(ctx, s.oracle, s.engine, candidate); err == nil && len(still) > 0 {
			q, wrong, i = candidate, still, 0
			continue
		}
		i++
	}
	return wrong
}

// simpler returns the queries that ask one thing less.
func simpler(q search.Query) []search.Query {
	var list []search.Query
	change := func(f func(*search.Query)) {
		less := q
		less.Conditions = slices.Clone(q.Conditions)
		f(&less)
		less, _ = search.Parse(less.Values())
		if less.Values().Encode() != q.Values().Encode() {
			list = append(list, less)
		}
	}
	change(func(q *search.Query) { q.Text = "" })
	change(func(q *search.Query) { q.View = search.ViewExperiments })
	change(func(q *search.Query) { q.Sort = search.SortMostSamples })
	change(func(q *search.Query) { q.Page, q.Size, q.All, q.In = 1, search.DefaultSize, nil, nil })
	for i, c := range q.Conditions {
		change(func(q *search.Query) { q.Conditions = slices.Delete(q.Conditions, i, i+1) })
		change(func(q *search.Query) { q.Conditions[i].Reported = false })
		change(func(q *search.Query) { q.Conditions[i].NotReported = false })
		for n := range c.Include {
			change(func(q *search.Query) { q.Conditions[i].Include = slices.Delete(slices.Clone(c.Include), n, n+1) })
		}
		for n := range c.Exclude {
			change(func(q *search.Query) { q.Conditions[i].Exclude = slices.Delete(slices.Clone(c.Exclude), n, n+1) })
		}
	}
	return list
}
