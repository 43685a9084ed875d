package study_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/study"
)

// fixed answers with one study.
type fixed struct {
	study   models.Study
	records [][]models.StudyRecord // by sample
}

func (f fixed) Study(_ context.Context, _ uint, record func(int, *models.StudyRecord)) (models.Study, error) {
	for i := range f.records {
		for j := range f.records[i] {
			record(i, &f.records[i][j])
		}
	}
	return f.study, nil
}

// read makes a study of samples that are each written as "field=value; raw key: value; …", with accession codes S01, S02, ….
func read(t testing.TB, samples ...string) *study.Study {
	t.Helper()
	var f fixed
	for i, text := range samples {
		s := models.StudySample{ID: uint(i + 1), AccessionCode: fmt.Sprintf("S%02d", i+1), Title: fmt.Sprint("sample ", i+1)}
		var r models.StudyRecord
		for part := range strings.SplitSeq(text, "; ") {
			if key, value, isAttribute := strings.Cut(part, ": "); isAttribute {
				r.Attributes = append(r.Attributes, models.Attribute{Key: key, Value: value})
			} else if field, value, isValue := strings.Cut(part, "="); isValue {
				label, raw, _ := strings.Cut(value, "<") // "sex=female<Gender": as read from this key
				s.Values = append(s.Values, &models.Value{Field: field, Key: models.Fold(label), Label: label})
				r.Values = append(r.Values, models.FieldValue{Field: field, Value: label, RawKey: raw})
			}
		}
		f.study.Samples, f.records = append(f.study.Samples, s), append(f.records, []models.StudyRecord{r})
	}
	s, err := study.Read(t.Context(), f, 1)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// words writes a comparison down, a line a variable.
func words(c study.Comparison) []string {
	var lines []string
	for _, list := range []struct {
		name      string
		variables []study.Variable
	}{
		{"compared", c.Compared}, {"technical", c.Technical}, {"each", c.Each}, {"texts", c.Texts}, {"same", c.Same}, {"partly", c.Partly},
	} {
		for _, v := range list.variables {
			var groups []string
			for _, g := range v.Groups {
				groups = append(groups, fmt.Sprint(g.Label, " ", g.Samples))
			}
			line := strings.TrimSpace(list.name + " " + v.Name + ": " + strings.Join(groups, ", "))
			if v.Range != nil {
				line += fmt.Sprintf(" | %g to %g %s, median %g", v.Range.Low, v.Range.High, v.Range.Unit, v.Range.Median)
			}
			if len(v.Groups) == 0 && v.Range == nil {
				line += fmt.Sprintf(" %d cells", len(v.Cells))
			}
			if v.Several > 0 {
				line += fmt.Sprintf("; several %d", v.Several)
			}
			if v.NotReported > 0 {
				line += fmt.Sprintf("; not reported %d", v.NotReported)
			}
			if len(v.Also) > 0 {
				line += fmt.Sprint("; also ", v.Also)
			}
			if len(v.Alike) > 0 {
				line += fmt.Sprint("; alike ", v.Alike)
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// times makes n samples of a text with the sample's number in place of "#".
func times(n int, text string) []string {
	var list []string
	for i := range n {
		list = append(list, strings.ReplaceAll(text, "#", fmt.Sprint(i+1)))
	}
	return list
}

func TestCompare(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		samples []string
		want    []string
	}{
		{"nothing", nil, nil},
		{"one sample", []string{"tissue=liver; dose: 5 mg"}, []string{"same tissue: liver 1", "same raw.dose: 5 mg 1"}},
		{
			"groups: the largest first, spellings together, not reported apart",
			[]string{"disease=B", "disease=b", "disease=A", "disease=C", "disease=b", "tissue=liver"},
			[]string{"compared tissue: liver 1; not reported 5", "compared disease: b 3, A 1, C 1; not reported 1"},
		},
		{
			"samples that no source describes are not the others", []string{"tissue=liver; organism=Mus musculus", "tissue=liver; cell: T", "", "", "organism=Mus musculus"},
			[]string{
				"compared tissue: liver 2; not reported 3", "compared raw.cell: T 1; not reported 4", "partly organism: Mus musculus 2; not reported 3",
			},
		},
		{"only listed", []string{"tissue=liver; cell: T", "tissue=liver; cell: T", ""}, []string{"partly tissue: liver 2; not reported 1", "partly raw.cell: T 2; not reported 1"}},
		{
			"numbers in their order, in one unit",
			[]string{"time: 24 h", "time: 0 h", "time: 6 h", "time: 24 h", "time: 24 h"},
			[]string{"compared raw.time: 0 h 1, 6 h 1, 24 h 3"},
		},
		{
			"several units are words", []string{"time: 24 h", "time: 2 d", "time: 24 h"}, []string{"compared raw.time: 24 h 2, 2 d 1"},
		},
		{
			"a measurement with many values", append(times(9, "age=1# years; rin: 7.#; tissue=liver"), "age=33 years; rin: NA", "age=18 months"),
			[]string{
				"compared tissue: liver 9; not reported 2", "compared age: | 1.5 to 33 years, median 15", "compared raw.rin: NA 1 | 7.1 to 7.9 , median 7.5; not reported 1",
			},
		},
		{
			"what numbers or names samples", times(8, "id: #; run: SRR10000#; patient: #; batch: A; notes of it: p#"),
			[]string{"each raw.id: 8 cells; also [patient]", "each raw.notes of it: 8 cells", "each raw.run: 8 cells", "same raw.batch: A 8"},
		},
		{
			"few samples, each its own: compared in words, named by codes",
			[]string{"condition: control; file: a_1.cel", "condition: LPS; file: a_2.cel", "condition: LPS + IFN; file: a_3.cel"},
			[]string{"compared raw.condition: control 1, LPS 1, LPS + IFN 1", "each raw.file: 3 cells"},
		},
		{
			"an attribute that a field was read from, and one with the same texts",
			[]string{"sex=female<Gender; Gender: F; tissue=liver; organ: Liver", "sex=male<Gender; Gender: M; tissue=blood; organ: blood", "sex=female<Gender; Gender: female; tissue=liver; organ: liver"},
			[]string{"compared tissue: liver 2, blood 1; also [organ]", "compared sex: female 2, male 1; also [Gender]"},
		},
		{
			"an attribute that says more than the field that was read from it",
			[]string{"tissue=liver<site; site: left lobe", "tissue=liver<site; site: right lobe", "tissue=blood<site; site: blood"},
			[]string{"compared tissue: liver 2, blood 1", "compared raw.site: blood 1, left lobe 1, right lobe 1"},
		},
		{
			"several values of one sample stand in as many groups",
			[]string{"tissue=liver; tissue=kidney", "tissue=liver", "tissue=kidney"}, []string{"compared tissue: kidney 2, liver 2; several 1"},
		},
		{
			"how it was measured, sentences, and what a single file says",
			append(times(10, "library_layout: paired; processed=yes; growth protocol: "+strings.Repeat("grown in medium ", 8)+"#"), append(times(10, "library_layout: single; processed=no"), "channel_count: 1; comment: x")...),
			[]string{
				"technical processed: no 10, yes 10; not reported 1", "technical raw.library_layout: paired 10, single 10; not reported 1",
				"texts raw.growth protocol: 10 cells; not reported 11", "partly raw.channel_count: 1 1; not reported 20", "partly raw.comment: x 1; not reported 20",
			},
		},
		{
			"an id and its name part the samples alike", append(times(5, "organ: o#; organ code: c#"), times(5, "organ: o#; organ code: c#")...),
			[]string{"compared raw.organ: o1 2, o2 2, o3 2, o4 2, o5 2; alike [organ code]"},
		},
	} {
		if diff := cmp.Diff(test.want, words(read(t, test.samples...).Comparison)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.name, diff)
		}
	}
}
