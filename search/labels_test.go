package search_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// labelsAreOfDocuments holds labels that are read from the catalogue to those that its documents make.
func labelsAreOfDocuments(t *testing.T, store *models.Store) {
	t.Helper()
	spelled := search.Spellings{}
	counted := map[uint]bool{} // samples
	err := store.Snapshot(t.Context(), func(s *models.Snapshot) error {
		if err := s.Each(t.Context(), func(e *models.Experiment) error {
			d := search.NewDocument(e)
			for field, values := range d.Values {
				for _, v := range values {
					spelled.Add(field, v, 1)
				}
			}
			for i := range d.Samples {
				if counted[d.Samples[i].ID] {
					continue
				}
				counted[d.Samples[i].ID] = true
				for n, f := range search.SampleFields() {
					for _, v := range d.Samples[i].Values[n] {
						spelled.Add(f.Name, v, 1)
					}
				}
			}
			return nil
		}); err != nil {
			return err
		}
		labels, err := search.ReadLabels(t.Context(), s)
		if diff := cmp.Diff(spelled.Labels(), labels); diff != "" {
			t.Errorf("-of documents +read\n%s", diff)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(counted) == 0 || len(spelled["source"]) == 0 || len(spelled[models.FieldTissue]) < 3 {
		t.Errorf("%d samples, spellings %v", len(counted), spelled)
	}
}
