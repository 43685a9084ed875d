package judged

import (
	"context"
	"errors"
	"iter"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

func TestRead(t *testing.T) {
	t.Parallel()
	got, err := Read(strings.NewReader(`
# a remark
query: liver
wants: livers
3 GSE1 a liver
# a remark between
0 SRP2 a  river

query: "bone marrow" stroma
wants: the tissue: its cells
2 GSE3 stroma`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Query{
		{"liver", "livers", []Judgement{{3, "GSE1", "a liver"}, {0, "SRP2", "a  river"}}},
		{`"bone marrow" stroma`, "the tissue: its cells", []Judgement{{2, "GSE3", "stroma"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadTellsFaults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"query: a\n3 GSE1 x":                                     "line 1: a block has both",
		"wants: a\n3 GSE1 x":                                     "line 1: a block has both",
		"query: a\nwants: b":                                     "no experiment of grade 2 or 3",
		"query: a\nwants: b\n1 GSE1 x\n0 GSE2 x":                 "no experiment of grade 2 or 3",
		"query: a\nwants: b\n4 GSE1 x":                           "line 3: \"4 GSE1 x\" is neither",
		"query: a\nwants: b\n3 GSE1":                             "line 3: \"3 GSE1\" is neither",
		"query: a\nwants: b\nGSE1 3 x":                           "line 3: \"GSE1 3 x\" is neither",
		"query: a\nwants: b\n3 GSE1 x\n2 gse1 y":                 "line 4: gse1 is judged twice",
		"query: a\nwants: b\n3 G x\n\nquery: a\nwants: c\n3 G y": "line 5: the query \"a\" is asked in line 1 already",
		"query: a\nquery: b\nwants: b\n3 GSE1 x":                 "line 2: \"query: b\" is neither",
	} {
		if _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Read(%q): %v, want %q", text, err, want)
		}
	}
	_, err := Read(strings.NewReader("query: a\n5 x\n\nwants: b"))
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("all faults are told at once: %v", err)
	}
}

// TestQueries holds the project's own queries to what is promised of them.
func TestQueries(t *testing.T) {
	t.Parallel()
	queries, err := Queries()
	if err != nil {
		t.Fatal(err)
	}
	judgements := 0
	for _, q := range queries {
		judgements += len(q.Judged)
	}
	if len(queries) < 60 || judgements < 10*len(queries) {
		t.Errorf("%d queries with %d judgements; 60 with ten each are the least that says much", len(queries), judgements)
	}
}

// answers is an engine that gives fixed hits.
type answers map[string][]string

func (a answers) Search(_ context.Context, q search.Query) (*search.Result, error) {
	r := &search.Result{}
	for _, code := range a[q.Text] {
		r.Experiments = append(r.Experiments, search.ExperimentHit{AccessionCode: code})
	}
	r.Total.Experiments = len(r.Experiments)
	return r, nil
}
func (answers) Export(context.Context, search.Query, func(string)) iter.Seq2[search.Hit, error] {
	return nil
}
func (answers) Info(context.Context) (search.Info, error) { return search.Info{}, nil }

func TestMeasure(t *testing.T) {
	t.Parallel()
	// A is the same experiment as its alternate.
	find := func(code string) (string, error) {
		if code == "gone" {
			return "", errors.New("there is no such experiment")
		}
		return strings.TrimSuffix(code, "-alternate"), nil
	}
	judged := func(text string, judgements ...Judgement) Query { return Query{text, "it", judgements} }
	abc := []Judgement{{3, "A", ""}, {1, "B", ""}, {2, "C", ""}}
	ideal := 7 + 3/math.Log2(3) + 1/math.Log2(4)
	for _, test := range []struct {
		name     string
		query    Query
		hits     string
		ndcg     float64
		rank     float64
		unjudged int
	}{
		{"the best order", judged("q", abc...), "A C B", 1, 1, 0},
		{"the worst order", judged("q", abc...), "B C A", (1 + 3/math.Log2(3) + 7/math.Log2(4)) / ideal, 1. / 2, 0},
		{"nothing found", judged("q", abc...), "", 0, 0, 0},
		{"hits that nobody judged", judged("q", abc...), "X A Y", 7 / math.Log2(3) / ideal, 1. / 2, 2},
		{"only related hits", judged("q", abc...), "B", 1 / ideal, 0, 0},
		{"two codes of one experiment count once", judged("q", Judgement{2, "A", ""}, Judgement{3, "A-alternate", ""}), "A", 1, 1, 0},
	} {
		r, err := Measure(t.Context(), answers{"q": strings.Fields(test.hits)}, find, []Query{test.query})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if math.Abs(r.NDCG-test.ndcg) > 1e-9 || math.Abs(r.MRR-test.rank) > 1e-9 || r.Unjudged != test.unjudged {
			t.Errorf("%s: nDCG %.3f, MRR %.3f, %d not judged; want %.3f, %.3f, %d", test.name, r.NDCG, r.MRR, r.Unjudged, test.ndcg, test.rank, test.unjudged)
		}
	}
	if _, err := Measure(t.Context(), answers{}, find, []Query{judged("q", Judgement{3, "gone", ""})}); err == nil || !strings.Contains(err.Error(), `"q"`) {
		t.Errorf("a judged code that the catalogue does not have: %v", err)
	}
}

func TestReportMeansAndTable(t *testing.T) {
	t.Parallel()
	find := func(code string) (string, error) { return code, nil }
	queries := []Query{{"one", "it", []Judgement{{3, "A", ""}}}, {"two", "it", []Judgement{{3, "A", ""}}}}
	r, err := Measure(t.Context(), answers{"one": {"A"}, "two": {"X"}}, find, queries)
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	if err := r.Write(&table); err != nil {
		t.Fatal(err)
	}
	want := "query              found  nDCG@10  first good  not judged\n" +
		"one                1      1.000    1.          \n" +
		"two                1      0.000    none        X\n" +
		"mean of 2 queries  1      0.500    MRR 0.500   1 hits\n"
	if diff := cmp.Diff(want, table.String()); diff != "" {
		t.Error(diff)
	}
}
