package searchtest

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/facetome/facetome/search"
)

// question is a query with the numbers that a person worked out.
type question struct {
	rule     string              // what it shows
	url      string              // the query
	total    string              // experiments/samples
	facets   map[string][]string // of some fields all buckets, in order, as lines writes them
	hits     string              // all, in order: "GSE1:3" is an experiment with three matching samples, "GSM1<GSE1" a sample and what it is listed under
	warnings []string            // "parameter=value" of each warning; nil is none
}

// handmade are the scenarios that were written by hand.
func handmade() []scenario {
	return []scenario{
		ask("handmade/matching", mixedStudies, matchingQuestions),
		ask("handmade/counting", mixedStudies, countingQuestions),
		ask("handmade/sharing", sharedSamples, sharingQuestions),
		ask("handmade/one experiment satisfies all", twoArchives, twoArchivesQuestions),
		ask("handmade/values", spellings, spellingQuestions),
		ask("handmade/long lists", longLists(), longListQuestions()),
		ask("handmade/text", texts, textQuestions),
		ask("handmade/language", language, languageQuestions),
		ask("handmade/mistakes", language, mistakeQuestions),
		ask("handmade/codes", quoted, codeQuestions),
		hitsScenario(),
		ask("handmade/empty", Catalogue{}, emptyQuestions),
		amendingScenario(),
	}
}

func ask(name string, c Catalogue, questions []question) scenario {
	return scenario{name: name, catalogue: c, ask: func(ctx context.Context, s subject) ([]string, error) {
		differences := make([]string, 0, len(questions))
		for _, q := range questions {
			differences = append(differences, q.differences(ctx, s)...)
		}
		return differences, nil
	}}
}

// differences tells where an engine's answer differs from what a person expects.
func (want question) differences(ctx context.Context, s subject) []string {
	e := s.engine
	values, err := url.ParseQuery(want.url)
	if err != nil {
		return []string{err.Error()}
	}
	q, warnings := search.Parse(values)
	if q, err = q.Resolve(ctx, s.oracle.store); err != nil {
		return []string{err.Error()}
	}
	d := differences{query: q}
	result, err := e.Search(ctx, q)
	if err != nil {
		d.add("Search", "fails: %v", err)
		return d.list
	}
	if got := fmt.Sprintf("%d/%d", result.Total.Experiments, result.Total.Samples); got != want.total {
		d.add("the total", "is %s, want %s", got, want.total)
	}
	for field, buckets := range want.facets {
		if facet := result.Facet(field); facet == nil {
			d.add("the facet", "%s is missing", field)
		} else {
			same(&d, "the values of "+field, buckets, lines(*facet))
		}
	}
	same(&d, "the warnings", want.warnings, named(append(warnings, result.Warnings...)))
	if want.hits != "" {
		want.compareHits(ctx, &d, e, result)
	}
	for i := range d.list {
		d.list[i] = want.rule + ":\n    " + d.list[i]
	}
	return d.list
}

func named(warnings []search.Warning) []string {
	list := make([]string, len(warnings))
	for i, w := range warnings {
		list[i] = w.Param + "=" + w.Value
	}
	return list
}

// compareHits holds the export to the expected hits, and the result's page and the pages put together to the export.
func (want question) compareHits(ctx context.Context, d *differences, e search.Engine, result *search.Result) {
	exported, err := export(ctx, e, d.query)
	if err != nil {
		d.add("Export", "fails: %v", err)
		return
	}
	all := exported.short()
	if !same(d, "the hits", strings.Fields(want.hits), all) {
		return
	}
	same(d, "the page", page(all, d.query), rowsOf(result).short())
	var pages []string
	q := d.query
	for q.Page = 1; q.Page <= len(all)/q.Size+1; q.Page++ {
		result, err := e.Search(ctx, q)
		if err != nil {
			d.add("Search", "fails on page %d: %v", q.Page, err)
			return
		}
		pages = append(pages, rowsOf(result).short()...)
	}
	same(d, "the pages put together", all, pages)
}

// short writes hits as questions do.
func (r rows) short() []string {
	list := make([]string, 0, len(r.experiments)+len(r.samples))
	for _, e := range r.experiments {
		list = append(list, fmt.Sprintf("%s:%d", e.AccessionCode, e.Matching))
	}
	for _, s := range r.samples {
		list = append(list, s.AccessionCode+"<"+s.Under)
	}
	return list
}
