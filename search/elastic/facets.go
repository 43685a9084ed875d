package elastic

import (
	"github.com/facetome/facetome/search"
)

// A search is answered at most this many buckets, so that the cluster never refuses it: its own bound is 65,536. A field with more values is counted
// in parts, each by a search of its own.
const maxBuckets = 20_000

// facetSearch is what one search counts: facets that lift the same field's conditions, so that all others hold for the whole search.
type facetSearch struct {
	lifted string // the field whose own conditions are lifted; empty where all hold
	total  bool   // whether all matching samples are counted as well; all conditions hold for them
	parts  []facetPart
}

// facetPart is a facet, or one of several parts of its values.
type facetPart struct {
	field *search.Field
	size  int // how many buckets there may be, at most
	part  int // from 0
	parts int
}

// abreast is how many searches the facets that lift nothing are parted among, at least: the cluster answers them at the same time, and on a catalogue of
// everything they take longest by far.
const abreast = 2

// facetSearches parts all facets among searches. One whose field has conditions has a search of its own: what is lifted of them, other fields' facets must
// keep. None gets too many buckets.
func (g *generation) facetSearches(q search.Query) []facetSearch {
	var alone []facetSearch
	together, size := make([]facetSearch, abreast), make([]int, abreast)
	together[0].total = true
	next := 0
	for _, f := range search.Fields {
		n, parts, lifted := g.sizeOf(f), 1, ""
		if !q.Condition(f.Name).Empty() {
			lifted = f.Name
		}
		if n > maxBuckets {
			parts = n/(maxBuckets/2) + 1
		}
		if lifted != "" || parts > 1 {
			for part := range parts {
				alone = append(alone, facetSearch{lifted: lifted, parts: []facetPart{{field: f, size: n, part: part, parts: parts}}})
			}
			continue
		}
		i := next % abreast
		next++
		if size[i] += n; size[i] > maxBuckets {
			alone = append(alone, together[i])
			together[i], size[i] = facetSearch{}, n
		}
		together[i].parts = append(together[i].parts, facetPart{field: f, size: n, parts: 1})
	}
	return append(together, alone...)
}

// sizeOf is how many buckets a facet may have, not reported among them.
func (g *generation) sizeOf(f *search.Field) int {
	switch ends := g.state.Ranges[f.Name]; {
	case !f.IsRange():
		return g.state.Values[f.Name] + 1
	case f.Bins != nil:
		return len(f.Bins) + 1
	case len(ends) == 2:
		return ends[1] - ends[0] + 2
	}
	return 1
}

// buckets lists the terms of a field, each with sub-aggregations.
func (f facetPart) buckets(field string, sub object) object {
	terms := object{"field": field, "size": f.size}
	if f.parts > 1 {
		terms["include"] = object{"partition": f.part, "num_partitions": f.parts}
	}
	return object{"terms": terms, "aggs": sub}
}

func sum(field string) object { return object{"sum": object{"field": groupsPath + "." + field}} }

// ofRows are aggregations of the groups that pass queries.
func ofRows(queries list, aggs object) object { return nested(groupsPath, queries, aggs) }

// nested are aggregations of nested documents that pass queries.
func nested(path string, queries list, aggs object) object {
	return object{"nested": object{"path": path}, "aggs": object{"match": object{"filter": all(queries), "aggs": aggs}}}
}

// facetName begins the names of facets' aggregations; their fields' names follow.
const facetName = "f:"

// counting is a search for facets in one of the two indices.
type counting struct {
	facetSearch
	query search.Query
	text  list // what the text asks of an experiment, if there is one
	place place
	sum   string // the field of groups that is summed up
}

// ofExperiments and ofSets count experiments with the samples that they alone have, and sets with the samples that they share.
func ofExperiments(s facetSearch, q search.Query, n search.TextNode) counting {
	return counting{s, q, textOf(atTop, n), atTop, "exclusive"}
}

func ofSets(s facetSearch, q search.Query, n search.TextNode) counting {
	return counting{s, q, textOf(inSet, n), inSet, "count"}
}

func textOf(p place, n search.TextNode) list {
	if n == nil {
		return nil
	}
	return list{p.matches(n)}
}

func (c counting) index(g *generation) string {
	if c.place == atTop {
		return g.experiments
	}
	return g.shared
}

// search asks for the counts among the documents that have any: those with an experiment that passes the text and all conditions that hold, and with a
// group that does.
func (c counting) search() object {
	passes := append(c.text, c.place.experimentPasses(c.query.Conditions, c.lifted)...)
	if c.place == inSet && len(passes) > 0 {
		passes = list{object{"nested": object{"path": experimentsPath, "query": all(passes)}}}
	}
	return object{"size": 0, "track_total_hits": false, "query": all(append(passes, hasMatch(c.query.Conditions, c.lifted)...)), "aggs": c.aggs()}
}

// experimentsPath is where the experiments of a set stand.
const experimentsPath = "experiments"

// Names of aggregations that stand above facets: of sample fields, and of experiment fields in sets.
const (
	groupsName      = "groups"
	experimentsName = "experiments"
)

func (c counting) aggs() object {
	rows, by := object{}, object{}
	if c.total {
		rows["samples"] = sum(c.sum)
	}
	for _, p := range c.parts {
		if name := p.field.Name; p.field.Scope == search.OfSample {
			rows[facetName+name] = p.buckets(groupsPath+"."+name, c.eachRow())
		} else {
			by[facetName+name] = p.buckets(string(c.place)+"facet."+name, c.eachExperiment())
		}
	}
	aggs := object{}
	if c.place == atTop {
		aggs = by
	} else if len(by) > 0 {
		aggs[experimentsName] = nested(experimentsPath, append(c.text, c.place.experimentPasses(c.query.Conditions, c.lifted)...), by)
	}
	if len(rows) > 0 {
		aggs[groupsName] = ofRows(rowsPass(c.query.Conditions, c.lifted), rows)
	}
	return aggs
}

// eachRow is what is counted of the groups with a value: their samples, and the experiments that have such groups.
func (c counting) eachRow() object {
	counts := object{"samples": sum(c.sum)}
	if c.place == atTop {
		counts["roots"] = object{"reverse_nested": object{}}
	}
	return counts
}

// eachExperiment is what is counted of the experiments with a value: the matching samples of their documents.
func (c counting) eachExperiment() object {
	counts := object{"groups": ofRows(rowsPass(c.query.Conditions, c.lifted), object{"samples": sum(c.sum)})}
	if c.place == atTop {
		return counts
	}
	return object{"roots": object{"reverse_nested": object{}, "aggs": counts}}
}
