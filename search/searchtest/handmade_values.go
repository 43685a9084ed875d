package searchtest

import (
	"fmt"
	"strings"

	"github.com/facetome/facetome/models"
)

// spellings are samples with several values, and values with several spellings.
var spellings = Catalogue{
	Samples: []models.SampleBody{
		sample("GSM1", "organism=Homo sapiens", "organism=Mus musculus", // an array with two channels
			"tissue=Liver", "cell_line=HeLa", "platform=GPL1:Array One"),
		sample("GSM2", "organism=Homo sapiens", "tissue=liver", "cell_line=HELA", "platform=gpl1:Array One"),
		sample("GSM3", "organism=Mus musculus", "tissue=LIVER", "cell_line=K562", "platform=GPL2"),
		sample("GSM4", "organism=Danio rerio", "tissue=liver", "cell_line=K562", "platform=GPL2", "disease=*"),
	},
	Experiments: []models.ExperimentBody{
		experiment("GSE20", "GSM1 GSM2 GSM3", "source=GEO"),
		experiment("GSE21", "GSM4", "source=geo"),
	},
}

var spellingQuestions = []question{
	{rule: "a sample with several values counts beside each, once in all", url: "", total: "2/4",
		facets: map[string][]string{
			"organism":  {"Homo sapiens 1/2", "Mus musculus 1/2", "Danio rerio 1/1"},
			"tissue":    {"liver 2/4"},                        // the commonest spelling
			"cell_line": {"HELA 1/2", "K562 2/2"},             // of equally common ones the first in byte order
			"platform":  {"GPL1 = Array One 1/2", "GPL2 2/2"}, // a platform is shown by its name, if it has one
			"source":    {"GEO 2/4"},                          // spellings of experiment fields are one value, too
			"year":      {"not reported 2/4"},                 // no date, no bins
			"disease":   {"not reported 1/3", "* 1/1"},
		}},
	{rule: "one of a sample's values is enough to be included", url: "organism=Mus+musculus", total: "1/2", hits: "GSE20:2",
		facets: map[string][]string{"organism": {"+Mus musculus 1/2", "Homo sapiens 1/2", "Danio rerio 1/1"}}},
	{rule: "one of a sample's values is enough to be excluded", url: "organism!=Mus+musculus", total: "2/2", hits: "GSE20:1 GSE21:1"},
	{rule: "a sample with an included and an excluded value does not pass", url: "organism=Homo+sapiens&organism!=Mus+musculus", total: "1/1", hits: "GSE20:1"},
	{rule: "a sample with two included values is one", url: "organism=Homo+sapiens&organism=Mus+musculus", total: "1/3", hits: "GSE20:3"},
	{rule: "values are compared without case", url: "tissue=lIvEr", total: "2/4", facets: map[string][]string{"tissue": {"+liver 2/4"}}},
	{rule: "excluded values, too", url: "tissue!=LIVER", total: "0/0", facets: map[string][]string{"tissue": {"-liver 2/4"}}},
	{rule: "experiment fields, too", url: "source=Geo", total: "2/4", facets: map[string][]string{"source": {"+GEO 2/4"}}},
	{rule: "a platform is chosen by its accession code", url: "platform=gPl1", total: "1/2",
		facets: map[string][]string{"platform": {"+GPL1 = Array One 1/2", "GPL2 2/2"}}},
	{rule: `\* is the value *`, url: `disease=%5C*`, total: "1/1", hits: "GSE21:1",
		facets: map[string][]string{"disease": {"+* 1/1", "not reported 1/3"}}},
	{rule: "excluded, it drops its sample only", url: `disease!=%5C*`, total: "1/3", hits: "GSE20:3"},
	{rule: "an unknown value both included and excluded is listed once", url: "tissue=spleen&tissue!=spleen", total: "0/0", warnings: []string{"tissue=spleen"},
		facets: map[string][]string{"tissue": {"-spleen 0/0", "liver 2/4"}}},
}

// longLists is an experiment whose samples are all of another cell line.
func longLists() Catalogue {
	var c Catalogue
	codes := make([]string, longList)
	for i := range longList {
		codes[i] = fmt.Sprintf("GSM%d", 101+i)
		c.Samples = append(c.Samples, sample(codes[i], fmt.Sprintf("cell_line=line %d", 101+i)))
	}
	c.Experiments = []models.ExperimentBody{experiment("GSE1", strings.Join(codes, " "))}
	return c
}

// longList is more than any page shows of a facet, or by default of hits.
const longList = 30

func longListQuestions() []question {
	lines, hits := make([]string, longList), make([]string, longList)
	for i := range longList {
		lines[i] = fmt.Sprintf("line %d 1/1", 101+i)
		hits[i] = fmt.Sprintf("GSM%d<GSE1", 101+i)
	}
	all := question{rule: "a facet lists all its values, an export all hits", url: "view=samples", total: fmt.Sprintf("1/%d", longList),
		facets: map[string][]string{"cell_line": lines}, hits: strings.Join(hits, " ")}
	shown := all
	shown.rule, shown.url = "what a page shows of a facet changes no list", "view=samples&size=7&page=2&all=sex&in.cell_line=109"
	return []question{all, shown}
}

// emptyQuestions are asked of a catalogue without anything.
var emptyQuestions = []question{
	{rule: "an empty catalogue has nothing", url: "", total: "0/0", facets: map[string][]string{
		"organism": {}, "source": {}, "year": {}, "samples": countsOfSamples("0..0 0/0")}},
	{rule: "whatever is asked", url: "q=liver&organism=Homo+sapiens&year=2012..&samples!=*", total: "0/0", warnings: []string{"q=liver", "organism=Homo sapiens"},
		facets: map[string][]string{"organism": {"+Homo sapiens 0/0"}}},
}
