package models_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// cmpEmpty takes no list and an empty one for the same.
var cmpEmpty = cmpopts.EquateEmpty()

func TestOverview(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		overview := func() models.Overview {
			o, err := store.Overview(t.Context(), models.FieldAge, models.FieldTreatment)
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		if diff := cmp.Diff(models.Overview{}, overview(), cmpEmpty); diff != "" {
			t.Errorf("of nothing: %s", diff)
		}
		age := func(value string) []models.FieldValue {
			return []models.FieldValue{{Field: models.FieldAge, Value: value}, {Field: models.FieldSex, Value: "female"}}
		}
		from(t, store, "a", models.SampleBody{AccessionCode: "GSM1", Values: age("3 months")}, models.SampleBody{AccessionCode: "GSM2", Values: age("3 Months")},
			models.SampleBody{AccessionCode: "GSM3", Values: age("4 months")},
			models.ExperimentBody{AccessionCode: "GSE1", Samples: []string{"GSM1", "GSM2"}}, models.ExperimentBody{AccessionCode: "GSE2", Samples: []string{"GSM2", "GSM4"}})
		from(t, store, "b", models.SampleBody{AccessionCode: "GSM4"})
		want := models.Overview{
			Version: 2, Experiments: 2, Samples: 4, LinkedSamples: 3, SharedSamples: 1,
			Formats: []models.FormatCount{{Format: "ndjson", Sources: 2, Experiments: 2, Samples: 4}},
			Fields:  []models.FieldCount{{Field: models.FieldAge, Values: 1, Samples: 2, Experiments: 2}},
		}
		if diff := cmp.Diff(want, overview()); diff != "" {
			t.Error(diff)
		}
		for _, test := range []struct {
			format        string
			offset, limit int
			want          []models.SourceCount
			total         int
		}{
			{"", 0, 10, []models.SourceCount{{Name: "a", Format: "ndjson", Experiments: 2, Samples: 3}, {Name: "b", Format: "ndjson", Samples: 1}}, 2},
			{"ndjson", 1, 1, []models.SourceCount{{Name: "b", Format: "ndjson", Samples: 1}}, 2},
			{"bgee", 0, 10, nil, 0},
		} {
			list, total, err := store.Sources(t.Context(), test.format, test.offset, test.limit)
			if err != nil || total != test.total {
				t.Errorf("sources of %q: %d, %v", test.format, total, err)
			}
			if diff := cmp.Diff(test.want, list, cmpEmpty); diff != "" {
				t.Error(diff)
			}
		}
	})
}
