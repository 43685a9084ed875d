package search_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// archive resolves the codes that it has to experiments, and remembers what it was asked.
type archive struct {
	has   map[string][]string
	asked []string
	err   error
}

func (a *archive) Resolve(_ context.Context, codes []models.Code) ([]models.Resolved, error) {
	list := make([]models.Resolved, len(codes))
	for i, c := range codes {
		a.asked = append(a.asked, c.Text)
		list[i] = models.Resolved{Code: c, Experiments: a.has[c.Text]}
	}
	return list, a.err
}

func TestCodesOfAText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"gse10":                              "GSE10",
		"GSE10, GSM1;srr2":                   "GSE10 GSM1 SRR2",
		"liver GSE10 OR (GSE11 -GSE12)":      "GSE10 GSE11 GSE12",
		"GSE10 gse10":                        "GSE10",
		"see GSE10.":                         "GSE10",
		"PMID: 123 and pubmed:456":           "123 456",
		"pubmed 2012":                        "", // a word and a number
		"doi: 10.1000/182":                   "10.1000/182",
		"(https://doi.org/10.1000/a(1)b)":    "10.1000/a(1)b",
		"https://pubmed.ncbi.nlm.nih.gov/7/": "7",
		"21114664":                           "21114664",
		`"GSE10" title:GSE11 gse* GSE12x`:    "",
		"title:(GSE10 liver)":                "",
		"year:2012..2018 samples:12345":      "",
		"E-MTAB-2836":                        "E-MTAB-2836",
		"t-cell 10.5 1,234":                  "",
		"liver":                              "",
	} {
		a := &archive{}
		if _, err := (search.Query{Text: text}).Resolve(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(a.asked, " "); got != want {
			t.Errorf("%s has the codes %q, want %q", text, got, want)
		}
	}
	broken := errors.New("broken")
	if _, err := (search.Query{Text: "GSE10"}).Resolve(t.Context(), &archive{err: broken}); !errors.Is(err, broken) {
		t.Errorf("a resolver that fails gives %v", err)
	}
	if _, err := (search.Query{Text: "liver"}).Resolve(t.Context(), &archive{err: broken}); err != nil {
		t.Errorf("without codes the resolver is asked: %v", err)
	}
}

func TestReadText(t *testing.T) {
	t.Parallel()
	a := &archive{has: map[string][]string{"GSE10": {"GSE10"}, "GSM1": {"GSE11", "GSE10"}, "SRP3": {"SRP3"}, "12345": {"GSE5"}}}
	for text, want := range map[string]struct{ tree, pinned string }{
		"gsm1":                   {"gsm1", "GSE11 GSE10"},
		"liver GSE10 GSM1":       {"(GSE10 OR GSM1) liver", "GSE10 GSE11"},
		"liver GSE10 GSE99":      {"(GSE10 OR GSE99) liver", "GSE10"},
		"SRP3 OR GSE10 liver":    {"SRP3 OR GSE10 liver", "SRP3 GSE10"},
		"liver -GSE10 -SRP3":     {"liver -GSE10 -SRP3", ""},
		"12345 67890":            {"12345 67890", "GSE5"}, // the one is a PubMed id, the other a number
		"(GSE10 SRP3) zebra":     {"(GSE10 OR SRP3) zebra", "GSE10 SRP3"},
		"GSE99 liver":            {"GSE99 liver", ""},
		`"GSE10" accession:gsm1`: {`"GSE10" accession:gsm1`, ""},
	} {
		q, err := search.Query{Text: text}.Resolve(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		node := q.ReadText().Node
		if got := strings.Join(search.Pinned(node), " "); got != want.pinned {
			t.Errorf("%s pins %q, want %q", text, got, want.pinned)
		}
		if got := node.String(); got != want.tree {
			t.Errorf("%s is read as %s, want %s", text, got, want.tree)
		}
	}
}

// TestCodesAreReadBack writes trees with codes as texts, and reads these.
func TestCodesAreReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"GSE10", "gsm1", "PMID:123", "PMID: 7", "doi:10.1000/a(1)", "https://doi.org/10.1/x", "12345", "-", "(", ")", ",", ";", ".",
			" ", " OR ", "liver", `"`, "title:", "E-MTAB-1", "é"})
		text := strings.Join(rapid.SliceOfN(part, 0, 9).Draw(t, "text"), "")
		node := search.ParseText(text).Node
		if node == nil {
			return
		}
		again := search.ParseText(node.String()).Node
		if again == nil {
			t.Fatalf("%q is written %q, which is nothing", text, node.String())
		}
		if diff := cmp.Diff(node.String(), again.String()); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	})
}
