package searchtest

import "github.com/facetome/facetome/models"

// quoted has codes of all kinds, in the tables and in texts.
var quoted = Catalogue{
	Samples: []models.SampleBody{
		sample("GSM1", "alternate=SRR11", "alternate=SAMN1", "tissue=liver", "sex=female"),
		sample("GSM2", "alternate=SRR12", "tissue=brain", "sex=male"),
		sample("GSM3", "tissue=liver", "platform=GPL570:Gene chart"),
		sample("GSM4", "tissue=lung"),
		sample("GSM5", "tissue=lung"),
	},
	Experiments: []models.ExperimentBody{
		experiment("GSE10", "GSM1 GSM2", "alternate=E-GEOD-10", "title=liver map", "source=GEO", "published=2012-01-01"),
		experiment("GSE11", "GSM1", "title=part of GSE10", "source=GEO", "published=2013-01-01"),
		experiment("GSE12", "GSM3", "title=zebra GSM1 GSE99", "paper=root", "pubmed=20001", "doi=10.1000/AbC", "published=2014-01-01"),
		experiment("SRP13", "GSM4 GSM5", "title=liver liver", "source=SRA", "description=20001 30002", "published=2015-01-01"),
		experiment("SRP14", "", "title=empty zebra"),
	},
}

var codeQuestions = []question{
	{rule: "an experiment's own code", url: "q=gse10", total: "1/2", hits: "GSE10:2"},
	{rule: "an alternate", url: "q=E-GEOD-10", total: "1/2", hits: "GSE10:2"},
	{rule: "a sample's code finds its experiments, and no text that names it", url: "q=GSM1", total: "2/2", hits: "GSE10:2 GSE11:1",
		facets: map[string][]string{"tissue": {"brain 1/1", "liver 2/1"}}},
	{rule: "a run", url: "q=srr12", total: "1/2", hits: "GSE10:2"},
	{rule: "a BioSample", url: "q=SAMN1", total: "2/2", hits: "GSE10:2 GSE11:1"},
	{rule: "a PubMed id", url: "q=PMID:20001", total: "1/1", hits: "GSE12:1"},
	{rule: "a PubMed id by its number, not a text with the number", url: "q=20001", total: "1/1", hits: "GSE12:1"},
	{rule: "a number that is no PubMed id here is a word", url: "q=30002", total: "1/2", hits: "SRP13:2"},
	{rule: "a DOI as a link", url: "q=https://doi.org/10.1000/ABC", total: "1/1", hits: "GSE12:1"},
	{rule: "in quotes a code is text", url: `q="GSM1"`, total: "1/1", hits: "GSE12:1"},
	{rule: "in a field a code is text", url: `q=title:GSE10`, total: "1/1", hits: "GSE11:1"},
	{rule: "what is not in the catalogue is looked up as a word", url: "q=GSE99", total: "1/1", hits: "GSE12:1"},
	{rule: "a platform finds nothing by itself: its code is a word", url: "q=GPL570", total: "1/1", hits: "GSE12:1"},

	{rule: "several codes are alternatives, in the order typed", url: "q=SRP13+GSE10", total: "2/4", hits: "SRP13:2 GSE10:2"},
	{rule: "parted by commas, some unknown", url: "q=GSE11,SRP14,+GSE9999", total: "2/1", hits: "GSE11:1 SRP14:0"},
	{rule: "each once", url: "q=GSM1+GSE11+E-GEOD-10", total: "2/2", hits: "GSE10:2 GSE11:1"},
	{rule: "codes and other words must both be", url: "q=liver+GSE10+GSE12", total: "2/3", hits: "GSE10:2 GSE12:1"},
	{rule: "a code is no word that any will do of", url: "q=zebra+GSE10", total: "0/0"},
	{rule: "a code or a word: the code comes first", url: "q=part+OR+SRP13", total: "2/3", hits: "SRP13:2 GSE11:1"},
	{rule: "another order has no place for it", url: "q=liver+OR+GSE11&sort=oldest", total: "4/5", hits: "GSE10:2 GSE11:1 GSE12:1 SRP13:2"},
	{rule: "a minus excludes what the code names", url: "q=liver+-GSM2", total: "3/4", hits: "SRP13:2 GSE11:1 GSE12:1"},
	{rule: "all but two", url: "q=-GSM1+-SRP14&sort=oldest", total: "2/3", hits: "GSE12:1 SRP13:2"},
	{rule: "filters hold for what is named, too", url: "q=GSE10&tissue=lung", total: "0/0",
		facets: map[string][]string{"tissue": {"+lung 0/0", "brain 1/1", "liver 1/1"}, "source": {}}},
	{rule: "filters of experiments, too", url: "q=GSM1+SRP13&source=SRA", total: "1/2", hits: "SRP13:2",
		facets: map[string][]string{"source": {"+SRA 1/2", "GEO 2/2"}}},
	{rule: "each sample stands under the first experiment", url: "q=GSE11+GSE10&view=samples", total: "2/2", hits: "GSM1<GSE11 GSM2<GSE10"},
}
