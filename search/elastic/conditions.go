package elastic

import (
	"math"
	"slices"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

func inRange(field string, r search.Range) object {
	ends := object{}
	if r.Min != math.MinInt {
		ends["gte"] = r.Min
	}
	if r.Max != math.MaxInt {
		ends["lte"] = r.Max
	}
	return object{"range": object{field: ends}}
}

// termsOf are the terms of a condition's values.
func termsOf(values []string) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = termOf(models.Fold(v))
	}
	return list
}

func rangesOf(texts []string) []search.Range {
	var ranges []search.Range
	for _, text := range texts {
		if r, ok := search.ParseRange(text); ok {
			ranges = append(ranges, r)
		}
	}
	return ranges
}

// passes is the query for what passes a condition: one of the values (or their absence) is included, if anything is, and none is excluded. values is
// the field of terms, number that of a range's numbers.
func passes(c search.Condition, values, number string) object {
	var include, exclude list
	several := func(list []string) object { return object{"terms": object{values: list}} }
	if number != "" {
		for _, r := range rangesOf(c.Include) {
			include = append(include, inRange(number, r))
		}
		for _, r := range rangesOf(c.Exclude) {
			exclude = append(exclude, inRange(number, r))
		}
	} else {
		if len(c.Include) > 0 {
			include = append(include, several(termsOf(c.Include)))
		}
		if len(c.Exclude) > 0 {
			exclude = append(exclude, several(termsOf(c.Exclude)))
		}
	}
	if c.NotReported {
		include = append(include, several([]string{notReported}))
	}
	if c.Reported {
		include = append(include, not(several([]string{notReported})))
	}
	query := object{}
	if len(include) > 0 {
		query["filter"] = list{anyOf(include)}
	}
	if len(exclude) > 0 {
		query["must_not"] = exclude
	}
	return object{"bool": query}
}

// Paths of the nested groups of samples.
const groupsPath = "groups"

// rowsPass is the query for groups that pass the conditions of all sample fields but one.
func rowsPass(conditions []search.Condition, but string) list {
	var queries list
	for _, c := range conditions {
		if f := search.FieldByName(c.Field); f.Scope == search.OfSample && c.Field != but {
			queries = append(queries, passes(c, groupsPath+"."+c.Field, ""))
		}
	}
	return queries
}

// experimentPasses is the query for experiments that pass the conditions of all experiment fields but one.
func (p place) experimentPasses(conditions []search.Condition, but string) list {
	var queries list
	for _, c := range conditions {
		f := search.FieldByName(c.Field)
		if f.Scope != search.OfExperiment || c.Field == but {
			continue
		}
		number := ""
		if f.IsRange() {
			number = string(p) + "number." + c.Field
		}
		queries = append(queries, passes(c, string(p)+"facet."+c.Field, number))
	}
	return queries
}

// hasMatch is the query for experiments and sets with a group that passes the conditions of all sample fields but one; none is needed where there are
// no such conditions.
func hasMatch(conditions []search.Condition, but string) list {
	rows := rowsPass(conditions, but)
	if len(rows) == 0 {
		return nil
	}
	return list{object{"nested": object{"path": groupsPath, "query": all(rows)}}}
}

// passesTerms says whether a group with these terms passes a condition.
func passesTerms(c search.Condition, terms []string) bool {
	included := !c.Includes()
	include, exclude := termsOf(c.Include), termsOf(c.Exclude)
	for _, term := range terms {
		switch {
		case slices.Contains(exclude, term):
			return false
		case slices.Contains(include, term), term != notReported && c.Reported, term == notReported && c.NotReported:
			included = true
		}
	}
	return included
}
