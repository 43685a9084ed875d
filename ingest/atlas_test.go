package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestAtlasList(t *testing.T) {
	t.Parallel()
	page := "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/"
	got, rep := readAs(t, "expression-atlas", testFile(t, "expression-atlas/bulk.json"))
	want := &memory{
		Platforms: []models.Platform{{AccessionCode: "A-AFFY-6", Name: "Mouse array"}, {AccessionCode: "A-AFFY-7", Name: "Another"}},
		Experiments: []models.ExperimentBody{
			{AccessionCode: "E-GEOD-900001", Alternates: []string{"GSE900001"}, Title: "Livers, ask [e-mail removed]", SourceDatabase: "ArrayExpress", SourceURL: page + "E-GEOD-900001"},
			{AccessionCode: "E-CURD-10", SourceDatabase: "ArrayExpress", SourceURL: page + "E-CURD-10"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	problems := []string{
		"file:5: an experiment is skipped: no experimentAccession; expected one word such as E-MTAB-3103",
		`file:6: an experiment is skipped: "experimentDescription" is not a string or a list of strings`,
		"file:7: an experiment is skipped: not a JSON object (json: cannot unmarshal number into Go value of type map[string]json.RawMessage)",
	}
	if diff := cmp.Diff(problems, messages(rep)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	keyed, rep := readAs(t, "expression-atlas", testFile(t, "expression-atlas/keyed.json"))
	if len(rep.Problems) > 0 || keyed.experiment(t, "E-MTAB-2").Title != "Two" {
		t.Errorf("%+v, %v", keyed, messages(rep))
	}
	cut, rep := readAs(t, "expression-atlas", `[{"experimentAccession":"E-MTAB-2"},`)
	if len(cut.Experiments) > 0 || !strings.Contains(strings.Join(messages(rep), ""), "cut off") {
		t.Errorf("%+v, %v", cut, messages(rep))
	}
}

func TestRealAtlas(t *testing.T) {
	t.Parallel()
	for name, before := range countedBefore(t, "expression-atlas") {
		got, rep := readNamed(t, "expression-atlas", name)
		if here := countHere(got); here != before || rep.Format != "expression-atlas" || len(rep.Problems) > 0 {
			t.Errorf("%s as %s: %+v; before %+v; problems %v", name, rep.Format, here, before, messages(rep))
		}
		untitled := 0
		for _, e := range got.Experiments {
			if e.Title == "" {
				untitled++
			}
		}
		if untitled > 0 {
			t.Errorf("%s: %d experiments without a title", name, untitled)
		}
	}
}
