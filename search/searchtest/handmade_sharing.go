package searchtest

import "github.com/facetome/facetome/models"

// sharedSamples is a series of series: GSE11 repeats samples of two others, one of them in another archive.
var sharedSamples = Catalogue{
	Samples: []models.SampleBody{
		sample("GSM1", "tissue=liver"), // in three experiments
		sample("GSM2", "tissue=liver"), // in two
		sample("GSM3", "tissue=heart"),
		sample("GSM4", "tissue=heart"),
		sample("GSM5"),
	},
	Experiments: []models.ExperimentBody{
		experiment("GSE10", "GSM1 GSM2", "source=GEO", "published=2012-01-01"),
		experiment("SRP10", "GSM1 GSM3", "source=SRA", "published=2013-02-01"),
		experiment("GSE11", "GSM1 GSM2 GSM4", "source=GEO", "published=2013-06-01"),
		experiment("GSE12", "GSM5", "source=GEO", "published=2014-01-01"),
	},
}

var sharingQuestions = []question{
	{rule: "a shared sample is one sample in the headline, and one beside each value", url: "", total: "4/5", hits: "GSE11:3 GSE10:2 SRP10:2 GSE12:1",
		facets: map[string][]string{
			"tissue": {"heart 2/2", "liver 3/2", "not reported 1/1"},
			"source": {"GEO 3/4", "SRA 1/2"}, // GSM1 is beside both
			"year":   {"2012..2012 1/2", "2013..2013 2/4", "2014..2014 1/1"},
		}},
	{rule: "an experiment all of whose matching samples are shared matches", url: "tissue=liver", total: "3/2", hits: "GSE10:2 GSE11:2 SRP10:1",
		facets: map[string][]string{
			"source": {"GEO 2/2", "SRA 1/1"},
			"year":   {"2012..2012 1/2", "2013..2013 2/2", "2014..2014 0/0"},
		}},
	{rule: "samples of an experiment that does not match count only if another one of theirs does", url: "source!=GEO", total: "1/2", hits: "SRP10:2",
		facets: map[string][]string{
			"tissue": {"heart 1/1", "liver 1/1"},
			"source": {"-GEO 3/4", "SRA 1/2"},
		}},
	{rule: "each matching sample once, under its first matching experiment", url: "view=samples", total: "4/5",
		hits: "GSM1<GSE11 GSM2<GSE11 GSM4<GSE11 GSM3<SRP10 GSM5<GSE12"},
	{rule: "under an experiment that matches", url: "view=samples&source=SRA", total: "1/2", hits: "GSM1<SRP10 GSM3<SRP10"},
	{rule: "the order is that of the matching samples", url: "view=samples&tissue=liver", total: "3/2", hits: "GSM1<GSE10 GSM2<GSE10"},
	{rule: "the samples view follows the sort", url: "view=samples&sort=oldest", total: "4/5",
		hits: "GSM1<GSE10 GSM2<GSE10 GSM3<SRP10 GSM4<GSE11 GSM5<GSE12"},
	{rule: "pages of samples", url: "view=samples&size=2&page=2", total: "4/5",
		hits: "GSM1<GSE11 GSM2<GSE11 GSM4<GSE11 GSM3<SRP10 GSM5<GSE12"},
	{rule: "an export is all pages of one", url: "size=1", total: "4/5", hits: "GSE11:3 GSE10:2 SRP10:2 GSE12:1"},
	{rule: "the number of samples counts shared ones", url: "samples=3", total: "1/3", hits: "GSE11:3"},
}

// twoArchives is a sample in two experiments: A of GEO in 2012, and B of SRA in 2013.
var twoArchives = Catalogue{
	Samples: []models.SampleBody{sample("GSM1", "tissue=liver")},
	Experiments: []models.ExperimentBody{
		experiment("GSE1", "GSM1", "source=GEO", "published=2012-01-01", "title=bone chart"),
		experiment("SRP1", "GSM1", "source=SRA", "published=2013-01-01", "title=skin map"),
	},
}

var twoArchivesQuestions = []question{
	{rule: "a sample in A, GEO 2012, and in B, SRA 2013, is not found by source=GEO&year=2013", url: "source=GEO&year=2013", total: "0/0",
		facets: map[string][]string{
			"source": {"+GEO 0/0", "SRA 1/1"},
			"year":   {"2012..2012 1/1", "+2013..2013 0/0"},
			"tissue": {},
		}},
	{rule: "text and experiment fields hold in the same experiment", url: "q=bone&source=SRA", total: "0/0",
		facets: map[string][]string{
			"source": {"+SRA 0/0", "GEO 1/1"},
			"year":   {"2012..2012 0/0", "2013..2013 0/0"},
			"tissue": {},
		}},
	{rule: "all words are in the same experiment", url: "q=bone+title:skin", total: "0/0"},
	{rule: "what one experiment satisfies is found", url: "q=skin&source=SRA&year=2013&tissue=liver", total: "1/1", hits: "SRP1:1",
		facets: map[string][]string{
			"source": {"+SRA 1/1"},
			"year":   {"2012..2012 0/0", "+2013..2013 1/1"},
			"tissue": {"+liver 1/1"},
		}},
}
