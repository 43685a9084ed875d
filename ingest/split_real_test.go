package ingest

import (
	"context"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// everySplit is the environment variable that asks for all published files in TestRealSplits; it takes some ten minutes.
const everySplit = "FACETOME_TEST_EVERY_SPLIT"

// splitFolders hold the formats that write one study into several files, and studies and samples that several archives name.
var splitFolders = []string{"arrayexpress-json", "ena-xml", "expression-atlas", "geo-miniml", "geo-series-matrix", "magetab", "recount3", "sra-run-selector"}

// TestRealSplits imports the published files as whole folders, one by one, backward, and in random groups: the catalogue is the same,
// byte for byte in its export.
func TestRealSplits(t *testing.T) {
	t.Parallel()
	countedBefore(t, "geo-soft") // skips where there are none
	folders := splitFolders
	if os.Getenv(everySplit) != "" {
		folders = []string{""}
	}
	var roots, files []string
	for _, folder := range folders {
		root := filepath.Join(realData, folder)
		roots = append(roots, root)
		if err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") {
				files = append(files, path)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(files)
	backward := slices.Clone(files)
	slices.Reverse(backward)
	random := rand.New(rand.NewPCG(4, uint64(len(files))))
	shuffled := slices.Clone(files)
	random.Shuffle(len(files), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	var groups [][]string
	for rest := shuffled; len(rest) > 0; {
		n := min(1+random.IntN(40), len(rest))
		groups, rest = append(groups, rest[:n]), rest[n:]
	}
	single := func(paths []string) [][]string { return slices.Collect(slices.Chunk(paths, 1)) }

	want := splitExport(t, [][]string{roots})
	splits := []struct {
		name    string
		imports [][]string
	}{
		{"backward", single(backward)},
		{"random groups", groups},
		{"forward", single(files)},
	}
	if os.Getenv(everySplit) == "" {
		splits = splits[:2] // files one by one and in another order: forward is a part of both
	}
	for _, split := range splits {
		got := splitExport(t, split.imports)
		if got == want {
			t.Logf("%s: %d files, the same %d bytes", split.name, len(files), len(got))
			continue
		}
		t.Errorf("%s: another catalogue than that of whole folders\n%s", split.name, firstDifferences(want, got))
	}
	if again := reimported(t, t, want); again != want {
		t.Errorf("the export, imported: another catalogue\n%s", firstDifferences(want, again))
	}
}

// splitExport is the export of what several imports make.
func splitExport(t *testing.T, imports [][]string) string {
	t.Helper()
	store := modelstest.SQLite(t)
	for _, paths := range imports {
		if _, err := Import(context.Background(), store, paths, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	holdsAnchors(t, store)
	export := exported(t, store)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return export
}

// holdsAnchors fails if one sample has the codes of two samples of GEO, or one experiment those of two series.
func holdsAnchors(t *testing.T, store *models.Store) {
	t.Helper()
	var several []string
	for _, query := range []string{
		`SELECT s.accession_code FROM samples s JOIN sample_accessions a ON a.sample_id = s.id WHERE a.accession_code LIKE 'GSM%' GROUP BY s.id HAVING COUNT(*) > 1`,
		`SELECT e.accession_code FROM experiments e JOIN experiment_accessions a ON a.experiment_id = e.id
			WHERE a.accession_code LIKE 'GSE%' OR a.accession_code LIKE 'E-GEOD-%' GROUP BY e.id
			HAVING COUNT(DISTINCT replace(a.accession_code, 'E-GEOD-', 'GSE')) > 1`,
	} {
		var codes []string
		if err := store.DB().Raw(query).Scan(&codes).Error; err != nil {
			t.Fatal(err)
		}
		several = append(several, codes...)
	}
	if len(several) > 0 {
		t.Errorf("%v are several things in one", several)
	}
}

// firstDifferences lists lines that one export has and the other has not.
func firstDifferences(want, got string) string {
	const most = 20
	var b strings.Builder
	missing := func(sign, these, those string) {
		known := map[string]bool{}
		for line := range strings.Lines(those) {
			known[line] = true
		}
		n := 0
		for line := range strings.Lines(these) {
			if !known[line] {
				if n++; n <= most {
					b.WriteString(sign + line[:min(len(line), 400)] + "\n")
				}
			}
		}
	}
	missing("- ", want, got)
	missing("+ ", got, want)
	return b.String()
}
