package searchtest

import (
	"maps"
	"slices"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// total is rule 3.
func (a *asking) total() search.Total {
	experiments, samples, sum := 0, set[uint]{}, 0
	for _, d := range a.documents {
		matching, matches := a.match(d, "")
		if !matches {
			continue
		}
		experiments++
		for _, s := range matching {
			samples.add(s.ID)
			sum++
		}
	}
	switch a.fault {
	case sumsCountTwice:
		return search.Total{Experiments: experiments, Samples: sum}
	case conditionsAcrossExperiments:
		return search.Total{Experiments: experiments, Samples: len(a.samplesAcrossExperiments())}
	}
	return search.Total{Experiments: experiments, Samples: len(samples)}
}

// samplesAcrossExperiments is the fault of meeting each experiment condition in another of a sample's experiments.
func (a *asking) samplesAcrossExperiments() set[uint] {
	met := map[uint]set[string]{} // the experiment fields, and the text, that one of a sample's experiments meets
	for _, d := range a.documents {
		for _, s := range d.Samples {
			if met[s.ID] == nil {
				met[s.ID] = set[string]{}
			}
			if !a.samplePasses(s, "") {
				continue
			}
			if a.hasText(d) {
				met[s.ID].add("text")
			}
			for _, f := range search.ExperimentFields() {
				if a.passes(a.condition(f, ""), valuesOf(d, f)) {
					met[s.ID].add(f.Name)
				}
			}
		}
	}
	samples := set[uint]{}
	for id, fields := range met {
		if len(fields) == len(search.ExperimentFields())+1 {
			samples.add(id)
		}
	}
	return samples
}

// counted is what stands beside a value: distinct experiments and samples.
type counted struct {
	experiments set[string]
	samples     set[uint]
	sum         int
}

// facet is rules 4 and 5.
func (a *asking) facet(f *search.Field) search.Facet {
	facet := search.Facet{Field: f}
	if f.IsRange() {
		facet.Buckets = a.bins(f)
	} else {
		facet.Buckets = a.terms(f)
	}
	if a.fault == listsAreCut {
		facet.Buckets = facet.Buckets[:min(8, len(facet.Buckets))]
	}
	return facet
}

// count counts each value of a field, named by name; "" is not reported.
func (a *asking) count(f *search.Field, name func(value) string) map[string]*counted {
	counts := map[string]*counted{}
	stamped := set[uint]{}
	add := func(values []value, d *search.Document, samples ...search.SampleDocument) {
		names := set[string]{}
		for _, v := range values {
			names.add(name(v))
		}
		if len(values) == 0 {
			names.add("")
		}
		for n := range names {
			c := counts[n]
			if c == nil {
				c = &counted{set[string]{}, set[uint]{}, 0}
				counts[n] = c
			}
			c.experiments.add(d.Hit.AccessionCode)
			for _, s := range samples {
				c.sum++
				if a.fault == oneStampForAllValues && stamped[s.ID] {
					continue
				}
				c.samples.add(s.ID)
			}
		}
		for _, s := range samples {
			stamped.add(s.ID)
		}
	}
	field := slices.Index(search.SampleFields(), f)
	for _, d := range a.documents {
		matching, matches := a.match(d, f.Name)
		if !matches {
			continue
		}
		if f.Scope == search.OfExperiment {
			add(valuesOf(d, f), d, matching...)
			continue
		}
		for _, s := range matching {
			if a.fault == valuesOfTheExperiment {
				add(terms(s.Values[field]), d, matching...)
			} else {
				add(terms(s.Values[field]), d, s)
			}
		}
	}
	return counts
}

// bucket makes a bucket of what was counted; nothing was, where c is nil.
func (a *asking) bucket(b search.Bucket, c *counted) search.Bucket {
	if c != nil {
		b.Experiments, b.Samples = len(c.experiments), len(c.samples)
		if a.fault == sumsOfFacetsCountTwice {
			b.Samples = c.sum
		}
	}
	return b
}

func (a *asking) terms(f *search.Field) []search.Bucket {
	counts := a.count(f, func(v value) string { return v.Key })
	shown := a.shown(f)
	c := a.query.Condition(f.Name)
	selections := map[string]search.Selection{}
	if c.NotReported {
		selections[""] = search.Included
	}
	name := func(values []string, as search.Selection) {
		for _, v := range values {
			key := models.Fold(v)
			selections[key] = as
			if _, known := shown[key]; !known {
				shown[key] = search.Term{Value: v, Label: v}
				a.warnings = append(a.warnings, search.Warning{Param: f.Name, Value: v, Message: "The catalogue does not have it."})
			}
		}
	}
	name(c.Include, search.Included)
	name(c.Exclude, search.Excluded)

	listed := set[string]{}
	for key := range counts {
		listed.add(key)
	}
	if a.fault != zerosAreNotListed {
		for key := range selections {
			listed.add(key)
		}
	}
	var buckets []search.Bucket
	for key := range listed {
		b := search.Bucket{Value: shown[key].Value, Label: shown[key].Label, Selected: selections[key]}
		if key == "" {
			b.NotReported, b.Label = true, notReported
		}
		buckets = append(buckets, a.bucket(b, counts[key]))
	}
	slices.SortFunc(buckets, func(x, y search.Bucket) int {
		if a.fault == selectedAreNotFirst {
			x.Selected, y.Selected = search.Neither, search.Neither
		}
		return byRank(x, y)
	})
	return buckets
}

// shown is how the values of a field are shown.
func (a *asking) shown(f *search.Field) map[string]search.Term {
	shown := maps.Clone(a.labels()[f.Name])
	if shown == nil {
		shown = map[string]search.Term{}
	}
	if a.fault != spelledAsAtFirst {
		return shown
	}
	field := slices.Index(search.SampleFields(), f)
	spelled := set[string]{}
	spell := func(values []value) {
		for _, v := range values {
			if !spelled[v.Key] {
				shown[v.Key] = v.Term
			}
			spelled.add(v.Key)
		}
	}
	for _, d := range a.documents {
		if f.Scope == search.OfExperiment {
			spell(valuesOf(d, f))
			continue
		}
		for _, s := range d.Samples {
			spell(terms(s.Values[field]))
		}
	}
	return shown
}

func (a *asking) bins(f *search.Field) []search.Bucket {
	bins := f.Bins
	if bins == nil {
		bins = a.numbers(f)
	}
	counts := a.count(f, func(v value) string {
		i := slices.IndexFunc(bins, func(bin search.Range) bool { return bin.Contains(v.number) })
		if i < 0 { // only with a fault
			return "no bin"
		}
		return bins[i].String()
	})
	c := a.query.Condition(f.Name)
	covers := func(ranges []string, bin search.Range) bool {
		return slices.ContainsFunc(ranges, func(s string) bool {
			r, ok := search.ParseRange(s)
			return ok && r.Covers(bin)
		})
	}
	var buckets []search.Bucket
	for _, bin := range bins {
		b := search.Bucket{Value: bin.String(), Label: bin.String()}
		switch {
		case covers(c.Exclude, bin):
			b.Selected = search.Excluded
		case covers(c.Include, bin):
			b.Selected = search.Included
		}
		buckets = append(buckets, a.bucket(b, counts[b.Value]))
	}
	if counts[""] != nil || c.NotReported {
		b := search.Bucket{NotReported: true, Label: notReported}
		if c.NotReported {
			b.Selected = search.Included
		}
		buckets = append(buckets, a.bucket(b, counts[""]))
	}
	return buckets
}

// numbers are bins of one number each, from the catalogue's first to its last.
func (a *asking) numbers(f *search.Field) []search.Range {
	var all []int
	for _, d := range a.numbered() {
		for _, v := range valuesOf(d, f) {
			all = append(all, v.number)
		}
	}
	if len(all) == 0 {
		return nil
	}
	var bins []search.Range
	for n := slices.Min(all); n <= slices.Max(all); n++ {
		bins = append(bins, search.Between(n, n))
	}
	return bins
}
