package models_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/facetome/facetome/models"
)

func sorted(s []string) []string { return slices.Compact(slices.Sorted(slices.Values(s))) }

func js(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// expected says, line by line, what the catalogue of a world holds. It is written from the definition, with no thought of speed:
// records that share codes are one entity, and so on; see dump for what the catalogue itself says.
func expected(w world) []string {
	var lines []string
	line := func(parts ...any) { lines = append(lines, strings.TrimSuffix(fmt.Sprintln(parts...), "\n")) }

	experiments, samples := experimentsOf(w), samplesOf(w)
	owners := map[string][]string{} // the samples that a code means
	series := map[string][]string{}
	platforms := map[string][]models.Platform{}
	organisms := map[string][]models.Organism{}
	for _, g := range samples {
		records := g.records
		var said []models.SampleRecord
		for _, r := range records {
			said = append(said, models.SampleRecord{Source: &models.Source{Format: r.format}, Body: *r.sample})
		}
		m := models.MergeSample(said)
		m.AccessionCode = g.own
		line("sample", m.AccessionCode, m.Title)
		for code := range g.codes {
			if g.means(code, samples) {
				owners[code] = append(owners[code], m.AccessionCode)
			}
			line("code of sample", code, m.AccessionCode, shared(code, samples), g.means(code, samples))
		}
		for _, r := range records {
			line("record of sample", m.AccessionCode, r.source, r.sample.AccessionCode, js(r.sample))
		}
		for _, code := range m.Experiments {
			line("series of sample", m.AccessionCode, code)
			series[code] = append(series[code], m.AccessionCode)
		}
		for _, v := range m.Values {
			line("value of sample", m.AccessionCode, v.Field, v.Value, v.Name, v.TaxonomyID)
			line("value", v.Field, models.Fold(v.Value), v.Value, v.Name, v.TaxonomyID)
			key := models.Fold(v.Value)
			switch v.Field {
			case models.FieldOrganism:
				organisms[key] = append(organisms[key], models.Organism{Name: v.Value, TaxonomyID: v.TaxonomyID})
			case models.FieldPlatform:
				platforms[key] = append(platforms[key], models.Platform{AccessionCode: v.Value, Name: v.Name})
			}
		}
	}

	papers := map[string][]models.PublicationBody{}
	for _, g := range experiments {
		records := g.records
		var said []models.ExperimentRecord
		for _, r := range records {
			said = append(said, models.ExperimentRecord{Source: &models.Source{Format: r.format}, Body: *r.experiment})
		}
		m := models.MergeExperiment(said)
		m.AccessionCode = g.own
		line("experiment", m.AccessionCode, m.Title, m.Description, m.SourceDatabase, m.HasPublication, m.Synthetic, js(m.FirstPublished), js(m.LastModified))
		members := map[string]bool{}
		for code := range g.codes {
			line("code of experiment", code, m.AccessionCode, shared(code, experiments), g.means(code, experiments))
			for _, sample := range series[code] {
				if g.means(code, experiments) {
					members[sample] = true
				}
			}
		}
		for _, r := range records {
			line("record of experiment", m.AccessionCode, r.source, r.experiment.AccessionCode, js(r.experiment))
		}
		for _, p := range m.Publications {
			line("publication of experiment", m.AccessionCode, p.Key())
			papers[p.Key()] = append(papers[p.Key()], p)
		}
		for _, code := range m.Samples {
			if len(owners[code]) == 0 {
				owners[code] = []string{code}
				line("sample", code, "")
				line("code of sample", code, code, false, true)
			}
			for _, owner := range owners[code] {
				members[owner] = true
			}
		}
		for member := range members {
			line("sample of experiment", m.AccessionCode, member)
		}
	}

	for key, said := range papers {
		line("publication", key, js(fullest(said)))
	}
	for _, r := range w.records {
		if r.platform != nil {
			line("record of platform", r.source, r.platform.AccessionCode, r.platform.Name)
			key := models.Fold(r.platform.AccessionCode)
			platforms[key] = append(platforms[key], *r.platform)
		}
		line("source", r.source, r.format)
	}
	for key, said := range platforms {
		code := slices.MinFunc(said, func(a, b models.Platform) int { return cmp.Compare(a.AccessionCode, b.AccessionCode) }).AccessionCode
		name := slices.MinFunc(said, func(a, b models.Platform) int {
			return cmp.Or(-cmp.Compare(len(a.Name), len(b.Name)), cmp.Compare(a.Name, b.Name))
		}).Name
		line("platform", key, code, name)
	}
	for key, said := range organisms {
		name := slices.MinFunc(said, func(a, b models.Organism) int {
			return cmp.Or(-cmp.Compare(len(a.Name), len(b.Name)), cmp.Compare(a.Name, b.Name))
		}).Name
		taxon := 0
		for _, o := range said {
			if o.TaxonomyID > 0 && (taxon == 0 || o.TaxonomyID < taxon) {
				taxon = o.TaxonomyID
			}
		}
		line("organism", key, name, taxon)
	}
	return sorted(lines)
}

// fullest is what experiments say of one paper, field by field from the one that says most.
func fullest(said []models.PublicationBody) models.PublicationBody {
	slices.SortFunc(said, func(a, b models.PublicationBody) int {
		filled := func(p models.PublicationBody) (n int) {
			for _, has := range []bool{p.PubMedID != "", p.DOI != "", p.Title != "", len(p.Authors) > 0} {
				if has {
					n++
				}
			}
			return n
		}
		return cmp.Or(-cmp.Compare(filled(a), filled(b)), -cmp.Compare(len(js(a)), len(js(b))), cmp.Compare(js(a), js(b)))
	})
	var p models.PublicationBody
	for _, q := range said {
		p.PubMedID, p.DOI, p.Title = cmp.Or(p.PubMedID, q.PubMedID), cmp.Or(p.DOI, q.DOI), cmp.Or(p.Title, q.Title)
		if len(p.Authors) == 0 {
			p.Authors = q.Authors
		}
	}
	return p
}

// truth is the SQL that spells a condition as Go does.
func truth(column string) string { return "CASE WHEN " + column + " THEN 'true' ELSE 'false' END" }

// dump says, line by line, what the catalogue holds, with codes in place of ids.
func dump(t testing.TB, store *models.Store) []string {
	t.Helper()
	var lines []string
	for _, q := range []struct {
		what, query string
	}{
		{"source", "SELECT name, format FROM sources"},
		{"sample", "SELECT accession_code, title FROM samples"},
		{"code of sample", "SELECT a.accession_code, s.accession_code, " + truth("a.shared") + ", " + truth("a.means") + " FROM sample_accessions a JOIN samples s ON s.id = a.sample_id"},
		{"record of sample", `SELECT s.accession_code, o.name, r.accession_code, r.body FROM sample_records r
			JOIN samples s ON s.id = r.sample_id JOIN sources o ON o.id = r.source_id`},
		{"series of sample", "SELECT s.accession_code, e.accession_code FROM sample_series e JOIN samples s ON s.id = e.sample_id"},
		{"value of sample", `SELECT s.accession_code, v.field, v.label, v.name, v.taxonomy_id FROM sample_values l
			JOIN samples s ON s.id = l.sample_id JOIN field_values v ON v.id = l.value_id`},
		{"value", `SELECT v.field, v.key, v.label, v.name, v.taxonomy_id FROM field_values v LEFT JOIN organisms o ON o.id = v.organism_id
			LEFT JOIN platforms p ON p.id = v.platform_id WHERE coalesce(o.key, p.key, v.key) = v.key`},
		{"code of experiment", "SELECT a.accession_code, e.accession_code, " + truth("a.shared") + ", " + truth("a.means") + " FROM experiment_accessions a JOIN experiments e ON e.id = a.experiment_id"},
		{"record of experiment", `SELECT e.accession_code, o.name, r.accession_code, r.body FROM experiment_records r
			JOIN experiments e ON e.id = r.experiment_id JOIN sources o ON o.id = r.source_id`},
		{"publication of experiment", `SELECT e.accession_code, p.key FROM experiment_publications l
			JOIN experiments e ON e.id = l.experiment_id JOIN publications p ON p.id = l.publication_id`},
		{"sample of experiment", `SELECT e.accession_code, s.accession_code FROM experiment_samples l
			JOIN experiments e ON e.id = l.experiment_id JOIN samples s ON s.id = l.sample_id`},
		{"record of platform", `SELECT o.name, r.accession_code, r.name FROM platform_records r JOIN sources o ON o.id = r.source_id
			JOIN platforms p ON p.id = r.platform_id`},
		{"platform", "SELECT key, accession_code, name FROM platforms"},
		{"organism", "SELECT key, name, taxonomy_id FROM organisms"},
		// Of these there are none: what nothing leads to any more.
		{"code of no sample", "SELECT accession_code FROM sample_accessions WHERE sample_id NOT IN (SELECT id FROM samples)"},
		{"record of no sample", "SELECT accession_code FROM sample_records WHERE sample_id NOT IN (SELECT id FROM samples)"},
		{"series of no sample", "SELECT accession_code FROM sample_series WHERE sample_id NOT IN (SELECT id FROM samples)"},
		{"link of nothing", `SELECT sample_id FROM experiment_samples WHERE sample_id NOT IN (SELECT id FROM samples)
			OR experiment_id NOT IN (SELECT id FROM experiments)`},
		{"code of no experiment", "SELECT accession_code FROM experiment_accessions WHERE experiment_id NOT IN (SELECT id FROM experiments)"},
		{"record of no experiment", "SELECT accession_code FROM experiment_records WHERE experiment_id NOT IN (SELECT id FROM experiments)"},
		{"publication of no experiment", "SELECT publication_id FROM experiment_publications WHERE experiment_id NOT IN (SELECT id FROM experiments)"},
		{"value that there is not", "SELECT sample_id, value_id FROM sample_values WHERE value_id NOT IN (SELECT id FROM field_values)"},
		{"value of no sample", "SELECT label FROM field_values WHERE samples = 0"},
		{"wrong count of a value", "SELECT label, samples FROM field_values v WHERE samples <> (SELECT count(*) FROM sample_values s WHERE s.value_id = v.id)"},
		{"wrong count", `SELECT experiments, samples FROM catalogue_state WHERE version > 0 AND
			(experiments <> (SELECT count(*) FROM experiments) OR samples <> (SELECT count(*) FROM samples))`},
	} {
		rows, err := store.DB().Raw(q.query).Rows()
		if err != nil {
			t.Fatalf("%s: %v", q.query, err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			texts := make([]string, len(columns))
			into := make([]any, len(columns))
			for i := range texts {
				into[i] = &texts[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, strings.TrimSuffix(fmt.Sprintln(q.what, strings.Join(texts, " ")), "\n"))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
	var experiments []models.Experiment
	if err := store.DB().Find(&experiments).Error; err != nil {
		t.Fatal(err)
	}
	for _, e := range experiments {
		lines = append(lines, strings.TrimSuffix(fmt.Sprintln("experiment", e.AccessionCode, e.Title, e.Description, e.SourceDatabase, e.HasPublication,
			e.Synthetic, js(e.FirstPublished), js(e.LastModified)), "\n"))
	}
	var publications []models.Publication
	if err := store.DB().Find(&publications).Error; err != nil {
		t.Fatal(err)
	}
	for _, p := range publications {
		body := models.PublicationBody{PubMedID: p.PubMedID, DOI: p.DOI, Title: p.Title, Authors: p.Authors}
		lines = append(lines, fmt.Sprint("publication ", p.Key, " ", js(body)))
	}
	slices.Sort(lines)
	return lines
}
