package main

import (
	"context"
	"slices"
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// compared are the fields in the order of the report.
var compared = []string{models.FieldOrganism, models.FieldSex, models.FieldStage, models.FieldTissue}

// bgeeFormat is the format whose records hold the words of Bgee's curators.
const bgeeFormat = "bgee"

// disagreement is what the two sides said.
type disagreement struct{ ours, theirs string }

// tally counts one field of one comparison.
type tally struct {
	curated int // samples of which the curators report the field
	both    int // of these, those of which we do
	verdict [3]int
	differ  map[disagreement]int
}

// comparison is one set of curated samples, by field.
type comparison map[string]*tally

func (c comparison) add(field string, ours, theirs []string) {
	if len(theirs) == 0 {
		return
	}
	t := c[field]
	if t == nil {
		t = &tally{differ: map[disagreement]int{}}
		c[field] = t
	}
	t.curated++
	if len(ours) == 0 {
		return
	}
	t.both++
	v := judge(field, ours, theirs)
	t.verdict[v]++
	if v == differ {
		t.differ[disagreement{strings.Join(folded(ours), " | "), strings.Join(folded(theirs), " | ")}]++
	}
}

// study is all comparisons.
type study struct {
	samples      int // of the catalogue
	bgee         comparison
	labelled     map[string]comparison // samples of the catalogue, by labelled table
	texts        map[string]comparison // rows of the wide table of GEO's texts, by labelled table
	rows         int                   // of that table
	terms        map[string]string     // names of ontology terms by id, as Bgee's rows state them
	pendingTerms []func()              // comparisons that wait for all names
}

// termColumns are Bgee's pairs of columns that name a term and its id.
var termColumns = map[string]string{"anatId": "anatName", "uberonId": "uberonName", "Anatomical entity ID": "Anatomical entity name", "cellTypeId": "cellTypeName"}

// compareCatalogue compares, sample by sample, what curators say with what the other sources of the catalogue say together.
func compareCatalogue(ctx context.Context, store *models.Store, tables map[string]labels) (*study, error) {
	s := &study{bgee: comparison{}, labelled: map[string]comparison{}, texts: map[string]comparison{}, terms: map[string]string{}}
	for name := range tables {
		s.labelled[name], s.texts[name] = comparison{}, comparison{}
	}
	err := store.Snapshot(ctx, func(snapshot *models.Snapshot) error {
		return snapshot.EachSampleRecords(ctx, func(code string, _ []string, records []models.SampleRecord) error {
			s.samples++
			s.sample(code, records, tables)
			return nil
		})
	})
	for _, compare := range s.pendingTerms {
		compare()
	}
	return s, err
}

// sample compares one sample.
func (s *study) sample(code string, records []models.SampleRecord, tables map[string]labels) {
	var curated, others []models.SampleRecord
	codes := []string{code}
	for _, r := range records {
		codes = append(append(codes, r.Body.AccessionCode), r.Body.Alternates...)
		if r.Source != nil && r.Source.Format == bgeeFormat {
			curated = append(curated, r)
			s.learnTerms(r.Body.Attributes)
		} else {
			others = append(others, r)
		}
	}
	ours := models.MergeSample(others)
	if len(curated) > 0 && len(others) > 0 {
		theirs := models.MergeSample(curated)
		for _, field := range compared {
			s.bgee.add(field, valuesOf(ours.Values, field), valuesOf(theirs.Values, field))
		}
	}
	slices.Sort(codes)
	for name, table := range tables {
		for _, c := range slices.Compact(codes) {
			if l, listed := table[c]; listed && len(others) > 0 {
				s.addLabel(s.labelled[name], ours.Values, l)
				break
			}
		}
	}
}

// addLabel compares with a labelled table. Ids of terms are named at the end, when all names are known; what has none is left out.
func (s *study) addLabel(c comparison, values []models.FieldValue, l label) {
	for _, field := range compared {
		ours := valuesOf(values, field)
		s.pendingTerms = append(s.pendingTerms, func() { c.add(field, ours, s.named(l[field])) })
	}
}

func (s *study) named(values []string) []string {
	var names []string
	for _, v := range values {
		if strings.HasPrefix(v, "UBERON:") || strings.HasPrefix(v, "CL:") {
			v = s.terms[v]
		}
		if v != "" {
			names = append(names, v)
		}
	}
	return names
}

func (s *study) learnTerms(attributes []models.Attribute) {
	said := map[string]string{}
	for _, a := range attributes {
		said[a.Key] = a.Value
	}
	for id, name := range termColumns {
		if said[id] != "" && said[name] != "" {
			s.terms[said[id]] = said[name]
		}
	}
}

func valuesOf(values []models.FieldValue, field string) []string {
	var list []string
	for _, v := range values {
		if v.Field == field {
			list = append(list, v.Value)
		}
	}
	return list
}

// compareTexts harmonises a wide table of GEO's sample texts as SOFT files are, and compares it with the labelled tables. The table names no
// series and is not part of the catalogue.
func (s *study) compareTexts(path string, tables map[string]labels) error {
	s.pendingTerms = nil
	err := eachRow(path, '\t', true, func(get func(string) string, _ []string) {
		s.rows++
		var values []models.FieldValue
		for _, column := range []string{"characteristics_ch1", "characteristics_ch2"} {
			for _, text := range strings.Split(get(column), "|") {
				if key, value, ok := strings.Cut(text, ":"); ok {
					values = append(values, harmonise.Attribute(strings.TrimSpace(key), strings.TrimSpace(value))...)
				}
			}
		}
		for name, table := range tables {
			if l, listed := table[get("sample")]; listed {
				s.addLabel(s.texts[name], values, l)
			}
		}
	})
	for _, compare := range s.pendingTerms {
		compare()
	}
	return err
}
