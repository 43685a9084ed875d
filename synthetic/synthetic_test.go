package synthetic

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// catalogue is what a test reads back.
type catalogue struct {
	samples     map[string]map[string]any
	experiments []map[string]any
	memberships map[string]int // experiments of each sample
}

func generate(t *testing.T, o Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Generate(&out, o); err != nil {
		t.Fatalf("Generate(%+v): %v", o, err)
	}
	return out.Bytes()
}

// read fails on a line that is no JSON object of a known type, on codes that repeat, and on samples that come after an
// experiment which names them.
func read(t *testing.T, data []byte) *catalogue {
	t.Helper()
	c := &catalogue{samples: map[string]map[string]any{}, memberships: map[string]int{}}
	codes := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var record map[string]any
		if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		for _, code := range append(list(record["alternate_accession_codes"]), list(record["accession_code"])...) {
			if codes[code] || !strings.HasPrefix(code, "SYN") {
				t.Fatalf("accession code %q repeats, or could be an archive's", code)
			}
			codes[code] = true
		}
		switch record["type"] {
		case "sample":
			c.samples[record["accession_code"].(string)] = record
		case "experiment":
			c.experiments = append(c.experiments, record)
			named := list(record["samples"])
			for _, code := range named {
				if c.samples[code] == nil {
					t.Fatalf("experiment %v comes before its sample %s", record["accession_code"], code)
				}
				c.memberships[code]++
			}
			if sorted := slices.Compact(slices.Sorted(slices.Values(named))); len(sorted) != len(named) {
				t.Fatalf("experiment %v names a sample twice", record["accession_code"])
			}
			if record["synthetic"] != true {
				t.Fatalf("experiment %v does not say that it is synthetic", record["accession_code"])
			}
		default:
			t.Fatalf("line of the type %v", record["type"])
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return c
}

// list reads a field that is a string or a list of strings; none where it is missing.
func list(field any) []string {
	switch v := field.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, each := range v {
			all = append(all, each.(string))
		}
		return all
	}
	return nil
}

func TestSameSeedSameCatalogue(t *testing.T) {
	t.Parallel()
	sum := func(seed uint64) string {
		return fmt.Sprintf("%x", sha256.Sum256(generate(t, Options{Experiments: 300, Seed: seed})))
	}
	if a, b := sum(7), sum(7); a != b {
		t.Errorf("two runs of one seed differ: %s and %s", a, b)
	}
	if a, b := sum(7), sum(8); a == b {
		t.Error("two seeds made the same catalogue")
	}
}

func TestSmallCatalogues(t *testing.T) {
	t.Parallel()
	for n := range 40 {
		c := read(t, generate(t, Options{Experiments: n, Seed: uint64(n)}))
		if len(c.experiments) != n {
			t.Errorf("asked for %d experiments, got %d", n, len(c.experiments))
		}
	}
}

func TestNegativeNumber(t *testing.T) {
	t.Parallel()
	err := Generate(&bytes.Buffer{}, Options{Experiments: -1})
	if err == nil || !strings.Contains(err.Error(), "-1") {
		t.Errorf("want an error that names -1, got %v", err)
	}
}

// broken is a disk that is full after some bytes.
type broken struct{ left int }

var errFull = errors.New("no space left")

func (b *broken) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteError(t *testing.T) {
	t.Parallel()
	for _, room := range []int{0, 3 << 20} {
		if err := Generate(&broken{left: room}, Options{Experiments: 2000}); !errors.Is(err, errFull) {
			t.Errorf("after %d bytes: want the writer's error, got %v", room, err)
		}
	}
}

// TestReadsLikeTheRealThing holds the proportions of the demo's catalogue.
func TestReadsLikeTheRealThing(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads 60,000 samples")
	}
	c := read(t, generate(t, Options{Experiments: 3000, Seed: 1}))
	byCode := map[string]map[string]any{}
	var without, mixed, large, published float64
	for _, e := range c.experiments {
		byCode[e["accession_code"].(string)] = e
		named := list(e["samples"])
		organisms := map[string]bool{}
		for _, code := range named {
			for _, o := range list(c.samples[code]["organism"]) {
				organisms[strings.ToLower(strings.ReplaceAll(o, "_", " "))] = true
			}
		}
		count(&without, len(named) == 0)
		count(&mixed, len(organisms) > 1)
		count(&large, len(named) >= 200)
		count(&published, e["has_publication"] == true)
	}
	experiments, samples := float64(len(c.experiments)), float64(len(c.samples))
	shared := 0.0
	for _, n := range c.memberships {
		count(&shared, n > 1)
	}
	reported, several := map[string]float64{}, map[string]float64{}
	human := 0.0
	for _, s := range c.samples {
		for field := range s {
			n := reported[field]
			count(&n, len(list(s[field])) > 0 || s[field] == true || s[field] == false)
			reported[field] = n
			n = several[field]
			count(&n, len(list(s[field])) > 1)
			several[field] = n
		}
		count(&human, slices.ContainsFunc(list(s["organism"]), func(o string) bool {
			return strings.EqualFold(strings.ReplaceAll(o, "_", " "), "homo sapiens")
		}))
	}
	for _, test := range []struct {
		what           string
		got, low, high float64
	}{
		{"samples", samples, 50_000, 70_000},
		{"samples in several experiments", shared / samples, 0.15, 0.26},
		{"experiments without samples", without / experiments, 0.02, 0.05},
		{"experiments of several organisms", mixed / experiments, 0.03, 0.2},
		{"experiments of 200 samples and more", large / experiments, 0.005, 0.05},
		{"experiments with a publication", published / experiments, 0.5, 0.7},
		{"human samples", human / samples, 0.3, 0.55},
		{"organism reported", reported["organism"] / samples, 0.98, 1},
		{"tissue reported", reported["specimen_part"] / samples, 0.5, 0.75},
		{"disease reported", reported["disease"] / samples, 0.1, 0.4},
		{"sex reported", reported["sex"] / samples, 0.3, 0.6},
		{"stage reported", reported["developmental_stage"] / samples, 0.15, 0.45},
		{"cell line reported", reported["cell_line"] / samples, 0.1, 0.3},
		{"processed reported", reported["is_processed"] / samples, 0.85, 0.97},
		{"several organisms on a sample", several["organism"] / samples, 0.002, 0.05},
		{"several tissues on a sample", several["specimen_part"] / samples, 0.003, 0.05},
	} {
		if test.got < test.low || test.got > test.high {
			t.Errorf("%s: %v, want %v to %v", test.what, test.got, test.low, test.high)
		}
	}
}

// TestSharing finds each way of sharing that counting must get right.
func TestSharing(t *testing.T) {
	t.Parallel()
	c := read(t, generate(t, Options{Experiments: 1000, Seed: 3}))
	holders := map[string][]int{} // sample: experiments that name it
	sets := make([]map[string]bool, len(c.experiments))
	for i, e := range c.experiments {
		sets[i] = map[string]bool{}
		for _, code := range list(e["samples"]) {
			sets[i][code] = true
			holders[code] = append(holders[code], i)
		}
	}
	found := map[string]bool{}
	for _, sharing := range holders {
		for _, a := range sharing {
			for _, b := range sharing {
				if a == b {
					continue
				}
				both := 0
				for code := range sets[a] {
					if sets[b][code] {
						both++
					}
				}
				switch {
				case both == len(sets[a]) && both == len(sets[b]):
					found["the same samples"] = true
				case both == len(sets[a]):
					found["all samples of one in another"] = true
				case both < len(sets[b]):
					found["a part of both"] = true
				}
				one, other := c.experiments[a], c.experiments[b]
				found["across sources"] = found["across sources"] || one["source_database"] != other["source_database"]
				found["across years"] = found["across years"] || year(one) != year(other)
			}
		}
	}
	for _, want := range []string{
		"the same samples", "all samples of one in another", "a part of both", "across sources", "across years",
	} {
		if !found[want] {
			t.Errorf("no experiments share %s", want)
		}
	}
}

func year(experiment map[string]any) string {
	published, _ := experiment["source_first_published"].(string)
	return published[:min(4, len(published))]
}

func count(n *float64, yes bool) {
	if yes {
		*n++
	}
}

// TestTemplatesAreFilledIn looks for what a template left open.
func TestTemplatesAreFilledIn(t *testing.T) {
	t.Parallel()
	data := generate(t, Options{Experiments: 500, Seed: 5})
	for _, e := range read(t, data).experiments {
		for _, field := range []string{"title", "description", "publication_title", "submitter_institution"} {
			text, _ := e[field].(string)
			if strings.ContainsAny(text, "{}") || strings.Contains(text, "  ") {
				t.Errorf("%v: %s: %q", e["accession_code"], field, text)
			}
		}
		if e["title"] == "" {
			t.Errorf("%v has no title", e["accession_code"])
		}
	}
}

// TestTemplatesNameKnownWords catches a misspelt {word}, which would keep its template from ever being used.
func TestTemplatesNameKnownWords(t *testing.T) {
	t.Parallel()
	words, err := loadVocabulary()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{}
	for _, word := range []string{
		"organism", "common", "other", "othercommon", "tissue", "stage", "disease", "gene", "genes", "process", "assay", "n",
		"treatment", "cellline",
	} {
		known[word] = "x"
	}
	for _, template := range slices.Concat(words.titles, words.mixedTitles, words.backgrounds, words.aims, words.results, words.designs) {
		if _, ok := fillIn(template, known); !ok {
			t.Errorf("%q names a word that no study has", template)
		}
	}
}

// TestVocabulary finds kinds of organisms for which a list has no words.
func TestVocabulary(t *testing.T) {
	t.Parallel()
	words, err := loadVocabulary()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(words.organisms.items); n < 240 {
		t.Errorf("%d organisms", n)
	}
	for _, o := range words.organisms.items {
		for name, urn := range map[string]*urn[string]{
			"tissues": words.tissues[o.kind], "stages": words.stages[o.wordsOf()], "treatments": words.treatments[o.kind],
			"genes": words.genes[o.kind], "processes": words.processes[o.kind],
		} {
			if urn.empty() {
				t.Errorf("no %s for %s, a %s", name, o.name, o.kind)
			}
		}
		if o.arrays.empty() {
			t.Errorf("no array for %s", o.name)
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	var lines counter
	for b.Loop() {
		if err := Generate(&lines, Options{Experiments: 1000, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(lines)/b.Elapsed().Seconds(), "records/s")
}

// counter counts lines.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(bytes.Count(p, []byte("\n")))
	return len(p), nil
}
