package study_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/facetome/facetome/study"
)

// TestSelect asks a study of six samples.
func TestSelect(t *testing.T) {
	t.Parallel()
	s := read(t,
		"age=40 years; time: 10 h; tissue=liver; tissue=kidney", "age=6 months; time: 2 h; tissue=liver", "age=7 years; time: 2 h", "age=20 years; tissue=blood; batch: *",
		"age=9 years; time: 1 h; tissue=Liver", "age=adult; time: 1 h",
	)
	for query, want := range map[string]string{
		"":          "S01 S02 S03 S04 S05 S06",
		"sort=age":  "S02 S03 S05 S04 S01 S06", // words after numbers, whatever their unit
		"sort=-age": "S06 S01 S04 S05 S03 S02", "sort=-accession": "S06 S05 S04 S03 S02 S01",
		"sort=raw.time": "S05 S06 S02 S03 S01 S04", "sort=-raw.time": "S01 S02 S03 S05 S06 S04", // not reported last
		"tissue=LIVER": "S01 S02 S05", "tissue=liver&tissue=blood": "S01 S02 S04 S05", "tissue!=liver": "S03 S04 S06", "tissue=*": "S01 S02 S04 S05",
		"tissue!=*": "S03 S06", "tissue=blood&tissue!=*": "S03 S04 S06", "tissue=!*": "S03 S06", "tissue=liver&tissue!=kidney": "S02 S05",
		"age=7..20": "S03 S04 S05", "age=9..": "S01 S04 S05", "age=..1": "S02", "age=adult": "S06", "raw.time=2..": "S01 S02 S03", "raw.time=1 h&tissue=*": "S05",
		"in.tissue=IVE": "S01 S02 S05", "in.title=sample 3": "S03", `raw.batch=\*`: "S04", "raw.batch=*": "S04", "tissue=*&tissue!=*": "S01 S02 S03 S04 S05 S06",
	} {
		values := url.Values{}
		for part := range strings.SplitSeq(query, "&") {
			i := strings.LastIndex(part, "=")
			if strings.Contains(part, "=!*") { // else the exclamation mark is the column's
				i = strings.Index(part, "=")
			}
			if i > 0 {
				values.Add(part[:i], part[i+1:])
			}
		}
		q, warnings := s.Parse(values)
		var got []string
		for _, i := range s.Select(q) {
			got = append(got, s.Samples[i].AccessionCode)
		}
		if strings.Join(got, " ") != want || len(warnings) > 0 {
			t.Errorf("%s gives %v, want %s (%v)", query, got, want, warnings)
		}
		again, warnings := s.Parse(q.Values())
		if again.Values().Encode() != q.Values().Encode() || len(warnings) > 0 {
			t.Errorf("%s is written %s, and that %s (%v)", query, q.Values().Encode(), again.Values().Encode(), warnings)
		}
	}
}

// TestColumns: those that vary are shown, fields first; a choice stands in the address only where it is another.
func TestColumns(t *testing.T) {
	t.Parallel()
	s := read(t, "organism=Mus musculus; sex=male; dose: 1; library_layout: single", "organism=Mus musculus; sex=female; dose: 2; library_layout: paired", "organism=Mus musculus; sex=male; dose: 2")
	names := func(q study.Query) string {
		var names []string
		for _, c := range s.Shown(q) {
			names = append(names, c.Name)
		}
		return strings.Join(names, " ")
	}
	for query, want := range map[string]string{
		"": "sex raw.dose raw.library_layout", "col=raw.dose": "raw.dose", "col=RAW.DOSE&col=organism": "raw.dose organism", "col=*": "sex raw.dose raw.library_layout organism",
		"col=nothing": "sex raw.dose raw.library_layout", "col=sex&col=raw.library_layout&col=raw.dose": "sex raw.dose raw.library_layout",
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		q, _ := s.Parse(values)
		if got := names(q); got != want || (q.Columns == nil) != (want == names(study.Query{})) && !slices.Contains(q.Columns, study.AllColumns) {
			t.Errorf("%s shows %q (%v), want %q", query, got, q.Columns, want)
		}
	}
}

// TestAlike finds who agrees in all that was compared.
func TestAlike(t *testing.T) {
	t.Parallel()
	s := read(t, "sex=male; dose: 1", "sex=male; dose: 1", "sex=male; dose: 2", "sex=female", "sex=female; dose: 2")
	for code, want := range map[string]int{"S01": 1, "S02": 1, "S03": 0, "S04": 0, "S99": 0} {
		q, others := s.Alike(code)
		if others != want || want > 0 && len(s.Select(q)) != want+1 {
			t.Errorf("%s has %d others, want %d: %s", code, others, want, q.Values().Encode())
		}
	}
}
