package elastic

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/search"
)

// mapped is a field of a mapping.
type mapped struct {
	Type       string
	Dynamic    string
	Gap        int `json:"position_increment_gap"`
	Properties map[string]mapped
	Fields     map[string]mapped
}

func (m mapped) names() []string { return slices.Sorted(maps.Keys(m.Properties)) }

// TestMappingsFollowTheTables: every facet and text field has its place in the mappings, and nothing else has.
func TestMappingsFollowTheTables(t *testing.T) {
	t.Parallel()
	var experiments, shared mapped
	for name, to := range map[string]*mapped{experimentsIndex: &experiments, sharedIndex: &shared} {
		if err := json.Unmarshal(file(name), to); err != nil {
			t.Fatal(err)
		}
		if to.Dynamic != "strict" {
			t.Errorf("the mapping of %s is not strict", name)
		}
	}
	same := func(what string, got, want []string) {
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s differ from the table of fields (-want +got); change index/*.json, and formatVersion:\n%s", what, diff)
		}
	}
	names := func(fields []*search.Field, more ...string) []string {
		for _, f := range fields {
			more = append(more, f.Name)
		}
		return more
	}
	var numbers []string
	for _, f := range search.ExperimentFields() {
		if f.IsRange() {
			numbers = append(numbers, f.Name)
		}
	}
	same("groups of experiments", experiments.Properties["groups"].names(), names(search.SampleFields(), "count", "exclusive"))
	same("values that all samples of an experiment have", experiments.Properties["same"].names(), names(search.SampleFields()))
	same("values that all samples of a set have", shared.Properties["same"].names(), names(search.SampleFields()))
	same("groups of sets", shared.Properties["groups"].names(), names(search.SampleFields(), "count"))
	for what, m := range map[string]mapped{"of experiments": experiments, "of sets": shared.Properties["experiments"]} {
		same("facets "+what, m.Properties["facet"].names(), names(search.ExperimentFields()))
		same("numbers "+what, m.Properties["number"].names(), slices.Clone(numbers))
		same("texts "+what, m.Properties["text"].names(), append(search.TextFieldNames(), "any", "words"))
		for _, f := range search.TextFieldNames() {
			field := m.Properties["text"].Properties[f]
			if field.Gap != search.PositionGap || field.Fields["words"].Gap != search.PositionGap {
				t.Errorf("the values of text %s %s do not lie %d places apart", f, what, search.PositionGap)
			}
		}
	}
}
