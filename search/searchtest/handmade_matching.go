package searchtest

import "github.com/facetome/facetome/models"

// mixedStudies is an experiment with two organisms, one with a single organism, one of which little is reported, and one
// without samples.
var mixedStudies = Catalogue{
	Samples: []models.SampleBody{
		sample("GSM1", "organism=Homo sapiens", "tissue=liver", "sex=female"),
		sample("GSM2", "organism=Homo sapiens", "tissue=liver", "sex=male"),
		sample("GSM3", "organism=Mus musculus", "tissue=liver"),
		sample("GSM4", "organism=Mus musculus", "tissue=brain", "sex=female"),
		sample("GSM5", "organism=Mus musculus", "tissue=liver", "sex=male"),
		sample("GSM6"),
		sample("GSM7", "organism=Homo sapiens", "tissue=brain"),
		sample("GSM8", "organism=Danio rerio", "tissue=fin"), // in no experiment: no search finds it
	},
	Experiments: []models.ExperimentBody{
		experiment("GSE1", "GSM1 GSM2 GSM3", "source=GEO", "published=2012-03-01"),
		experiment("SRP2", "GSM4 GSM5", "source=SRA", "published=2014-05-01", "paper=Of mice"),
		experiment("GSE3", "GSM6 GSM7", "source=GEO", "published=2014-07-01"),
		experiment("ERP4", "", "source=ArrayExpress"),
	},
}

var matchingQuestions = []question{
	{rule: "without a question everything matches", url: "", total: "4/7", hits: "GSE1:3 GSE3:2 SRP2:2 ERP4:0"},
	{rule: "f=v includes a value", url: "organism=Homo+sapiens", total: "2/3", hits: "GSE1:2 GSE3:1"},
	{rule: "included values are OR-ed", url: "organism=Homo+sapiens&organism=Mus+musculus", total: "3/6", hits: "GSE1:3 SRP2:2 GSE3:1"},
	{rule: "f=* includes any reported value", url: "organism=*", total: "3/6"},
	{rule: "f!=* includes not reported", url: "organism!=*", total: "1/1", hits: "GSE3:1"},
	{rule: "not reported is OR-ed with values", url: "organism=Homo+sapiens&organism!=*", total: "2/4", hits: "GSE1:2 GSE3:2"},
	{rule: "f=* and f!=* together are everything that has samples", url: "organism=*&organism!=*", total: "3/7"},
	{rule: "none of a sample's values is excluded", url: "organism=*&organism!=Mus+musculus", total: "2/3", hits: "GSE1:2 GSE3:1"},
	{rule: "a value both included and excluded is excluded", url: "sex=female&sex=male&sex!=male", total: "2/2", hits: "GSE1:1 SRP2:1"},
	{rule: "not reported passes f!=v", url: "sex!=female", total: "3/5", hits: "GSE1:2 GSE3:2 SRP2:1"},
	{rule: "not reported passes f!=v, of experiments", url: "year!=2014", total: "2/3", hits: "GSE1:3 ERP4:0"},
	{rule: "exclusion drops samples, not experiments: a mixed study is kept for its human samples", url: "organism!=Mus+musculus",
		total: "2/4", hits: "GSE1:2 GSE3:2"},
	{rule: "across fields all pass on the same sample: SRP2 has a female sample and a liver sample, but no female liver",
		url: "sex=female&tissue=liver", total: "1/1", hits: "GSE1:1"},
	{rule: "exclusion, too, is of the same sample", url: "tissue=liver&sex!=female&organism!=Homo+sapiens", total: "2/2", hits: "GSE1:1 SRP2:1"},
	{rule: "experiment fields narrow experiments", url: "source=GEO", total: "2/5", hits: "GSE1:3 GSE3:2"},
	{rule: "experiment and sample fields together", url: "source=GEO&tissue=brain", total: "1/1", hits: "GSE3:1"},
	{rule: "an experiment without samples matches while no sample field is filtered", url: "source=ArrayExpress", total: "1/0", hits: "ERP4:0"},
	{rule: "an experiment without samples does not match while a sample field is filtered, by whatever", url: "source=ArrayExpress&organism!=Mus+musculus", total: "0/0"},
	{rule: "an experiment without samples has no sample whose organism is not reported", url: "source=ArrayExpress&organism!=*", total: "0/0"},
	{rule: "a sample in no experiment is not found", url: "organism=Danio+rerio", total: "0/0", warnings: []string{"organism=Danio rerio"}},
	{rule: "a range includes both ends", url: "year=2012..2014", total: "3/7"},
	{rule: "a range of one number", url: "year=2014", total: "2/4", hits: "GSE3:2 SRP2:2"},
	{rule: "a range without a beginning", url: "year=..2013", total: "1/3", hits: "GSE1:3"},
	{rule: "a range without an end", url: "year=2013..", total: "2/4"},
	{rule: "an excluded range", url: "year!=2013..", total: "2/3", hits: "GSE1:3 ERP4:0"},
	{rule: "ranges are OR-ed, with not reported as well", url: "year=2012&year=2016..&year!=*", total: "2/3", hits: "GSE1:3 ERP4:0"},
	{rule: "reported numbers", url: "year=*", total: "3/7"},
	{rule: "the number of samples is that of the catalogue, whatever is filtered", url: "samples=3..&organism=Mus+musculus", total: "1/1", hits: "GSE1:1"},
	{rule: "no samples is a number of samples", url: "samples=0", total: "1/0", hits: "ERP4:0"},
	{rule: "publication is yes or no", url: "publication=yes", total: "1/2", hits: "SRP2:2"},
	{rule: "fewest matching samples first", url: "sort=fewest-samples&organism=Mus+musculus&organism=Homo+sapiens", total: "3/6", hits: "GSE3:1 SRP2:2 GSE1:3"},
	{rule: "newest first, not reported last", url: "sort=newest", total: "4/7", hits: "GSE3:2 SRP2:2 GSE1:3 ERP4:0"},
	{rule: "oldest first, not reported last", url: "sort=oldest", total: "4/7", hits: "GSE1:3 SRP2:2 GSE3:2 ERP4:0"},
	{rule: "pages", url: "size=3&page=2", total: "4/7", hits: "GSE1:3 GSE3:2 SRP2:2 ERP4:0"},
	{rule: "behind the last page there is nothing", url: "size=3&page=3", total: "4/7", hits: "GSE1:3 GSE3:2 SRP2:2 ERP4:0"},
}
