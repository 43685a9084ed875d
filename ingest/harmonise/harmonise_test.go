package harmonise

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestAttribute(t *testing.T) {
	t.Parallel()
	value := func(field, value, key, raw string) models.FieldValue {
		return models.FieldValue{Field: field, Value: value, RawKey: key, RawValue: raw}
	}
	for _, c := range []struct {
		name, key, value string
		want             []models.FieldValue
	}{
		{"spelling", "Gender", "F", []models.FieldValue{value("sex", "female", "Gender", "F")}},
		{"same spelling has no raw value", "sex", "female", []models.FieldValue{value("sex", "female", "sex", "")}},
		{"underscores are blanks", "organism_part", "liver", []models.FieldValue{value("tissue", "liver", "organism_part", "")}},
		{"case of the value stays", "Tissue", "Whole Blood", []models.FieldValue{value("tissue", "Whole Blood", "Tissue", "")}},
		{"white space", "tissue", "  whole \t blood ", []models.FieldValue{value("tissue", "whole blood", "tissue", "")}},
		{"absent", "tissue", "N/A", nil},
		{"blank", "tissue", " ", nil},
		{"normal is a value", "disease state", "Normal", []models.FieldValue{value("disease", "Normal", "disease state", "")}},
		{"none is a treatment", "treatment", "none", []models.FieldValue{value("treatment", "none", "treatment", "")}},
		{"none is no cell line", "cell line", "none", nil},
		{"unknown key", "batch", "3", nil},
		{"a key that says two things", "tissue/cell line", "HeLa", nil},
		{"a cell type is no tissue", "cell type", "B cell", nil},
		{"stage is a tumour's", "stage", "T2N0", nil},
		{"a pool of both", "sex", "pooled male and female", []models.FieldValue{
			value("sex", "female", "sex", "pooled male and female"), value("sex", "male", "sex", "pooled male and female")}},
		{"sex and more", "sex", "male, Japanese", []models.FieldValue{value("sex", "male", "sex", "male, Japanese")}},
		{"a pool by numbers", "sex", "1 Male, 2 Female", []models.FieldValue{
			value("sex", "female", "sex", "1 Male, 2 Female"), value("sex", "male", "sex", "1 Male, 2 Female")}},
		{"a pool of one sex", "sex", "3 Female", []models.FieldValue{value("sex", "female", "sex", "3 Female")}},
		{"an unlisted sex stays", "sex", "queen", []models.FieldValue{value("sex", "queen", "sex", "")}},
		{"a code without meaning", "sex", "1", nil},
		{"unit of the key", "age (months)", "6", []models.FieldValue{value("age", "6 months", "age (months)", "6")}},
		{"unit of the value", "age (months)", "6 to 8", []models.FieldValue{value("age", "6 to 8", "age (months)", "")}},
		{"further pairs", "disease state", "normal; treatment: control;", []models.FieldValue{
			value("disease", "normal", "disease state", "normal; treatment: control;"), value("treatment", "control", "treatment", "")}},
		{"further pairs of unknown keys", "gender", "M; weight: 80 kg", []models.FieldValue{value("sex", "male", "gender", "M; weight: 80 kg")}},
		{"no pairs", "tissue", "liver, left lobe; frozen", []models.FieldValue{value("tissue", "liver, left lobe; frozen", "tissue", "")}},
		{"trailing mark", "sex", "female;", []models.FieldValue{value("sex", "female", "sex", "female;")}},
		{"prose", "treatment", strings.Repeat("word ", 200), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, Attribute(c.key, c.value)); diff != "" {
				t.Errorf("Attribute(%q, %q): (-want +got)\n%s", c.key, c.value, diff)
			}
		})
	}
}

func TestOrganism(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"HOMO_SAPIENS":                              "Homo sapiens",
		" ESCHERICHIA_COLI_K-12":                    "Escherichia coli K-12",
		"ESCHERICHIA_COLI_STR._K-12_SUBSTR._MG1655": "Escherichia coli str. K-12 substr. MG1655",
		"POPULUS_TREMULA_X_POPULUS_ALBA":            "Populus tremula x populus alba",
		"Homo sapiens":                              "Homo sapiens",
		"homo sapiens":                              "homo sapiens",
		"synthetic construct":                       "synthetic construct",
		"":                                          "",
		"12":                                        "12",
		"_A":                                        "A",
	} {
		if got := Organism(name); got != want {
			t.Errorf("Organism(%q) = %q; want %q", name, got, want)
		}
	}
}

func TestArchive(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"ARRAY_EXPRESS": "ArrayExpress", " geo ": "GEO", "Our  own": "Our own"} {
		if got := Archive(name); got != want {
			t.Errorf("Archive(%q) = %q; want %q", name, got, want)
		}
	}
}

// Every row of every table is reached through the functions that importers call, and none hides another.
func TestEveryRowIsReached(t *testing.T) {
	t.Parallel()
	fields := map[string]bool{
		models.FieldTissue: true, models.FieldSex: true, models.FieldAge: true, models.FieldDisease: true,
		models.FieldCellLine: true, models.FieldStage: true, models.FieldTreatment: true, models.FieldOrganism: true,
	}
	seen := map[string]bool{}
	unique := func(t *testing.T, key string) {
		t.Helper()
		if seen[key] {
			t.Errorf("%q stands twice", key)
		}
		seen[key] = true
	}
	for _, r := range rows("keys.tsv") {
		unique(t, "key "+fold(r[0]))
		got := Attribute(r[0], "42")
		switch {
		case r[1] == "-" && got != nil:
			t.Errorf("key %q gives %v; its row says nothing", r[0], got)
		case r[1] != "-" && (!fields[r[1]] || len(got) != 1 || got[0].Field != r[1] || got[0].Value != strings.TrimSpace("42 "+r[2])):
			t.Errorf("key %q gives %v; its row says %s", r[0], got, r[1])
		}
	}
	for _, r := range rows("absent.tsv") {
		unique(t, "absent "+models.Fold(r[0]))
		row, reached := absence(r[1]), 0
		for _, name := range row.fields {
			if !fields[name] {
				t.Errorf("absent %q: %q is no field", r[0], name)
			}
		}
		for field := range fields {
			values := Field(field, "key", r[0])
			if row.holds(field) != (values == nil) {
				t.Errorf("absent %q of %s gives %v; its row says %s", r[0], field, values, r[1])
			}
			if values == nil {
				reached++
			}
		}
		if reached == 0 {
			t.Errorf("absent %q holds for no field", r[0])
		}
	}
	for _, r := range rows("sex.tsv") {
		unique(t, "sex "+models.Fold(r[0]))
		var got []string
		for _, v := range Field(models.FieldSex, "sex", r[0]) {
			got = append(got, v.Value)
		}
		if strings.Join(got, "|") != r[1] {
			t.Errorf("sex %q gives %v; its row says %s", r[0], got, r[1])
		}
	}
	technologies := map[string]bool{"microarray": true, "RNA-seq": true, "scRNA-seq": true, "other": true}
	vocabularies := map[string]bool{TechnologyName: true, LibraryStrategy: true, LibrarySource: true, PlatformTechnology: true, SampleType: true, SeriesType: true}
	for _, r := range rows("technology.tsv") {
		unique(t, "technology "+r[0]+" "+models.Fold(r[1]))
		if got, ok := Technology(r[0], r[1]); !ok || got != r[2] || !technologies[got] || !vocabularies[r[0]] {
			t.Errorf("%s %q gives %q; its row says %s", r[0], r[1], got, r[2])
		}
	}
	for _, r := range rows("archives.tsv") {
		unique(t, "archive "+models.Fold(r[0]))
		if got := Archive(r[0]); got != r[1] {
			t.Errorf("archive %q gives %q; its row says %s", r[0], got, r[1])
		}
	}
	for _, name := range []string{"keys.tsv", "absent.tsv", "sex.tsv", "technology.tsv", "archives.tsv"} {
		for _, r := range rows(name) {
			if r[len(r)-1] == "" {
				t.Errorf("%s: row %q names no source", name, r)
			}
		}
	}
}

func FuzzAttribute(f *testing.F) {
	f.Add("Gender", "male; age: 47 yr, x:y")
	f.Add("age (months)", "6")
	f.Add("tissue", ";;;")
	f.Fuzz(func(t *testing.T, key, value string) {
		for _, v := range Attribute(key, value) {
			if v.Value == "" || v.Field == "" || len(v.Value) > maxValue+len(" months") {
				t.Errorf("Attribute(%q, %q) gives %+v", key, value, v)
			}
		}
	})
}
