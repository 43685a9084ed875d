package against

import (
	"cmp"
	"maps"
	"slices"
)

// distinct counts different samples. One of a single experiment comes once, and needs no remembering.
type distinct struct {
	alone  int
	shared map[uint]bool
}

func (d *distinct) add(s Sample) {
	if !s.Shared {
		d.alone++
		return
	}
	if d.shared == nil {
		d.shared = map[uint]bool{}
	}
	d.shared[s.ID] = true
}

func (d *distinct) count() int { return d.alone + len(d.shared) }

// counter counts what is right, document by document: the samples that can be downloaded and carry a value, and those that the seed meant, all of
// the experiments with the value.
type counter struct {
	carrying, meant map[Condition]*distinct
}

func newCounter() *counter {
	return &counter{carrying: map[Condition]*distinct{}, meant: map[Condition]*distinct{}}
}

func (c *counter) add(d Document) {
	for _, field := range SeedFields {
		for _, value := range d.Values[field] {
			own, meant := of(c.carrying, Condition{field, value}), of(c.meant, Condition{field, value})
			for _, s := range d.Downloadable {
				meant.add(s)
				if field == publicationField || slices.Contains(s.Values[field], value) {
					own.add(s)
				}
			}
		}
	}
}

func of(counts map[Condition]*distinct, key Condition) *distinct {
	d := counts[key]
	if d == nil {
		d = &distinct{}
		counts[key] = d
	}
	return d
}

// FieldNumbers says how right a side's numbers of samples are in one facet, over the whole catalogue.
type FieldNumbers struct {
	Side   string `json:"side"`
	Field  string `json:"field"`
	Values int    `json:"values"`
	Exact  int    `json:"exact"`       // of them, as many samples as carry the value
	Meant  int    `json:"exact_meant"` // of them, as many samples as the experiments with the value have
	Worst  []Off  `json:"worst,omitempty"`
}

// Off is a number that is not right.
type Off struct {
	Value string `json:"value"`
	Says  int    `json:"says"`
	Right int    `json:"right"`
	Meant int    `json:"meant"`
}

// worst is how many numbers are named that are furthest off.
const worst = 3

// judge compares a side's numbers of everything with what is right. Where it counts right, Right is what to compare with.
func (c *counter) judge(side string, counts Counts) []FieldNumbers {
	var list []FieldNumbers
	for _, field := range SeedFields {
		n := FieldNumbers{Side: side, Field: field}
		var off []Off
		for _, key := range slices.SortedFunc(maps.Keys(c.carrying), func(a, b Condition) int { return cmp.Compare(a.Value, b.Value) }) {
			if key.Field != field {
				continue
			}
			o := Off{Value: key.Value, Says: counts.Facets[field][key.Value].Samples, Right: c.carrying[key].count(), Meant: c.meant[key].count()}
			n.Values++
			if o.Says == o.Right {
				n.Exact++
			} else {
				off = append(off, o)
			}
			if o.Says == o.Meant {
				n.Meant++
			}
		}
		slices.SortStableFunc(off, func(a, b Off) int { return cmp.Compare(distance(b), distance(a)) })
		n.Worst = off[:min(worst, len(off))]
		list = append(list, n)
	}
	return list
}

func distance(o Off) int { return max(o.Says-o.Right, o.Right-o.Says) }
