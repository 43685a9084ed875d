package elastic

import (
	"github.com/facetome/facetome/search"
)

// A search is answered at most this many buckets, so that the cluster never refuses it: its own bound is 65,536. A field with more values is counted
// in parts, each by a search of its own.
const maxBuckets = 20_000

// facetPart is a facet, or one of several parts of its values.
type facetPart struct {
	field *search.Field
	size  int // how many buckets there may be, at most
	part  int // from 0
	parts int
}

// facetSearches parts all facets among searches, so that none gets too many buckets.
func (g *generation) facetSearches() [][]facetPart {
	var searches [][]facetPart
	var together []facetPart
	size := 0
	for _, f := range search.Fields {
		n := g.sizeOf(f)
		if n > maxBuckets {
			parts := n/(maxBuckets/2) + 1
			for part := range parts {
				searches = append(searches, []facetPart{{field: f, size: n, part: part, parts: parts}})
			}
			continue
		}
		if size += n; size > maxBuckets {
			searches = append(searches, together)
			together, size = nil, n
		}
		together = append(together, facetPart{field: f, size: n, parts: 1})
	}
	return append(searches, together)
}

// sizeStep is what numbers of buckets are rounded up to: while few values come and go, the same is asked, and the cluster knows the answer when the
// first page of a new generation is asked for, since it was counted so.
const sizeStep = 100

// sizeOf is how many buckets a facet may have at least, not reported among them.
func (g *generation) sizeOf(f *search.Field) int {
	n := 1
	switch ends := g.state.Ranges[f.Name]; {
	case !f.IsRange():
		n += g.state.Values[f.Name]
	case f.Bins != nil:
		n += len(f.Bins)
	case len(ends) == 2:
		n += ends[1] - ends[0] + 1
	}
	return (n + sizeStep - 1) / sizeStep * sizeStep
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

// filtered are aggregations of what passes queries.
func filtered(queries list, aggs object) object { return object{"filter": all(queries), "aggs": aggs} }

// ofRows are aggregations of the groups that pass queries.
func ofRows(queries list, aggs object) object {
	return object{"nested": object{"path": groupsPath}, "aggs": object{"match": filtered(queries, aggs)}}
}

// Names of aggregations. Facets are named "f:" and their field, and stand below the conditions that they are counted under: "rows:" or "by:" and the
// name of the field whose own conditions are lifted, if it has any.
const (
	facetName = "f:"
	rowsName  = "rows:"
	byName    = "by:"
)

// lifted is the field whose own conditions are lifted for its facet; empty where it has none.
func lifted(q search.Query, f *search.Field) string {
	if q.Condition(f.Name).Empty() {
		return ""
	}
	return f.Name
}

// counting makes the aggregations of one index.
type counting struct {
	query search.Query
	text  list // what the text asks of an experiment, if there is one
	place place
	sum   string // the field of groups that is summed up
}

// ofExperiments and ofSets count experiments with the samples that they alone have, and sets with the samples that they share.
func ofExperiments(q search.Query) counting { return counting{q, nil, atTop, "exclusive"} }

func ofSets(q search.Query, n search.TextNode) counting {
	c := counting{q, nil, inSet, "count"}
	if n != nil {
		c.text = list{inSet.matches(n)}
	}
	return c
}

// aggs count some facets and, if asked, all matching samples.
func (c counting) aggs(parts []facetPart, withTotal bool) object {
	rows, by := map[string]object{}, map[string]object{} // by the field that is lifted
	if withTotal {
		rows[""] = object{"samples": sum(c.sum)}
	}
	for _, p := range parts {
		key, name := lifted(c.query, p.field), p.field.Name
		to, field, each := by, string(c.place)+"facet."+name, c.eachExperiment
		if p.field.Scope == search.OfSample {
			to, field, each = rows, groupsPath+"."+name, c.eachRow
		}
		if to[key] == nil {
			to[key] = object{}
		}
		to[key][facetName+name] = p.buckets(field, each())
	}
	aggs := object{}
	for key, facets := range rows {
		aggs[rowsName+key] = filtered(c.experiments(), object{"groups": ofRows(rowsPass(c.query.Conditions, key), facets)})
	}
	for key, facets := range by {
		aggs[byName+key] = c.byExperiments(key, facets)
	}
	return aggs
}

// experiments is the query for documents with an experiment that passes text and all conditions.
func (c counting) experiments() list {
	passes := c.place.experimentPasses(c.query.Conditions, "")
	if c.place == atTop {
		return passes
	}
	return nestedExperiments(append(c.text, passes...))
}

func nestedExperiments(queries list) list {
	if len(queries) == 0 {
		return nil
	}
	return list{object{"nested": object{"path": experimentsPath, "query": all(queries)}}}
}

// experimentsPath is where the experiments of a set stand.
const experimentsPath = "experiments"

// byExperiments are facets of experiments that pass the conditions of all experiment fields but one, and have a matching sample.
func (c counting) byExperiments(but string, facets object) object {
	passes := c.place.experimentPasses(c.query.Conditions, but)
	if c.place == atTop {
		return filtered(append(passes, hasMatch(c.query.Conditions)...), facets)
	}
	return object{"nested": object{"path": experimentsPath}, "aggs": object{"match": filtered(append(c.text, passes...), facets)}}
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
	counts := object{"groups": ofRows(rowsPass(c.query.Conditions, ""), object{"samples": sum(c.sum)})}
	if c.place == atTop {
		return counts
	}
	return object{"roots": object{"reverse_nested": object{}, "aggs": counts}}
}
