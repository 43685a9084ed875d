package searchtest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
)

// TestOracleCountsEachValueAsASearchForIt holds the statement that counts all values of a facet to rule 4, word for word: beside a value
// stands what would match if it were its field's only condition.
func TestOracleCountsEachValueAsASearchForIt(t *testing.T) {
	t.Parallel()
	store := modelstest.SQLite(t)
	if err := RandomCatalogue(2).Import(t.Context(), store); err != nil {
		t.Fatal(err)
	}
	n := 10
	if testing.Short() {
		n = 2
	}
	maker, oracle := queries(t, store), NewOracle(store)
	defer oracle.Close()
	for range n {
		q := maker.Next()
		for _, f := range search.Fields {
			buckets, err := oracle.Facet(t.Context(), q, f.Name)
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range buckets {
				only := search.Condition{Field: f.Name, Include: []string{b.Value}}
				if b.NotReported {
					only = search.Condition{Field: f.Name, NotReported: true}
				}
				total, err := oracle.Totals(t.Context(), replaced(q, only))
				if err != nil {
					t.Fatal(err)
				}
				if want := (search.Total{Experiments: b.Experiments, Samples: b.Samples}); total != want {
					t.Errorf("/search?%s: %s %q: %+v, but a search for it finds %+v", q.Values().Encode(), f.Name, b.Value, want, total)
				}
			}
		}
	}
}

// TestOracleIsTheSameOnBothDatabases compares SQLite's answers with PostgreSQL's.
func TestOracleIsTheSameOnBothDatabases(t *testing.T) {
	t.Parallel()
	sqlite := modelstest.SQLite(t)
	catalogue := RandomCatalogue(3)
	if err := catalogue.Import(t.Context(), sqlite); err != nil {
		t.Fatal(err)
	}
	n := 20
	if testing.Short() {
		n = 3
	}
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		if err := catalogue.Import(t.Context(), store); err != nil {
			t.Fatal(err)
		}
		maker, one, other := queries(t, sqlite), NewOracle(sqlite), NewOracle(store)
		defer one.Close()
		defer other.Close()
		for range n {
			q := maker.Next()
			want, err := one.Answer(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			got, err := other.Answer(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b *search.Field) bool { return a == b })); diff != "" {
				t.Errorf("/search?%s: -sqlite +other\n%s", q.Values().Encode(), diff)
			}
		}
	})
}

// TestOracleKnowsItsLimits: what it has no SQL for is an error, not a number.
func TestOracleKnowsItsLimits(t *testing.T) {
	t.Parallel()
	oracle := NewOracle(modelstest.SQLite(t))
	defer oracle.Close()
	if _, err := oracle.Facet(t.Context(), search.Query{}, "colour"); err == nil {
		t.Error("there are counts of a field that does not exist")
	}
	for name, q := range map[string]search.Query{
		"field": {Conditions: []search.Condition{{Field: "colour", Include: []string{"red"}}}},
		"range": {Conditions: []search.Condition{{Field: "year", Include: []string{"soon"}}}},
	} {
		if _, err := oracle.Totals(t.Context(), q); err == nil {
			t.Errorf("a query with an impossible %s has a total", name)
		}
	}
	if _, err := oracle.Experiments(t.Context(), search.Query{Sort: "best"}); err == nil {
		t.Error("there are hits in an order that does not exist")
	}
}
