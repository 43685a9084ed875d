// Package facetome_test holds the rules that are about no package alone.
package facetome_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/facetome/facetome"

// imports says what each folder's packages may import of the other folders: models <- search <- study <- views <- handlers <- cmd.
var imports = map[string][]string{
	"models":    {},
	"synthetic": {"models"},
	"ingest":    {"models"},
	"search":    {"models"},
	"upkeep":    {"search", "models"},
	"static":    {},
	"study":     {"search", "models"},
	"views":     {"study", "search", "models"},
	"handlers":  {"views", "study", "upkeep", "search", "models", "static"},
	"bench":     {"search", "models"},
	"cmd":       {"bench", "handlers", "upkeep", "search", "ingest", "synthetic", "models"},
	"scripts":   {},
	"e2e":       {},
	"tools":     {"ingest", "models"},
}

// TestImportsGoOneWay keeps a page out of the index, and HTTP out of the catalogue.
func TestImportsGoOneWay(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		from, inside := folder(words[0])
		if !inside {
			continue // the root, which has tests alone
		}
		seen++
		allowed, known := imports[from]
		if !known {
			t.Errorf("%s: the folder %s has no rule; add what it may import to this test", words[0], from)
		}
		for _, imported := range words[1:] {
			to, ours := folder(imported)
			if ours && to != from && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s; of our own it may import only %s", words[0], imported, strings.Join(allowed, ", "))
			}
		}
	}
	if seen < len(imports)-1 { // e2e may have tests alone
		t.Errorf("go list found %d packages only:\n%s", seen, out)
	}
}

// folder is a package's top folder; ok is false for packages that are not ours, and for the root.
func folder(path string) (name string, ok bool) {
	rest, ok := strings.CutPrefix(path, module+"/")
	name, _, _ = strings.Cut(rest, "/")
	return name, ok
}
