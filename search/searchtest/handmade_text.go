package searchtest

import "github.com/facetome/facetome/models"

// texts has a word of its own in every place that text is looked up in.
var texts = Catalogue{
	Samples: []models.SampleBody{
		sample("GSM1", "sex=female"),
		sample("GSM2", "sex=male"),
		sample("GSM3", "title=heart", "tissue=retina", "attribute=graft"),
		sample("GSM4", "tissue=root"),
		sample("GSM5", "sex=female"),
	},
	Experiments: []models.ExperimentBody{
		experiment("GSE30", "GSM1", "source=GEO", "title=drug", "description=liver chart"),
		experiment("SRP31", "GSM2 GSM5", "source=SRA", "title=liver", "description=chart"),
		experiment("GSE32", "GSM3 GSM4", "source=GEO", "alternate=E-GEOD-32", "alternate=SRP32"),
		experiment("GSE33", "", "source=GEO", "institution=cortex", "paper=lung cancer", "author=bone"),
	},
}

var textQuestions = []question{
	{rule: "a word in a title ranks before the same word in a description", url: "q=liver", total: "2/3", hits: "SRP31:2 GSE30:1",
		facets: map[string][]string{"source": {"SRA 1/2", "GEO 1/1"}, "sex": {"female 2/2", "male 1/1"}}},
	{rule: "every word occurs, wherever", url: "q=chart+liver+drug", total: "1/1", hits: "GSE30:1"},
	{rule: "without case", url: "q=LIVER", total: "2/3"},
	{rule: "sorts hold with text as well", url: "q=liver&sort=fewest-samples", total: "2/3", hits: "GSE30:1 SRP31:2"},
	{rule: "in a sample's title", url: "q=heart", total: "1/2", hits: "GSE32:2"},
	{rule: "in a sample's value; text asks of the experiment, whose other samples match, too", url: "q=retina", total: "1/2", hits: "GSE32:2",
		facets: map[string][]string{"tissue": {"retina 1/1", "root 1/1"}}},
	{rule: "in an attribute as submitted", url: "q=graft", total: "1/2", hits: "GSE32:2"},
	{rule: "in different samples", url: "q=graft+root", total: "1/2", hits: "GSE32:2"},
	{rule: "in an institution, a publication's title, its author", url: "q=cortex+lung+bone", total: "1/0", hits: "GSE33:0"},
	{rule: "an accession code", url: "q=GSE32", total: "1/2", hits: "GSE32:2"},
	{rule: "an accession code in another case", url: "q=gse32", total: "1/2", hits: "GSE32:2"},
	{rule: "an alternate accession code", url: "q=SRP32", total: "1/2", hits: "GSE32:2"},
	{rule: "an alternate accession code of several parts", url: "q=E-GEOD-32", total: "1/2", hits: "GSE32:2"},
	{rule: "nothing has all words, so any of them will do, and that is said", url: "q=liver+heart", total: "3/5",
		facets: map[string][]string{"source": {"GEO 2/3", "SRA 1/2"}}, warnings: []string{"q=liver heart"}},
	{rule: "text and filters together", url: "q=liver&sex=female", total: "2/2", hits: "SRP31:1 GSE30:1",
		facets: map[string][]string{"sex": {"+female 2/2", "male 1/1"}, "source": {"GEO 1/1", "SRA 1/1"}}},
	{rule: "text and the samples view", url: "q=liver&view=samples", total: "2/3", hits: "GSM2<SRP31 GSM5<SRP31 GSM1<GSE30"},
	{rule: "text of only stop words is no filter, and that is said", url: "q=the+of&sort=newest", total: "4/5", warnings: []string{"q=the of"}},
}
