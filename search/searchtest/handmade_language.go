package searchtest

import "github.com/facetome/facetome/models"

// language has the same few words in different places and orders.
var language = Catalogue{
	Samples: []models.SampleBody{
		sample("GSM1", "tissue=liver", "sex=female"),
		sample("GSM2", "tissue=brain stem", "sex=male"),
		sample("GSM3", "tissue=blood", "disease=liver tumor", "platform=GPL1:Gene chart"),
		sample("GSM4", "tissue=lung", "treatment=zebra drug", "title=growth of liver"),
		sample("GSM5", "tissue=stem", "attribute=cell graft"),
	},
	Experiments: []models.ExperimentBody{
		experiment("GSE1", "GSM1 GSM2", "source=GEO", "published=2012-03-01", "title=map of the brain", "description=bone and skin"),
		experiment("GSE2", "GSM3", "source=GEO", "published=2014-03-01", "title=brain map", "description=kidneys", "paper=heart root", "author=Smith", "author=Zebra Lung"),
		experiment("E-MTAB-77", "GSM4", "source=SRA", "published=2018-03-01", "title=the map in the brain", "institution=heart", "alternate=SRP3"),
		experiment("SRP4", "GSM5", "source=SRA", "title=kidney", "description=brain map bone E MTAB"),
	},
}

var languageQuestions = []question{
	{rule: "a phrase: words side by side", url: `q="brain+map"`, total: "2/2", hits: "GSE2:1 SRP4:1"},
	{rule: "stop words take their place in a phrase, whichever they are", url: `q="map+of+the+brain"&sort=oldest`, total: "2/3", hits: "GSE1:2 E-MTAB-77:1"},
	{rule: "a phrase does not pass over stop words", url: `q="map+brain"`, total: "0/0", warnings: []string{`q="map brain"`}},
	{rule: "nor does it stand where the text has fewer of them", url: `q="map+of+brain"`, total: "0/0", warnings: []string{`q="map of brain"`}},
	{rule: "stop words around a phrase do not matter", url: `q="the+brain+map+of"`, total: "2/2"},
	{rule: "no phrase spans two values", url: `q="smith+zebra"`, total: "0/0", warnings: []string{`q="smith zebra"`}},
	{rule: "but it may stand in any of them", url: `q="zebra+lung"`, total: "1/1", hits: "GSE2:1"},
	{rule: "no phrase spans two fields", url: `q="brain+bone"`, total: "0/0", warnings: []string{`q="brain bone"`}},
	{rule: "a word that a token joins is a phrase", url: "q=E-MTAB-77", total: "1/1", hits: "E-MTAB-77:1"},
	{rule: "the words of a phrase have forms, too", url: `q="Heart+roots"`, total: "1/1", hits: "GSE2:1"},

	{rule: "a minus excludes experiments that have the word", url: "q=brain+-zebra", total: "2/3", hits: "GSE1:2 SRP4:1"},
	{rule: "a minus before a phrase", url: `q=brain+-"brain+map"&sort=oldest`, total: "2/3", hits: "GSE1:2 E-MTAB-77:1"},
	{rule: "a minus before a field", url: "q=brain+-title:brain", total: "1/1", hits: "SRP4:1"},
	{rule: "a minus before a group", url: "q=brain+-(zebra+OR+skin)", total: "1/1", hits: "SRP4:1"},
	{rule: "all but", url: "q=-zebra", total: "2/3", hits: "GSE1:2 SRP4:1"},
	{rule: "all but one and another", url: "q=-zebra+NOT+skin", total: "1/1", hits: "SRP4:1"},
	{rule: "all of a text is excluded", url: "q=-brain", total: "0/0"},

	{rule: "either word", url: "q=smith+OR+skin", total: "2/3"},
	{rule: "words side by side belong together before OR", url: "q=smith+lung+OR+skin+bone", total: "2/3"},
	{rule: "parentheses say otherwise", url: "q=brain+(smith+OR+graft)", total: "2/2"},
	{rule: "either, or not another", url: "q=skin+OR+-zebra", total: "2/3"},

	{rule: "in the title alone", url: "q=title:kidney", total: "1/1", hits: "SRP4:1"},
	{rule: "in the description alone, in another form", url: "q=description:kidney", total: "1/1", hits: "GSE2:1"},
	{rule: "a phrase in a field", url: `q=title:"brain+map"`, total: "1/1", hits: "GSE2:1"},
	{rule: "a group in a field", url: "q=title:(kidney+OR+the)", total: "1/1", hits: "SRP4:1"},
	{rule: "authors by another name", url: "q=author:lung", total: "1/1", hits: "GSE2:1"},
	{rule: "the title of a publication", url: "q=publication:heart", total: "1/1", hits: "GSE2:1"},
	{rule: "an institution", url: "q=institution:heart", total: "1/1", hits: "E-MTAB-77:1"},
	{rule: "a tissue that a sample has; all samples match", url: "q=tissue:liver", total: "1/2", hits: "GSE1:2",
		facets: map[string][]string{"tissue": {"brain stem 1/1", "liver 1/1"}}},
	{rule: "a word of a tissue", url: "q=tissue:stem", total: "2/3"},
	{rule: "a disease", url: "q=disease:liver", total: "1/1", hits: "GSE2:1"},
	{rule: "what samples say, whichever field it is", url: "q=attributes:liver", total: "3/4"},
	{rule: "what is no facet has a field as well", url: "q=treatment:drug", total: "1/1", hits: "E-MTAB-77:1"},
	{rule: "a platform by its code or its name", url: `q=platform:GPL1+platform:"gene+chart"`, total: "1/1", hits: "GSE2:1"},
	{rule: "two fields may be of two samples", url: "q=tissue:liver+sex:male", total: "1/2", hits: "GSE1:2"},
	{rule: "the filter asks of one sample", url: "q=tissue:liver&sex=male", total: "1/1", hits: "GSE1:1"},
	{rule: "a field of experiments", url: "q=source:sra", total: "2/2"},
	{rule: "a code", url: "q=accession:e-mtab-77", total: "1/1", hits: "E-MTAB-77:1"},

	{rule: "words that begin so", url: "q=ki*", total: "2/2", hits: "SRP4:1 GSE2:1"},
	{rule: "a beginning is one of words, not of stems", url: "q=kidneys*", total: "1/1", hits: "GSE2:1"},
	{rule: "the whole word", url: "q=kidney*", total: "2/2"},
	{rule: "a beginning in a field", url: "q=tissue:bl*", total: "1/1", hits: "GSE2:1"},
	{rule: "a beginning at the end of a phrase", url: `q="brain+ma*"`, total: "2/2"},
	{rule: "stop words do not begin so", url: "q=th*", total: "0/0", warnings: []string{"q=th*"}},
	{rule: "the beginning of a code", url: "q=E-MTAB-7*", total: "1/1", hits: "E-MTAB-77:1"},

	{rule: "a range of years", url: "q=year:2012..2014", total: "2/3"},
	{rule: "an open range leaves out what has no year", url: "q=year:2013..", total: "2/2"},
	{rule: "a number", url: "q=samples:2+brain", total: "1/2", hits: "GSE1:2"},
	{rule: "all but a range", url: "q=-year:2012..2014", total: "2/2"},

	{rule: "any word will do; the rest holds", url: "q=kidney+smith+zebra+-root+title:kidney", total: "1/1", hits: "SRP4:1",
		warnings: []string{"q=kidney smith zebra -root title:kidney"}},
	{rule: "whether any will do is a matter of the text, not of the filters", url: "q=brain+zebra&tissue=liver", total: "0/0"},
	{rule: "any word will do in facets, too", url: "q=skin+smith+graft&sex=male", total: "1/1", hits: "GSE1:1",
		facets: map[string][]string{"sex": {"+male 1/1", "not reported 2/2", "female 1/1"}}, warnings: []string{"q=skin smith graft"}},
	{rule: "any phrase will do", url: `q="bone+and+skin"+"heart+root"`, total: "2/3", warnings: []string{`q="bone and skin" "heart root"`}},
	{rule: "OR falls back to nothing", url: "q=skin+zebra+OR+smith+graft", total: "0/0"},
}

// mistakeQuestions are texts of which something is told; the rest is searched.
var mistakeQuestions = []question{
	{rule: "a word that nothing has", url: "q=smith+xylem", total: "1/1", warnings: []string{"q=smith xylem", "q=xylem"}},
	{rule: "a word that nothing has and nothing else", url: "q=xylem", total: "0/0", warnings: []string{"q=xylem"}},
	{rule: "an excluded word that nothing has is no matter", url: "q=smith+-xylem", total: "1/1"},
	{rule: "a quote without an end", url: `q="brain+map`, total: "4/5", warnings: []string{`q="`}},
	{rule: "a parenthesis without an end", url: "q=brain+(smith+OR+graft", total: "2/2", warnings: []string{"q=("}},
	{rule: "a parenthesis without a beginning", url: "q=smith)", total: "1/1", warnings: []string{"q=)"}},
	{rule: "OR without a word", url: "q=smith+OR", total: "1/1", warnings: []string{"q=OR"}},
	{rule: "a minus alone", url: "q=-+smith", total: "1/1", warnings: []string{"q=-"}},
	{rule: "a star alone", url: "q=*+smith", total: "1/1", warnings: []string{"q=*"}},
	{rule: "a field without a word", url: "q=title:+smith", total: "1/1", warnings: []string{"q=title:"}},
	{rule: "a field that does not exist is not everything", url: "q=colour:smith", total: "1/1", warnings: []string{"q=colour:"}},
	{rule: "a range that is none", url: "q=year:soon+smith", total: "1/1", warnings: []string{"q=soon"}},
	{rule: "nothing but mistakes is no filter, and that is said", url: "q=-", total: "4/5", warnings: []string{"q=-", "q=-"}},
	{rule: "excluded stop words exclude nothing", url: "q=-the", total: "4/5", warnings: []string{"q=-the"}},
}
