package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

// saidOf writes conflicts as "field: taken (formats) | other (formats)".
func saidOf(conflicts []models.Conflict) []string {
	var lines []string
	for _, c := range conflicts {
		var said []string
		for _, s := range c.Said {
			var by []string
			for _, b := range s.By {
				by = append(by, b.Source.Format)
			}
			said = append(said, fmt.Sprintf("%s (%s)", strings.Join(s.Words, "+"), strings.Join(by, " ")))
		}
		lines = append(lines, c.Field+": "+strings.Join(said, " | "))
	}
	return lines
}

func TestExperimentConflicts(t *testing.T) {
	t.Parallel()
	late := time.Date(2014, 5, 1, 23, 0, 0, 0, time.UTC)
	body := func(title string) models.ExperimentBody {
		return models.ExperimentBody{AccessionCode: "GSE1", Title: title}
	}
	for _, test := range []struct {
		name    string
		records []models.ExperimentRecord
		want    []string
	}{
		{name: "nothing"},
		{"one source", []models.ExperimentRecord{of("geo-soft", body("Liver"))}, nil},
		{"a blank says nothing", []models.ExperimentRecord{of("geo-soft", body("Liver")), of("miniml", body(""))}, nil},
		{"case and blanks", []models.ExperimentRecord{of("geo-soft", body("Liver of  mice")), of("miniml", body("liver of mice"))}, nil},
		{"a part of the other", []models.ExperimentRecord{of("geo-soft", body("Liver")), of("miniml", body("Liver, adult"))}, nil},
		{"no part", []models.ExperimentRecord{of("geo-soft", body("Day 1")), of("miniml", body("Day 10"))}, []string{"title: Day 1 (geo-soft) | Day 10 (miniml)"}},
		{"a full stop", []models.ExperimentRecord{of("geo-soft", body("Liver.")), of("miniml", body("liver"))}, nil},
		{"a sign", []models.ExperimentRecord{of("geo-soft", body("CD4+")), of("miniml", body("CD4"))}, []string{"title: CD4+ (geo-soft) | CD4 (miniml)"}},
		{
			"whose word was taken stands first, whatever the order, and those who agree stand beside it",
			[]models.ExperimentRecord{of("recount", body("Liver")), of("refinebio", body("Heart")), of("geo-soft", body("Liver")), of("miniml", body("Lung"))},
			[]string{"title: Liver (geo-soft recount) | Lung (miniml) | Heart (refinebio)"},
		},
		{
			"every field, and the earliest day",
			[]models.ExperimentRecord{
				of("geo-soft", models.ExperimentBody{AccessionCode: "GSE1", Description: "a", Protocol: "a", SubmitterInstitution: "MIT", FirstPublished: day(2015, 5, 1)}),
				of("miniml", models.ExperimentBody{AccessionCode: "GSE1", Description: "b", Protocol: "b", SubmitterInstitution: "ETH", FirstPublished: day(2014, 5, 1)}),
				of("mage-tab", models.ExperimentBody{AccessionCode: "GSE1", FirstPublished: &late, LastModified: &late, SourceDatabase: "ArrayExpress"}),
			},
			[]string{
				"description: a (geo-soft) | b (miniml)", "protocol: a (geo-soft) | b (miniml)", "institution: MIT (geo-soft) | ETH (miniml)",
				"published: 2014-05-01 (miniml mage-tab) | 2015-05-01 (geo-soft)",
			},
		},
	} {
		if diff := cmp.Diff(test.want, saidOf(models.ExperimentConflicts(test.records))); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		slices.Reverse(test.records)
		if diff := cmp.Diff(test.want, saidOf(models.ExperimentConflicts(test.records))); diff != "" {
			t.Errorf("%s, in the other order: %s", test.name, diff)
		}
	}
}

func TestSampleConflicts(t *testing.T) {
	t.Parallel()
	sample := func(format, title string, values ...models.FieldValue) models.SampleRecord {
		return ofSample(format, models.SampleBody{AccessionCode: "GSM1", Title: title, Values: values})
	}
	is := func(field, value string) models.FieldValue {
		return models.FieldValue{Field: field, Value: value, RawKey: "key", RawValue: "raw " + value}
	}
	fields := []string{models.FieldSex, models.FieldTissue, models.FieldPlatform}
	records := []models.SampleRecord{
		sample("bgee", "s1", is("sex", "male"), is("tissue", "kidney"), is("tissue", "Liver"), is("platform", "IlluminaHiSeq2000")),
		sample("geo-soft", "S1", is("sex", "female"), is("tissue", "liver"), is("tissue", "kidney"), is("platform", "GPL570")),
		sample("miniml", "", is("sex", "Female"), is("platform", "GPL96")),
		sample("mage-tab", "S2", is("tissue", "liver"), is("disease", "flu")),
	}
	conflicts := models.SampleConflicts(records, fields)
	want := []string{
		"title: S1 (geo-soft bgee) | S2 (mage-tab)",
		"sex: female (geo-soft miniml) | male (bgee)",
		"tissue: kidney+liver (geo-soft bgee) | liver (mage-tab)",
		"platform: GPL570 (geo-soft bgee) | GPL96 (miniml)",
	}
	if diff := cmp.Diff(want, saidOf(conflicts)); diff != "" {
		t.Error(diff)
	}
	if got := conflicts[1].Said[1].By[0]; got.Code != "GSM1" || len(got.Values) != 1 || got.Values[0].RawValue != "raw male" {
		t.Errorf("male is said by %+v", got)
	}
	// Ages and titles that say the same in other words.
	for _, test := range []struct {
		a, b models.SampleRecord
		want []string
	}{
		{sample("geo-soft", "gsm1", is("age", "49 days")), sample("bgee", "Liver", is("age", "49")), nil},
		{sample("geo-soft", "", is("age", "45")), sample("bgee", "", is("age", "45.000")), nil},
		{sample("geo-soft", "", is("age", "45 days")), sample("bgee", "", is("age", "45 weeks")), []string{"age: 45 days (geo-soft) | 45 weeks (bgee)"}},
		{sample("geo-soft", "", is("age", "adult")), sample("bgee", "", is("age", "45")), []string{"age: adult (geo-soft) | 45 (bgee)"}},
	} {
		if diff := cmp.Diff(test.want, saidOf(models.SampleConflicts([]models.SampleRecord{test.a, test.b}, []string{models.FieldAge}))); diff != "" {
			t.Error(diff)
		}
	}
	// What was taken is what the merge takes.
	merged := models.MergeSample(records)
	for _, c := range conflicts[1:] {
		var words []string
		for _, v := range merged.Values {
			if v.Field == c.Field {
				words = append(words, v.Value)
			}
		}
		if diff := cmp.Diff(words, c.Said[0].Words); diff != "" {
			t.Errorf("%s: %s", c.Field, diff)
		}
	}
}
