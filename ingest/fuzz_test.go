package ingest

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// fuzzFormat reads arbitrary files as a format: it must not panic or fail, keep its problems bounded and say of which file and line they
// are, and give records that a store can take: codes that are codes, text that is valid UTF-8 without control characters, and nobody's
// address or number.
func fuzzFormat(f *testing.F, formatName string) {
	f.Helper()
	for _, content := range examples(f)[formatName] {
		f.Add(content)
		f.Add(strings.ReplaceAll(content, "\n", "\r\n"))
		f.Add(content[:len(content)/2])
		packed := gzipped(f, content)
		f.Add(packed[:len(packed)/2])
	}
	f.Fuzz(func(t *testing.T, content string) {
		got, rep := readStream(t, formatName, exampleName, strings.NewReader(content))
		if len(rep.Problems) > maxProblems {
			t.Errorf("%d problems are kept", len(rep.Problems))
		}
		for _, p := range rep.Problems {
			if p.File != exampleName || p.Line < 0 || p.Message == "" {
				t.Errorf("problem %+v", p)
			}
			checkText(t, strings.ReplaceAll(p.Message, "…", ""))
		}
		for _, s := range got.Samples {
			if !isCode(s.AccessionCode) {
				t.Errorf("sample %q", s.AccessionCode)
			}
			for _, v := range s.Values {
				if v.Value == "" || v.Field == "" {
					t.Errorf("value %+v", v)
				}
			}
			for _, a := range s.Attributes {
				if a.Value == "" {
					t.Errorf("attribute %+v", a)
				}
			}
			checkRecord(t, s)
		}
		for _, e := range got.Experiments {
			if !isCode(e.AccessionCode) {
				t.Errorf("experiment %q", e.AccessionCode)
			}
			for _, sample := range e.Samples {
				if !isCode(sample) {
					t.Errorf("sample %q of %s", sample, e.AccessionCode)
				}
			}
			checkRecord(t, e)
		}
	})
}

// checkRecord checks every string of a record.
func checkRecord(t testing.TB, record any) {
	t.Helper()
	encoded, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	var decoded any
	if err := json.Unmarshal(encoded, &decoded); err != nil {
		t.Fatal(err)
	}
	var walk func(any)
	walk = func(value any) {
		switch value := value.(type) {
		case string:
			checkText(t, value)
		case []any:
			for _, item := range value {
				walk(item)
			}
		case map[string]any:
			for _, item := range value {
				walk(item)
			}
		}
	}
	walk(decoded)
}

func checkText(t testing.TB, text string) {
	t.Helper()
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\n' }
	if !utf8.ValidString(text) || strings.ContainsFunc(text, control) || strings.Contains(text, "@") && email.MatchString(text) {
		t.Errorf("text %q", text)
	}
}

func FuzzGEOSOFT(f *testing.F)         { fuzzFormat(f, "geo-soft") }
func FuzzGEOSeriesMatrix(f *testing.F) { fuzzFormat(f, "geo-series-matrix") }
func FuzzMINiML(f *testing.F)          { fuzzFormat(f, "miniml") }
func FuzzArrayExpress(f *testing.F)    { fuzzFormat(f, "arrayexpress-json") }
func FuzzCondensedSDRF(f *testing.F)   { fuzzFormat(f, "condensed-sdrf") }
func FuzzExpressionAtlas(f *testing.F) { fuzzFormat(f, "expression-atlas") }
func FuzzRefinebio(f *testing.F)       { fuzzFormat(f, "refinebio") }
func FuzzRefinebioTSV(f *testing.F)    { fuzzFormat(f, "refinebio-tsv") }
func FuzzMAGETAB(f *testing.F)         { fuzzFormat(f, "mage-tab") }
func FuzzRunSelector(f *testing.F)     { fuzzFormat(f, "sra-run-selector") }
func FuzzRunInfo(f *testing.F)         { fuzzFormat(f, "sra-runinfo") }
func FuzzBgee(f *testing.F)            { fuzzFormat(f, "bgee") }
func FuzzENA(f *testing.F)             { fuzzFormat(f, "ena-xml") }
func FuzzRecount(f *testing.F)         { fuzzFormat(f, "recount") }
func FuzzNDJSON(f *testing.F)          { fuzzFormat(f, "ndjson") }
func FuzzRefinebioAPI(f *testing.F)    { fuzzFormat(f, "refinebio-api") }

// Every format has a fuzz test: Go wants a function for each, and this one sees that none is missing.
func TestEveryFormatIsFuzzed(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("fuzz_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range formats() {
		if !strings.Contains(string(source), fmt.Sprintf("fuzzFormat(f, %q) }", f.name)) {
			t.Errorf("%s has no fuzz test; add a function beside the others", f.name)
		}
	}
}

// FuzzRecognise looks at arbitrary files.
func FuzzRecognise(f *testing.F) {
	for _, seed := range []string{"^SERIES = GSE1\n", `{"experiments":{}}`, `{"type":"sample"}`, "a\tb\n", "\x1f\x8b", "\xff\xfea\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		text, err := newText(strings.NewReader(content))
		if err != nil {
			return
		}
		if found, skipped, err := recognise(text); err == nil && (found == nil) == (skipped == "") {
			t.Errorf("%v, %q", found, skipped)
		}
	})
}
