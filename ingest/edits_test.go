package ingest

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// TestExportKeepsWhatWasImported corrects what an export could show, and exports the same bytes.
func TestExportKeepsWhatWasImported(t *testing.T) {
	t.Parallel()
	const catalogue = `{"type":"platform","accession_code":"GPL3","name":"Named alone"}
{"type":"sample","accession_code":"GSM1","title":"first","organism":"Homo sapiens","platform_accession_code":"GPL1","platform_name":"Array","is_processed":true}
{"type":"sample","accession_code":"GSM2","platform_accession_code":"GPL2","platform_name":"Long array"}
{"type":"sample","accession_code":"GSM3","platform_accession_code":"gpl2","platform_name":"Cut"}
{"type":"experiment","accession_code":"GSE1","title":"Series","source_database":"GEO","samples":["GSM1","GSM2","GSM3","GSM4"]}
{"type":"experiment","accession_code":"GSE2","title":"Other","samples":["GSM2"]}
`
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		if _, err := Import(context.Background(), store, []string{"-"}, Options{Stdin: strings.NewReader(catalogue)}); err != nil {
			t.Fatal(err)
		}
		before := exported(t, store)
		for _, c := range []models.Correction{
			{Kind: models.CorrectedSample, AccessionCode: "GSM1", Field: models.FieldPlatform, Values: []string{"GPL9", "GPL2"}},
			{Kind: models.CorrectedSample, AccessionCode: "GSM2", Field: models.FieldPlatform},
			{Kind: models.CorrectedSample, AccessionCode: "GSM2", Field: models.FieldTitle, Values: []string{"corrected"}},
			{Kind: models.CorrectedSample, AccessionCode: "GSM4", Field: models.FieldPlatform, Values: []string{"GPL8"}},
			{Kind: models.CorrectedSample, AccessionCode: "GSM1", Field: models.FieldOrganism, Values: []string{"Mus musculus"}},
			{Kind: models.CorrectedExperiment, AccessionCode: "GSE1", Field: models.FieldTitle, Values: []string{"Corrected"}},
			{Kind: models.CorrectedExperiment, AccessionCode: "GSE1", Field: models.FieldSource},
		} {
			c.By = "Ada"
			if _, err := store.Correct(context.Background(), c); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, exported(t, store)); diff != "" {
				t.Errorf("%s of %s is corrected\n%s", c.Field, c.AccessionCode, diff)
			}
		}
		if err := store.Hide(context.Background(), "GSE2", "Ada", ""); err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(before, "\n")
		want := strings.Join(lines[:len(lines)-2], "") // all but the last experiment
		if diff := cmp.Diff(want, exported(t, store)); diff != "" || !strings.Contains(before, "GSE2") {
			t.Errorf("GSE2 is hidden\n%s", diff)
		}
		if err := store.Unhide(context.Background(), "GSE2", "Ada"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, exported(t, store)); diff != "" {
			t.Errorf("GSE2 is shown again\n%s", diff)
		}
	})
}
