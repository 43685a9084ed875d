package harmonise

import (
	"io/fs"
	"strconv"
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
		{"unit of the key, of a range", "age (months)", "6 to 8", []models.FieldValue{value("age", "6-8 months", "age (months)", "6 to 8")}},
		{"unit of the value", "age (months)", "6 weeks", []models.FieldValue{value("age", "6 weeks", "age (months)", "")}},
		{"the unit of an age is no value", "age_units", "Years", nil},
		{"a spelling", "cell_line", "mcf7", []models.FieldValue{value("cell_line", "MCF-7", "cell_line", "mcf7")}},
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

func TestAge(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, unit, want string }{
		{"34 years", "", "34 years"},
		{"34 yrs old", "", "34 years"},
		{"34Y", "", "34 years"},
		{"2-year-old", "", "2 years"},
		{"1 year", "", "1 year"},
		{"8.000", "", "8"},
		{"64,5", "years", "64.5 years"},
		{"6 to 8", "months", "6-8 months"},
		{"8-10 weeks", "", "8-10 weeks"},
		{"7 to 8 months old", "", "7-8 months"},
		{"P7", "", "7 days after birth"},
		{"PND 14", "", "14 days after birth"},
		{"postnatal day 14", "", "14 days after birth"},
		{"postnatal 50 years", "", "50 years after birth"},
		{"E12.5", "", "12.5 days post conception"},
		{"9 w.p.c.", "", "9 weeks post conception"},
		{"16", "Post Conception Weeks", "16 weeks post conception"},
		{"24 hpf", "", "24 hours post fertilization"},
		{"Gestation day 15-16", "", "15-16 days of gestation"},
		{"65+", "", "≥65"},
		{"65+", "years", "≥65 years"},
		{"<2 year-old", "", "<2 years"},
		{">= 60 y", "", "≥60 years"},
		{"12 (weeks)", "", "12 weeks"},
		{"6 weeks", "years", "6 weeks"}, // the value's own word goes before that of its key
	} {
		age, ok := readAge(c.text, c.unit)
		if !ok || age.String() != c.want {
			t.Errorf("readAge(%q, %q) = %q, %v; want %q", c.text, c.unit, age, ok, c.want)
		}
	}
	for _, text := range []string{
		"adult", "", "10-8 weeks", "P7 weeks", "postnatal 7", "3m", "8 weeks 3 days", "36-74 mean 51", "adult, 30 years", "prenatal 16-18 W", "~10 weeks",
		"<5-7 days", "10-12+", "2001-05-03", "25 3/7 weeks", "T2", "9999999 days",
	} {
		if age, ok := readAge(text, ""); ok {
			t.Errorf("readAge(%q) = %q; it should not be understood", text, age)
		}
	}
}

func TestWithAgeUnit(t *testing.T) {
	t.Parallel()
	years := models.Attribute{Key: "age_units", Value: "Years"}
	for _, c := range []struct {
		name       string
		value, raw string
		attributes []models.Attribute
		want       models.FieldValue
	}{
		{"a bare number", "64.5", "", []models.Attribute{years}, models.FieldValue{Value: "64.5 years", RawValue: "64.5"}},
		{"a number spelled otherwise", "8", "8.000", []models.Attribute{years}, models.FieldValue{Value: "8 years", RawValue: "8.000"}},
		{"a unit of its own", "3 days", "3 d", []models.Attribute{years}, models.FieldValue{Value: "3 days", RawValue: "3 d"}},
		{"two units", "3", "", []models.Attribute{years, {Key: "age unit", Value: "weeks"}}, models.FieldValue{Value: "3"}},
		{"no unit", "3", "", []models.Attribute{{Key: "age_units", Value: "moons"}}, models.FieldValue{Value: "3"}},
		{"no number", "adult", "", []models.Attribute{years}, models.FieldValue{Value: "adult"}},
	} {
		c.want.Field = models.FieldAge
		got := WithAgeUnit([]models.FieldValue{{Field: models.FieldAge, Value: c.value, RawValue: c.raw}}, c.attributes)
		if diff := cmp.Diff([]models.FieldValue{c.want}, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
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
		if r[1] == ageUnit {
			aged := WithAgeUnit(Field(models.FieldAge, "age", "42"), []models.Attribute{{Key: r[0], Value: "Years"}})
			if got != nil || len(aged) != 1 || aged[0].Value != "42 years" {
				t.Errorf("key %q gives %v and %v; its row says that it is a unit", r[0], got, aged)
			}
			continue
		}
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
	vocabularies := map[string]bool{TechnologyName: true, LibraryStrategy: true, LibrarySource: true, PlatformTechnology: true, SampleType: true, SeriesType: true, RefinebioPlatform: true}
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
	for _, r := range rows("spellings.tsv") {
		unique(t, "spelling "+r[0]+" "+models.Fold(r[1]))
		got := Field(r[0], "key", r[1])
		if !fields[r[0]] || len(got) != 1 || got[0].Value != r[2] || got[0].RawValue != r[1] || models.Fold(r[1]) == models.Fold(r[2]) {
			t.Errorf("%s %q gives %v; its row says %s", r[0], r[1], got, r[2])
		}
		if again := Field(r[0], "key", r[2]); len(again) != 1 || again[0].Value != r[2] {
			t.Errorf("%s %q is spelled otherwise itself: %v", r[0], r[2], again)
		}
	}
	for _, r := range rows("age.tsv") {
		unique(t, "age "+r[1]+" "+models.Fold(r[0]))
		text := map[string]string{"after": "42 " + r[0], "before": r[0] + " 42"}[r[1]]
		unit := r[2]
		if unit == "" {
			text, unit = text+" years", "years"
		}
		want := models.Age{Low: 42, High: 42, Unit: unit, Since: r[3]}
		if got, ok := readAge(text, ""); !ok || got != want {
			t.Errorf("age %q gives %q; its row says %q", text, got, want)
		}
		if got, ok := models.ReadAge(want.String()); !ok || got != want {
			t.Errorf("age %q cannot be read again", want)
		}
	}
	for _, r := range rows("species.tsv") {
		unique(t, "species "+r[0])
		unique(t, "species "+models.Fold(r[1]))
		got := Field(models.FieldOrganism, "organism", r[1])
		if id, err := strconv.Atoi(r[0]); err != nil || Species(id) != r[1] || len(got) != 1 || got[0].Value != r[1] || got[0].TaxonomyID != id {
			t.Errorf("species %s gives %q and %v; its row says %s", r[0], Species(id), got, r[1])
		}
	}
	tables, err := fs.Glob(files, "*.tsv")
	if err != nil || len(tables) != 8 {
		t.Fatalf("%d tables (%v); a new one needs a test of its rows here", len(tables), err)
	}
	for _, name := range tables {
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
