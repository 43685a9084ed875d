package ingest

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/facetome/facetome/models/modelstest"
)

var (
	enaStudyText = regexp.MustCompile(`(?s)<(?:PROJECT|STUDY) accession="([^"]+)".*?</(?:PROJECT|STUDY)>`)
	enaLinkText  = regexp.MustCompile(`<DB>ENA-SAMPLE</DB>\s*<ID>([^<]*)</ID>`)
)

// countENA counts a file's studies and samples by searching its text: distinct ones, and each as often as it stands there.
func countENA(t *testing.T, path string) (distinct, all counts) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := newText(f)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(text)
	if err != nil {
		t.Fatal(err)
	}
	studies, samples := map[string]bool{}, map[string]bool{}
	for _, study := range enaStudyText.FindAllStringSubmatch(string(content), -1) {
		all.experiments++
		studies[study[1]] = true
		for _, link := range enaLinkText.FindAllStringSubmatch(study[0], -1) {
			for part := range strings.SplitSeq(link[1], ",") {
				first, last, found := strings.Cut(part, "-")
				if !found {
					last = first
				}
				var from, to int
				if _, err := fmt.Sscanf(first[3:]+" "+last[3:], "%d %d", &from, &to); err != nil {
					t.Fatal(err)
				}
				for n := from; n <= to; n++ {
					all.samples++
					samples[fmt.Sprintf("%s%0*d", first[:3], len(first)-3, n)] = true
				}
			}
		}
	}
	return counts{len(studies), len(samples)}, all
}

// SOURCES.tsv counts a project that stands in a file twice, and a sample that two projects name, twice; here each counts once.
func TestRealENAProjects(t *testing.T) {
	t.Parallel()
	differ := 0
	for name, before := range countedBefore(t, "ena-projects") {
		path := filepath.Join(realData, "ena-projects", name)
		distinct, all := countENA(t, path)
		got, rep := readReal(t, path, "ena-xml")
		if all != before {
			differ++
			t.Logf("%s: %+v in its text; before %+v", name, all, before)
		}
		if here := countHere(got); here != distinct || rep.problems() > 0 || (here == counts{}) != (rep.Skipped != "") {
			t.Errorf("%s: %+v; in its text %+v; skipped %q, problems %.300s", name, here, distinct, rep.Skipped, fmt.Sprint(messages(rep)))
		}
	}
	if differ > 0 {
		t.Errorf("%d files hold other numbers than SOURCES.tsv says", differ)
	}
}

// A file of ENA's browser holds one record: a study, or a sample, an experiment or a run, which is that of one sample.
func TestRealENAXML(t *testing.T) {
	t.Parallel()
	for name, before := range countedBefore(t, "ena-xml") {
		got, rep := readReal(t, filepath.Join(realData, "ena-xml", name), "ena-xml")
		here := counts{len(got.Experiments), len(got.Samples)}
		if name[2] == 'R' || name[2] == 'X' { // not counted in SOURCES.tsv; they name their sample and its study
			before = counts{1, 1}
		}
		if here != before || rep.problems() > 0 {
			t.Errorf("%s: %+v; before %+v; problems %v", name, here, before, messages(rep))
		}
	}
}

func TestRealENATwice(t *testing.T) {
	t.Parallel()
	countedBefore(t, "ena-xml") // skips where there are none
	ctx, store := context.Background(), modelstest.SQLite(t)
	paths := []string{filepath.Join(realData, "ena-xml"), filepath.Join(realData, "ena-projects", "taxid-13616.xml.gz")}
	first, err := Import(ctx, store, paths, Options{})
	if err != nil || first.Problems() > 0 {
		t.Fatalf("%d problems, %v", first.Problems(), err)
	}
	for _, f := range first.Files {
		if f.Experiments+f.Samples == 0 {
			t.Errorf("%s is not imported: %+v", f.Name, f)
		}
	}
	changesNothing(t, store, paths)
}
