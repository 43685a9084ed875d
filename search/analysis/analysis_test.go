package analysis_test

import (
	"strings"
	"testing"

	"github.com/facetome/facetome/search/analysis"
)

func TestTerms(t *testing.T) {
	t.Parallel()
	a := analysis.New()
	for text, want := range map[string]string{
		"":                              "",
		"the of and":                    "",
		"Acute lymphoblastic leukemias": "acut lymphoblast leukemia",
		"Crohn's disease, Alzheimer’s":  "crohn diseas alzheim",
		"T-cells":                       "t cell",
		"naïve Müller glia":             "naiv muller glia",
		"IL-6 1.5-fold p53":             "il 6 1.5 fold p53",
		"GSE1133 E-MTAB-2836":           "gse1133 e mtab 2836",
		"TNFα β-catenin":                "tnfα β catenin",
		"caresses ponies relational":    "caress poni relat",
		"肝臓":                            "肝 臓",
		"…!?":                           "",
		strings.Repeat("x", 300):        "",
	} {
		var got []string
		for _, term := range a.Terms(text) {
			got = append(got, term.Text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("Terms(%q) = %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func TestTermsKnowTheirPlace(t *testing.T) {
	t.Parallel()
	text := "Loss of the naïve cells"
	terms := analysis.New().Terms(text)
	var got []string
	for _, term := range terms {
		got = append(got, text[term.Start:term.End])
	}
	if strings.Join(got, "|") != "Loss|naïve|cells" {
		t.Errorf("words %q", got)
	}
	if terms[1].Position != 3 {
		t.Errorf("naïve is word %d, want 3: stop words count", terms[1].Position)
	}
}

func FuzzTerms(f *testing.F) {
	a := analysis.New()
	f.Add("Crohn's naïve \xff\x00 ﬁ İ ß")
	f.Fuzz(func(t *testing.T, text string) {
		for _, term := range a.Terms(text) {
			if term.Text == "" || term.Start < 0 || term.End > len(text) || term.Start >= term.End {
				t.Errorf("Terms(%q) has %+v", text, term)
			}
		}
	})
}
