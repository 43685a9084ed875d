package elastic

import (
	"maps"

	"github.com/facetome/facetome/search"
)

// counting is a search for facets in one of the two indices.
type counting struct {
	facetSearch
	query search.Query
	text  list // what the text asks of an experiment, if there is one
	place place
	sum   string // the field, of documents and of their groups, that is summed up
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

// experiments is what text and filters ask of an experiment, but for what is lifted and what they ask of samples.
func (c counting) experiments() list {
	return append(c.text, c.place.experimentPasses(c.query.Conditions, c.lifted)...)
}

// rows is what filters ask of groups, but for what is lifted.
func (c counting) rows() list { return rowsPass(c.query.Conditions, c.lifted) }

// search asks for the counts among the documents that have any: those with an experiment that passes the text and all conditions that hold, and with a
// group that does.
func (c counting) search() object {
	passes := c.experiments()
	if c.place == inSet && len(passes) > 0 {
		passes = list{object{"nested": object{"path": experimentsPath, "query": all(passes)}}}
	}
	query := all(append(passes, hasMatch(c.query.Conditions, c.lifted)...))
	return object{"size": 0, "track_total_hits": false, "query": query, "aggs": c.aggs()}
}

// experimentsPath is where the experiments of a set stand.
const experimentsPath = "experiments"

// Names of aggregations that stand above others.
const (
	rowsName  = "rows"  // groups
	byName    = "by"    // experiments of sets
	matchName = "match" // nested documents that pass
)

// aggs are the counts. While nothing is asked of samples, all of an experiment's match, and in most fields they have the same values: it is counted as a
// whole then, by its own fields. So are sets.
func (c counting) aggs() object {
	if c.whole() {
		return c.aggsOfWhole()
	}
	return c.aggsOfRows()
}

// whole says whether all samples pass of whatever document does.
func (c counting) whole() bool { return len(c.rows()) == 0 }

// aggsOfWhole count experiments or sets with all their samples. Groups are gone into only of those whose samples differ in the facet's field.
func (c counting) aggsOfWhole() object {
	each := object{samplesName: sum(c.sum)}
	aggs, by := object{}, object{}
	if c.total {
		aggs[samplesName] = sum(c.sum)
	}
	for _, p := range c.parts {
		name := p.field.Name
		if p.field.Scope == search.OfExperiment {
			by[facetName+name] = c.ofExperiment(p, each)
			continue
		}
		aggs[facetName+name] = p.buckets("same."+name, each)
		differ := list{object{"term": object{"differs": name}}}
		aggs[differsName+name] = filtered(differ, object{rowsName: nested(groupsPath, nil, object{facetName + name: c.ofRow(p)})})
	}
	c.addExperiments(aggs, by)
	return aggs
}

// aggsOfRows count the groups that pass, and what has them.
func (c counting) aggsOfRows() object {
	each := object{rowsName: nested(groupsPath, c.rows(), object{samplesName: sum(groupsPath + "." + c.sum)})}
	aggs, rows, by := object{}, object{}, object{}
	if c.total {
		rows[samplesName] = sum(groupsPath + "." + c.sum)
	}
	for _, p := range c.parts {
		if name := facetName + p.field.Name; p.field.Scope == search.OfSample {
			rows[name] = c.ofRow(p)
		} else {
			by[name] = c.ofExperiment(p, each)
		}
	}
	if len(rows) > 0 {
		aggs[rowsName] = nested(groupsPath, c.rows(), rows)
	}
	c.addExperiments(aggs, by)
	return aggs
}

// ofExperiment counts something of each document that has experiments with a value.
func (c counting) ofExperiment(p facetPart, each object) object {
	if c.place == inSet {
		each = object{rootsName: object{"reverse_nested": object{}, "aggs": each}}
	}
	return p.buckets(string(c.place)+"facet."+p.field.Name, each)
}

// addExperiments adds the facets of experiment fields to where experiments stand.
func (c counting) addExperiments(aggs, by object) {
	switch {
	case c.place == atTop:
		maps.Copy(aggs, by)
	case len(by) > 0:
		aggs[byName] = nested(experimentsPath, c.experiments(), by)
	}
}

// ofRow counts of the groups with a value their samples and, where experiments are counted, how many have such groups.
func (c counting) ofRow(p facetPart) object {
	each := object{samplesName: sum(groupsPath + "." + c.sum)}
	if c.place == atTop {
		each[rootsName] = object{"reverse_nested": object{}}
	}
	return p.buckets(groupsPath+"."+p.field.Name, each)
}

// Names of aggregations of facets, their fields' names following, and of what stands below the values of a facet.
const (
	facetName   = "f:"
	differsName = "differs:"
	samplesName = "samples"
	rootsName   = "roots" // the documents that groups, or experiments of sets, belong to
)

// buckets lists the terms of a field, each with sub-aggregations.
func (f facetPart) buckets(field string, sub object) object {
	terms := object{"field": field, "size": f.size}
	if f.parts > 1 {
		terms["include"] = object{"partition": f.part, "num_partitions": f.parts}
	}
	return object{"terms": terms, "aggs": sub}
}

func sum(field string) object { return object{"sum": object{"field": field}} }

// filtered are aggregations of what passes queries.
func filtered(queries list, aggs object) object { return object{"filter": all(queries), "aggs": aggs} }

// nested are aggregations of nested documents that pass queries.
func nested(path string, queries list, aggs object) object {
	return object{"nested": object{"path": path}, "aggs": object{matchName: filtered(queries, aggs)}}
}
