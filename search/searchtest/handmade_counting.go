package searchtest

import "strings"

// Questions of the catalogue mixedStudies.
var countingQuestions = []question{
	{rule: "beside every value stand experiments and distinct samples; the catalogue without a question", url: "", total: "4/7",
		facets: map[string][]string{
			"organism":    {"Homo sapiens 2/3", "Mus musculus 2/3", "not reported 1/1"},
			"tissue":      {"liver 2/4", "brain 2/2", "not reported 1/1"},
			"sex":         {"not reported 2/3", "female 2/2", "male 2/2"},
			"disease":     {"not reported 3/7"},
			"source":      {"GEO 2/5", "SRA 1/2", "ArrayExpress 1/0"},
			"publication": {"no 3/5", "yes 1/2"},
			"year":        {"2012..2012 1/3", "2013..2013 0/0", "2014..2014 2/4", "not reported 1/0"},
			"samples": {"0..0 1/0", "1..4 3/7", "5..9 0/0", "10..19 0/0", "20..49 0/0", "50..99 0/0", "100..199 0/0",
				"200..499 0/0", "500..999 0/0", "1000.. 0/0"},
		}},
	{rule: "a field's own conditions are lifted, all others hold", url: "organism=Homo+sapiens&source=GEO", total: "2/3",
		facets: map[string][]string{
			"organism": {"+Homo sapiens 2/3", "Mus musculus 1/1", "not reported 1/1"},
			"tissue":   {"liver 1/2", "brain 1/1"},
			"source":   {"+GEO 2/3"},
			"year":     {"2012..2012 1/2", "2013..2013 0/0", "2014..2014 1/1"},
		}},
	{rule: "excluded values are lifted like included ones", url: "organism!=Mus+musculus", total: "2/4",
		facets: map[string][]string{
			"organism": {"-Mus musculus 2/3", "Homo sapiens 2/3", "not reported 1/1"},
			"tissue":   {"liver 1/2", "brain 1/1", "not reported 1/1"},
		}},
	{rule: "counted samples carry the value themselves: a mixed study adds its human samples to human only", url: "source=GEO&year=2012", total: "1/3",
		facets: map[string][]string{
			"organism": {"Homo sapiens 1/2", "Mus musculus 1/1"},
			"sex":      {"female 1/1", "male 1/1", "not reported 1/1"},
		}},
	{rule: "conditions of other fields hold on the counted sample itself", url: "sex=female", total: "2/2",
		facets: map[string][]string{
			"organism": {"Homo sapiens 1/1", "Mus musculus 1/1"},
			"tissue":   {"brain 1/1", "liver 1/1"},
			"source":   {"GEO 1/1", "SRA 1/1"},
			"samples":  countsOfSamples("1..4 2/2"),
		}},
	{rule: "not reported is a value with counts, and can be chosen", url: "sex!=*", total: "2/3",
		facets: map[string][]string{
			"sex":      {"+not reported 2/3", "female 2/2", "male 2/2"},
			"organism": {"Homo sapiens 1/1", "Mus musculus 1/1", "not reported 1/1"},
		}},
	{rule: "a chosen not reported is listed at 0", url: "sex!=*&source=SRA", total: "0/0",
		facets: map[string][]string{
			"sex":    {"+not reported 0/0", "female 1/1", "male 1/1"},
			"source": {"+SRA 0/0", "GEO 2/3"},
		}},
	{rule: "an included value is listed at 0", url: "source=SRA&organism=Homo+sapiens", total: "0/0",
		facets: map[string][]string{
			"organism": {"+Homo sapiens 0/0", "Mus musculus 1/2"},
			"source":   {"+SRA 0/0", "GEO 2/3"},
		}},
	{rule: "an excluded value is listed at 0", url: "source=SRA&organism!=Homo+sapiens", total: "1/2",
		facets: map[string][]string{"organism": {"-Homo sapiens 0/0", "Mus musculus 1/2"}}},
	{rule: "an included value that the catalogue does not have is listed at 0, and said", url: "tissue=spleen", total: "0/0", warnings: []string{"tissue=spleen"},
		facets: map[string][]string{
			"tissue":   {"+spleen 0/0", "liver 2/4", "brain 2/2", "not reported 1/1"},
			"organism": {},
			"year":     {"2012..2012 0/0", "2013..2013 0/0", "2014..2014 0/0"},
		}},
	{rule: "an excluded value that the catalogue does not have changes nothing, but that samples are asked of", url: "tissue!=spleen", total: "3/7", warnings: []string{"tissue=spleen"},
		facets: map[string][]string{"tissue": {"-spleen 0/0", "liver 2/4", "brain 2/2", "not reported 1/1"}}},
	{rule: "included come before excluded, these before the rest", url: "tissue=brain&tissue!=liver", total: "2/2",
		facets: map[string][]string{"tissue": {"+brain 2/2", "-liver 2/4", "not reported 1/1"}}},
	{rule: "f=* selects no single value", url: "tissue=*", total: "3/6",
		facets: map[string][]string{"tissue": {"liver 2/4", "brain 2/2", "not reported 1/1"}}},
	{rule: "an experiment without samples counts beside experiment fields, while no sample field is filtered", url: "samples=0", total: "1/0",
		facets: map[string][]string{
			"source":   {"ArrayExpress 1/0"},
			"organism": {},
			"samples":  {"+0..0 1/0", "1..4 3/7", "5..9 0/0", "10..19 0/0", "20..49 0/0", "50..99 0/0", "100..199 0/0", "200..499 0/0", "500..999 0/0", "1000.. 0/0"},
		}},
	{rule: "and no longer when one is", url: "tissue=*&source=ArrayExpress", total: "0/0",
		facets: map[string][]string{
			"source":  {"+ArrayExpress 0/0", "GEO 2/4", "SRA 1/2"},
			"samples": countsOfSamples("1..4 0/0"),
		}},
	{rule: "bins that a range covers are chosen", url: "year=2010..2013", total: "1/3",
		facets: map[string][]string{"year": {"+2012..2012 1/3", "+2013..2013 0/0", "2014..2014 2/4", "not reported 1/0"}}},
	{rule: "a bin that a range covers in part is not", url: "samples=3..9", total: "1/3",
		facets: map[string][]string{"samples": {"0..0 1/0", "1..4 3/7", "+5..9 0/0", "10..19 0/0", "20..49 0/0", "50..99 0/0", "100..199 0/0",
			"200..499 0/0", "500..999 0/0", "1000.. 0/0"}}},
	{rule: "excluded bins, and not reported numbers", url: "year!=..2012&year!=*", total: "1/0", hits: "ERP4:0",
		facets: map[string][]string{"year": {"-2012..2012 1/3", "2013..2013 0/0", "2014..2014 2/4", "+not reported 1/0"}}},
}

// countsOfSamples are the bins of the field samples where only one has counts.
func countsOfSamples(only string) []string {
	bins := []string{"0..0", "1..4", "5..9", "10..19", "20..49", "50..99", "100..199", "200..499", "500..999", "1000.."}
	bin, _, _ := strings.Cut(only, " ")
	for i := range bins {
		if bins[i] == bin {
			bins[i] = only
		} else {
			bins[i] += " 0/0"
		}
	}
	return bins
}
