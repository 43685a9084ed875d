package study_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/study"
)

// plain is what every sample says in every column, in sets of keys: the plainest way to say it, which shares no code with the study.
type plain map[string][]map[string]bool // by column, by sample

func newPlain(samples []models.Sample) plain {
	p := plain{}
	add := func(column string, sample int, value string) {
		if value = models.Fold(value); value == "" {
			return
		}
		if p[column] == nil {
			p[column] = make([]map[string]bool, len(samples))
		}
		if p[column][sample] == nil {
			p[column][sample] = map[string]bool{}
		}
		p[column][sample][value] = true
	}
	for i := range samples {
		for _, v := range samples[i].Values {
			add(v.Field, i, v.Label)
		}
		for _, r := range samples[i].Records {
			for _, a := range r.Body.Attributes {
				add("raw."+models.Fold(a.Key), i, a.Value)
			}
		}
	}
	return p
}

// groups counts the samples of each value, and those without one under "".
func groups(of []map[string]bool) map[string]int {
	n := map[string]int{}
	for _, values := range of {
		for value := range values {
			n[value]++
		}
		if len(values) == 0 {
			n[""]++
		}
	}
	return n
}

// parted writes down which samples stand together, whatever their values are called.
func parted(of []map[string]bool) string {
	seen, b := map[string]int{"": 0}, strings.Builder{}
	for _, values := range of {
		cell := strings.Join(slices.Sorted(maps.Keys(values)), "\x00")
		if _, known := seen[cell]; !known {
			seen[cell] = len(seen)
		}
		fmt.Fprint(&b, seen[cell], " ")
	}
	return b.String()
}

// disagreements compares a study with a plain computation.
func disagreements(s *study.Study, samples []models.Sample) []string {
	var found []string
	say := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	p := newPlain(samples)
	told := map[string]bool{}
	c := &s.Comparison
	for name, list := range map[string][]study.Variable{"compared": c.Compared, "technical": c.Technical, "each": c.Each, "texts": c.Texts, "same": c.Same, "partly": c.Partly} {
		for _, v := range list {
			told[v.Name] = true
			of := p[v.Name]
			want := groups(of)
			if want[""] != v.NotReported {
				say("%s: not reported by %d, plainly %d", v.Name, v.NotReported, want[""])
			}
			distinct := len(want)
			if want[""] > 0 {
				distinct--
			}
			if (name == "same") != (distinctCells(of) == 1 && want[""] == 0) {
				say("%s is %s with %d values, not reported by %d", v.Name, name, distinct, want[""])
			}
			sum := 0
			for _, g := range v.Groups {
				if want[g.Key] != g.Samples {
					say("%s: %d samples of %q, plainly %d", v.Name, g.Samples, g.Label, want[g.Key])
				}
				if n := len(s.Select(study.Query{}.With(study.Filter{Column: v.Name, Include: []string{g.Label}}))); n != g.Samples {
					say("%s=%s finds %d samples, the group has %d", v.Name, g.Label, n, g.Samples)
				}
				sum += g.Samples
			}
			if n := len(s.Select(study.Query{}.With(study.Filter{Column: v.Name, NotReported: true}))); n != v.NotReported {
				say("%s!=* finds %d samples, of %d", v.Name, n, v.NotReported)
			}
			switch {
			case v.Range == nil && len(v.Groups) > 0 && (len(v.Groups) != distinct || v.Several == 0 && sum+v.NotReported != len(samples)):
				say("%s: %d groups of %d, plainly %d values", v.Name, len(v.Groups), sum, distinct)
			case v.Range != nil:
				in := 0
				for _, n := range v.Range.Bins {
					in += n
				}
				low, high := strconv.FormatFloat(v.Range.Low, 'f', -1, 64), strconv.FormatFloat(v.Range.High, 'f', -1, 64)
				found := len(s.Select(study.Query{}.With(study.Filter{Column: v.Name, Include: []string{low + ".." + high}})))
				if in != v.Range.Samples || found != in || v.Several == 0 && sum+in != len(samples)-v.NotReported {
					say("%s: %d samples in the range of %d, of which %d are found, and %d with words", v.Name, in, v.Range.Samples, found, sum)
				}
			}
			if column := s.Column(v.Name); len(column.Cells) != distinctCells(of) {
				say("%s: %d cells, plainly %d", v.Name, len(column.Cells), distinctCells(of))
			}
		}
	}
	for name := range p {
		if column := s.Column(name); column == nil {
			say("%s is missing", name)
		} else if !told[name] && !explained(s, p, column) {
			say("%s is told nowhere", name)
		}
	}
	return found
}

func distinctCells(of []map[string]bool) int {
	cells := map[string]bool{}
	for _, values := range of {
		if len(values) > 0 {
			cells[strings.Join(slices.Sorted(maps.Keys(values)), "\x00")] = true
		}
	}
	return len(cells)
}

// explained tells whether a column that is not listed parts the samples as one that is, or is a spelling of a field.
func explained(s *study.Study, p plain, column *study.Column) bool {
	c := &s.Comparison
	for _, list := range [][]study.Variable{c.Compared, c.Technical, c.Each, c.Texts, c.Same, c.Partly} {
		for _, v := range list {
			alike := parted(p[v.Name]) == parted(p[column.Name])
			spelling := v.Kind == study.OfField && (slices.Contains(v.Also, column.Label) || models.Fold(v.Label) == models.Fold(column.Label))
			if alike || spelling {
				return true
			}
		}
	}
	return false
}

// agrees checks every experiment of a catalogue, and says how many there were.
func agrees(t *testing.T, store *models.Store) int {
	t.Helper()
	ctx, n := t.Context(), 0
	err := store.Snapshot(ctx, func(snapshot *models.Snapshot) error {
		return snapshot.Each(ctx, func(e *models.Experiment) error {
			n++
			s, err := study.Read(ctx, store, e.ID)
			if err != nil {
				return err
			}
			for _, d := range disagreements(s, e.Samples) {
				t.Errorf("%s: %s", e.AccessionCode, d)
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestRealExperiments holds what is told of published experiments against a plain computation.
func TestRealExperiments(t *testing.T) {
	t.Parallel()
	const data = "../../shared/data"
	if testing.Short() {
		t.Skip("thousands of real samples")
	}
	if _, err := os.Stat(data); errors.Is(err, fs.ErrNotExist) {
		t.Skip("no real data")
	}
	store := modelstest.SQLite(t)
	var folders []string
	for _, folder := range []string{"geo-miniml", "geo-series-matrix", "sra-run-selector", "expression-atlas"} {
		folders = append(folders, filepath.Join(data, folder))
	}
	if _, err := ingest.Import(context.Background(), store, folders, ingest.Options{}); err != nil {
		t.Fatal(err)
	}
	if n := agrees(t, store); n < 20 {
		t.Errorf("only %d experiments were read", n)
	}
}

// TestPlainly does the same with made-up experiments of few words, in which everything happens.
func TestPlainly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 25).Draw(t, "samples")
		word := rapid.SampledFrom([]string{"", "a", "A", "b", " b ", "1", "2.5", "7 h", "10 h", "SRR12345", "x#", "#", "# h", "12 years"})
		var f fixed
		var samples []models.Sample
		for i := range n {
			s := models.Sample{AccessionCode: fmt.Sprintf("S%02d", i)}
			text := func(label string) string {
				return strings.ReplaceAll(word.Draw(t, label), "#", fmt.Sprint(i))
			}
			for _, field := range []string{models.FieldTissue, models.FieldSex, models.FieldAge, models.FieldProcessed} {
				for range rapid.SampledFrom([]int{0, 1, 1, 1, 2}).Draw(t, "values") {
					label := models.Tidy(text(field))
					known := slices.ContainsFunc(s.Values, func(v *models.Value) bool { return v.Field == field && v.Key == models.Fold(label) })
					if label != "" && !known {
						s.Values = append(s.Values, &models.Value{Field: field, Key: models.Fold(label), Label: label})
					}
				}
			}
			var records []models.StudyRecord
			for range rapid.IntRange(0, 2).Draw(t, "records") {
				var body models.SampleBody
				for _, key := range []string{"k", "K", "library_layout", "", "Gender"} {
					if rapid.Bool().Draw(t, "said") {
						body.Attributes = append(body.Attributes, models.Attribute{Key: key, Value: text(key)})
					}
				}
				if len(s.Values) > 0 && rapid.Bool().Draw(t, "harmonised") {
					body.Values = []models.FieldValue{{Field: s.Values[0].Field, Value: s.Values[0].Label, RawKey: "Gender"}}
				}
				s.Records = append(s.Records, models.SampleRecord{Body: body})
				records = append(records, models.StudyRecord{Values: body.Values, Attributes: body.Attributes})
			}
			samples = append(samples, s)
			f.study.Samples = append(f.study.Samples, models.StudySample{AccessionCode: s.AccessionCode, Values: s.Values})
			f.records = append(f.records, records)
		}
		s, err := study.Read(context.Background(), f, 1)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string(nil), disagreements(s, samples)); diff != "" {
			t.Fatal(diff)
		}
	})
}
