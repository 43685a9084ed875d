package searchtest

import (
	"context"
	"math/rand/v2"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Queries makes random queries of a catalogue: every kind of condition on every field, alone and together, in both views and
// every order. The same catalogue and seed give the same queries.
type Queries struct {
	random *rand.Rand
	values map[string][]string // by field name, the commonest first; of a range, its bins
	texts  *textMaker          // nil where no words are given
}

// NewQueries makes queries of what a store holds. Half of them have a text of the given words, if any are given.
func NewQueries(ctx context.Context, store *models.Store, seed uint64, words ...string) (*Queries, error) {
	o := NewOracle(store)
	defer o.Close()
	q := &Queries{random: newRandom(seed), values: map[string][]string{}}
	for _, f := range search.Fields {
		if f.IsRange() {
			ranges, err := o.ranges(ctx, f)
			if err != nil {
				return nil, err
			}
			for _, r := range ranges {
				q.values[f.Name] = append(q.values[f.Name], r.String())
			}
			continue
		}
		all, err := o.allSpellings(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			q.values[f.Name] = append(q.values[f.Name], s.Value)
		}
	}
	if len(words) > 0 {
		all, err := o.plainTexts(ctx)
		if err != nil {
			return nil, err
		}
		codes, err := o.allCodes(ctx)
		if err != nil {
			return nil, err
		}
		q.texts = newTextMaker(q.random, words, all, sortedCodes(codes))
	}
	return q, nil
}

// newRandom is a generator of random numbers that depends on the seed alone.
func newRandom(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// chance is true in one of n cases.
func chance(r *rand.Rand, n int) bool { return r.IntN(n) == 0 }

// pick chooses one.
func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// Next makes one more query.
func (m *Queries) Next() search.Query {
	r := m.random
	q := search.Query{
		View: pick(r, search.Views),
		Sort: pick(r, search.Sorts),
		Page: pick(r, []int{1, 1, 1, 2, 3, 9}),
		Size: pick(r, []int{1, 3, 7, search.DefaultSize, search.MaxSize}),
	}
	if m.texts != nil && chance(r, 2) {
		q.Text = m.texts.next()
	}
	asked := map[*search.Field]bool{}
	for range pick(r, []int{0, 1, 1, 2, 2, 3, 4}) {
		asked[pick(r, search.Fields)] = true
	}
	for _, f := range search.Fields {
		if asked[f] {
			q.Conditions = append(q.Conditions, m.condition(f))
		}
	}
	if chance(r, 8) {
		q.All = []string{pick(r, search.Fields).Name}
		q.In = []search.In{{Field: pick(r, search.Fields).Name, Text: "a"}}
	}
	canonical, _ := search.Parse(q.Values())
	return canonical
}

func (m *Queries) condition(f *search.Field) search.Condition {
	r := m.random
	c := search.Condition{Field: f.Name}
	for range pick(r, []int{0, 1, 1, 2, 3}) {
		c.Include = append(c.Include, m.value(f))
	}
	for range pick(r, []int{0, 0, 0, 1, 2}) {
		c.Exclude = append(c.Exclude, m.value(f))
	}
	c.Reported = chance(r, 7)
	c.NotReported = chance(r, 7)
	if c.Empty() {
		c.Exclude = []string{m.value(f)}
	}
	return c
}

// common is how many of a field's values half of all conditions are about: in a large catalogue most others match next to nothing.
const common = 8

// value is mostly one of the field's, sometimes in another case, and rarely one that the catalogue does not have.
func (m *Queries) value(f *search.Field) string {
	r := m.random
	values := m.values[f.Name]
	if f.IsRange() {
		return m.numbers(values)
	}
	if len(values) == 0 || chance(r, 20) {
		return "no such " + f.Name
	}
	if chance(r, 2) {
		values = values[:min(common, len(values))]
	}
	value := pick(r, values)
	if chance(r, 6) {
		value = strings.ToUpper(value)
	}
	return value
}

// numbers is a range from one bin to another, which may be open, or begin or end within a bin.
func (m *Queries) numbers(bins []string) string {
	r := m.random
	if len(bins) == 0 {
		return search.From(0).String()
	}
	low, _ := search.ParseRange(pick(r, bins))
	high, _ := search.ParseRange(pick(r, bins))
	both := search.Range{Min: min(low.Min, high.Min), Max: max(low.Max, high.Max)}
	switch r.IntN(6) {
	case 0:
		both = search.From(both.Min)
	case 1:
		both = search.Between(0, both.Max)
	case 2:
		both.Min++
	}
	if both.Min > both.Max {
		both.Min = both.Max
	}
	return both.String()
}
