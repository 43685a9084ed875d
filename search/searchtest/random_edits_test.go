package searchtest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
)

// TestRandomEdits requires that random edits do everything that they are for.
func TestRandomEdits(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(editsAtRandom(1), editsAtRandom(1), cmp.AllowUnexported(edit{})); diff != "" {
		t.Errorf("the same seed gives other edits:\n%s", diff)
	}
	staged := randomAmending(1, 1).stage(t, modelstest.SQLite)
	has := map[string]int{}
	for i, v := range staged.versions[1:] {
		noteEdit(has, staged.versions[i], v)
	}
	for _, want := range []string{
		"experiment came", "experiment went", "experiment changed", "experiment stayed", "sample came", "sample went", "sample has other values",
		"sample became shared", "sample became exclusive", "sample of a changed and of an unchanged experiment", "value is shown otherwise", "value came", "value went",
	} {
		if has[want] == 0 {
			t.Errorf("no %s", want)
		}
	}
}

// noteEdit counts what happened from one version to the next.
func noteEdit(has map[string]int, before, after *version) {
	note := func(what string, when bool) {
		if when {
			has[what]++
		}
	}
	was, is := documentsByCode(before), documentsByCode(after)
	for code := range was {
		note("experiment went", is[code] == nil)
	}
	changed := set[string]{}
	changed.add(after.changed...)
	for code := range is {
		note("experiment came", was[code] == nil)
		note("experiment changed", was[code] != nil && changed[code])
		note("experiment stayed", !changed[code])
	}
	had, have := samplesByID(before), samplesByID(after)
	for id := range had {
		note("sample went", have[id].ID == 0)
	}
	for id, s := range have {
		old, known := had[id]
		note("sample came", !known)
		note("sample has other values", known && cmp.Diff(old.Values, s.Values) != "")
		note("sample became shared", len(old.Experiments) == 1 && len(s.Experiments) > 1)
		note("sample became exclusive", len(old.Experiments) > 1 && len(s.Experiments) == 1)
		in := map[bool]int{}
		for _, code := range s.Experiments {
			in[changed[code]]++
		}
		note("sample of a changed and of an unchanged experiment", in[true] > 0 && in[false] > 0)
	}
	for field, labels := range after.basis.Labels {
		for key, term := range labels {
			old, known := before.basis.Labels[field][key]
			note("value came", !known)
			note("value is shown otherwise", known && old != term)
		}
		for key := range before.basis.Labels[field] {
			_, known := labels[key]
			note("value went", !known)
		}
	}
}

func documentsByCode(v *version) map[string]*search.Document {
	documents := map[string]*search.Document{}
	for _, d := range v.documents {
		documents[d.Hit.AccessionCode] = d
	}
	return documents
}

func samplesByID(v *version) map[uint]search.SampleDocument {
	samples := map[uint]search.SampleDocument{}
	for _, d := range v.documents {
		for _, s := range d.Samples {
			samples[s.ID] = s
		}
	}
	return samples
}
