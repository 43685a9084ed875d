package searchtest

import (
	"context"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// growing is a catalogue without shared samples, to be edited.
var growing = Catalogue{
	Samples: []models.SampleBody{
		sample("GSM1", "tissue=liver", "platform=GPL1:Array One"),
		sample("GSM2", "tissue=liver"),
		sample("GSM3", "tissue=heart"),
		sample("GSM4", "tissue=Liver"),
		sample("GSM5"),
	},
	Experiments: []models.ExperimentBody{
		experiment("GSE10", "GSM1 GSM2", "source=GEO", "published=2012-01-01", "title=bone map"),
		experiment("SRP10", "GSM3", "source=SRA", "published=2013-02-01", "title=skin map"),
		experiment("GSE11", "GSM4", "source=geo", "published=2013-06-01"),
		experiment("GSE12", "GSM5", "source=GEO", "published=2014-01-01"),
	},
}

var edits = []edit{
	{does: "a new series turns samples of others into shared ones", more: Catalogue{
		Samples:     []models.SampleBody{sample("GSM6", "tissue=lung")},
		Experiments: []models.ExperimentBody{experiment("GSE13", "GSM1 GSM3 GSM6", "source=GEO", "published=2016-03-01", "title=zebra")},
	}, questions: []question{
		{rule: "what is shared is counted once", url: "", total: "5/6", hits: "GSE13:3 GSE10:2 GSE11:1 GSE12:1 SRP10:1", facets: map[string][]string{
			"tissue":   {"liver 3/3", "heart 2/1", "lung 1/1", "not reported 1/1"},
			"platform": {"not reported 5/5", "GPL1 = Array One 2/1"},
			"source":   {"GEO 4/6", "SRA 1/1"},
			"year":     {"2012..2012 1/2", "2013..2013 2/2", "2014..2014 1/1", "2015..2015 0/0", "2016..2016 1/3"},
		}},
		{rule: "in the experiment that has it in common, too", url: "tissue=heart", total: "2/1", hits: "GSE13:1 SRP10:1"},
		{rule: "and listed once", url: "view=samples", total: "5/6", hits: "GSM1<GSE13 GSM3<GSE13 GSM6<GSE13 GSM2<GSE10 GSM4<GSE11 GSM5<GSE12"},
		{rule: "its words are found", url: "q=zebra", total: "1/3", hits: "GSE13:3"},
	}},
	{does: "the series gets another title, and nothing that it shares changes", more: Catalogue{
		Experiments: []models.ExperimentBody{experiment("GSE13", "GSM1 GSM3 GSM6", "source=GEO", "published=2016-03-01", "title=zebra neuron")},
	}, questions: []question{
		{rule: "what is shared still is", url: "", total: "5/6", hits: "GSE13:3 GSE10:2 GSE11:1 GSE12:1 SRP10:1", facets: map[string][]string{
			"tissue": {"liver 3/3", "heart 2/1", "lung 1/1", "not reported 1/1"},
			"source": {"GEO 4/6", "SRA 1/1"},
		}},
		{rule: "it is found by its title", url: "q=neuron", total: "1/3", hits: "GSE13:3"},
		{rule: "those that share with it are not", url: "q=map", total: "2/3", hits: "GSE10:2 SRP10:1"},
	}},
	{does: "when the series lists none of them any more, they are in one experiment again", more: Catalogue{
		Experiments: []models.ExperimentBody{experiment("GSE13", "", "source=GEO", "published=2016-03-01", "title=leaf")},
	}, questions: []question{
		{rule: "a sample of no experiment is not counted", url: "", total: "5/5", hits: "GSE10:2 GSE11:1 GSE12:1 SRP10:1 GSE13:0", facets: map[string][]string{
			"tissue": {"liver 2/3", "heart 1/1", "not reported 1/1"},
			"source": {"GEO 4/4", "SRA 1/1"},
			"year":   {"2012..2012 1/2", "2013..2013 2/2", "2014..2014 1/1", "2015..2015 0/0", "2016..2016 1/0"},
		}},
		{rule: "a value that is gone is unknown", url: "tissue=lung", total: "0/0", warnings: []string{"tissue=lung"},
			facets: map[string][]string{"tissue": {"+lung 0/0", "liver 2/3", "heart 1/1", "not reported 1/1"}}},
		{rule: "a word that is gone is found nowhere", url: "q=zebra", total: "0/0", warnings: []string{"q=zebra"}},
		{rule: "the word in its place is", url: "q=leaf", total: "1/0", hits: "GSE13:0"},
	}},
	{does: "an experiment is gone that turns out to be another one", more: Catalogue{
		Experiments: []models.ExperimentBody{experiment("GSE13", "", "source=GEO", "published=2016-03-01", "title=leaf", "alternate=SRP10")},
	}, questions: []question{
		{rule: "its samples are the other's", url: "", total: "4/5", hits: "GSE10:2 GSE11:1 GSE12:1 GSE13:1", facets: map[string][]string{
			"tissue": {"liver 2/3", "heart 1/1", "not reported 1/1"},
			"source": {"GEO 4/5"},
		}},
		{rule: "whoever they stand under", url: "view=samples&tissue=heart", total: "1/1", hits: "GSM3<GSE13"},
	}},
	{does: "the two are two again, and the bins of years end with the last one", more: Catalogue{
		Experiments: []models.ExperimentBody{experiment("GSE13", "", "source=GEO", "published=2012-05-01", "title=leaf")},
	}, questions: []question{
		{rule: "as before", url: "", total: "5/5", hits: "GSE10:2 GSE11:1 GSE12:1 SRP10:1 GSE13:0", facets: map[string][]string{
			"source": {"GEO 4/4", "SRA 1/1"},
			"year":   {"2012..2012 2/2", "2013..2013 2/2", "2014..2014 1/1"},
		}},
	}},
	{does: "values change, and how a value is shown", more: Catalogue{
		Samples:     []models.SampleBody{sample("GSM2", "tissue=Liver"), sample("GSM5", "tissue=LIVER")},
		Experiments: []models.ExperimentBody{experiment("GSE10", "GSM1 GSM2", "source=Geo", "published=2012-01-01", "title=bone map")},
	}, questions: []question{
		{rule: "the commonest spelling is another one", url: "", total: "5/5", facets: map[string][]string{
			"tissue": {"Liver 3/4", "heart 1/1"},
			"source": {"GEO 4/4", "SRA 1/1"},
		}},
	}},
	{does: "a platform gets another name, and an experiment another source", more: Catalogue{
		Samples:     []models.SampleBody{sample("GSM1", "tissue=liver", "platform=GPL1:Array Two")},
		Experiments: []models.ExperimentBody{experiment("GSE12", "GSM5", "source=geo", "published=2014-01-01")},
	}, questions: []question{
		{rule: "both are shown so", url: "", total: "5/5", facets: map[string][]string{
			"platform": {"not reported 4/4", "GPL1 = Array Two 1/1"},
			"source":   {"geo 4/4", "SRA 1/1"},
		}},
	}},
	{does: "samples move from one experiment to another", more: Catalogue{
		Experiments: []models.ExperimentBody{
			experiment("GSE11", "GSM4 GSM5 GSM2", "source=geo", "published=2013-06-01", "title=bone"),
			experiment("GSE12", "", "source=geo", "published=2014-01-01"),
		},
	}, questions: []question{
		{rule: "and are counted there", url: "q=bone", total: "2/4", facets: map[string][]string{
			"tissue": {"Liver 2/4"},
			"source": {"geo 2/4"},
			"year":   {"2012..2012 1/2", "2013..2013 1/3", "2014..2014 0/0"},
		}},
	}},
}

// amendingScenario asks after each edit what was worked out by hand, and compares the last state with the oracle.
func amendingScenario() scenario {
	return scenario{name: "handmade/amending", catalogue: growing, edits: edits, ask: func(ctx context.Context, s subject) (wrong []string, err error) {
		for _, view := range search.Views {
			q := everything
			q.View = view
			more, err := compareQuery(ctx, s.oracle, s.engine, q)
			if err != nil {
				return wrong, err
			}
			wrong = append(wrong, more...)
		}
		return wrong, nil
	}}
}
