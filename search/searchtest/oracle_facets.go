package searchtest

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"gorm.io/gorm/clause"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Facet counts the values of a field: every value with counts, and those that the query names. Buckets that are not reported,
// and those of ranges, have no label.
func (o *Oracle) Facet(ctx context.Context, q search.Query, field string) ([]search.Bucket, error) {
	f := search.FieldByName(field)
	switch {
	case f == nil:
		return nil, fmt.Errorf("oracle: there is no field %q", field)
	case f.IsRange():
		return o.bins(ctx, q, f)
	}
	return o.terms(ctx, q, f)
}

// replaced is the query with c as its only condition of c's field: rule 4.
func replaced(q search.Query, c search.Condition) search.Query {
	q.Conditions = slices.DeleteFunc(slices.Clone(q.Conditions), func(other search.Condition) bool { return other.Field == c.Field })
	if !c.Empty() {
		q.Conditions = append(q.Conditions, c)
	}
	return q
}

// bins counts the bins of a range.
func (o *Oracle) bins(ctx context.Context, q search.Query, f *search.Field) ([]search.Bucket, error) {
	ranges, err := o.ranges(ctx, f)
	if err != nil {
		return nil, err
	}
	counts, err := o.counts(ctx, replaced(q, search.Condition{Field: f.Name}), f)
	if err != nil {
		return nil, err
	}
	selected := q.Condition(f.Name)
	var buckets []search.Bucket
	for _, bin := range ranges {
		value := bin.String()
		c := counts[value]
		delete(counts, value)
		buckets = append(buckets, search.Bucket{Value: value, Experiments: c.Experiments, Samples: c.Samples,
			Selected: selection(covered(selected.Include, bin), covered(selected.Exclude, bin))})
	}
	if c := counts[""]; c.Experiments > 0 || selected.NotReported {
		buckets = append(buckets, notReportedBucket(c, selected))
	}
	delete(counts, "")
	if len(counts) > 0 {
		return nil, fmt.Errorf("oracle: %s has numbers outside its bins: %v", f.Name, counts)
	}
	return buckets, nil
}

func notReportedBucket(c search.Total, selected search.Condition) search.Bucket {
	return search.Bucket{NotReported: true, Experiments: c.Experiments, Samples: c.Samples, Selected: selection(selected.NotReported, false)}
}

// ranges are a field's fixed bins, or one for each number from the catalogue's first to its last.
func (o *Oracle) ranges(ctx context.Context, f *search.Field) ([]search.Range, error) {
	if f.Bins != nil {
		return f.Bins, nil
	}
	column, err := o.dialect.column(f.Name)
	if err != nil {
		return nil, err
	}
	var ends struct{ First, Last *int }
	if err := o.read(ctx, &ends, sql(`SELECT MIN(n) AS first, MAX(n) AS last FROM (SELECT `+column.key+` AS n FROM experiments e) x`)); err != nil {
		return nil, err
	}
	var ranges []search.Range
	for n := ends.First; n != nil && *n <= *ends.Last; *n++ {
		ranges = append(ranges, search.Between(*n, *n))
	}
	return ranges, nil
}

// covered says whether one of the ranges holds all of a bin.
func covered(ranges []string, bin search.Range) bool {
	return slices.ContainsFunc(ranges, func(value string) bool {
		r, ok := search.ParseRange(value)
		return ok && r.Min <= bin.Min && bin.Max <= r.Max
	})
}

func selection(included, excluded bool) search.Selection {
	switch {
	case excluded: // an excluded value does not pass, though it be included
		return search.Excluded
	case included:
		return search.Included
	}
	return search.Neither
}

// terms counts the values of a field.
func (o *Oracle) terms(ctx context.Context, q search.Query, f *search.Field) ([]search.Bucket, error) {
	counts, err := o.counts(ctx, replaced(q, search.Condition{Field: f.Name}), f)
	if err != nil {
		return nil, err
	}
	spellings, err := o.spellings(ctx, f)
	if err != nil {
		return nil, err
	}
	selected := q.Condition(f.Name)
	var buckets []search.Bucket
	if c := counts[""]; c.Experiments > 0 || selected.NotReported {
		buckets = append(buckets, notReportedBucket(c, selected))
	}
	delete(counts, "")
	asAsked := map[string]spelling{} // of values that the query names
	for _, value := range slices.Concat(selected.Exclude, selected.Include) {
		key := models.Fold(value)
		asAsked[key] = spelling{Value: value, Label: value}
		if _, counted := counts[key]; !counted {
			counts[key] = search.Total{} // listed, too
		}
	}
	included, excluded := fold(selected.Include), fold(selected.Exclude)
	for key, c := range counts {
		shown, known := spellings[key]
		if !known {
			shown = asAsked[key]
		}
		buckets = append(buckets, search.Bucket{Value: shown.Value, Label: shown.Label, Experiments: c.Experiments, Samples: c.Samples,
			Selected: selection(slices.Contains(included, key), slices.Contains(excluded, key))})
	}
	slices.SortFunc(buckets, byRank)
	return buckets, nil
}

// byRank is the order of buckets: included, excluded, most samples, label.
func byRank(a, b search.Bucket) int {
	rank := map[search.Selection]int{search.Included: 0, search.Excluded: 1, search.Neither: 2}
	return cmp.Or(
		cmp.Compare(rank[a.Selected], rank[b.Selected]),
		cmp.Compare(b.Samples, a.Samples),
		cmp.Compare(a.Label, b.Label),
		cmp.Compare(a.Value, b.Value),
	)
}

// counts counts the values of a field by their keys, or bins by their ranges, in one statement; "" is not reported.
func (o *Oracle) counts(ctx context.Context, q search.Query, f *search.Field) (map[string]search.Total, error) {
	m, err := o.matching(ctx, q)
	if err != nil {
		return nil, err
	}
	var statement clause.Expr
	if f.Scope == search.OfSample {
		statement = sql(`SELECT COALESCE(v.key, '') AS key, COUNT(DISTINCT m.experiment_id) AS experiments, COUNT(DISTINCT m.sample_id) AS samples
			FROM (?) m LEFT JOIN (SELECT sv.sample_id, v.key FROM sample_values sv JOIN field_values v ON v.id = sv.value_id
				WHERE v.field = ?) v ON v.sample_id = m.sample_id
			GROUP BY v.key`, m.pairs, f.Name)
	} else {
		keys, err := o.experimentKeys(ctx, f)
		if err != nil {
			return nil, err
		}
		statement = sql(`WITH k AS MATERIALIZED (?)
			SELECT COALESCE(k.key, '') AS key, COUNT(DISTINCT k.id) AS experiments, COUNT(DISTINCT m.sample_id) AS samples
			FROM k LEFT JOIN (?) m ON m.experiment_id = k.id
			WHERE k.id IN (?) GROUP BY k.key`, keys, m.pairs, m.experiments)
	}
	var rows []struct {
		Key string
		search.Total
	}
	if err := o.read(ctx, &rows, statement); err != nil {
		return nil, err
	}
	counts := map[string]search.Total{}
	for _, row := range rows {
		counts[row.Key] = row.Total
	}
	return counts, nil
}

// experimentKeys is a relation of all experiments: id, and key, of an experiment field's value or bin; NULL is not reported.
func (o *Oracle) experimentKeys(ctx context.Context, f *search.Field) (clause.Expr, error) {
	column, err := o.dialect.column(f.Name)
	if err != nil || !f.IsRange() {
		return sql(`SELECT e.id, ` + column.key + ` AS key FROM experiments e`), err
	}
	ranges, err := o.ranges(ctx, f)
	if err != nil {
		return clause.Expr{}, err
	}
	cases := make([]string, len(ranges))
	for i, r := range ranges {
		cases[i] = fmt.Sprintf(`WHEN n BETWEEN %d AND %d THEN '%s'`, r.Min, min(r.Max, math.MaxInt32), r)
	}
	return sql(`SELECT id, CASE WHEN n IS NULL THEN NULL ` + strings.Join(cases, ` `) + ` ELSE 'no bin' END AS key
		FROM (SELECT e.id, ` + column.key + ` AS n FROM experiments e) x`), nil
}
