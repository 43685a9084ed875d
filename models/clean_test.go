package models

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNormalCode(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		" gse1 ": "GSE1", "Gsm12": "GSM12", "e-geod-3": "E-GEOD-3", "E-mtab-1": "E-MTAB-1", "srr1": "SRR1", "prjna5": "PRJNA5", "samea7": "SAMEA7",
		"phs000424": "phs000424", "Sample 1": "Sample 1", "GSM1595222  1": "GSM1595222 1", "gse": "gse", "12": "12", "": "", "gsé1": "gsé1", "a-b": "a-b",
	} {
		if got := NormalCode(given); got != want {
			t.Errorf("NormalCode(%q) = %q, not %q", given, got, want)
		}
	}
}

// TestRanks holds the order in which codes are preferred.
func TestRanks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rank   func(string) int
		ladder []string
	}{
		{experimentRank, []string{"GSE9", "E-MTAB-1", "E-GEOD-1", "SRP1", "PRJNA1", "lab"}},
		{experimentRank, []string{"GSE9", "E-MEXP-1", "E-GEOD-1", "ERP1", "PRJEB1", "GSM1"}},
		{sampleRank, []string{"GSM9", "SAMN1", "SRS1", "SRX1", "SRR1", "own"}},
		{sampleRank, []string{"GSM9", "SAMEA1", "ERS1", "DRX1", "DRR1", "GSE1"}},
	} {
		for i := range test.ladder[1:] {
			if test.rank(test.ladder[i]) >= test.rank(test.ladder[i+1]) {
				t.Errorf("%s is not before %s", test.ladder[i], test.ladder[i+1])
			}
		}
	}
	own, alternates := mergeCodes([]string{"SRP2", "GSE10", "GSE9", "SRP2"}, experimentRank)
	if diff := cmp.Diff([]string{"GSE10", "GSE9", "SRP2"}, append([]string{own}, alternates...)); diff != "" {
		t.Error(diff)
	}
}

// TestCleanIsFinal cleans what was cleaned: nothing may change, and everything is text that a database takes.
func TestCleanIsFinal(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", " ", "GSM1", "\x00", "\xff", "a\n\n b", strings.Repeat("é", 700)}))
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) string { return text.Draw(t, name) }
		sample := SampleBody{AccessionCode: "x" + draw("code"), Alternates: []string{draw("alternate"), "x"}, Title: draw("title"),
			Values:     []FieldValue{{Field: draw("field"), Value: draw("value"), RawValue: draw("raw")}, {Field: FieldPlatform, Value: draw("platform"), Name: draw("name")}},
			Attributes: []Attribute{{draw("key"), draw("value")}}, Experiments: []string{draw("series")}}
		experiment := ExperimentBody{AccessionCode: "x" + draw("code"), Title: draw("title"), Description: draw("description"), Samples: []string{draw("sample")},
			Publications: []PublicationBody{{PubMedID: draw("pmid"), DOI: draw("doi"), Title: draw("paper"), Authors: []string{draw("author")}}}}
		cleanSampleOnce, err := cleanSample(sample)
		if err != nil {
			return // a code that is too long
		}
		again, err := cleanSample(cleanSampleOnce)
		if diff := cmp.Diff(cleanSampleOnce, again); err != nil || diff != "" {
			t.Errorf("sample: %v\n%s", err, diff)
		}
		cleanExperimentOnce, err := cleanExperiment(experiment)
		if err != nil {
			return
		}
		againExperiment, err := cleanExperiment(cleanExperimentOnce)
		if diff := cmp.Diff(cleanExperimentOnce, againExperiment); err != nil || diff != "" {
			t.Errorf("experiment: %v\n%s", err, diff)
		}
		for _, body := range []any{cleanSampleOnce, cleanExperimentOnce} {
			if kept := encode(body); !utf8.ValidString(kept) || strings.Contains(kept, `\u0000`) || !json.Valid([]byte(kept)) {
				t.Errorf("kept as %q", kept)
			}
		}
	})
}

func TestCleanValues(t *testing.T) {
	t.Parallel()
	got, err := cleanSample(SampleBody{AccessionCode: "GSM1", Values: []FieldValue{
		{Field: "tissue", Value: "  left \t lung ", RawKey: "organ", RawValue: " Left Lung\n"}, {Field: "tissue", Value: " "},
		{Field: "tissue", Value: "liver", Name: "not a platform", TaxonomyID: 9606}, {Field: "organism", Value: "Mus musculus", TaxonomyID: -1},
	}})
	want := []FieldValue{
		{Field: "tissue", Value: "left lung", RawKey: "organ", RawValue: "Left Lung"}, {Field: "tissue", Value: "liver"}, {Field: "organism", Value: "Mus musculus"},
	}
	if diff := cmp.Diff(want, got.Values); err != nil || diff != "" {
		t.Errorf("%v -want +got\n%s", err, diff)
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"  Homo \t SAPIENS\n": "homo sapiens", "Straße": "strasse", "STRASSE": "strasse", "É": "é", "e\u0301": "é", "\u00a0x\u2003y": "x y", "": "", " ": "",
	} {
		if got := Fold(given); got != want {
			t.Errorf("Fold(%q) = %q, not %q", given, got, want)
		}
	}
	for r := range unicode.MaxRune { // every letter, and all its simple case variants
		once := Fold(string(r))
		if again := Fold(once); again != once {
			t.Errorf("Fold(%q) = %q, and then %q", r, once, again)
		}
		if other := unicode.SimpleFold(r); Fold(string(other)) != once {
			t.Errorf("%q and %q differ: %q and %q", r, other, once, Fold(string(other)))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if once := Fold(s); Fold(once) != once {
			t.Errorf("Fold(%q) = %q, and then %q", s, once, Fold(once))
		}
		if once := Tidy(s); Tidy(once) != once {
			t.Errorf("Tidy(%q) = %q, and then %q", s, once, Tidy(once))
		}
	})
}
