package models_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestStudy reads what readable wrote: samples in order, with values, other codes and other experiments; each record once.
func TestStudy(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		for code, want := range map[string][]string{
			"GSE1": {
				"GSM1 first [SRR1] [GSE2] organism=Homo sapiens platform=GPL570 (Affymetrix Array) tissue=kidney tissue=liver", "GSM2  [] [GSE2 GSE3] organism=Homo sapiens",
				"shared GSE2 Super 2 of 3", "shared GSE3 Part 1 of 1", "0: organism=human", "0: none", "1: none",
			},
			"GSE2": {
				"GSM1 first [SRR1] [GSE1] organism=Homo sapiens platform=GPL570 (Affymetrix Array) tissue=kidney tissue=liver",
				"GSM2  [] [GSE1 GSE3] organism=Homo sapiens", "GSM3  [] []", "shared GSE1 Series 2 of 2", "shared GSE3 Part 1 of 1", "0: organism=human", "0: none", "1: none",
			},
			"GSE3": {"GSM2  [] [GSE1 GSE2] organism=Homo sapiens", "shared GSE1 Series 1 of 2", "shared GSE2 Super 1 of 3", "0: none"},
			"GSE4": nil,
		} {
			e, err := store.Experiment(context.Background(), code)
			if err != nil {
				t.Fatal(err)
			}
			var got, records []string
			study, err := store.Study(context.Background(), e.ID, func(i int, r *models.StudyRecord) {
				if len(r.Attributes) == 0 {
					records = append(records, fmt.Sprint(i, ": none"))
				}
				for _, a := range r.Attributes {
					records = append(records, fmt.Sprint(i, ": ", a.Key, "=", a.Value))
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			same(t, code+" is of version", stateOf(t, store).Version, study.Version)
			for _, s := range study.Samples {
				line := fmt.Sprint(s.AccessionCode, " ", s.Title, " ", s.Alternates, " ", s.Experiments)
				for _, v := range s.Values {
					line += " " + v.Field + "=" + v.Label
					if v.Platform != nil {
						line += " (" + v.Platform.Name + ")"
					}
				}
				got = append(got, line)
			}
			for _, o := range study.Shared {
				got = append(got, fmt.Sprintf("shared %s %s %d of %d", o.AccessionCode, o.Title, o.Samples, o.Of))
			}
			slices.Sort(records)
			slices.Reverse(records) // "organism" before "none"
			slices.SortStableFunc(records, func(a, b string) int { return int(a[0]) - int(b[0]) })
			same(t, code, want, append(got, records...))
		}
	})
}
