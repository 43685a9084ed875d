package searchtest

import (
	"context"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// described is an experiment of which everything that a hit shows is known, and one of which nothing is.
var described = Catalogue{
	Samples: []models.SampleBody{
		sample("GSM1", "title=first", "organism=Mus musculus", "organism=Homo sapiens", "technology=microarray", "platform=GPL570:Array One", "sex=female", "processed=yes"),
		sample("GSM2", "title=second", "organism=Homo sapiens", "technology=RNA-seq", "platform=GPL99"),
		sample("GSM3", "organism=Homo sapiens", "technology=RNA-seq", "platform=GPL99"),
	},
	Experiments: []models.ExperimentBody{
		experiment("GSE50", "GSM1 GSM2", "title=A title", "description=A description", "institution=An institution", "source=GEO",
			"published=2014-05-01", "alternate=SRP50", "alternate=E-GEOD-50", "paper=A paper", "author=An author"),
		experiment("GSE51", "GSM1 GSM3"),
		experiment("GSE52", ""),
	},
}

// hitsScenario compares all that hits carry.
func hitsScenario() scenario {
	human, mouse := term("Homo sapiens"), term("Mus musculus")
	one, other := search.Term{Value: "GPL570", Label: "Array One"}, term("GPL99")
	of := map[string][]search.Term{"organism": {human}, "technology": {term("RNA-seq")}, "platform": {other}}
	experiments := []search.ExperimentHit{
		{AccessionCode: "GSE50", Alternates: []string{"E-GEOD-50", "SRP50"}, Title: "A title", Description: "A description",
			Institution: "An institution", Source: "GEO", Published: day("2014-05-01"), Publication: true,
			Organisms: []search.Term{human, mouse}, Technologies: []search.Term{term("RNA-seq"), term("microarray")},
			Platforms: []search.Term{other, one}, Samples: 2, Matching: 1},
		{AccessionCode: "GSE51", Organisms: []search.Term{human, mouse}, Technologies: []search.Term{term("RNA-seq"), term("microarray")},
			Platforms: []search.Term{other, one}, Samples: 2, Matching: 1},
	}
	samples := []search.SampleHit{
		{AccessionCode: "GSM1", Title: "first", Experiments: []string{"GSE50", "GSE51"}, Under: "GSE50", Values: map[string][]search.Term{
			"organism": {human, mouse}, "technology": {term("microarray")}, "platform": {one}, "sex": {term("female")}, "processed": {term("yes")}}},
		{AccessionCode: "GSM2", Title: "second", Experiments: []string{"GSE50"}, Under: "GSE50", Values: of},
		{AccessionCode: "GSM3", Experiments: []string{"GSE51"}, Under: "GSE51", Values: of},
	}
	byLabel := cmpopts.SortSlices(func(a, b search.Term) bool { return a.Label < b.Label })
	return scenario{name: "handmade/hits", catalogue: described, ask: func(ctx context.Context, s subject) ([]string, error) {
		q := everything
		q.Conditions = []search.Condition{{Field: "sex", Include: []string{"female"}}}
		d := differences{query: q}
		result, err := s.engine.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		// Which of equally common terms comes first is the engine's matter.
		if diff := gocmp.Diff(experiments, result.Experiments, cmpopts.EquateEmpty(), byLabel); diff != "" {
			d.add("the experiments", "differ (-want +got):\n%s", diff)
		}
		q = everything
		q.View = search.ViewSamples
		d.query = q
		if result, err = s.engine.Search(ctx, q); err != nil {
			return nil, err
		}
		if diff := gocmp.Diff(samples, result.Samples, cmpopts.EquateEmpty(), byLabel); diff != "" {
			d.add("the samples", "differ (-want +got):\n%s", diff)
		}
		return d.list, nil
	}}
}

func term(s string) search.Term { return search.Term{Value: s, Label: s} }
