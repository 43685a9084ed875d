package searchtest

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

// compareQuery tells where an engine and the oracle differ on a query. An error is the oracle's own.
func compareQuery(ctx context.Context, o *Oracle, e search.Engine, q search.Query) ([]string, error) {
	q, err := q.Resolve(ctx, o.store)
	if err != nil {
		return nil, err
	}
	want, err := o.Answer(ctx, q)
	if err != nil {
		return nil, err
	}
	return want.compare(ctx, o, e, q)
}

// compare tells where an engine differs from the answer to a query.
func (a *Answer) compare(ctx context.Context, o *Oracle, e search.Engine, q search.Query) ([]string, error) {
	d := differences{query: q}
	result, err := e.Search(ctx, q)
	if err != nil {
		d.add("Search", "fails: %v", err)
		return d.list, nil
	}
	if info, err := e.Info(ctx); err != nil || info.Generation != result.Generation || info.Generation == "" {
		d.add("Info", "names generation %q (error %v); the result names %q", info.Generation, err, result.Generation)
	}
	if result.Total != a.Total {
		d.add("the total", "is %+v, want %+v", result.Total, a.Total)
	}
	a.compareFacets(&d, result)
	err = a.compareHits(ctx, &d, o, e, result)
	return d.list, err
}

// differences collects what is wrong about one query's answer.
type differences struct {
	query search.Query
	list  []string
}

func (d *differences) add(what, format string, args ...any) {
	d.list = append(d.list, fmt.Sprintf("/search?%s: %s %s", d.query.Values().Encode(), what, fmt.Sprintf(format, args...)))
}

// same compares two lists.
func same[T any](d *differences, what string, want, got []T) bool {
	if len(want) == 0 && len(got) == 0 {
		return true
	}
	if len(want) != len(got) {
		d.add(what, "are %d, want %d", len(got), len(want))
	}
	// Place by place: to align two long lists that differ would take longer than to make them.
	equal := len(want) == len(got)
	for i := range min(len(want), len(got)) {
		if diff := gocmp.Diff(want[i], got[i]); diff != "" {
			d.add(what, "differ from place %d on (-want +got):\n%s", i, diff)
			return false
		}
	}
	return equal
}

func (a *Answer) compareFacets(d *differences, result *search.Result) {
	if len(result.Facets) != len(a.Facets) {
		d.add("the result", "has %d facets, want %d", len(result.Facets), len(a.Facets))
		return
	}
	for i, want := range a.Facets {
		got := result.Facets[i]
		if got.Field != want.Field {
			d.add("facet", "%d is another field than %s", i, want.Field.Name)
			continue
		}
		what := "the values of " + want.Field.Name
		if want.Field.IsRange() {
			same(d, what, lines(want), lines(got))
			continue
		}
		// How a bucket that is not reported is labelled is the engine's matter, and so where it stands among its equals.
		if !slices.IsSortedFunc(got.Buckets, byRank) {
			d.add(what, "are not in order: %q", lines(got))
		}
		wanted, found := lines(want), lines(got)
		slices.Sort(wanted)
		slices.Sort(found)
		same(d, what, wanted, found)
	}
}

// lines writes a facet's buckets as "+Homo sapiens 2/5": included, 2 experiments, 5 samples. A value that is shown as another
// is "GPL570 = its name".
func lines(f search.Facet) []string {
	mark := map[search.Selection]string{search.Included: "+", search.Excluded: "-"}
	list := make([]string, len(f.Buckets))
	for i, b := range f.Buckets {
		name := b.Value
		switch {
		case b.NotReported && b.Value == "":
			name = notReported
		case b.NotReported:
			name = fmt.Sprintf("%s, though it has the value %q", notReported, b.Value)
		case !f.Field.IsRange() && b.Label != b.Value:
			name += " = " + b.Label
		}
		list[i] = fmt.Sprintf("%s%s %d/%d", mark[b.Selected], name, b.Experiments, b.Samples)
	}
	return list
}

const notReported = "not reported"

// compareHits compares all hits, which Export gives, and the page of them that Search gives.
func (a *Answer) compareHits(ctx context.Context, d *differences, o *Oracle, e search.Engine, result *search.Result) error {
	inView := d.query
	inView.View = search.ViewExperiments
	exported, err := export(ctx, e, inView)
	if err != nil {
		d.add("Export", "fails: %v", err)
		return nil
	}
	same(d, "the generation of the export", []string{result.Generation}, []string{exported.generation})
	wanted, found := a.Experiments, exported.experiments
	if d.query.Sort == search.SortRelevance { // an order of the engine's own: the same experiments in any order
		byCode := func(a, b ExperimentRow) int { return cmp.Compare(a.AccessionCode, b.AccessionCode) }
		wanted, found = slices.SortedFunc(slices.Values(wanted), byCode), slices.SortedFunc(slices.Values(found), byCode)
	}
	if !same(d, "the experiments", wanted, found) {
		return nil
	}
	onPage := rowsOf(result)
	if d.query.View == search.ViewExperiments {
		same(d, "the page of experiments", page(exported.experiments, d.query), onPage.experiments)
		same(d, "the page of samples", nil, onPage.samples)
		return nil
	}
	want, err := o.Samples(ctx, d.query, codes(exported.experiments))
	if err != nil {
		return err
	}
	if exported, err = export(ctx, e, d.query); err != nil {
		d.add("Export", "fails: %v", err)
		return nil
	}
	same(d, "the samples", want, exported.samples)
	same(d, "the page of samples", page(want, d.query), onPage.samples)
	same(d, "the page of experiments", nil, onPage.experiments)
	return nil
}

// rows are hits, of which one kind is empty.
type rows struct {
	generation  string // of an export
	experiments []ExperimentRow
	samples     []SampleRow
}

// export collects all hits of a query.
func export(ctx context.Context, e search.Engine, q search.Query) (r rows, err error) {
	for hit, err := range e.Export(ctx, q, func(name string) { r.generation = name }) {
		if err != nil {
			return rows{}, err
		}
		switch hit := hit.(type) {
		case search.ExperimentHit:
			r.experiments = append(r.experiments, experimentRow(hit))
		case search.SampleHit:
			r.samples = append(r.samples, sampleRow(hit))
		default:
			return rows{}, fmt.Errorf("a hit is a %T", hit)
		}
	}
	return r, nil
}

// rowsOf are the hits of a result's page.
func rowsOf(result *search.Result) (r rows) {
	for _, hit := range result.Experiments {
		r.experiments = append(r.experiments, experimentRow(hit))
	}
	for _, hit := range result.Samples {
		r.samples = append(r.samples, sampleRow(hit))
	}
	return r
}

func experimentRow(h search.ExperimentHit) ExperimentRow {
	return ExperimentRow{AccessionCode: h.AccessionCode, Title: h.Title, Samples: h.Samples, Matching: h.Matching}
}

func sampleRow(h search.SampleHit) SampleRow {
	return SampleRow{AccessionCode: h.AccessionCode, Title: h.Title, Experiments: h.Experiments, Under: h.Under}
}

// page is the part of all rows that a query asks for; behind the last page there is nothing.
func page[T any](rows []T, q search.Query) []T {
	first := min((q.Page-1)*q.Size, len(rows))
	return rows[first:min(first+q.Size, len(rows))]
}
